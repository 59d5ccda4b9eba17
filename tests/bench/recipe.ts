// nanoGPT's CPU recipe for any of our brains: tiny Shakespeare by characters, 12 blocks of 64 characters a step, AdamW, 2,000 steps,
// the last 10 % held out. `node tests/bench/recipe.ts <text file> [json of options]`
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BrainName, kindOf } from '../../brain/brains/index.ts';
import type { BrainKind } from '../../brain/brains/kind.ts';
import type { BabyShape } from '../../brain/brains/shapes/baby.ts';
import type { AnyShape, Sizes } from '../../brain/brains/shapes/shape.ts';
import { ACCUMULATE } from '../../brain/engine/differentiate.ts';
import { Engine, type Tape } from '../../brain/engine/engine.ts';
import { Random } from '../../brain/engine/random.ts';
import type { LearningType } from '../../brain/kernels/storage.ts';
import { LossScale } from '../../brain/learning/loss-scale.ts';
import { Optimizer } from '../../brain/learning/optimizer.ts';
import { cosineRate } from '../../brain/learning/schedule.ts';
import type { OptimizerName } from '../../brain/learning/update-rules.ts';
import { createRuntime, type KernelChoice } from '../../school/machine/runtime.ts';
import { median, noiseOf } from './measure.ts';
import { productsOf } from './steps.ts';

/** A text as ids, its last part held out. */
export interface Reading {
  readonly ids: Float32Array;
  readonly vocabulary: number;
  /** the first held-out position */
  readonly edge: number;
}

export type Clock = 'wall' | 'thread';

/** Milliseconds, from some moment on. */
const CLOCKS: Readonly<Record<Clock, () => number>> = {
  wall: () => performance.now(),
  thread: () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  },
};

export interface RecipeOptions {
  brain?: BrainName | BrainKind;
  sizes?: AnyShape;
  /** of learning, until its end; the rate falls with them */
  steps?: number;
  /** instead of steps: the rate falls with the time spent learning, and it ends when that is over */
  seconds?: number;
  peak?: number;
  least?: number;
  warmup?: number;
  weightDecay?: number;
  beta1?: number;
  beta2?: number;
  /** left out: adamw */
  optimizer?: OptimizerName;
  seed?: number;
  /** what gradients and moments are stored as; left out: float32 */
  learningType?: LearningType;
  threads?: number;
  kernels?: KernelChoice;
  /** seconds by the clock on the wall, or those that this thread calculated: what other programs on the machine hardly change */
  clock?: Clock;
  /** streams read on and on with their memories, as in a life, instead of random blocks behind empty ones */
  carried?: boolean;
  /** stop as soon as the held-out loss is at most this, looking every `examEvery` steps from `examFrom` on */
  until?: number;
  /** stop as soon as the loss over so many windows of the text that it learns is at most this; looked at as `until` is */
  untilLearnt?: { readonly loss: number; readonly windows: number };
  examEvery?: number;
  examFrom?: number;
  onExam?: (step: number, train: number, heldOut: number, seconds: number) => void;
}

export interface RecipeResult {
  parameters: number;
  steps: number;
  heldOut: number;
  /** of text that it learnt; NaN where it was not asked about */
  train: number;
  /** learning only, exams left out */
  seconds: number;
  millisecondsPerStep: number;
  /** of a step in the middle of all: what other programs on the machine hardly change */
  medianMilliseconds: number;
  /** how the step's time wandered, as a share */
  noise: number;
  /** multiplications and additions of a step's matrix products, in 10⁹ */
  gigaflops: number;
  threads: number;
  kernels: string;
}

/** Blocks of the held-out part that an exam reads: always the same. */
const EXAM = 200;
/** nanoGPT's warm-up and length. */
const WARMUP = 100;
const STEPS = 2000;
const SEED = 1337;

/** A text by characters, the last tenth held out. */
export function charactersOf(text: string): Reading {
  const characters = [...new Set(text)].sort();
  const index = new Map(characters.map((c, i) => [c, i]));
  const ids = Float32Array.from(text, (c) => index.get(c) as number);
  return { ids, vocabulary: characters.length, edge: Math.floor(ids.length * 0.9) };
}

