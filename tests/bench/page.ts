// Rows of the page in a browser: its steps beside Node's and TensorFlow.js, its heat maps, and what it costs to watch.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHAPES } from '../../brain/brains/shapes/index.ts';
import { composeShape } from '../../brain/brains/shapes/shape.ts';
import { PARTS } from '../../brain/brains/shapes/transformer.ts';
import { createRuntime } from '../../school/machine/runtime.ts';
import { DEFAULTS } from '../../school/settings/config.ts';
import { LEARNING_ROOM } from '../../school/training/model.ts';
import { PageLesson, prepare } from '../../window/train/lesson.ts';
import type { Plan } from '../../window/train/plan.ts';
import { missing, type Topic } from './context.ts';
import { median, noiseOf } from './measure.ts';
import { beginInPage, benchPage, CHROMIUM, PEERS, stepsInPage, threadMilliseconds } from './page-host.ts';
import { watching } from './page-watching.ts';
import { starterTexts } from './parts.ts';
import type { PeerSizes, PeerSteps } from './peers/tfjs-transformer.ts';
import { type Entry, number } from './rows.ts';

const NO_CHROMIUM = 'not installed: apt-get install chromium';
const NO_PEER = 'not installed: npm ci --prefix tests/bench/peers';
const ROUNDS = 7;
const STEPS = 8;
const PEER_STEPS = 2;

const plan = (brain: Plan['brain'], chosen: object = {}): Plan => ({
  name: 'baby',
  brain,
  preset: 'small',
  chosen: chosen as Plan['chosen'],
  contextLength: 0,
  batch: 0,
  vocabulary: 0,
  learningRate: 0,
  seed: 1337,
});

interface Round {
  /** of the clock, of a step: the median */
  readonly clock: number;
  /** of the processor, of a step */
  readonly processor: number;
}

/** Rounds in the page and in Node in turn, on as many threads, so that both have the machine as it is. */
async function rounds(what: Plan, text: string, threads: number): Promise<{ page: Round[]; node: Round[] }> {
  const on = await benchPage();
  const prepared = prepare(what, [{ name: 'text', text }], DEFAULTS);
  const runtime = await createRuntime(prepared.model.engine, { ...LEARNING_ROOM, kernels: 'simd-relaxed', threads });
  try {
    const lesson = new PageLesson(prepared);
    await beginInPage(on, what, text, threads, DEFAULTS);
    const ownTime = () => threadMilliseconds(process.pid, () => true);
    const all = { page: [] as Round[], node: [] as Round[] };
    // the first round of each compiles
    for (let round = 0; round <= ROUNDS; round++) {
      const before = ownTime();
      const steps = Array.from({ length: STEPS }, () => {
        const began = performance.now();
        lesson.learn();
        return performance.now() - began;
      });
      const node = { clock: median(steps), processor: (ownTime() - before) / STEPS };
      const pageBefore = await on.all();
      const inPage = await stepsInPage(on, STEPS);
      const page = { clock: median(inPage), processor: ((await on.all()) - pageBefore) / STEPS };
      if (round === 0) continue;
      all.node.push(node);
      all.page.push(page);
    }
    return all;
  } finally {
    await runtime.release();
    await on.close();
  }
}

const fastest = (all: readonly Round[], of: keyof Round): number => Math.min(...all.map((round) => round[of]));

async function* steps(text: string, threads: number): AsyncGenerator<Entry> {
  for (const brain of ['gpt2', 'baby'] as const) {
    const { page, node } = await rounds(plan(brain), text, threads);
    const [clocks, processors] = (['clock', 'processor'] as const).map((of) => [fastest(page, of), fastest(node, of)]);
    const ratio = ([inPage, inNode]: readonly number[]) => (inPage as number) / (inNode as number);
    const beside = ([inPage, inNode]: readonly number[]) =>
      `${number(inPage as number)} beside ${number(inNode as number)} ms`;
    yield {
      name: `page-step-${brain}`,
      what: `a step of ${brain}, preset small, in the page, beside the same in Node, ${threads} threads`,
      value: ratio(processors as number[]),
      unit: '×',
      better: 'lower',
      bar: 1.3,
      noise: noiseOf(page.map(({ processor }) => processor)),
      also: [{ value: ratio(clocks as number[]), unit: '×', better: 'lower', label: 'by the clock' }],
      note: `processor ${beside(processors as number[])}, clock ${beside(clocks as number[])}`,
      how: `processor time of all threads of both processes: ${ROUNDS} rounds of ${STEPS} steps each, in turn, after one; the least of each; Chromium, simd-relaxed`,
    };
  }
}

/** Every combination of parts of the `tfjs` brain. */
const combinations = () =>
  PARTS.attention.flatMap((attention) =>
    PARTS.norm.flatMap((norm) =>
      (['gelu', 'swiglu', 'relu'] as const).map((feedForward) => ({ attention, norm, feedForward })),
    ),
  );

