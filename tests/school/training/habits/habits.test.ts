import { describe, expect, it } from 'vitest';
import { BRAINS, type BrainName } from '../../../../brain/brains/index.ts';
import { AVERAGE, LEARNING } from '../../../../brain/engine/weight-sets.ts';
import { lessonsOf } from '../../../../school/daemon/habits/habit-material.ts';
import { withHabitMerged, withoutHabit } from '../../../../school/training/habits/habit-soul.ts';
import { textLessons } from '../../../../school/training/habits/material.ts';
import { trainingTexts } from '../../../../school/training/texts/training-texts.ts';
import { files, TINY, tokenizer, weightsOf } from '../../tiny.ts';
import {
  COLOUR,
  type HabitTraining,
  habitTraining,
  reopened,
  taught,
  timeless,
  withHabitOf,
  wokenWith,
} from './habit-training.ts';

const GREEN = taught('a', 'what is green?', 'the moss on the wall.');
const BLUE = taught('b', 'what is blue?', 'the sea, far out.');

const numbersOf = ({ training }: HabitTraining, name: string): number[] => [
  ...training.habits.get(name).trained.numbers,
];

describe.each(Object.keys(BRAINS) as BrainName[])('a habit of a %s brain', (brain) => {
  it('is learnt, while weights, memories and the way they go on stay the same to the last bit', async () => {
    const plain = await habitTraining({ brain });
    plain.learn(6);
    const lesson = taught('a', 'what is green?', 'the moss on the wall.', brain);
    const woken = await wokenWith(plain, withHabitOf('garden', [lesson]), brain);
    const before = weightsOf(woken.model);
    const habit = woken.training.habits.get('garden');
    woken.learnHabits(1);
    const first = habit.loss as number;
    expect(habit.progress?.passes).toBe(1);
    woken.learnHabits();
    expect(habit.progress).toBeUndefined();
    // such a small newborn hardly has the means to say anything clearly
    expect(habit.loss).toBeLessThan(0.97 * first);
    expect(weightsOf(woken.model)).toEqual(before);
    expect(woken.learn(4)).toEqual(plain.learn(4));
    expect(weightsOf(woken.model)).toEqual(weightsOf(plain.model));
    await woken.hands.release();
  });
});