/** The sizes of the recipe, for the baby brain, some of them changed. */
export const recipeSizes = (vocabulary: number, changed: AnyShape = {}): Sizes<BabyShape> => ({
  vocabulary,
  channels: 128,
  neurons: 352,
  lobes: 2,
  contextLength: 64,
  history: 64,
  batch: 12,
  ...changed,
});

/** Random blocks as nanoGPT draws them: every block begins with empty memories. */
export const characterRecipe = (text: string, options: RecipeOptions = {}): Promise<RecipeResult> =>
  learnReading(charactersOf(text), options);

export async function learnReading(reading: Reading, options: RecipeOptions = {}): Promise<RecipeResult> {
  const { ids, edge } = reading;
  const sizes = recipeSizes(reading.vocabulary, options.sizes);
  const { batch: streams, contextLength: time } = sizes;
  const { brain = 'baby', beta1 = 0.9, beta2 = 0.99, weightDecay = 0.1, seed = SEED, peak = 1e-3 } = options;
  const { learningType = 'f32' } = options;
  const engine = new Engine();
  engine.parameters.learningType = learningType;
  const lossScale = learningType === 'f16' ? new LossScale() : undefined;
  const learn = engine.record('learn', 'streams', (r) =>
    (typeof brain === 'string' ? kindOf(brain) : brain).learn(r, sizes),
  );
  const { optimizer: rule = 'adamw' } = options;
  const optimizer = new Optimizer(engine, { optimizer: rule, beta1, beta2, weightDecay, clip: 1, accumulation: 1 });
  const { kernels = 'auto', threads = 2 } = options;
  const now = CLOCKS[options.clock ?? 'wall'];
  const hands = await createRuntime(engine, { kernels, threads, learning: true });
  try {
    engine.initialise(new Random(seed));
    engine.variables.set(ACCUMULATE, 0);
    for (const name of ['colourWeights', 'colour', 'nextColour']) engine.input(learn, name).fill(0);
    const chunks = new (options.carried ? Streams : Blocks)(engine, learn, ids, sizes);

    const random = new Random(seed + 1);
    const schedule = scheduleOf(options, peak);
    const { examEvery = 500, examFrom = examEvery, until, untilLearnt, onExam } = options;
    const learntBatches = Math.ceil((untilLearnt?.windows ?? 0) / streams);
    let learnt: number | undefined;
    const times: number[] = [];
    let learning = 0;
    let reached: number | undefined;
    for (let step = 0; !schedule.over(step, learning); step++) {
      if (step >= examFrom && step % examEvery === 0 && (onExam || until !== undefined)) {
        const heldOut = chunks.exam(edge, ids.length, EXAM);
        onExam?.(step, chunks.exam(0, edge, 20), heldOut, learning / 1000);
        if (until !== undefined && heldOut <= until) {
          reached = heldOut;
          break;
        }
      }
      if (untilLearnt && step >= examFrom && step % examEvery === 0) {
        learnt = chunks.exam(0, edge, learntBatches);
        if (learnt <= untilLearnt.loss) break;
      }
      const begin = now();
      optimizer.lossScale = lossScale?.scale ?? 1;
      engine.input(learn, 'weights').fill(optimizer.lossScale / (streams * time));
      chunks.draw(random, 0, edge);
      engine.run(learn, 'forward');
      engine.run(learn, 'backward');
      if (Number.isFinite(optimizer.measure())) {
        optimizer.apply(step + 1, schedule.rate(step, learning));
        lossScale?.fitted();
      } else if (!lossScale?.overflowed()) throw new Error(`step ${step} was not finite`);
      chunks.learnt();
      times.push(now() - begin);
      learning += times[step];
    }
    return {
      parameters: engine.parameters.count,
      steps: times.length,
      heldOut: reached ?? chunks.exam(edge, ids.length, EXAM),
      train: learnt ?? (until === undefined ? chunks.exam(0, edge, 40) : Number.NaN),
      seconds: learning / 1000,
      millisecondsPerStep: learning / times.length,
      medianMilliseconds: median(times),
      noise: noiseOf(times),
      gigaflops: productsOf(learn) / 1e9,
      threads: hands.threads,
      kernels: hands.backend.name,
    };
  } finally {
    await hands.release();
  }
}

