import { describe, expect, it } from 'vitest';
import type { SoulState } from '../../../school/training/checkpoint.ts';
import { resizedState, wakingSizes } from '../../../school/training/resizing.ts';
import { trainingTexts } from '../../../school/training/texts/training-texts.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { makePupil, type PupilOptions, TINY, temporaryFolder, weightsOf } from '../tiny.ts';

/** One that learnt a little, woken again with other sizes. */
async function woken(options: PupilOptions, sizes: Record<string, number>) {
  const folder = temporaryFolder();
  const evening = await makePupil(options);
  evening.learn(12);
  new Keeper({ folder }).save(evening.soul());
  const morning = await makePupil({ ...options, sizes, seed: 999, soul: new Keeper({ folder }).open() });
  return { evening, morning };
}

describe('a grown brain', () => {
  it('reads more texts at once: known streams remember, new ones begin empty, and it learns on', async () => {
    const { evening, morning } = await woken({}, { batch: 5 });
    expect(weightsOf(morning.mind)).toEqual(weightsOf(evening.mind));
    const [before, now] = [evening, morning].map(({ mind }) => mind.engine.statesOf('streams'));
    expect(now.length).toBeGreaterThan(3);
    now.forEach(({ data, shape, name }, i) => {
      expect(shape[0], name).toBe(5);
      const old = before[i].data;
      expect([...data.subarray(0, old.length)], name).toEqual([...old]);
      expect(new Set(data.subarray(old.length)), name).toEqual(new Set([0]));
    });
    const { tutor, bornSizes } = resizedState(evening.soul().state as SoulState, morning.mind.sizes);
    expect(tutor.colours).toHaveLength(5);
    expect(bornSizes).toEqual({ batch: 3, contextLength: 8 });
    const losses = morning.learn(40);
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(morning.tutor.step).toBe(52);
  });

  it('reads fewer and longer: those streams go on where they were', async () => {
    const { evening, morning } = await woken({}, { batch: 2, contextLength: 16 });
    for (const [i, { data }] of morning.mind.engine.statesOf('streams').entries()) {
      const old = evening.mind.engine.statesOf('streams')[i].data;
      expect([...data]).toEqual([...old.subarray(0, data.length)]);
    }
    const places = (training: typeof evening) => training.streams.state().streams;
    expect(places(morning)).toEqual(places(evening).slice(0, 2));
    expect(morning.learn(20).every(Number.isFinite)).toBe(true);
  });

  it('of a GPT takes another batch, and without learnt positions another context', async () => {
    const gpt2 = await woken({ brain: 'gpt2' }, { batch: 1 });
    expect(weightsOf(gpt2.morning.mind)).toEqual(weightsOf(gpt2.evening.mind));
    const llama = await woken({ brain: 'llama' }, { contextLength: 12, batch: 4 });
    expect(weightsOf(llama.morning.mind)).toEqual(weightsOf(llama.evening.mind));
    expect(llama.morning.learn(5).every(Number.isFinite)).toBe(true);
  });

  it('goes on from the next soul of the new sizes bit for bit', async () => {
    const { morning } = await woken({}, { batch: 4 });
    morning.learn(3);
    const folder = temporaryFolder();
    new Keeper({ folder }).save(morning.soul());
    const again = await makePupil({ sizes: { batch: 4 }, soul: new Keeper({ folder }).open() });
    expect(again.learn(4)).toEqual(morning.learn(4));
    expect(again.soul().state).toEqual(morning.soul().state);
  });
});

describe('the sizes of a wake', () => {
  it('are those of the soul, but for what its owner decided and the brain allows', () => {
    const { baby, gpt2, seed } = TINY;
    expect(wakingSizes({ brain: 'baby', sizes: baby }, { batch: 0, contextLength: 0 })).toEqual({
      sizes: baby,
      notes: [],
    });
    expect(wakingSizes({ brain: 'baby', sizes: baby }, { batch: 7, contextLength: 8 })).toEqual({
      sizes: { ...baby, batch: 7 },
      notes: [],
    });
    expect(wakingSizes({ brain: 'gpt2', sizes: gpt2 }, { batch: 7, contextLength: 9 })).toEqual({
      sizes: { ...gpt2, batch: 7 },
      notes: [
        trainingTexts.model.sizeStays('contextLength', 9, 8, 'it has learnt a position for each place of its context'),
      ],
    });
    // 0 is what it was born with
    const resized = { brain: 'baby', sizes: { ...baby, batch: 7 }, bornSizes: { batch: 3, contextLength: 8 } } as const;
    expect(wakingSizes(resized, { batch: 0, contextLength: 0 }).sizes).toEqual(baby);
    expect(wakingSizes({ brain: 'seed', sizes: seed }, { batch: 2, contextLength: 9 }).notes).toHaveLength(2);
  });
});
