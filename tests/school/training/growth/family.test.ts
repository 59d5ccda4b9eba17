// A family that dreams by itself, on the tiny siblings of the tests of dreams.
import { beforeAll, describe, expect, it } from 'vitest';
import type { SoulState } from '../../../../school/training/checkpoint.ts';
import { dreamingSoul } from '../../../../school/training/growth/dream-soul.ts';
import type { GrowthState } from '../../../../school/training/growth/growth-state.ts';
import { trainingTexts } from '../../../../school/training/texts/training-texts.ts';
import type { OpenedSoul } from '../../../../soul/keeper.ts';
import { weightsOf } from '../../tiny.ts';
import { contentOf, dreamer, saved, siblings, state } from './dreamers.ts';

let soul: OpenedSoul;
beforeAll(async () => void (soul = await siblings()));

/** The soul of those who rest, with something else in its state. */
const withState = (changes: Partial<GrowthState>): OpenedSoul => {
  const content = contentOf(soul);
  const growth = state(changes);
  const dream = growth.dream ? { dream: content.tensors['sibling1']! } : {};
  return saved({
    ...content,
    tensors: { ...content.tensors, ...dream },
    state: { ...(content.state as object), growth },
  });
};

describe('those who have learnt what they can', () => {
  it('want to dream once of each library, unless their owner does not want that', async () => {
    const library = { tokens: 700 };
    const wish = async (changes: Partial<GrowthState>, byItself = true) =>
      (await dreamer(withState(changes), { byItself, library })).growth.waits;
    const dream = { tokens: 9, library: 700, brains: 2 };
    expect(await wish({})).toBe('dream');
    expect(await wish({}, false)).toBeUndefined();
    expect(await wish({ resting: state().resting.slice(0, 1) })).toBeUndefined();
    expect(await wish({ dream })).toBeUndefined();
    expect(await wish({ dream: { tokens: 9, library: 700 } })).toBeUndefined();
    expect(await wish({ dream: { ...dream, brains: 3 } })).toBe('dream');
    expect(await wish({ dream: { ...dream, unfinished: true } })).toBe('dream');
    expect(await wish({ dreamless: 700 })).toBeUndefined();
    library.tokens = 771;
    expect(await wish({ dream })).toBe('dream');
    expect(await wish({ dreamless: 700 })).toBe('dream');
  });

  it('do not ask again for a dream that could not be had', async () => {
    const { growth } = await dreamer(soul, { byItself: true });
    growth.stay();
    expect(growth.waits).toBeUndefined();
    expect(growth.state().dreamless).toBe(700);
    expect(growth.doing).toBe('knows all this');
  });
});

describe('a dream that is broken off by something to read', () => {
  it('lets the eldest wake, goes on later from where it was best, and leaves learning as it would be without it', async () => {
    const library = { tokens: 700 };
    const begun = dreamingSoul(contentOf(soul), 5);
    const { growth: begins, ...rest } = begun.state as SoulState;
    // its first exam comes soon
    const soon = { ...begins!, steering: { ...begins!.steering, next: 240 } };
    const baby = await dreamer(saved({ ...begun, state: { ...rest, growth: soon } }), { byItself: true, library });
    const { growth, step } = baby;
    expect(growth.textsChanged(700)).toEqual([]);
    for (let i = 0; i < 40; i++) step();
    expect(growth.doing).toBe('dreaming');
    expect(growth.state().dream).toMatchObject({ brains: 2, unfinished: true });
    library.tokens = 701;
    expect(growth.textsChanged(700)).toEqual([
      expect.stringMatching(
        /^the dream is broken off after [\d,]+ tokens, since there is something new to read: it goes on when all have read that$/,
      ),
      trainingTexts.siblings.wakes('the eldest'),
    ]);
    expect(growth.doing).toBe('learning');
    expect(growth.speakers.map(({ mind }) => mind)).toEqual(['1', '0']);

    const broken = saved(baby.soul());
    const plain = await dreamer(broken, { dreams: false, library });
    for (let i = 0; i < 3; i++) expect(plain.step()).toBe(step());
    expect(weightsOf(plain.mind)).toEqual(weightsOf(baby.mind));

    const again = dreamingSoul(contentOf(broken), 6);
    expect(again.tensors['weights']).toEqual(again.tensors['dream']);
    expect(again.tensors['weights']).not.toEqual(broken.allTensors()['weights']);
    expect((again.state as SoulState).growth).toMatchObject({ steering: { bestAt: 0 }, library: 0 });
  });

  it('is broken off at a wake where the text came while it slept', async () => {
    const library = { tokens: 700 };
    const dreaming = await dreamer(saved(dreamingSoul(contentOf(soul), 5)), { library });
    dreaming.step();
    library.tokens = 750;
    const { growth } = await dreamer(saved(dreaming.soul()), { library });
    expect(growth.wakeUnread()).toEqual([
      expect.stringContaining('something new to read: `baby dream` goes on with it'),
      trainingTexts.siblings.wakes('the eldest'),
    ]);
    expect(growth.state().dream).toBeUndefined();
  });
});
