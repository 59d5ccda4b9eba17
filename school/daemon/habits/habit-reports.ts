/** The habits of a baby that sleeps. */
import { adapterSize } from '../../../brain/learning/adapter.ts';
import type { CheckpointInfo } from '../../../soul/keeper.ts';
import type { HabitReport } from '../../api/habit-messages.ts';
import { stateOf } from '../../lesson/soul-state.ts';
import { habitMatrices } from '../../training/habits/habit-soul.ts';
import { reportOf } from '../../training/habits/habits.ts';

/** @param newest its newest soul; undefined: there is none yet */
export function habitReports(newest: CheckpointInfo | undefined): HabitReport[] {
  const state = stateOf(newest);
  const { habits, brain, sizes } = state ?? {};
  if (!habits || !brain || !sizes) return [];
  const matrices = habitMatrices({ brain, sizes });
  return habits.map((habit) => reportOf(habit, adapterSize(matrices, habit.rank)));
}
