/** Habits of a baby whose brains change: siblings at rest, one that is let go, dreams, and a dream in the place of all. */
import { describe, expect, it } from 'vitest';
import { ADAPTED, SIBLINGS } from '../../../../brain/engine/weight-sets.ts';
import type { SoulState } from '../../../../school/training/checkpoint.ts';
import { dreamAloneSoul, dreamingSoul } from '../../../../school/training/growth/dream-soul.ts';
import type { GrowthState } from '../../../../school/training/growth/growth-state.ts';
import { bornWith } from '../../../../school/training/growth/size.ts';
import { habitsOf, withHabitSwitched, withNewHabit } from '../../../../school/training/habits/habit-soul.ts';
import { readWithHabits } from '../../../../school/training/habits/spoken-habits.ts';
import { trainingTexts } from '../../../../school/training/texts/training-texts.ts';
import type { NamedTensor, SoulContent } from '../../../../soul/keeper.ts';
import { type HabitTraining, habitTraining, reopened, taught, withHabitOf } from './habit-training.ts';

const GREEN = taught('a', 'what is green?', 'the moss.');
const FAMILY: GrowthState = {
  steering: { rate: 1, dropout: 0, next: 0, stale: 0, bestAt: null },
  resting: [0, 1].map((id) => ({ id, tokens: 4800, library: 1 << 20 })),
  learner: null,
  part: 'silent',
  set: '',
  born: 2,
  failed: 0,
  library: 1 << 20,
  size: bornWith(1000),
};

const contentOf = ({ allTensors, texts, state, info }: ReturnType<typeof reopened>): SoulContent => ({
  ...{ tensors: allTensors(), texts, state },
  summary: { step: info.step },
});
const asKept = (content: SoulContent): SoulContent => contentOf(reopened(content));
const withGrowth = (soul: SoulContent, growth: Partial<GrowthState>, tensors: SoulContent['tensors'] = {}) => ({
  ...soul,
  tensors: { ...soul.tensors, ...tensors },
  state: { ...(soul.state as SoulState), growth: { ...FAMILY, ...growth } },
});

/** A soul of two siblings at rest, which learnt by other chance. */
async function siblings(more: Partial<GrowthState> = {}): Promise<SoulContent> {
  const [one, other] = [await habitTraining(), await habitTraining()];
  one.learn(5);
  other.learn(9);
  const [first, second] = [one, other].map((baby) => asKept(baby.soul()).tensors['weights']!) as [
    NamedTensor[],
    NamedTensor[],
  ];
  const tensors = { sibling1: first, sibling2: second, ...(more.dream ? { dream: second } : {}) };
  return withGrowth(asKept(other.soul()), more, tensors);
}

const woken = (soul: SoulContent): Promise<HabitTraining> => habitTraining({ soul: reopened(soul) });
const speakersOf = ({ training, model }: HabitTraining) => {
  training.growth.apply();
  return model.voice.speakers;
};
const follow = ({ training }: HabitTraining): string[] => {
  const sentences = training.habits.follow(() => {});
  training.growth.apply();
  return sentences;
};
const ALONE = [{ set: ADAPTED, mind: '0' }];
const BOTH = [
  { set: SIBLINGS, mind: '0' },
  { set: SIBLINGS + 1, mind: '1' },
];

