/** What a lesson does about habits beside its steps: it teaches them, and switches them on and off. */
import { count } from '../../../statistics/format/numbers.ts';
import type { HabitReport, HabitWish } from '../../api/messages.ts';
import type { Scribe } from '../scribe.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import type { TrainingState } from '../training-state.ts';

export interface HabitTools {
  readonly training: TrainingState;
  readonly scribe: Scribe;
  /** answers who speaks */
  readonly between: () => void;
  /** writes a sentence into the log */
  note(message: string): void;
}

export class HabitTasks {
  private readonly tools: HabitTools;
  /** the one that learns, if that was said */
  private told: string | undefined;

  constructor(tools: HabitTools) {
    this.tools = tools;
  }

  /** Takes a step of a habit that has something to learn; its library waits. @param waits called behind each @returns whether there was one */
  learn(waits: () => void): boolean {
    const { training, scribe, between, note } = this.tools;
    const changes = training.habits.follow(between);
    if (changes.length > 0) {
      for (const sentence of changes) note(sentence);
      training.growth.apply();
      scribe.restart();
    }
    const { learning } = training.habits;
    if (!learning) return false;
    if (this.told !== learning.name) note(trainingTexts.habits.learns(learning.name, count(learning.tokens)));
    this.told = learning.name;
    const done = training.habits.learn(between);
    if (done?.isLearnt) {
      const { name, steps, loss = 0 } = done.habit;
      note(trainingTexts.habits.isLearnt(name, loss.toFixed(3), count(steps)));
      this.told = undefined;
      scribe.restart();
    }
    waits();
    return true;
  }

  fulfil(wish: HabitWish): readonly HabitReport[] {
    const { training, scribe } = this.tools;
    if (wish.does !== 'list') {
      training.habits.switch(wish.name, wish.does === 'on');
      training.growth.apply();
      scribe.restart();
    }
    return training.habits.reports();
  }
}
