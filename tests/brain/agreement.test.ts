// Whole steps of learning on every form of the kernels against the same steps in float64, and the same bits every time.
import { describe, expect, it } from 'vitest';
import { BRAINS, type BrainName } from '../../brain/brains/index.ts';
import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import { ACCUMULATE } from '../../brain/engine/differentiate.ts';
import { Random } from '../../brain/engine/random.ts';
import type { Numbers } from '../../brain/kernels/contract.ts';
import { plainBackend } from '../../brain/kernels/plain.ts';
import { DROPOUT_PLACES, DROPOUT_SEED, DROPOUT_STEP, dropoutRate } from '../../brain/ops/dropout.ts';
import { servingBlas } from '../../school/machine/blas/probe.ts';
import { createRuntime, type KernelChoice } from '../../school/machine/runtime.ts';
import { buildModel, type Model } from '../../school/training/model.ts';
import { wasmBackends } from './backends.ts';
import { transformersOf } from './transformers.ts';

// wide and long enough for a library to be called
const common = { vocabulary: 300, channels: 64, contextLength: 32, batch: 4 };
const wide = transformersOf({ ...common, feedForwardWidth: 96, blocks: 2, heads: 2 });
const SIZES: Record<BrainName, Sizes> = {
  baby: { ...common, neurons: 96, lobes: 2, history: 32 },
  seed: { ...common, neurons: 96, contextLength: 64, batch: 1 },
  // the library is called in one kind of transformer: see formsOf
  ...transformersOf({ ...common, channels: 48, contextLength: 16, feedForwardWidth: 64, blocks: 2, heads: 2 }),
  gpt2: wide.gpt2,
};
const STEPS = 3;
const RATE = 1e-3;

const { blas, refusals } = servingBlas(wasmBackends()[0].module);

const newMind = (brain: BrainName): Model =>
  buildModel(brain, SIZES[brain], { beta1: 0.9, beta2: 0.99, weightDecay: 0.1, clip: 1, accumulation: 1 });

interface Trace {
  /** of each step */
  readonly losses: Numbers[];
  readonly norms: number[];
  /** of the first step, by parameter */
  readonly gradients: ReadonlyMap<string, Numbers>;
  readonly stepped: ReadonlyMap<string, Numbers>;
  /** after the last step */
  readonly weights: ReadonlyMap<string, Numbers>;
}

function learn({ engine, learn, optimizer, sizes: { vocabulary, batch: streams, contextLength: time } }: Model): Trace {
  const random = new Random(5);
  engine.initialise(random);
  const all = (block: 'weights' | 'gradients') =>
    new Map([...engine.parameters.all.values()].map(({ name }) => [name, engine.ofParameter(name, block)]));
  // the truth begins where the others do
  for (const values of all('weights').values())
    for (let i = 0; i < values.length; i++) values[i] = Math.fround(values[i]);
  for (const name of ['ids', 'targets']) {
    const ids = engine.input(learn, name);
    for (let i = 0; i < ids.length; i++) ids[i] = random.below(vocabulary);
  }
  engine.input(learn, 'weights').fill(1 / (streams * time));
  for (const [name, value] of [
    ['colour', 0.375],
    ['nextColour', 0.625],
    ['colourWeights', 0.0625],
  ] as const)
    if (learn.inputs.has(name)) engine.input(learn, name).fill(value);
  engine.variables.set(ACCUMULATE, 0);
  // a seed at which no gradient is so near 0 that rounding decides about its sign, which AdamW's first step takes for a direction
  engine.variables.set(DROPOUT_SEED, 13);
  for (const place of DROPOUT_PLACES) engine.variables.set(dropoutRate(place), 0.25);
  const losses: Numbers[] = [];
  const norms: number[] = [];
  let gradients: ReadonlyMap<string, Numbers> = new Map();
  let stepped: ReadonlyMap<string, Numbers> = new Map();
  const weights = () => new Map([...all('weights')].map(([name, w]) => [name, w.slice()]));
  for (let step = 1; step <= STEPS; step++) {
    engine.variables.set(DROPOUT_STEP, step);
    engine.run(learn, 'forward');
    engine.run(learn, 'backward');
    engine.run(learn, 'commit');
    losses.push(engine.output(learn, 'losses').slice());
    norms.push(optimizer!.measure());
    if (step === 1) {
      const learnt = [...engine.parameters.all.values()].filter(({ group }) => group !== 'frozen');
      gradients = new Map(learnt.map(({ name }) => [name, engine.ofParameter(name, 'gradients').slice()]));
    }
    optimizer!.apply(step, RATE);
    if (step === 1) stepped = weights();
  }
  return { losses, norms, gradients, stepped, weights: weights() };
}