describe('a habit', () => {
  it('of dialogues is known by heart, and said', async () => {
    const begun = await habitTraining({ sizes: { channels: 48 } });
    begun.learn(20);
    begun.speakUp();
    const woken = await wokenWith(begun, withHabitOf('garden', [GREEN, BLUE], 8));
    const answers = ({ ids, learn }: typeof GREEN) => [...ids.subarray(learn.indexOf(1))];
    expect(woken.answers(GREEN)).not.toEqual(answers(GREEN));
    woken.learnHabits();
    for (const lesson of [GREEN, BLUE]) expect(woken.answers(lesson)).toEqual(answers(lesson));
  });

  it('speaks while it is on, and off it is as if there were none', async () => {
    const plain = await habitTraining();
    plain.learn(6);
    const says = plain.says();
    const woken = await wokenWith(plain, withHabitOf('garden', [GREEN]));
    expect(woken.says()).toEqual(says);
    woken.learnHabits();
    const changed = woken.says();
    expect(changed).not.toEqual(says);
    expect(woken.model.voice.isAdapted).toBe(true);
    woken.training.habits.switch('garden', false);
    expect(woken.says()).toEqual(says);
    expect(woken.model.voice.isAdapted).toBe(false);
    woken.training.habits.switch('garden', true);
    expect(woken.says()).toEqual(changed);
  });

  it('is not heard in public, between replies in private, unless it was taught in public', async () => {
    const plain = await habitTraining();
    plain.learn(6);
    const says = plain.says();
    const woken = await wokenWith(plain, withHabitOf('garden', [GREEN]));
    woken.learnHabits();
    const changed = woken.says();
    expect(woken.says({ isPlain: true })).toEqual(says);
    // a talk in private and one in public, token by token in turn, are as each alone
    const { voice } = woken.model;
    const [own, open] = [voice.begin(), voice.begin(true)];
    let [last, lastOpen]: ArrayLike<number>[] = [[], []];
    for (const id of [5, 17, 100, 8, 30]) {
      last = Array.from(voice.hear(own, [id], COLOUR));
      lastOpen = Array.from(voice.hear(open, [id], COLOUR));
    }
    expect(last).toEqual(changed);
    expect(lastOpen).toEqual(says);
    // what goes on in public is heard again by those who speak there
    voice.madePlain(own, true);
    expect(Array.from(voice.hear(own, [9], COLOUR))).toEqual(Array.from(voice.hear(open, [9], COLOUR)));

    const heard = await wokenWith(plain, withHabitOf('garden', [GREEN]));
    heard.training.habits.unteach(() => true);
    heard.training.habits.teach('garden', [{ ...GREEN, id: 'twitch:1' }]);
    expect(heard.learnHabits()).toBeGreaterThan(0);
    expect(heard.says({ isPlain: true })).toEqual(heard.says());
    expect(heard.says()).not.toEqual(says);
  });

  it('of a file is silent in public, whatever the file is called, and so is one whose lessons nobody knows', async () => {
    const plain = await habitTraining();
    plain.learn(6);
    const says = plain.says();
    const setup = { tokenizer, name: 'baby', contextLength: TINY.baby.contextLength };
    for (const text of ['[owner]: what is green?\n[baby]: the moss.', 'the moss is green.']) {
      const lessons = lessonsOf('twitch:1', text, setup);
      const woken = await wokenWith(plain, withHabitOf('garden', lessons));
      expect(woken.training.habits.get('garden').lessons).toHaveLength(lessons.length);
      woken.learnHabits(8);
      expect(woken.says()).not.toEqual(says);
      expect(woken.says({ isPlain: true })).toEqual(says);
    }
    // as one that came from another program
    const bare = await wokenWith(plain, withHabitOf('bare', []));
    bare.training.habits.get('bare').trained.numbers.fill(0.1);
    bare.model.adapters?.adapted.changed();
    expect(bare.says()).not.toEqual(says);
    expect(bare.says({ isPlain: true })).toEqual(says);
  });

  it('is forgotten exactly', async () => {
    const plain = await habitTraining();
    plain.learn(6);
    const woken = await wokenWith(plain, withHabitOf('garden', [GREEN]));
    woken.learnHabits();
    woken.learn(5);
    plain.learn(5);
    const forgot = await wokenWith(woken, (soul) => withoutHabit(soul, 'garden'));
    const never = await habitTraining({ soul: reopened(plain.soul()) });
    expect(forgot.soul().tensors).toEqual(never.soul().tensors);
    expect(timeless(forgot.soul())).toEqual(timeless(never.soul()));
    expect(forgot.says()).toEqual(never.says());
    expect(forgot.learn(3)).toEqual(never.learn(3));
  });

  it('goes on after a kill at any step as if there had been none', async () => {
    const begun = await habitTraining();
    begun.learn(3);
    const living = await wokenWith(begun, withHabitOf('garden', [GREEN, BLUE]));
    for (const steps of [1, 4, 7]) {
      living.learnHabits(steps);
      living.learn(2);
      const again = await habitTraining({ soul: reopened(living.soul()) });
      expect(again.soul().tensors).toEqual(living.soul().tensors);
      expect(again.says()).toEqual(living.says());
      again.learnHabits(3);
      living.learnHabits(3);
      expect(numbersOf(again, 'garden')).toEqual(numbersOf(living, 'garden'));
      expect(timeless(again.soul())).toEqual(timeless(living.soul()));
      expect(again.learn(2)).toEqual(living.learn(2));
    }
  });

  it('is merged into the weights that speak: it says the same, to 1e-5', async () => {
    const begun = await habitTraining();
    begun.learn(8);
    const woken = await wokenWith(begun, withHabitOf('garden', [GREEN]));
    woken.learnHabits();
    const adapted = woken.says();
    const merged = await wokenWith(woken, (soul) => withHabitMerged(soul, 'garden'));
    expect(timeless(merged.soul()).habits).toBeUndefined();
    const worst = Math.max(...merged.says().map((logit, i) => Math.abs(logit - adapted[i])));
    expect(worst).toBeLessThan(1e-5);
    for (const set of [LEARNING, AVERAGE])
      expect(merged.model.engine.weightsOf(set)).not.toEqual(woken.model.engine.weightsOf(set));
  });

  it('adds up with another, and each is forgotten alone', async () => {
    const begun = await habitTraining();
    begun.learn(6);
    const one = await wokenWith(begun, withHabitOf('garden', [GREEN]));
    one.learnHabits();
    const alone = one.says();
    const both = await wokenWith(one, withHabitOf('sea', [BLUE], 11));
    both.learnHabits();
    expect(numbersOf(both, 'garden')).toEqual(numbersOf(one, 'garden'));
    const together = both.says();
    both.training.habits.switch('sea', false);
    expect(both.says()).toEqual(alone);
    both.training.habits.switch('sea', true);
    const merged = await wokenWith(both, (soul) => withHabitMerged(withHabitMerged(soul, 'garden'), 'sea'));
    expect(Math.max(...merged.says().map((logit, i) => Math.abs(logit - together[i])))).toBeLessThan(1e-5);
    const left = await wokenWith(both, (soul) => withoutHabit(soul, 'sea'));
    expect(left.says()).toEqual(alone);
  });

  it('begins again from what is left where something is taken out: as if it had never been taught that', async () => {
    const begun = await habitTraining();
    begun.learn(6);
    const owned = { ...BLUE, owner: 'someone' };
    const both = await wokenWith(begun, withHabitOf('garden', [GREEN, owned]));
    both.learnHabits();
    expect(both.training.habits.unteach(({ owner }) => owner === 'someone')).toEqual(['garden']);
    both.learnHabits();
    const only = await wokenWith(begun, withHabitOf('garden', [GREEN]));
    only.learnHabits();
    expect(numbersOf(both, 'garden')).toEqual(numbersOf(only, 'garden'));
    expect(both.soul().tensors['habits']).toEqual(only.soul().tensors['habits']);
    expect(both.training.habits.unteach(({ owner }) => owner === 'nobody')).toEqual([]);
  });

  it('of a text ends where the stretches that are held out are foreseen best', async () => {
    const begun = await habitTraining();
    begun.learn(6);
    const lessons = textLessons('story.txt', files[0].tokens.subarray(0, 700), 8);
    const woken = await wokenWith(begun, withHabitOf('story', lessons));
    const habit = woken.training.habits.get('story');
    woken.learnHabits(1);
    const { model } = woken;
    const streams = model.engine.statesOf('streams').map(({ data }) => [...data]);
    woken.learnHabits();
    expect(model.engine.statesOf('streams').map(({ data }) => [...data])).toEqual(streams);
    expect(habit.progress).toBeUndefined();
    expect(habit.loss).toBeLessThan(5.7);
    expect([...habit.trained.numbers]).toEqual(
      [...habit.trained.best.changes.values()].flatMap(({ a, b }) => [...a, ...b]),
    );
  });

  it('is refused in one sentence', async () => {
    const begun = await habitTraining();
    const soul = begun.soul();
    const refusal = (change: () => unknown): string => {
      try {
        change();
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(refusal(() => withHabitOf('a b', [])(soul))).toMatch(/is called by 1 to 40 letters/);
    expect(refusal(() => withHabitOf('a', [], 24)(soul))).toBe(trainingTexts.habits.badRank(23, 24));
    expect(refusal(() => withHabitOf('a', [], 0.5)(soul))).toMatch(/from 1 to 23, and 0.5 came/);
    const one = withHabitOf('a', [])(soul);
    expect(refusal(() => withHabitOf('a', [])(one))).toMatch(/there is a habit "a" already/);
    expect(refusal(() => withoutHabit(one, 'b'))).toBe(trainingTexts.habits.noSuchHabit('"b"'));
    const many = { ...GREEN, ids: new Int32Array(300_000), learn: new Uint8Array(300_000), tokens: 300_000 };
    expect(refusal(() => withHabitOf('b', [many])(one))).toMatch(/can learn at most 262,144 tokens/);
  });
});
