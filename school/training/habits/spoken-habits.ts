import { addAdapter } from '../../../brain/learning/adapter.ts';
import type { Speaker } from '../../../brain/voice/speak.ts';
import type { OpenedSoul } from '../../../soul/keeper.ts';
import { brainFiles, readSpoken, type SoulState } from '../checkpoint.ts';
import type { Model } from '../model.ts';
import { Habit } from './habit.ts';
import { HABITS_FILE, habitMatrices } from './habit-soul.ts';

/**
 * Fills the weights of a mind that only speaks, as `readSpoken` does, and adds the habits of the soul that are on. The brain to which they
 * belong speaks alone then.
 *
 * @returns who speaks
 */
export function readWithHabits(model: Model, soul: OpenedSoul): Speaker[] {
  const state = soul.state as SoulState;
  const on = (state.habits ?? []).filter(({ isOn }) => isOn);
  model.voice.isAdapted = false;
  if (on.length === 0) return readSpoken(model, soul);
  const matrices = habitMatrices(state);
  const fill = (targets: Parameters<OpenedSoul['readTensors']>[1]): void => soul.readTensors(HABITS_FILE, targets);
  const habits = on.map((habit) => ({ mind: String(habit.brain), ...new Habit(matrices, habit, fill).trained }));
  const own = brainFiles(state).find(({ mind }) => habits.some((one) => one.mind === mind));
  if (!own) return readSpoken(model, soul);
  model.voice.isAdapted = true;
  const change = (mind: string, parameter: string, data: Float32Array): void => {
    for (const { mind: owner, adapter } of habits)
      if (owner === mind) addAdapter(adapter, (name) => (name === parameter ? data : undefined));
  };
  return readSpoken(model, soul, change, [own]);
}
