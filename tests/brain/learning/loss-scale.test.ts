import { describe, expect, it } from 'vitest';
import { LEARNING } from '../../../brain/engine/weight-sets.ts';
import { LossScale } from '../../../brain/learning/loss-scale.ts';
import type { SoulState } from '../../../school/training/checkpoint.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { makePupil, TINY, temporaryFolder } from '../../school/tiny.ts';

describe('the scale of the loss', () => {
  it('doubles after many steps without an overflow, and halves with one', () => {
    const scale = new LossScale({ scale: 1024, steps: 0 });
    for (let i = 0; i < 499; i++) scale.fitted();
    expect(scale.scale).toBe(1024);
    scale.fitted();
    expect(scale.toState()).toEqual({ scale: 2048, steps: 0 });
    scale.fitted();
    expect(scale.overflowed()).toBe(true);
    expect(scale.toState()).toEqual({ scale: 1024, steps: 0 });
  });

  it('has a largest and a smallest one; below that an overflow is a fault', () => {
    const most = new LossScale({ scale: 2 ** 24, steps: 0 });
    for (let i = 0; i < 600; i++) most.fitted();
    expect(most.scale).toBe(2 ** 24);
    const least = new LossScale({ scale: 2, steps: 7 });
    expect(least.overflowed()).toBe(true);
    expect(least.overflowed()).toBe(false);
    expect(least.scale).toBe(1);
  });

  it('loses no small gradient: with it f16 learns what it cannot without', async () => {
    // one target in many steps weighs so little that its gradients are below the smallest half
    const moved = async (scale: number) => {
      const { mind } = await makePupil({ brain: 'gpt2', sizes: { ...TINY.gpt2, channels: 72 }, learningType: 'f16' });
      const { engine, learn } = mind;
      engine.variables.set('accumulate', 0);
      engine.input(learn, 'weights').fill(1e-8 * scale);
      engine.run(learn, 'forward');
      engine.run(learn, 'backward');
      const matrices = [...engine.parameters.all.values()].filter(({ group }) => group === 'decayed');
      const all = matrices.flatMap(({ name }) => [...engine.copyOfParameter(name, 'gradients')]);
      return all.filter((x) => x !== 0).length / all.length;
    };
    expect(await moved(1)).toBeLessThan(0.1);
    expect(await moved(2 ** 12)).toBeGreaterThan(0.8);
  });
});

describe('a step whose gradients f16 cannot hold', () => {
  it('is not taken, halves the scale, and is no fault', async () => {
    const options = { brain: 'gpt2', sizes: { ...TINY.gpt2, channels: 72 }, learningType: 'f16' } as const;
    const training = await makePupil(options);
    training.learn(1);
    expect(training.tutor.state().lossScale).toEqual({ scale: 4096, steps: 1 });
    const content = training.soul();
    const state = content.state as SoulState;
    const folder = temporaryFolder();
    const tutor = { ...state.tutor, lossScale: { scale: 2 ** 24, steps: 3 } };
    new Keeper({ folder }).save({ ...content, state: { ...state, tutor } });
    const huge = await makePupil({ ...options, soul: new Keeper({ folder }).open() });
    const { engine } = huge.mind;
    const { tokens } = huge.tutor;
    const before = engine.weightsOf(LEARNING).slice();
    huge.learn(1);
    expect(engine.weightsOf(LEARNING)).toEqual(before);
    expect(huge.tutor.skipped).toBe(0);
    expect(huge.tutor.tokens).toBe(tokens);
    expect(huge.tutor.state().lossScale).toEqual({ scale: 2 ** 23, steps: 0 });
    // it comes down until gradients fit, and learns from there on
    huge.learn(16);
    expect(huge.tutor.state().lossScale!.scale).toBeLessThan(2 ** 23);
    expect(huge.tutor.tokens).toBeGreaterThan(tokens);
    expect(engine.weightsOf(LEARNING)).not.toEqual(before);
  });
});