function truthOf(brain: BrainName): Trace {
  const mind = newMind(brain);
  const numbers = new Float64Array(mind.engine.layOut({ learning: true, scratch: 0, threads: 1 }));
  mind.engine.attach(numbers, plainBackend(numbers));
  return learn(mind);
}

async function learnOn(
  brain: BrainName,
  kernels: KernelChoice,
  threads: number,
): Promise<{ name: string; trace: Trace }> {
  const mind = newMind(brain);
  const hands = await createRuntime(mind.engine, { kernels, threads, learning: true });
  try {
    return { name: hands.backend.name, trace: learn(mind) };
  } finally {
    await hands.release();
  }
}

const furthest = (one: ArrayLike<number>, other: ArrayLike<number>): number =>
  Array.from(one).reduce((worst, value, i) => Math.max(worst, Math.abs(value - other[i])), 0);

/** The largest difference, as a share of the largest value. */
function distance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let [worst, largest] = [0, 0];
  for (let i = 0; i < one.length; i++) {
    const apart = Math.abs(one[i] - other[i]);
    worst = Number.isNaN(apart) ? Number.POSITIVE_INFINITY : Math.max(worst, apart);
    largest = Math.max(largest, Math.abs(other[i]));
  }
  return largest > 0 ? worst / largest : worst;
}

const forms: [KernelChoice, number][] = [
  ['plain', 1],
  ['simd', 2],
  ['simd-relaxed', 2],
  ['blas', 1],
  ['blas', 2],
  ['blas', 4],
];
/** Products by a library are the same in every transformer: one kind stands for all. */
const formsOf = (brain: BrainName) =>
  ['baby', 'seed', 'gpt2'].includes(brain) ? forms : forms.filter(([kernels]) => kernels !== 'blas');
const missing = refusals.join('; ') || 'this machine has none';

describe.each(Object.keys(BRAINS) as BrainName[])('steps of learning of %s', (brain) => {
  const truth = truthOf(brain);
  /** what each form learnt the first time */
  const first = new Map<string, ReturnType<typeof learnOn>>();
  const learnt = (...form: (typeof forms)[number]): ReturnType<typeof learnOn> => {
    const key = form.join();
    const known = first.get(key) ?? learnOn(brain, ...form);
    first.set(key, known);
    return known;
  };

  for (const [kernels, threads] of formsOf(brain)) {
    const without = kernels === 'blas' && !blas;
    it.skipIf(without)(
      `agree with float64: ${kernels}, ${threads} threads${without ? ` (${missing})` : ''}`,
      async () => {
        const { name, trace } = await learnt(kernels, threads);
        expect(name).toBe(kernels === 'blas' ? `${blas?.name} + simd-relaxed` : kernels);
        for (const [name, gradient] of truth.gradients)
          expect(distance(trace.gradients.get(name)!, gradient), name).toBeLessThan(1e-5);
        expect(distance(trace.losses[0], truth.losses[0])).toBeLessThan(1e-6);
        expect(distance(trace.norms, truth.norms)).toBeLessThan(2e-6);
        // AdamW divides a gradient by its own size, so that of one next to nothing more is seen than of the others
        for (const [name, weights] of truth.stepped)
          expect(furthest(trace.stepped.get(name)!, weights), name).toBeLessThan(0.05 * RATE);
        for (let step = 1; step < STEPS; step++)
          expect(distance(trace.losses[step], truth.losses[step]), `step ${step}`).toBeLessThan(1e-5);
      },
    );
  }

  it.each(formsOf(brain).filter(([kernels]) => kernels !== 'plain' && (blas || kernels !== 'blas')))(
    'are the same bit for bit: %s, %i threads',
    async (...form) => {
      const [one, other] = [await learnt(...form), await learnOn(brain, ...form)];
      expect(other.trace).toEqual(one.trace);
    },
  );
});