/** How the rate moves and when learning is over: by steps, or by the milliseconds of learning. */
function scheduleOf({ steps = STEPS, seconds, least, warmup }: RecipeOptions, peak: number) {
  const lowest = least ?? peak / 10;
  if (seconds === undefined)
    return {
      over: (step: number, _learning: number) => step >= steps,
      rate: (step: number, _learning: number) => cosineRate(step, peak, lowest, warmup ?? WARMUP, steps),
    };
  const end = 1000 * seconds;
  // the first step has no time behind it, and must not be lost to a rate of 0
  return {
    over: (_step: number, learning: number) => learning >= end,
    rate: (step: number, learning: number) =>
      step < (warmup ?? WARMUP)
        ? (peak * (step + 1)) / (warmup ?? WARMUP)
        : cosineRate(Math.min(learning, end), peak, lowest, 0, end),
  };
}

/** Random blocks of a text, put where the program reads them. */
class Blocks {
  protected readonly engine: Engine;
  protected readonly learn: Tape;
  protected readonly text: Float32Array;
  protected readonly sizes: Sizes;

  constructor(engine: Engine, learn: Tape, text: Float32Array, sizes: Sizes) {
    this.engine = engine;
    this.learn = learn;
    this.text = text;
    this.sizes = sizes;
  }

  /** One block a stream from [from, to), behind empty memories. */
  draw(random: Random, from: number, to: number): void {
    const { batch: streams, contextLength: time } = this.sizes;
    for (let b = 0; b < streams; b++) this.show(b, from + random.below(to - from - time));
    this.forget();
  }

  /** After a step. */
  learnt(): void {}

  /** Puts the tokens from `at` on where stream b reads. */
  protected show(b: number, at: number): void {
    const { contextLength: time } = this.sizes;
    this.engine.input(this.learn, 'ids').set(this.text.subarray(at, at + time), b * time);
    this.engine.input(this.learn, 'targets').set(this.text.subarray(at + 1, at + 1 + time), b * time);
  }

  protected forget(): void {
    for (const { data } of this.engine.statesOf('streams')) data.fill(0);
  }

  /** Mean loss over blocks of [from, to), in nats per token: the same blocks at every exam. */
  exam(from: number, to: number, batches: number): number {
    const random = new Random(99);
    const { batch: streams, contextLength: time } = this.sizes;
    let sum = 0;
    for (let i = 0; i < batches; i++) {
      this.draw(random, from, to);
      this.engine.run(this.learn, 'forward');
      for (const loss of this.engine.output(this.learn, 'losses')) sum += loss;
    }
    return sum / (batches * streams * time);
  }
}

/** Streams that begin evenly spaced and read on, each behind what it remembers; at the end of what is learnt it begins again. */
class Streams extends Blocks {
  private places: number[] | undefined;

  override draw(_random: Random, from: number, to: number): void {
    const { batch: streams, contextLength: time } = this.sizes;
    this.places ??= Array.from({ length: streams }, (_, b) => from + Math.floor((b * (to - from)) / streams));
    for (let b = 0; b < streams; b++) {
      if (this.places[b] + time >= to) this.places[b] = from;
      this.show(b, this.places[b]);
      this.places[b] += time;
    }
  }

  override learnt(): void {
    this.engine.run(this.learn, 'commit');
  }

  /** Mean loss over as many chunks of each of the streams' parts of [from, to), one behind the other. */
  override exam(from: number, to: number, chunks: number): number {
    const { batch: streams, contextLength: time } = this.sizes;
    const states = this.engine.statesOf('streams').map(({ data }) => ({ data, kept: data.slice() }));
    const part = Math.floor((to - from - 1) / streams);
    const count = Math.min(chunks, Math.floor(part / time));
    this.forget();
    let sum = 0;
    for (let i = 0; i < count; i++) {
      for (let b = 0; b < streams; b++) this.show(b, from + b * part + i * time);
      this.engine.run(this.learn, 'forward');
      for (const loss of this.engine.output(this.learn, 'losses')) sum += loss;
      this.engine.run(this.learn, 'commit');
    }
    for (const { data, kept } of states) data.set(kept);
    return sum / (count * streams * time);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const options: RecipeOptions = JSON.parse(process.argv[3] ?? '{}');
  const result = await characterRecipe(readFileSync(process.argv[2], 'utf8'), {
    ...options,
    onExam: (step, train, heldOut, seconds) =>
      process.stdout.write(
        `step ${step} train ${train.toFixed(4)} held out ${heldOut.toFixed(4)} ${seconds.toFixed(1)} s\n`,
      ),
  });
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
