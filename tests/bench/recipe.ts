// nanoGPT's CPU recipe for any of our brains: tiny Shakespeare by characters, 12 blocks of 64 characters a step, AdamW, 2,000 steps,
// the last 10 % held out. `node tests/bench/recipe.ts <text file> [json of options]`
import { readFileSync } from 'node:fs';
import type { Sizes } from '../../brain/brains/brain.ts';
import { BRAINS, type BrainName } from '../../brain/brains/index.ts';
import { ACCUMULATE } from '../../brain/engine/differentiate.ts';
import { Engine } from '../../brain/engine/engine.ts';
import { Random } from '../../brain/engine/random.ts';
import { giveHands, type KernelChoice } from '../../school/hands.ts';
import { Optimizer } from '../../school/optimizer.ts';
import { cosineRate } from '../../school/schedule.ts';

export interface RecipeOptions {
  brain?: BrainName;
  sizes?: Partial<Sizes>;
  steps?: number;
  peak?: number;
  least?: number;
  warmup?: number;
  weightDecay?: number;
  seed?: number;
  threads?: number;
  kernels?: KernelChoice;
  /** stop as soon as the held-out loss is at most this, looking every `examEvery` steps */
  until?: number;
  examEvery?: number;
  onExam?: (step: number, train: number, heldOut: number, seconds: number) => void;
}

export interface RecipeResult {
  parameters: number;
  steps: number;
  heldOut: number;
  train: number;
  /** learning only, exams left out */
  seconds: number;
  millisecondsPerStep: number;
  threads: number;
  kernels: string;
}

/** Random blocks as nanoGPT draws them: every block begins with empty memories. */
export async function characterRecipe(text: string, options: RecipeOptions = {}): Promise<RecipeResult> {
  const characters = [...new Set(text)].sort();
  const index = new Map(characters.map((c, i) => [c, i]));
  const data = Float32Array.from(text, (c) => index.get(c) as number);
  const edge = Math.floor(data.length * 0.9);
  const sizes: Sizes = {
    vocabulary: characters.length,
    channels: 128,
    neurons: 352,
    lobes: 2,
    time: 64,
    history: 64,
    streams: 12,
    ...options.sizes,
  };
  const { streams, time } = sizes;
  const steps = options.steps ?? 2000;

  const engine = new Engine();
  const learn = engine.record('learn', 'streams', (r) => BRAINS[options.brain ?? 'baby'].learn(r, sizes));
  const optimizer = new Optimizer(engine, {
    beta1: 0.9,
    beta2: 0.99,
    weightDecay: options.weightDecay ?? 0.1,
    clip: 1,
    accumulation: 1,
  });
  const hands = await giveHands(engine, {
    kernels: options.kernels ?? 'auto',
    threads: options.threads ?? 2,
    learning: true,
  });
  engine.initialise(new Random(options.seed ?? 1337));
  engine.variables.set(ACCUMULATE, 0);
  engine.input(learn, 'weights').fill(1 / (streams * time));
  engine.input(learn, 'colourWeights').fill(0);
  engine.input(learn, 'colour').fill(0);
  engine.input(learn, 'nextColour').fill(0);
  const states = engine.statesOf('streams');
  const draw = (random: Random, from: number, to: number) => {
    const ids = engine.input(learn, 'ids');
    const targets = engine.input(learn, 'targets');
    for (let b = 0; b < streams; b++) {
      const at = from + random.below(to - from - time);
      ids.set(data.subarray(at, at + time), b * time);
      targets.set(data.subarray(at + 1, at + 1 + time), b * time);
    }
    for (const { data } of states) data.fill(0);
  };
  const mean = () => Array.from(engine.output(learn, 'losses')).reduce((sum, x) => sum + x, 0) / (streams * time);

  const exam = (from: number, to: number, batches: number) => {
    const random = new Random(99); // the same blocks at every exam
    let sum = 0;
    for (let i = 0; i < batches; i++) {
      draw(random, from, to);
      engine.replay(learn, 'forward');
      sum += mean();
    }
    return sum / batches;
  };

  const random = new Random((options.seed ?? 1337) + 1);
  const examEvery = options.examEvery ?? 500;
  let learning = 0;
  let heldOut = Number.NaN;
  let step = 0;
  for (; step < steps; step++) {
    if (step > 0 && step % examEvery === 0) {
      heldOut = exam(edge, data.length, 100);
      options.onExam?.(step, exam(0, edge, 20), heldOut, learning / 1000);
      if (options.until && heldOut <= options.until) break;
    }
    const begin = performance.now();
    draw(random, 0, edge);
    engine.replay(learn, 'forward');
    engine.replay(learn, 'backward');
    if (!Number.isFinite(optimizer.measure())) throw new Error(`step ${step} was not finite`);
    optimizer.apply(
      step + 1,
      cosineRate(
        step,
        options.peak ?? 1e-3,
        options.least ?? (options.peak ?? 1e-3) / 10,
        options.warmup ?? 100,
        options.steps ?? 2000,
      ),
    );
    learning += performance.now() - begin;
  }
  heldOut = exam(edge, data.length, 200);
  const train = exam(0, edge, 40);
  await hands.release();
  return {
    parameters: engine.parameters.count,
    steps: step,
    heldOut,
    train,
    seconds: learning / 1000,
    millisecondsPerStep: learning / step,
    threads: hands.threads,
    kernels: hands.backend.name,
  };
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop() as string)) {
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
