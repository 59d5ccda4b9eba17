/**
 * How fast a LLaMA of 123 million parameters speaks here and in llama.cpp, on the same float32 weights: rounds of each number of threads,
 * ours and theirs in turn, on a machine that does nothing else. It takes less than three minutes.
 * `npm ci` in this folder first; then `node tests/interop/llama-speaking.ts [threads] [rounds] [tokens] [a file beside the packages]`,
 * which are `1,2`, 8, 24 and this file where they are left out.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Random } from '../../brain/engine/random.ts';
import type { ByteTokenizer } from '../../library/tokenizer/index.ts';
import { trainTokenizer } from '../../library/tokenizer/index.ts';
import { gguf } from '../../school/interchange/gguf/gguf-format.ts';
import { OutputFile } from '../../school/interchange/output.ts';
import type { ModelSource } from '../../school/interchange/source.ts';
import { createRuntime, type Runtime } from '../../school/machine/runtime.ts';
import { DEFAULTS } from '../../school/settings/config.ts';
import { buildModel, VOICE } from '../../school/training/model.ts';
import { LLAMA_124M } from '../bench/transformers.ts';
import { type Cost, costOf } from './llama-turns.ts';

const [asked = '1,2', rounds = '8', tokensAsked = '24', ...packages] = process.argv.slice(2);
const threads = asked.split(',').map(Number);
const tokens = Number(tokensAsked);
/** Milliseconds after which no other round begins: on a machine that does something else, rounds of two threads take very long. */
const PATIENCE = 110_000;

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
const speakers = new Map<number, { model: ReturnType<typeof buildModel>; runtime: Runtime }>();
for (const one of threads) {
  const model = buildModel('llama', sizes);
  const runtime = await createRuntime(model.engine, { kernels: 'auto', threads: one, learning: false, speaker: VOICE });
  model.engine.initialise(new Random(1));
  speakers.set(one, { model, runtime });
}
const { model, runtime } = speakers.get(threads[0]!)!;
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
const child = spawn(process.execPath, [script, path, asked, ...packages], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
await lines.next();
const theirs = async (by: number, count: number): Promise<Cost> => {
  child.stdin.write(`${by} ${count}\n`);
  const { value } = await lines.next();
  if (value === undefined) throw new Error('llama.cpp ended before it answered; what it said stands above');
  return JSON.parse(value);
};
const ours = (by: number, count: number): Cost => {
  const { voice } = speakers.get(by)!.model;
  const conversation = voice.begin();
  const before = { at: performance.now(), usage: process.cpuUsage() };
  let id = 5;
  for (let i = 0; i < count; i++) {
    const logits = voice.hear(conversation, [id], [0.5, 0.5, 0.5]);
    let best = 0;
    for (let v = 1; v < logits.length; v++) if (logits[v]! > logits[best]!) best = v;
    id = best;
  }
  return costOf(before);
};

const costs = threads.map((by) => ({ by, ours: [] as Cost[], theirs: [] as Cost[] }));
for (const { by } of costs) {
  ours(by, 2);
  await theirs(by, 2);
}
const began = performance.now();
for (let round = 0; round < Number(rounds) && performance.now() - began < PATIENCE; round++) {
  for (const cost of costs) {
    cost.ours.push(ours(cost.by, tokens));
    cost.theirs.push(await theirs(cost.by, tokens));
  }
}
child.stdin.end();
for (const speaker of speakers.values()) await speaker.runtime.release();
rmSync(folder, { recursive: true, force: true });
process.stdout.write(
  `${parameters.count} parameters, ${runtime.backend.name}, load of the last minute ${loadavg()[0]!.toFixed(1)}\n`,
);
for (const { by, ...costed } of costs) {
  const of = (who: 'ours' | 'theirs', clock: keyof Cost): number[] =>
    costed[who].map((cost) => cost[clock] / tokens).toSorted((a, b) => a - b);
  for (const clock of ['wall', 'processor'] as const) {
    const [mine, other] = [of('ours', clock), of('theirs', clock)];
    const both = ([fastest, ...slower]: number[]): string =>
      `${fastest!.toFixed(2)} (slowest round ${(slower.at(-1) ?? fastest!).toFixed(2)})`;
    process.stdout.write(
      `${by} ${by === 1 ? 'thread' : 'threads'}, ${clock}, fastest of ${mine.length} rounds of ${tokens} tokens: ${both(mine)} ms a token here, ${both(other)} in llama.cpp: ${(other[0]! / mine[0]!).toFixed(2)}×\n`,
    );
  }
}
