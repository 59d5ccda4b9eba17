/** The low-rank changes of llm-from-scratch as a habit of the baby that its weights became. */
import type { SoulContent } from '../../../soul/keeper.ts';
import type { SoulState } from '../../training/checkpoint.ts';
import { Habit } from '../../training/habits/habit.ts';
import { habitBrainOf, habitMatrices } from '../../training/habits/habit-soul.ts';
import { mustBeHabitName } from '../../training/habits/habit-state.ts';
import { FormatError } from '../file-reader.ts';
import { importTexts } from '../texts/import.ts';
import { LORA, lowRank } from './llm-from-scratch-model.ts';
import { isNpz, openNpz } from './npz.ts';

export const isLlmFromScratchHabit = (path: string): boolean => isNpz(path);

/**
 * Each head has changes of its own there, of rank 8: all of them together have the rank of all channels, so A is the identity and B the
 * change itself.
 *
 * @throws Error with one sentence where it is none, or none for this brain
 */
export function llmFromScratchHabit(path: string, soul: SoulContent, name = 'llm-from-scratch-lora'): Habit {
  const state = soul.state as SoulState;
  if (state.brain !== 'llm-from-scratch') throw new FormatError(importTexts.changesOfAnotherBrain(state.brain));
  const { channels, heads, blocks } = state.sizes as SoulState['sizes'] &
    Record<'channels' | 'heads' | 'blocks', number>;
  const depth = channels / heads;
  const file = openNpz(path);
  try {
    if (file.shapes.size === 0 || ![...file.shapes.keys()].every((key) => LORA.test(key)))
      throw new FormatError(importTexts.notLowRankChanges);
    const habit = new Habit(habitMatrices(state), {
      ...{ name: mustBeHabitName(name), rank: channels, alpha: channels, isOn: true, brain: habitBrainOf(state) },
      ...{ seed: 0, steps: 0, born: state.tutor.step, units: [] },
    });
    for (const { a, b } of habit.adapter.changes.values()) {
      a.fill(0);
      b.fill(0);
    }
    for (let l = 0; l < blocks; l++) {
      const { a, b } = habit.adapter.changes.get(`block${l}.attention.in.weight`)!;
      for (let c = 0; c < channels; c++) a[c * channels + c] = 1;
      for (const [part, kind] of [
        [0, 'query'],
        [2, 'value'],
      ] as const)
        for (let h = 0; h < heads; h++) {
          const change = lowRank(file, `transform.${l}.head.${h}.${kind}`, channels, depth);
          // stored as x·W: (in,out)
          for (let i = 0; i < channels; i++)
            for (let d = 0; d < depth; d++)
              b[(part * channels + h * depth + d) * channels + i] = change[i * depth + d]!;
        }
    }
    return habit;
  } finally {
    file.close();
  }
}