async function* besideTensorFlow(text: string, kinds: ReturnType<typeof combinations>): AsyncGenerator<Entry> {
  const scripts = ['@tensorflow/tfjs/dist/tf.min.js', '@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js'];
  for (const chosen of kinds) {
    const name = Object.values(chosen).join('-');
    const what = `tfjs, preset small, ${Object.values(chosen).join(', ')}: seconds to its 1,000th step in the page`;
    if (!existsSync(join(PEERS, scripts[0] as string))) {
      yield missing(`page-tfjs-${name}`, what, NO_PEER);
      continue;
    }
    const on = await benchPage(scripts);
    try {
      const { ids, sizes, parameters } = await beginInPage(on, plan('tfjs', chosen), text, 1, DEFAULTS);
      await stepsInPage(on, 3);
      const before = await on.workers();
      await stepsInPage(on, STEPS);
      const ours = ((await on.workers()) - before) / STEPS;
      const { channels, blocks, heads, feedForwardWidth } = composeShape(SHAPES.tfjs, 'small', chosen, 128);
      const peer: PeerSizes = { ...(sizes as PeerSizes), ...chosen, channels, blocks, heads, feedForwardWidth };
      const run = (count: number) =>
        on.page.evaluate(`(async () => {
          tf.wasm.setWasmPaths('/peers/@tensorflow/tfjs-backend-wasm/dist/');
          tf.wasm.setThreadsCount(1);
          const { peerSteps } = await import('/tests/bench/peers/tfjs-transformer.js');
          return peerSteps(tf, 'wasm', ${JSON.stringify(peer)}, ${JSON.stringify(ids.slice(0, 20_000))}, ${count}, false);
        })()`) as Promise<PeerSteps>;
      await run(1);
      const mainBefore = await on.main();
      const theirs = await run(PEER_STEPS);
      const each = ((await on.main()) - mainBefore) / PEER_STEPS;
      yield {
        name: `page-tfjs-${name}`,
        what,
        value: ours,
        unit: 's',
        better: 'lower',
        barPeer: 3,
        peer: { name: `TensorFlow.js ${theirs.version} (wasm)`, value: each },
        note: `${number(parameters, 0)} parameters; loss of its second step ${number(theirs.losses.at(-1) ?? Number.NaN)}`,
        how: `processor time of one thread: ours of ${STEPS} steps, theirs of ${PEER_STEPS}, after some; a step's milliseconds are the seconds of 1,000, taken as alike`,
      };
    } finally {
      await on.close();
    }
  }
}

async function* heat(): AsyncGenerator<Entry> {
  const on = await benchPage();
  try {
    const milliseconds = (await on.page.evaluate(`(async () => {
      const { heatMap } = await import('/window/inside/heat.js');
      const map = heatMap('attention', 512, 512, () => {});
      document.body.append(map.canvas);
      const values = Float32Array.from({ length: 65536 }, (_, i) => (i % 97) / 97);
      const all = [];
      for (let i = 0; i < 41; i++) {
        all.push(map.draw(values, 256, 256));
        await new Promise(requestAnimationFrame);
      }
      return all.slice(1);
    })()`)) as number[];
    yield {
      name: 'page-heat',
      what: 'a heat map of 256 × 256 tokens',
      value: median(milliseconds),
      unit: 'ms',
      better: 'lower',
      bar: 16,
      noise: noiseOf(milliseconds),
      also: [{ value: Math.max(...milliseconds), unit: 'ms', better: 'lower', label: 'slowest' }],
      how: '40 drawings after one, in 40 frames; what the slowest took counts what else the machine did',
    };
  } finally {
    await on.close();
  }
}

export const pageTopic: Topic = {
  about: 'the page: a step beside Node, heat maps, what watching costs (needs Chromium, Linux and the built program)',
  takes: '4 minutes',
  async *measure({ wishes, threads }) {
    if (CHROMIUM === undefined) return yield missing('page', 'the page in Chromium', NO_CHROMIUM);
    const text = wishes.text === undefined ? starterTexts() : readFileSync(wishes.text, 'utf8');
    yield* heat();
    yield* watching();
    yield* steps(text, threads);
  },
};

export const pagePeersTopic: Topic = {
  about:
    "the page beside TensorFlow.js: the tfjs brain's 18 combinations (--text <file>; npm ci --prefix tests/bench/peers)",
  takes: '5 minutes',
  async *measure({ wishes }) {
    if (CHROMIUM === undefined) return yield missing('page-tfjs', 'the page beside TensorFlow.js', NO_CHROMIUM);
    const text = wishes.text === undefined ? starterTexts() : readFileSync(wishes.text, 'utf8');
    yield* besideTensorFlow(text, combinations());
  },
};