describe('a habit of one of several siblings', () => {
  it('changes the eldest, which speaks alone while the habit is on, awake and asleep', async () => {
    const baby = await woken(withHabitOf('garden', [GREEN])(await siblings()));
    expect(baby.training.habits.get('garden').brain).toBe(0);
    const says = baby.says();
    baby.learnHabits(8);
    expect(speakersOf(baby)).toEqual(ALONE);
    expect(baby.says()).not.toEqual(says);
    expect(follow(baby)).toEqual([]);
    const asleep = await habitTraining();
    expect(readWithHabits(asleep.model, reopened(baby.soul()))).toEqual([{ set: 0, mind: '0' }]);
    baby.training.habits.switch('garden', false);
    expect(speakersOf(baby)).toEqual(BOTH);
  });

  it('stays on when the eldest comes to rest and a sibling is born, and says the same, also after a kill', async () => {
    const begun = await habitTraining();
    begun.learn(6);
    const learner = { resting: [], learner: { id: 0 }, part: 'now' as const, born: 1 };
    const baby = await woken(withGrowth(withHabitOf('garden', [GREEN])(asKept(begun.soul())), learner));
    baby.learnHabits(12);
    const says = baby.says();
    const constant = new Float32Array(700).fill(3);
    const notes: string[] = [];
    for (let i = 0; i < 40 && baby.training.growth.state().resting.length === 0; i++)
      notes.push(...baby.training.growth.steer(() => constant));
    expect(notes.join(' ')).toMatch(/the eldest rests as it was at its best/);
    expect(speakersOf(baby)).toEqual(ALONE);
    expect(baby.says()).toEqual(says);
    baby.learn(2);
    expect(baby.says()).toEqual(says);
    const again = await woken(asKept(baby.soul()));
    expect(again.says()).toEqual(says);
    expect(again.learnHabits(3)).toBe(baby.learnHabits(3));
    expect(again.soul().tensors['habits']).toEqual(baby.soul().tensors['habits']);
  });

  it('is examined when its brain speaks by other weights, and learns again what it lost, but only if it was known', async () => {
    const begun = await habitTraining({ sizes: { channels: 48 } });
    begun.learn(20);
    begun.speakUp();
    const learner = { resting: [], learner: { id: 0 }, part: 'now' as const, born: 1 };
    const baby = await woken(withGrowth(withHabitOf('garden', [GREEN], 8)(asKept(begun.soul())), learner));
    const habit = baby.training.habits.get('garden');
    baby.learnHabits();
    const answer = [...GREEN.ids.subarray(GREEN.learn.indexOf(1))];
    expect(baby.answers(GREEN)).toEqual(answer);
    expect(habit.known).toEqual({ set: expect.any(Number), tokens: baby.training.tutor.tokens });
    expect(follow(baby)).toEqual([]);
    // the same weights in another place, as those of a brain at rest: only the mark is another one
    const soul = asKept(baby.soul());
    const rests = { resting: [{ id: 0, tokens: 9, library: 1 << 20 }], learner: null };
    const source = (habit.known as { set: number }).set === 0 ? 'weights' : 'average';
    const rested = await woken(withGrowth(soul, rests, { sibling1: soul.tensors[source]! }));
    expect(follow(rested)).toEqual([]);
    expect(rested.training.habits.get('garden').known).toMatchObject({ set: SIBLINGS });
    // weights that do not
    const noise = soul.tensors[source]!.map(({ name, shape, data }) => ({
      ...{ name, shape },
      data: Float32Array.from(data as Float32Array, (weight, i) => weight + 0.05 * Math.sin(i * 12.9898)),
    }));
    const lost = await woken(withGrowth(soul, rests, { sibling1: noise }));
    expect(follow(lost)).toEqual([trainingTexts.habits.learnsAgain('garden')]);
    lost.learnHabits();
    expect(lost.answers(GREEN)).toEqual(answer);
    expect(follow(lost)).toEqual([]);
    // one that never knew them is left alone
    const never = await woken(withGrowth(soul, rests, { sibling1: noise }));
    never.training.habits.get('garden').known = undefined;
    expect(follow(never)).toEqual([]);
  });

  it('whose brain is let go learns its lessons by another, and without lessons it is off; both say so once', async () => {
    const soul = withNewHabit(withHabitOf('garden', [GREEN])(await siblings()), { name: 'bare', lessons: [] });
    const habits = (soul.state as SoulState).habits!.map((habit) => ({ ...habit, brain: 7 }));
    const baby = await woken({ ...soul, state: { ...(soul.state as SoulState), habits } });
    expect(speakersOf(baby)).toEqual(BOTH);
    expect(baby.training.habits.learning).toBeUndefined();
    expect(follow(baby)).toEqual([
      trainingTexts.habits.learnsElsewhere('garden', 'the eldest'),
      trainingTexts.habits.isOffWithoutBrain('bare'),
    ]);
    expect(follow(baby)).toEqual([]);
    expect(baby.training.habits.states().map(({ isOn, brain }) => [isOn, brain])).toEqual([
      [true, 0],
      [false, null],
    ]);
    expect(() => baby.training.habits.switch('bare', true)).toThrow('it can only be forgotten');
    const never = await woken(withHabitOf('garden', [GREEN])(await siblings()));
    for (const one of [baby, never]) one.learnHabits(6);
    expect(baby.says()).toEqual(never.says());
    expect(speakersOf(baby)).toEqual(ALONE);
  });
});

