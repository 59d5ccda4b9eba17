/** Learning with gradients, moments and copies of weights that are stored as halves, beside float32. */
import { describe, expect, it } from 'vitest';
import { LEARNING } from '../../../brain/engine/weight-sets.ts';
import type { LearningType } from '../../../brain/kernels/storage.ts';
import { OPTIMIZERS } from '../../../brain/learning/update-rules.ts';
import { buildModel, LEARNING_ROOM } from '../../../school/training/model.ts';
import { makePupil, OPTIMIZER, type PupilOptions, TINY } from '../../school/tiny.ts';

/** large enough that matrices are copied, with tails */
const SIZES = {
  baby: { ...TINY.baby, channels: 72, neurons: 240 },
  seed: { ...TINY.seed, channels: 72, neurons: 240 },
  gpt2: { ...TINY.gpt2, channels: 72, feedForwardWidth: 240 },
  llama: { ...TINY.llama, channels: 72, feedForwardWidth: 240, tied: false },
};
const BRAINS = Object.keys(SIZES) as (keyof typeof SIZES)[];

const learner = (brain: keyof typeof SIZES, learningType: LearningType, options: Partial<PupilOptions> = {}) =>
  makePupil({ brain, sizes: SIZES[brain], learningType, kernels: 'simd', ...options });

/** How far losses may lie from those of float32 after thirty steps, in nats. */
const NEAR = 0.04;

describe.each(BRAINS)('learning of %s with halves', (brain) => {
  it.each(['bf16', 'f16'] as const)('of %s goes nearly as with float32, and not the same', async (type) => {
    const [whole, halves] = [await learner(brain, 'f32'), await learner(brain, type)];
    const [exact, near] = [whole.learn(30), halves.learn(30)];
    expect(near[0]).not.toBe(exact[0]);
    const apart = Math.max(...exact.map((loss, i) => Math.abs(loss - near[i]!)));
    expect(apart).toBeLessThan(NEAR);
    expect(exact[0]! - near[29]!).toBeGreaterThan(0.3);
  });

  it('takes less memory for gradients and moments: half, but for tables and vectors', () => {
    const needs = (learningType: LearningType) => {
      const { engine } = buildModel(brain, SIZES[brain], { ...OPTIMIZER, accumulation: 1 }, { learningType });
      engine.layOut({ ...LEARNING_ROOM, scratch: 0, threads: 1 });
      let [decayed, all] = [0, 0];
      for (const { size, group } of engine.parameters.all.values()) {
        all += size;
        if (group === 'decayed') decayed += size;
      }
      return { learning: engine.needs().learning, decayed, all };
    };
    const { learning, decayed, all } = needs('bf16');
    const whole = needs('f32').learning;
    expect(whole / (3 * all)).toBeCloseTo(1, 1);
    // three times a half is saved of matrices, and copies of matrices and tables take a half at most
    expect(whole - learning).toBeGreaterThan(1.4 * decayed - 0.55 * all);
    expect(whole - learning).toBeLessThan(1.55 * decayed);
  });
});

describe('learning with halves', () => {
  it.each(['plain', 'simd-relaxed', 'blas'] as const)('goes nearly the same on kernels %s', async (kernels) => {
    const exact = (await learner('gpt2', 'bf16')).learn(4);
    const found = await learner('gpt2', 'bf16', { kernels: kernels === 'blas' ? 'auto' : kernels });
    found.learn(4).forEach((loss, i) => expect(loss).toBeCloseTo(exact[i]!, 2));
  });

  it.each(['bf16', 'f16'] as const)('of %s is the same for any number of threads', async (type) => {
    const one = await learner('llama', type);
    const two = await learner('llama', type, { threads: 2 });
    expect(two.learn(4)).toEqual(one.learn(4));
    expect(two.mind.engine.weightsOf(LEARNING)).toEqual(one.mind.engine.weightsOf(LEARNING));
    await two.hands.release();
  });

  it.each(OPTIMIZERS)('goes nearly as with float32 under %s', async (optimizer) => {
    const options = { optimizer: { optimizer }, learningRate: optimizer === 'sgd' ? 0.1 : 3e-3 };
    const exact = (await learner('gpt2', 'f32', options)).learn(12);
    const near = (await learner('gpt2', 'bf16', options)).learn(12);
    exact.forEach((loss, i) => expect(Math.abs(near[i]! - loss), `${i}`).toBeLessThan(NEAR));
    expect(near).not.toEqual(exact);
  });

  it.each(['norm', 'agc'] as const)('shortens gradients by %s as with float32', async (clipBy) => {
    const options = { optimizer: { clipBy, clip: 0.05, agcRatio: 0.001 } };
    const exact = (await learner('baby', 'f32', options)).learn(8);
    const near = (await learner('baby', 'f16', options)).learn(8);
    exact.forEach((loss, i) => expect(Math.abs(near[i]! - loss)).toBeLessThan(NEAR));
  });

  it('adds up gradients of several parts of a step', async () => {
    const exact = (await learner('gpt2', 'f32', { accumulation: 3 })).learn(6);
    const near = (await learner('gpt2', 'bf16', { accumulation: 3 })).learn(6);
    exact.forEach((loss, i) => expect(Math.abs(near[i]! - loss)).toBeLessThan(NEAR));
  });

  it('reads the weights as they are now: after a step, and after they were written', async () => {
    const { mind, learn } = await learner('gpt2', 'bf16');
    learn(1);
    const { engine, learn: tape } = mind;
    const predicted = () => {
      engine.run(tape, 'forward');
      return Array.from(engine.output(tape, 'losses'));
    };
    const before = predicted();
    const matrix = [...engine.parameters.all.values()].find(({ group, size }) => group === 'decayed' && size > 16_384)!;
    engine.ofParameter(matrix.name).fill(0);
    expect(predicted()).not.toEqual(before);
  });

  it('refuses to show halves as float32 in place, and copies them', async () => {
    const { mind, learn } = await learner('gpt2', 'bf16');
    learn(2);
    const { engine } = mind;
    const matrix = [...engine.parameters.all.values()].find(({ group }) => group === 'decayed')!.name;
    expect(() => engine.ofParameter(matrix, 'firstMoments')).toThrow(/stored as halves/);
    const moments = engine.copyOfParameter(matrix, 'firstMoments');
    expect(moments.some((x) => x !== 0)).toBe(true);
    engine.writeParameter(matrix, moments, 'firstMoments');
    expect(engine.copyOfParameter(matrix, 'firstMoments')).toEqual(moments);
  });
});
