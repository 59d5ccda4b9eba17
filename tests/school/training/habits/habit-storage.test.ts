/** Habits where gradients and moments of the brain are halves (`learning.storage`). */
import { describe, expect, it } from 'vitest';
import { habitTraining, reopened, taught, timeless, withHabitOf, wokenWith } from './habit-training.ts';

const LESSON = taught('a', 'what is green?', 'the moss on the wall.', 'gpt2');
/** Matrices that are large enough to be copied as halves. */
const SIZES = { channels: 72 };

describe.each(['bf16', 'f16'] as const)('a habit of a brain that learns with %s', (learningType) => {
  const how = { brain: 'gpt2', learningType } as const;

  it('is learnt from gradients of halves, while the brain goes on to the last bit as without it, also after a kill', async () => {
    const plain = await habitTraining({ ...how, sizes: SIZES });
    plain.learn(4);
    const woken = await wokenWith(plain, withHabitOf('garden', [LESSON]), how);
    expect(woken.model.engine.parameters.learningType).toBe(learningType);
    const habit = woken.training.habits.get('garden');
    woken.learnHabits(1);
    const first = habit.loss as number;
    expect(habit.state().lossScale).toEqual(learningType === 'f16' ? { scale: 4096, steps: 1 } : undefined);
    woken.learnHabits(10);
    const again = await habitTraining({ ...how, soul: reopened(woken.soul()) });
    for (const one of [woken, again]) one.learnHabits();
    expect(habit.loss).toBeLessThan(0.9 * first);
    expect(habit.state().lossScale).toBeUndefined();
    expect(again.soul().tensors['habits']).toEqual(woken.soul().tensors['habits']);
    expect(timeless(again.soul())).toEqual(timeless(woken.soul()));
    expect(woken.learn(3)).toEqual(plain.learn(3));
    const { habits: _, ...tensors } = woken.soul().tensors;
    expect(tensors).toEqual(plain.soul().tensors);
  });
});

it('a step in which f16 cannot hold a gradient is not taken, and the next one is tried with half the scale', async () => {
  const how = { brain: 'gpt2', learningType: 'f16' } as const;
  const plain = await habitTraining({ ...how, sizes: SIZES });
  plain.learn(4);
  const woken = await wokenWith(plain, withHabitOf('garden', [LESSON]), how);
  const habit = woken.training.habits.get('garden');
  const numbers = habit.trained.numbers.slice();
  habit.lossScale = { scale: 2 ** 40, steps: 0 };
  woken.learnHabits(1);
  expect(habit.lossScale).toEqual({ scale: 2 ** 39, steps: 0 });
  expect(habit.steps).toBe(0);
  expect(habit.trained.numbers).toEqual(numbers);
  habit.lossScale = { scale: 2 ** 10, steps: 0 };
  woken.learnHabits(1);
  expect(habit.steps).toBe(1);
  expect(habit.trained.numbers).not.toEqual(numbers);
});
