import { describe, expect, it } from 'vitest';
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
});
