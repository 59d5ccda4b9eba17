import { describe, expect, it } from 'vitest';
import { BRAINS, type BrainName, kindOf } from '../../../brain/brains/index.ts';
import { ACCUMULATE } from '../../../brain/engine/differentiate.ts';
import { Engine, type Tape } from '../../../brain/engine/engine.ts';
import { Random } from '../../../brain/engine/random.ts';
import { ADAPTED, ADAPTING, LEARNING } from '../../../brain/engine/weight-sets.ts';
import { plainBackend } from '../../../brain/kernels/plain.ts';
import {
  type Adapter,
  adaptedMatrices,
  adapterOver,
  adapterSize,
  addAdapter,
  beginAdapter,
  largestRank,
} from '../../../brain/learning/adapter.ts';
import { TrainedAdapter } from '../../../brain/learning/adapter-optimizer.ts';
import { AdaptedWeights, AdapterTapes } from '../../../brain/learning/adapter-tapes.ts';
import { createRuntime } from '../../../school/machine/runtime.ts';
import { asInExams } from '../../../school/training/regularisation.ts';
import { TINY } from '../../school/tiny.ts';

const NAMES = Object.keys(BRAINS) as BrainName[];

/** A brain that can be adapted, in float64 and in plain loops, so that differences can be found. */
function exact(brain: BrainName) {
  const sizes = TINY[brain];
  const kind = kindOf(brain);
  const engine = new Engine();
  const learn = engine.record('learn', 'streams', (r) => kind.learn(r, sizes));
  const matrices = adaptedMatrices(engine.parameters.all.values(), kind.adapts);
  const tapes = new AdapterTapes(engine, matrices);
  const room = { learning: true, adapters: true, scratch: 0, threads: 1 };
  const numbers = new Float64Array(engine.layOut(room));
  engine.attach(numbers, plainBackend(numbers));
  engine.initialise(new Random(5));
  read(engine, learn, sizes.vocabulary);
  return { engine, learn, matrices, tapes };
}

/** Writes a batch to be learnt. */
function read(engine: Engine, learn: Tape, vocabulary: number): void {
  const random = new Random(9);
  for (const name of ['ids', 'targets']) {
    const ids = engine.input(learn, name);
    for (let i = 0; i < ids.length; i++) ids[i] = random.below(vocabulary);
  }
  engine.input(learn, 'weights').fill(1 / engine.input(learn, 'weights').length);
  engine.input(learn, 'colour').fill(0.5);
  engine.variables.set(ACCUMULATE, 0);
  asInExams(engine);
}

/** An adapter of some rank, whose B is not 0 any more. */
function drawn(matrices: ReturnType<typeof exact>['matrices'], rank: number, seed: number): Adapter {
  const numbers = new Float32Array(adapterSize(matrices, rank));
  const adapter = adapterOver(matrices, { rank, alpha: 2 * rank }, numbers);
  const random = new Random(seed);
  beginAdapter(adapter, random);
  for (const { b } of adapter.changes.values()) for (let i = 0; i < b.length; i++) b[i] = 0.1 * random.normal();
  return adapter;
}

const lossBy = ({ engine, learn }: Pick<ReturnType<typeof exact>, 'engine' | 'learn'>, set: number): number => {
  engine.run(learn, 'forward', undefined, set);
  return [...engine.output(learn, 'losses')].reduce((sum, loss) => sum + loss, 0);
};

