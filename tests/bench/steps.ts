// Whole learning steps on random ids, and what they cost. As a script, in a process of its own, so that its memory can be told:
// `node tests/bench/steps.ts '{"brain":"seed","preset":"full","kernels":"auto","threads":2,"steps":5}'`
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type BrainName, kindOf } from '../../brain/brains/index.ts';
import { type AnyShape, composeShape, type PresetName, type Sizes } from '../../brain/brains/shapes/shape.ts';
import { ACCUMULATE } from '../../brain/engine/differentiate.ts';
import { Engine, type Tape } from '../../brain/engine/engine.ts';
import { Random } from '../../brain/engine/random.ts';
import type { LearningType } from '../../brain/kernels/storage.ts';
import { Optimizer } from '../../brain/learning/optimizer.ts';
import { createRuntime, type KernelChoice, type Runtime } from '../../school/machine/runtime.ts';
import { millisecondsOf } from './measure.ts';

export interface StepOptions {
  readonly preset?: PresetName;
  readonly kernels?: KernelChoice;
  readonly threads?: number;
  /** what gradients and moments are stored as; left out: float32 */
  readonly learningType?: LearningType;
}

export interface Stepper {
  /** milliseconds of one whole step: forward, backward, optimizer, commit */
  step(): number;
  /** bytes of memory for weights, gradients and moments, and for all */
  readonly bytes: { readonly weights: number; readonly learning: number; readonly all: number };
  readonly hands: Runtime;
  readonly sizes: Sizes;
  /** predictions of a step */
  readonly tokens: number;
  /** multiplications and additions of a step's matrix products, in 10⁹; attention's are left out */
  readonly gigaflops: number;
  readonly parameters: number;
}

/** The sizes of a preset, some of them changed. */
export function sizesOf(brain: BrainName, preset: PresetName, changed: AnyShape): Sizes {
  const kind = kindOf(brain);
  const { contextLength, batch, vocabulary } = kind.presets[preset];
  const common = { vocabulary, contextLength, batch, ...changed } as Sizes;
  const chosen = Object.fromEntries(Object.entries(changed).filter(([key]) => Object.hasOwn(kind.fields, key)));
  return { ...common, ...composeShape(kind, preset, chosen, common.contextLength) };
}

/** Multiplications and additions of all matrix products of a program. */
export function productsOf({ recording }: Pick<Tape, 'recording'>): number {
  let sum = 0;
  for (const { kernel, args } of Object.values(recording.calls).flat()) {
    if (!kernel.startsWith('matmul')) continue;
    const [m, n, k] = args.slice(4, 7) as number[];
    sum += 2 * m * n * k;
  }
  return sum;
}

/** A brain that is ready to learn, warmed by a few steps. Whoever asked for it lets its hands go. */
export async function stepper(
  name: BrainName,
  changed: AnyShape,
  { preset = 'small', kernels = 'auto', threads = 0, learningType = 'f32' }: StepOptions = {},
  warming = 3,
): Promise<Stepper> {
  const sizes = sizesOf(name, preset, changed);
  const brain = kindOf(name);
  const engine = new Engine();
  engine.parameters.learningType = learningType;
  const learn = engine.record('learn', 'streams', (r) => brain.learn(r, sizes));
  const optimizer = new Optimizer(engine, { beta1: 0.9, beta2: 0.99, weightDecay: 0.1, clip: 1, accumulation: 1 });
  const hands = await createRuntime(engine, { kernels, threads, learning: true });
  engine.initialise(new Random(1));
  const random = new Random(2);
  for (const input of ['ids', 'targets']) {
    const ids = engine.input(learn, input);
    for (let i = 0; i < ids.length; i++) ids[i] = random.below(sizes.vocabulary);
  }
  const tokens = sizes.batch * sizes.contextLength;
  engine.input(learn, 'weights').fill(1 / tokens);
  engine.variables.set(ACCUMULATE, 0);
  let steps = 0;
  const step = () =>
    millisecondsOf(() => {
      engine.run(learn, 'forward');
      engine.run(learn, 'backward');
      optimizer.measure();
      optimizer.apply(++steps, 1e-3);
      engine.run(learn, 'commit');
    });
  for (let i = 0; i < warming; i++) step();
  const { parameters, learning } = engine.needs();
  const bytes = { weights: 4 * parameters, learning: 4 * learning, all: hands.bytes };
  return { step, bytes, hands, sizes, tokens, gigaflops: productsOf(learn) / 1e9, parameters: engine.parameters.count };
}

/** Steps of a brain in a process of its own. */
export interface StepsApart {
  readonly milliseconds: readonly number[];
  readonly tokens: number;
  readonly gigaflops: number;
  readonly parameters: number;
  readonly kernels: string;
  /** bytes: the most that the process ever had in memory */
  readonly mostMemory: number;
}

type Order = StepOptions & {
  readonly brain: BrainName;
  readonly sizes?: AnyShape;
  readonly steps: number;
  readonly warming?: number;
};

export async function stepsApart(order: Order): Promise<StepsApart> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [printed, complaint] = ['', ''];
  child.stdout.on('data', (text) => (printed += text));
  child.stderr.on('data', (text) => (complaint += text));
  const [code] = await once(child, 'close');
  if (code !== 0)
    throw new Error(`steps of ${order.brain} failed: ${complaint.match(/Error: .*/)?.[0] ?? `exit code ${code}`}`);
  return JSON.parse(printed);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { brain, sizes = {}, steps, warming = 1, ...options } = JSON.parse(process.argv[2]) as Order;
  const { step, hands, tokens, gigaflops, parameters } = await stepper(brain, sizes, options, warming);
  const milliseconds = Array.from({ length: steps }, step);
  await hands.release();
  const result: StepsApart = {
    milliseconds,
    tokens,
    gigaflops,
    parameters,
    kernels: hands.backend.name,
    mostMemory: process.resourceUsage().maxRSS * 1024,
  };
  process.stdout.write(JSON.stringify(result));
}
