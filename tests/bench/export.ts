// What it takes to bring a brain of about 124 million parameters into a file for llama.cpp.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../brain/engine/random.ts';
import { serializeTokenizer, trainTokenizer } from '../../library/tokenizer/index.ts';
import { type Home, makeHome } from '../../school/home/home.ts';
import { packageFolder, starterFolder } from '../../school/home/package-root.ts';
import { configure, saveConfig } from '../../school/settings/config.ts';
import { type SoulState, STATE_VERSION } from '../../school/training/checkpoint.ts';
import { buildModel } from '../../school/training/model.ts';
import { Keeper } from '../../soul/keeper.ts';
import { missing, type Topic } from './context.ts';
import { memoryOf, secondsOf } from './processes.ts';
import { number } from './rows.ts';
import { LLAMA_124M } from './transformers.ts';

const launcher = join(packageFolder, 'dist', 'school', 'cli', 'launcher.js');
const VOCABULARY = 1024;

/** A newborn LLaMA that was saved once. @returns how many numbers it has */
async function bornHome(home: Home): Promise<number> {
  const text = readFileSync(join(starterFolder, 'stories-sea.txt'));
  const tokenizer = trainTokenizer([text], { vocabularySize: VOCABULARY });
  // what GPT-2's vocabulary would take is spent on blocks
  const sizes = { ...LLAMA_124M, vocabulary: tokenizer.vocabularySize, blocks: 14, feedForwardWidth: 3104 };
  const { engine, brain } = buildModel('llama', sizes);
  const random = new Random(1);
  const weights = [...engine.parameters.all.values()].map(({ name, shape, size, init }) => {
    const data = new Float32Array(size);
    init(data, random);
    return { name, shape, data };
  });
  await saveConfig(home, configure({ brain, preset: 'full' }, 'the bench'));
  const colours = Array.from({ length: sizes.batch }, () => [0.5, 0.5, 0.5] as const);
  const state = {
    ...{ version: STATE_VERSION, brain, preset: 'full', sizes, tokenizerHash: tokenizer.hash },
    ...{ born: new Date().toISOString(), lastExam: null, bestExam: null, secondsAwake: 0 },
    tutor: { step: 1, tokens: 1, skipped: 0, caution: 1, colours, past: [] },
  } as unknown as SoulState;
  const texts = { 'tokenizer.json': serializeTokenizer(tokenizer), 'config.json': '{}' };
  new Keeper({ folder: home.soul }).save({ tensors: { weights }, texts, state, summary: { step: 1 } });
  return engine.parameters.count;
}

interface Cost {
  /** of the processor, and in all */
  readonly calculated: number;
  readonly seconds: number;
  /** bytes, at most */
  readonly memory: number;
}

/** Runs the built program, and looks at what it takes every few milliseconds. */
async function costOf(args: readonly string[]): Promise<Cost> {
  const began = performance.now();
  const child = spawn(process.execPath, [launcher, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  let [calculated, memory] = [0, 0];
  const look = setInterval(() => {
    const [seconds, bytes] = [secondsOf(child.pid as number), memoryOf(child.pid as number, 'VmHWM')];
    if (seconds > calculated) calculated = seconds;
    if (bytes > memory) memory = bytes;
  }, 5);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(look);
  if (code !== 0) throw new Error(`baby ${args[0]} ended with ${code}`);
  return { calculated, seconds: (performance.now() - began) / 1000, memory };
}

export const exportTopic: Topic = {
  about: 'a brain of 124 million parameters as GGUF (Linux; needs the built program)',
  takes: '1 minute',
  async *measure() {
    const what = 'export of 124 million parameters to GGUF, f16: of the processor';
    if (Number.isNaN(secondsOf(process.pid))) return yield missing('export', what, 'needs Linux, whose /proc tells it');
    const folder = mkdtempSync(join(tmpdir(), 'baby-bench-'));
    try {
      const home = makeHome(join(folder, 'home'));
      const parameters = await bornHome(home);
      const plain = await costOf(['status', '--home', home.folder]);
      const to = join(folder, 'model');
      const cost = await costOf(['export', to, '--as', 'gguf', '--type', 'f16', '--home', home.folder]);
      yield {
        name: 'export',
        what,
        value: cost.calculated,
        unit: 's',
        digits: 1,
        better: 'lower',
        bar: 5,
        noise: 0.1,
        assumed: true,
        also: [
          {
            label: 'memory more than `baby status`',
            value: (cost.memory - plain.memory) / 1e6,
            unit: 'MB',
            digits: 0,
            better: 'lower',
            bar: 400,
            noise: 0.05,
            assumed: true,
          },
        ],
        note: `${number(parameters / 1e6, 1)} million parameters, ${number(cost.seconds, 1)} s in all`,
        how: 'the built program, processor time and high-water mark of its resident memory from /proc',
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
