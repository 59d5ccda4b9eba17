/** What becomes of habits when their brain does: a larger one, one with more words, or none. */
import { copyIntoCorner } from '../../../brain/brains/enlargement.ts';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import type { NamedTensor, SoulContent } from '../../../soul/keeper.ts';
import { DREAM } from '../../api/sibling-words.ts';
import type { SoulState } from '../checkpoint.ts';
import { Habit } from './habit.ts';
import { habitMatrices, habitsOf, soulWithHabits } from './habit-soul.ts';
import type { HabitState } from './habit-state.ts';
import type { Lesson } from './material.ts';

/**
 * The numbers of habits for larger matrices: they leave the new rows and columns of a matrix as they are. Of a matrix that was not there they
 * change nothing, and can learn to.
 */
export function enlargedHabits(
  habits: readonly HabitState[] = [],
  tensors: readonly NamedTensor[],
  state: Pick<SoulState, 'brain' | 'sizes'>,
): NamedTensor[] {
  const known = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const matrices = habitMatrices(state);
  return habits.flatMap((habit) =>
    new Habit(matrices, habit).tensors().map(({ name, shape, data }): NamedTensor => {
      const old = known.get(name);
      if (!old) return { name, shape, data };
      data.fill(0);
      if (data instanceof Float32Array) copyIntoCorner(old, shape, data);
      else data.set(old.data);
      return { name, shape, data };
    }),
  );
}

/**
 * The soul whose habits learn the same lessons in a larger vocabulary: what people say is other tokens in it, so those of lessons are too.
 *
 * @param soul of the larger vocabulary, with the lessons in the one before
 */
export function withLessonsIn(soul: SoulContent, before: Tokenizer, now: Tokenizer): SoulContent {
  const habits = habitsOf(soul);
  for (const habit of habits) {
    const lessons = habit.lessons.map((lesson) => inTokensOf(before, now, lesson));
    if (lessons.some((lesson, i) => lesson !== habit.lessons[i])) habit.relearn(lessons);
  }
  return habits.length > 0 ? soulWithHabits(soul, habits) : soul;
}

/** A lesson in the tokens of another vocabulary; the same object where they are the same. */
function inTokensOf(before: Tokenizer, now: Tokenizer, lesson: Lesson): Lesson {
  const ids: number[] = [];
  const learn: number[] = [];
  for (let from = 0; from < lesson.ids.length; ) {
    const flag = lesson.learn[from]!;
    let to = from;
    while (to < lesson.ids.length && lesson.learn[to] === flag && !before.control.has(lesson.ids[to]!)) to++;
    const words = now.encodeBytes(before.decodeBytes(lesson.ids.subarray(from, to)));
    // marks of turns and texts are the same in both
    const isMark = to === from;
    const tokens = isMark ? lesson.ids.subarray(from, from + 1) : words;
    for (const id of tokens) {
      ids.push(id);
      learn.push(flag);
    }
    from = isMark ? from + 1 : to;
  }
  const isSame = ids.length === lesson.ids.length && ids.every((id, i) => id === lesson.ids[i]);
  if (isSame) return lesson;
  return { ...lesson, tokens: ids.length, ids: Int32Array.from(ids), learn: Uint8Array.from(learn) };
}

/** The habits of siblings in whose place their dream speaks: those that it learnt itself stay its own, the others have no brain for now. */
export const afterDream = (habits: readonly HabitState[]): readonly HabitState[] =>
  habits.map((habit) => ({ ...habit, brain: habit.brain === DREAM ? 0 : null }));