describe.each(NAMES)('an adapter of a %s brain', (brain) => {
  it('has matrices to change, and changes nothing as it begins', () => {
    const made = exact(brain);
    expect(made.matrices.length).toBeGreaterThan(1);
    const adapter = adapterOver(made.matrices, { rank: 3, alpha: 6 }, new Float32Array(adapterSize(made.matrices, 3)));
    beginAdapter(adapter, new Random(1));
    made.tapes.compose(LEARNING, ADAPTING, [adapter]);
    expect([...made.engine.weightsOf(ADAPTING)]).toEqual([...made.engine.weightsOf(LEARNING)]);
  });

  it('has the gradients that differences find, through every layer, in pieces of ranks too', () => {
    const made = exact(brain);
    const { engine, learn, matrices, tapes } = made;
    const rank = 11;
    const adapter = drawn(matrices, rank, 3);
    const gradients = adapterOver(matrices, adapter, new Float32Array(adapterSize(matrices, rank)));
    tapes.compose(LEARNING, ADAPTING, [adapter]);
    engine.run(learn, 'forward', undefined, ADAPTING);
    engine.run(learn, 'backward', undefined, ADAPTING);
    tapes.differentiate(adapter, gradients);
    const rows = engine.input(learn, 'weights').length;
    const random = new Random(4);
    // the seed lets no gradient through to what its first layers say to a memory's influence, on purpose
    const differentiable = [...adapter.changes].filter(([name]) => brain !== 'seed' || /^memory2\.[gm]/.test(name));
    for (const [name, change] of [differentiable[0], differentiable.at(-1)!])
      for (const part of ['a', 'b'] as const) {
        const numbers = change[part];
        const found = gradients.changes.get(name)![part];
        const scale = Math.max(1e-4, ...found.map(Math.abs));
        for (let probe = 0; probe < 2; probe++) {
          const i = random.below(numbers.length);
          const before = numbers[i];
          const losses = [1, -1].map((sign) => {
            numbers[i] = before + sign * 2 ** -12;
            tapes.compose(LEARNING, ADAPTING, [adapter]);
            return { loss: lossBy(made, ADAPTING) / rows, at: numbers[i] };
          });
          numbers[i] = before;
          const slope = (losses[0].loss - losses[1].loss) / (losses[0].at - losses[1].at);
          expect(Math.abs(slope - found[i]) / scale, `${name}.${part}[${i}]`).toBeLessThan(2e-3);
        }
      }
  });

  it('adds up with others, and the weights that it changes stay as they are to the last bit', () => {
    const { engine, matrices, tapes } = exact(brain);
    const before = engine.weightsOf(LEARNING).slice();
    const both = [drawn(matrices, 3, 7), drawn(matrices, 9, 8)];
    tapes.compose(LEARNING, ADAPTED, both);
    expect(engine.weightsOf(LEARNING)).toEqual(before);
    const together = engine.weightsOf(ADAPTED).slice();
    for (const { name, offset, size } of matrices) {
      const expected = Float32Array.from(before.subarray(offset, offset + size));
      for (const adapter of both) addAdapter(adapter, (other) => (other === name ? expected : undefined));
      const worst = Math.max(...expected.map((x, i) => Math.abs(x - together[offset + i])));
      expect(worst, name).toBeLessThan(1e-6);
      expect(together.subarray(offset, offset + size)).not.toEqual(before.subarray(offset, offset + size));
    }
    tapes.compose(LEARNING, ADAPTED, []);
    expect(engine.weightsOf(ADAPTED)).toEqual(before);
  });
});

describe('an adapter', () => {
  it('may have ranks below both sides of its smallest matrix', () => {
    expect(largestRank([{ shape: [24, 32] }, { shape: [32, 20] }])).toBe(19);
  });

  it('gives the same gradients and the same weights on any number of threads', async () => {
    const results = await Promise.all(
      [1, 3].map(async (threads) => {
        const sizes = { ...TINY.gpt2, channels: 48, batch: 8 };
        const kind = kindOf('gpt2');
        const engine = new Engine();
        const learn = engine.record('learn', 'streams', (r) => kind.learn(r, sizes));
        const matrices = adaptedMatrices(engine.parameters.all.values(), kind.adapts);
        const tapes = new AdapterTapes(engine, matrices);
        const hands = await createRuntime(engine, { kernels: 'simd', threads, learning: true, adapters: true });
        engine.initialise(new Random(5));
        read(engine, learn, sizes.vocabulary);
        const trained = new TrainedAdapter(matrices, { rank: 4, alpha: 8 }, adapterSize(matrices, 4), new Random(2));
        for (let step = 1; step <= 2; step++) {
          tapes.compose(LEARNING, ADAPTING, [trained.adapter]);
          engine.run(learn, 'forward', undefined, ADAPTING);
          engine.run(learn, 'backward', undefined, ADAPTING);
          tapes.differentiate(trained.adapter, trained.gradients);
          expect(trained.step(step, 1e-2, 0)).toBeGreaterThan(0);
        }
        await hands.release();
        return [...trained.numbers];
      }),
    );
    expect(results[1]).toEqual(results[0]);
  });

  it('is left as it is by a gradient that is no number', () => {
    const matrices = [{ name: 'w', shape: [4, 4] }];
    const trained = new TrainedAdapter(matrices, { rank: 1, alpha: 1 }, 8, new Random(2));
    const before = trained.numbers.slice();
    trained.gradients.changes.get('w')!.a[0] = Number.NaN;
    expect(trained.step(1, 0.1, 0)).toBeNaN();
    expect(trained.numbers).toEqual(before);
  });
});

describe('weights that are adapted for speaking', () => {
  it('are made again where they, the adapters or the choice of them changed, and only then', () => {
    const { engine, matrices, tapes } = exact('baby');
    let composed = 0;
    const counting = {
      compose: (...args: Parameters<AdapterTapes['compose']>) => {
        composed++;
        tapes.compose(...args);
      },
    } as AdapterTapes;
    const adapted = new AdaptedWeights(engine, counting);
    const adapter = drawn(matrices, 2, 1);
    adapted.choose(LEARNING, [adapter]);
    for (let again = 0; again < 3; again++) adapted.update();
    expect(composed).toBe(1);
    adapted.choose(LEARNING, [adapter]);
    adapted.update();
    expect(composed).toBe(1);
    engine.ofParameter('norm.weight').fill(2);
    adapted.update();
    expect(composed).toBe(2);
    const { offset } = engine.parameters.get('norm.weight');
    expect(engine.weightsOf(ADAPTED)[offset]).toBe(2);
    adapted.changed();
    adapted.update();
    adapted.choose(LEARNING, []);
    adapted.update();
    expect(composed).toBe(4);
    expect([...engine.weightsOf(ADAPTED)]).toEqual([...engine.weightsOf(LEARNING)]);
  });
});
