/** What chat or Twitch teach a habit: nobody else learns it, and what is taken back is forgotten exactly. */
import { describe, expect, it } from 'vitest';
import type { ExampleStore } from '../../../../library/sources/example-store.ts';
import type { Example } from '../../../../library/sources/examples.ts';
import type { LessonSupervisor } from '../../../../school/daemon/lesson-supervisor.ts';
import { Teaching } from '../../../../school/daemon/teaching.ts';
import { habitTraining, taught, withHabitOf, wokenWith } from './habit-training.ts';

const said = (id: string, text: string, habit?: string): Example => ({
  id,
  turns: [{ speaker: 'Ada', text, learn: true }],
  ...(habit ? { habit } : {}),
});

describe('an example that is meant for a habit', () => {
  it('is learnt by it alone, and where it is taken out the habit is as if it had never been taught it', async () => {
    const begun = await habitTraining();
    begun.learn(5);
    const start = withHabitOf('garden', [taught('a', 'what is green?', 'the moss on the wall.')]);
    const baby = await wokenWith(begun, start);
    const passages = [said('x', 'my cat is called Tom', 'garden'), said('y', 'the sea is wide')];
    baby.training.remember({ kind: 'teach', source: 'twitch', passages });
    baby.training.teach('twitch', passages);
    const habit = baby.training.habits.get('garden');
    expect(habit.lessons.map(({ id }) => id)).toEqual(['a', 'twitch:x']);
    expect(habit.progress).toBeDefined();
    expect(baby.training.mixer.report().find(({ name }) => name === 'twitch')).toMatchObject({ holds: 1 });
    expect(baby.training.memory.report().sources.find(({ source }) => source === 'twitch')?.episodes).toBe(1);
    baby.learnHabits();
    baby.training.unteach('twitch', ['x', 'y']);
    baby.learnHabits();
    const never = await wokenWith(begun, start);
    never.learnHabits();
    expect([...habit.trained.numbers]).toEqual([...never.training.habits.get('garden').trained.numbers]);
    expect(baby.soul().tensors['habits']).toEqual(never.soul().tensors['habits']);
  });

  it('is marked where a setting names the habit, and kept so', async () => {
    const kept: unknown[] = [];
    const book = { add: async (...given: unknown[]) => void kept.push(given) } as unknown as ExampleStore;
    const guardian = { whenThere: () => {} } as unknown as LessonSupervisor;
    const teaching = new Teaching({
      ...{ guardian, book, admit: async (all) => [...all] },
      habitOf: (source) => (source === 'twitch' ? 'crowd' : ''),
    });
    await teaching.teach('twitch', [said('x', 'hello')]);
    await teaching.teach('chat', [said('y', 'hello')]);
    expect(kept).toEqual([
      ['twitch', [said('x', 'hello', 'crowd')]],
      ['chat', [said('y', 'hello')]],
    ]);
  });
});
