/** Habits of a brain that becomes larger, or learns new words. */
import { describe, expect, it } from 'vitest';
import { passageOf } from '../../../../library/sources/examples.ts';
import { parseTokenizer } from '../../../../library/tokenizer/index.ts';
import { currentState } from '../../../../school/training/checkpoint.ts';
import { enlargedSoul } from '../../../../school/training/growth/enlarged-soul.ts';
import { withWordsOf } from '../../../../school/training/growth/word-soul.ts';
import { habitsOf } from '../../../../school/training/habits/habit-soul.ts';
import { dialogueLesson, textLessons } from '../../../../school/training/habits/material.ts';
import type { SoulContent } from '../../../../soul/keeper.ts';
import { TINY } from '../../tiny.ts';
import { habitTraining, reopened, taught, withHabitOf, wokenWith } from './habit-training.ts';

const GREEN = taught('a', 'what is green?', 'the moss on the wall.');

/** A soul with a habit in the middle of its learning, as it lies on the disk. */
async function learning(lessons = [GREEN]) {
  const begun = await habitTraining();
  begun.learn(30);
  const baby = await wokenWith(begun, withHabitOf('garden', lessons));
  baby.learnHabits(9);
  const { allTensors, texts, state, info } = reopened(baby.soul());
  const content: SoulContent = { tensors: allTensors(), texts, state, summary: { step: info.step } };
  return { baby, content };
}

describe.each([{ lobes: 3 }, { neurons: 48 }])('a habit of a brain that grows to %j', (larger) => {
  it('stays on and says the same, and learns on, also in what is new, the same after a kill', async () => {
    const { baby, content } = await learning();
    const grown = enlargedSoul(content, { ...TINY.baby, ...larger } as never, 3);
    const after = await habitTraining({ soul: reopened(grown) });
    const says = baby.says();
    expect(Math.max(...after.says().map((logit, i) => Math.abs(logit - says[i]!)))).toBeLessThan(1e-5);
    const habit = after.training.habits.get('garden');
    expect(habit.lessons).toEqual(baby.training.habits.get('garden').lessons);
    expect(habit.progress).toEqual(baby.training.habits.get('garden').progress);
    const first = habit.trained.numbers.slice();
    after.learnHabits(3);
    const again = await habitTraining({ soul: reopened(after.soul()) });
    for (const one of [after, again]) one.learnHabits(4);
    expect(again.soul().tensors['habits']).toEqual(after.soul().tensors['habits']);
    // no matrix of it stays as it was, also not those of a lobe that is new
    let at = 0;
    for (const [name, { a, b }] of habit.adapter.changes) {
      const before = first.subarray(at + a.length, at + a.length + b.length);
      at += a.length + b.length;
      expect(
        b.some((number, i) => number !== before[i]),
        name,
      ).toBe(true);
    }
  });
});

describe('a habit of a brain that learns new words', () => {
  const green = 'what is green and wet in the morning wood?';
  const texts = [Buffer.from(`${green} the moss on the wall in the morning wood. `.repeat(300))];

  it('learns the same lessons in the tokens of today; a lesson without new words stays as it is', async () => {
    const lesson = taught('a', green, 'the moss on the wall in the morning wood.');
    const story = textLessons('story.txt', lesson.ids.subarray(0, 12), 8);
    const { baby, content } = await learning([lesson, ...story]);
    const { soul, words } = withWordsOf(content, texts, 3);
    expect(words).toBeGreaterThan(10);
    const larger = parseTokenizer(soul.texts['tokenizer.json']!);
    const [habit] = habitsOf(soul);
    const turns = [
      { speaker: 'owner', text: green, learn: false },
      { speaker: 'baby', text: 'the moss on the wall in the morning wood.', learn: true },
    ];
    const expected = dialogueLesson(passageOf(larger, { id: 'a', turns }), TINY.baby.contextLength);
    expect(habit!.lessons[0]).toEqual(expected);
    expect(expected.tokens).toBeLessThan(lesson.tokens);
    expect(habit!.progress).toMatchObject({ passes: 0, at: 0 });
    expect(larger.decode(habit!.lessons[1]!.ids)).toBe(larger.decode(story[0]!.ids));
    // what it learnt so far stays
    expect(habit!.steps).toBe(baby.training.habits.get('garden').steps);
    expect([...habit!.trained.numbers]).toEqual([...baby.training.habits.get('garden').trained.numbers]);
    expect(currentState(soul.state)?.habits?.[0]?.units[0]?.tokens).toBe(expected.tokens);

    const other = await learning([taught('a', 'zq?', 'xj.')]);
    const same = withWordsOf(other.content, texts, 3).soul;
    expect(habitsOf(same)[0]!.state()).toEqual(other.baby.training.habits.get('garden').state());
  });
});
