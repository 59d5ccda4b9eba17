import { describe, expect, it } from 'vitest';
import type { OptimizerName } from '../../../brain/learning/update-rules.ts';
import type { SoulState } from '../../../school/training/checkpoint.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { makePupil, temporaryFolder, weightsOf } from '../tiny.ts';

describe('resuming', () => {
  it.each([
    ['baby', 1],
    ['seed', 1],
    ['baby', 2],
    ['gpt2', 2],
  ] as const)('goes on as if it had never stopped: %s, accumulation %i', async (brain, accumulation) => {
    const uninterrupted = await makePupil({ brain, accumulation });
    const losses = uninterrupted.learn(20);
    expect(uninterrupted.mind.average!.looks).toBe(2);

    const folder = temporaryFolder();
    const evening = await makePupil({ brain, accumulation });
    expect(evening.learn(10)).toEqual(losses.slice(0, 10));
    const content = evening.soul();
    evening.learn(1); // what happens after the state was taken is not in it
    const again = await makePupil({ brain, accumulation });
    again.learn(10);
    expect(content.state).toEqual(again.soul().state);
    new Keeper({ folder }).save(again.soul());

    const morning = await makePupil({ brain, accumulation, seed: 999, soul: new Keeper({ folder }).open() });
    expect(morning.tutor.step).toBe(10);
    expect(morning.learn(10)).toEqual(losses.slice(10));
    expect(weightsOf(morning.mind)).toEqual(weightsOf(uninterrupted.mind));
    expect(weightsOf(morning.mind, 'average')).toEqual(weightsOf(uninterrupted.mind, 'average'));
    expect(weightsOf(morning.mind, 'average')).not.toEqual(weightsOf(morning.mind));
    expect(morning.tutor.colour).toEqual(uninterrupted.tutor.colour);
    expect(morning.soul().state).toEqual(uninterrupted.soul().state);
  });

  it.each([
    ['adam', 'f32'],
    ['sgd', 'f32'],
    ['momentum', 'f32'],
    ['muon', 'f32'],
    ['adamw', 'bf16'],
    ['adamw', 'f16'],
    ['muon', 'bf16'],
  ] as const)('… with the optimizer %s, and storage %s', async (optimizer, learningType) => {
    const options = { optimizer: { optimizer }, learningType, sizes: { channels: 72, neurons: 240 } };
    const uninterrupted = await makePupil(options);
    const losses = uninterrupted.learn(12);
    const folder = temporaryFolder();
    const evening = await makePupil(options);
    evening.learn(6);
    new Keeper({ folder }).save(evening.soul());
    const morning = await makePupil({ ...options, seed: 999, soul: new Keeper({ folder }).open() });
    expect(morning.learn(6)).toEqual(losses.slice(6));
    expect(weightsOf(morning.mind)).toEqual(weightsOf(uninterrupted.mind));
    expect(morning.soul().state).toEqual(uninterrupted.soul().state);
  });
});

describe('another optimizer', () => {
  const switched = async (first: OptimizerName, second: OptimizerName) => {
    const training = await makePupil({ optimizer: { optimizer: first } });
    training.learn(8);
    const { optimizer, engine } = training.mind;
    const moments = () => [...engine.ofParameter('lobe0.neurons.weight', 'firstMoments')];
    const before = moments();
    optimizer!.settings = { ...optimizer!.settings, optimizer: second };
    const followed = training.tutor.followOptimizer();
    return { training, before, after: moments(), followed };
  };

  it('begins with moments of 0, and its rate warms up again', async () => {
    const { training, before, after, followed } = await switched('adamw', 'muon');
    expect(followed).toBe('adamw');
    expect(before.some((x) => x !== 0)).toBe(true);
    expect(new Set(after)).toEqual(new Set([0]));
    expect(training.tutor.followOptimizer()).toBe(undefined);
    const rates = Array.from({ length: 7 }, () => training.tutor.learn(training.streams, 1, () => {}).rate / 3e-3);
    // five steps of warm-up behind the switch; the schedule goes on as it was
    for (const [i, share] of [0.2, 0.4, 0.6, 0.8, 1, 1, 1].entries()) expect(rates[i]).toBeCloseTo(share, 1);
    expect((training.soul().state as SoulState).tutor.moments).toEqual({ of: 'muon', since: 8 });
  });

  it('goes on with moments that mean the same', async () => {
    const { training, before, after } = await switched('adamw', 'adam');
    expect(after).toEqual(before);
    expect(training.tutor.learn(training.streams, 1, () => {}).rate / 3e-3).toBeCloseTo(1, 1);
  });

  it('is noticed at the next wake too, and the switch survives a kill bit for bit', async () => {
    const folder = temporaryFolder();
    const { training } = await switched('momentum', 'adamw');
    training.learn(3);
    const asleep = await makePupil({ optimizer: { optimizer: 'momentum' } });
    asleep.learn(8);
    new Keeper({ folder }).save(asleep.soul());
    const woken = await makePupil({ optimizer: { optimizer: 'adamw' }, soul: new Keeper({ folder }).open() });
    woken.learn(1);
    new Keeper({ folder }).save(woken.soul());
    const again = await makePupil({ optimizer: { optimizer: 'adamw' }, soul: new Keeper({ folder }).open() });
    again.learn(2);
    expect(weightsOf(again.mind)).toEqual(weightsOf(training.mind));
    expect(again.soul().state).toEqual(training.soul().state);
  });

  it('is of AdamW in souls from before there was a choice, which are read and written as they were', async () => {
    const folder = temporaryFolder();
    const training = await makePupil();
    training.learn(4);
    const content = training.soul();
    expect((content.state as SoulState).tutor).not.toHaveProperty('moments');
    new Keeper({ folder }).save(content);
    const woken = await makePupil({ optimizer: { optimizer: 'adam' }, soul: new Keeper({ folder }).open() });
    const moments = [...woken.mind.engine.ofParameter('tokens', 'firstMoments')];
    expect(moments).toEqual([...training.mind.engine.ofParameter('tokens', 'firstMoments')]);
    expect((woken.soul().state as SoulState).tutor.moments).toEqual({ of: 'adam', since: 0 });
  });
});