describe('a habit beside a dream', () => {
  const dream = { tokens: 9, library: 1 << 20, brains: 2 };

  it('stays on while one more brain dreams, and when the dream speaks alone', async () => {
    const soul = withHabitOf('garden', [GREEN])(await siblings());
    const baby = await woken(soul);
    baby.learnHabits(8);
    const says = baby.says();
    const begins = dreamingSoul(asKept(baby.soul()), 5);
    expect(habitsOf(begins)[0]?.tensors()).toEqual(baby.training.habits.get('garden').tensors());
    const alone = withGrowth(
      asKept(baby.soul()),
      { dream, dreamSpeaks: 'alone' },
      { dream: soul.tensors['sibling2']! },
    );
    const beside = await woken(alone);
    expect(speakersOf(beside)).toEqual(ALONE);
    expect(beside.says()).toEqual(says);
    expect(follow(beside)).toEqual([]);
    expect(beside.learnHabits(2)).toBe(2);
    const asleep = await habitTraining();
    expect(readWithHabits(asleep.model, reopened(alone))).toEqual([{ set: 0, mind: '0' }]);
    // in public the dream speaks, which knows nothing of it
    expect(beside.says({ isPlain: true })).not.toEqual(beside.says());
    beside.training.habits.switch('garden', false);
    expect(speakersOf(beside)).toEqual([{ set: expect.any(Number), mind: '-1' }]);
  });

  it('goes on with the dream that takes the place of all siblings: its own as it was, another learns its lessons once more', async () => {
    const family = await siblings({ dream, dreamSpeaks: 'alone' });
    const sea = { ...taught('b', 'what is blue?', 'the sea.'), owner: 'someone' };
    const both = withNewHabit(
      withHabitSwitched(withHabitOf('old', [GREEN])(withGrowth(family, { dream })), 'old', false),
      {
        ...{ name: 'own', rank: 4, lessons: [sea] },
      },
    );
    // it began while the dream spoke alone
    const habits = (both.state as SoulState).habits!.map((one) => (one.name === 'own' ? { ...one, brain: -1 } : one));
    const state = { ...(both.state as SoulState), growth: { ...FAMILY, dream, dreamSpeaks: 'alone' as const }, habits };
    const baby = await woken({ ...both, state });
    expect(speakersOf(baby)).toEqual([{ set: ADAPTED, mind: '-1' }]);
    while (baby.training.habits.learning?.name === 'old') baby.learnHabits(1);
    baby.learnHabits(6);
    const says = baby.says();
    const after = await woken(dreamAloneSoul(asKept(baby.soul())));
    expect(speakersOf(after)).toEqual(ALONE);
    expect(after.says()).toEqual(says);
    expect(follow(after)).toEqual([trainingTexts.habits.learnsElsewhere('old', 'the eldest')]);
    expect(after.training.habits.get('old')).toMatchObject({ brain: 0, steps: 0, progress: { passes: 0 } });
    expect(after.training.habits.get('own').brain).toBe(0);
    expect(after.learnHabits(3)).toBe(3);
  });
});
