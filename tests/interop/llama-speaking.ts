/**
 * How fast a LLaMA of 123 million parameters speaks here and in llama.cpp, on the same float32 weights, in turns.
 * `npm ci` in this folder first; then `node tests/interop/llama-speaking.ts [threads] [rounds] [tokens]`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Random } from '../../brain/engine/random.ts';
import type { ByteTokenizer } from '../../library/tokenizer/index.ts';
import { trainTokenizer } from '../../library/tokenizer/index.ts';
import { gguf } from '../../school/interchange/gguf/gguf-format.ts';
import { OutputFile } from '../../school/interchange/output.ts';
import type { ModelSource } from '../../school/interchange/source.ts';
import { createRuntime } from '../../school/machine/runtime.ts';
import { DEFAULTS } from '../../school/settings/config.ts';
import { buildModel, VOICE } from '../../school/training/model.ts';
import { LLAMA_124M } from '../bench/transformers.ts';
import { type Cost, costOf } from './llama-turns.ts';

const [threads = 1, rounds = 8, tokens = 24] = process.argv.slice(2, 5).map(Number);

/** As many tokens as GPT-2 has, from words that chance made. */
function manyTokens(count: number): ByteTokenizer {
  const random = new Random(3);
  const letter = () => String.fromCharCode(97 + random.below(26));
  const words = Array.from({ length: 30_000 }, () => Array.from({ length: 3 + random.below(6) }, letter).join(''));
  const text = `${words.join(' ')} ${words.join('\n')} ${words.toReversed().join(', ')}`;
  return trainTokenizer([Buffer.from(text)], { vocabularySize: count }) as ByteTokenizer;
}

const tokenizer = manyTokens(LLAMA_124M.vocabulary);
const sizes = { ...LLAMA_124M, vocabulary: tokenizer.vocabularySize };
const model = buildModel('llama', sizes);
const runtime = await createRuntime(model.engine, { kernels: 'auto', threads, learning: false, speaker: VOICE });
model.engine.initialise(new Random(1));
const { parameters } = model.engine;
const source: ModelSource = {
  ...{
    config: DEFAULTS,
    brain: 'llama',
    preset: 'small',
    sizes,
    tokenizer,
    colour: [0.5, 0.5, 0.5],
    step: 0,
    tokens: 0,
  },
  ...{ bitsPerByte: null, born: new Date(0).toISOString(), parameters: parameters.count, notes: [] },
  shapes: new Map([...parameters.all.values()].map(({ name, shape }) => [name, shape])),
  read: (name) => model.engine.ofParameter(name).slice() as Float32Array,
};
const folder = mkdtempSync(join(process.env['LLAMA_FOLDER'] ?? tmpdir(), 'llama-'));
mkdirSync(folder, { recursive: true });
const roles = { baby: 'baby' };
const [file] = gguf.plan({ source, type: 'f32', roles, fileName: 'llama', habits: [] }).files;
const path = join(folder, file!.name);
await OutputFile.write(path, file!.write, () => {});

const script = join(import.meta.dirname, 'llama-turns.ts');
const child = spawn(process.execPath, [script, path, String(threads), ...process.argv.slice(5)], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
await lines.next();
const theirs = async (count: number): Promise<Cost> => {
  child.stdin.write(`${count}\n`);
  return JSON.parse((await lines.next()).value as string);
};
const ours = (count: number): Cost => {
  const conversation = model.voice.begin();
  const before = { at: performance.now(), usage: process.cpuUsage() };
  let id = 5;
  for (let i = 0; i < count; i++) {
    const logits = model.voice.hear(conversation, [id], [0.5, 0.5, 0.5]);
    let best = 0;
    for (let v = 1; v < logits.length; v++) if (logits[v]! > logits[best]!) best = v;
    id = best;
  }
  return costOf(before);
};

ours(2);
await theirs(2);
const costs: { ours: Cost; theirs: Cost }[] = [];
for (let round = 0; round < rounds; round++) costs.push({ ours: ours(tokens), theirs: await theirs(tokens) });
child.stdin.end();
await runtime.release();
rmSync(folder, { recursive: true, force: true });
const fastest = (who: 'ours' | 'theirs', clock: keyof Cost) =>
  Math.min(...costs.map((cost) => cost[who][clock])) / tokens;
for (const clock of ['wall', 'processor'] as const) {
  const [mine, other] = [fastest('ours', clock), fastest('theirs', clock)];
  process.stdout.write(
    `${threads} threads, ${clock}: ${mine.toFixed(2)} ms a token here, ${other.toFixed(2)} in llama.cpp: ${(other / mine).toFixed(2)}×, ${parameters.count} parameters, ${runtime.backend.name}\n`,
  );
}
