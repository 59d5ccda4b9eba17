/** What can be asked of a baby about its habits: the part of the contract (contract.ts) about them. */
import { z } from 'zod';
import type { HabitChanged, HabitReport } from './habit-messages.ts';
import { habitInWords } from './habit-words.ts';
import { apiTexts } from './texts.ts';

const result = <T>(): { readonly of?: T } => ({});
const label = z.string().min(1).max(200).describe(apiTexts.params.name);
const path = z.string().min(1).max(4096).describe(apiTexts.params.path);

export const HABIT_METHODS = {
  /** Its habits, in the order in which they began. */
  habits: { params: z.strictObject({}), result: result<readonly HabitReport[]>() },
  /** Begins a habit, which is on and learns the texts and dialogues of a file or folder of its machine, at once where it is awake. */
  newHabit: {
    params: z.strictObject({
      name: label,
      rank: z.int().min(1).max(1024).describe(apiTexts.params.rank).optional(),
      alpha: z.number().positive().max(1e6).describe(apiTexts.params.positive).optional(),
      from: path.optional(),
    }),
    args: ['name'],
    options: true,
    result: result<HabitChanged>(),
    says: habitInWords,
  },
  /** Switches a habit on or off from the next reply on, makes it part of the weights, or forgets it exactly. */
  habit: {
    params: z.strictObject({ name: label, does: z.enum(['on', 'off', 'merge', 'forget']) }),
    args: ['name', 'does'],
    result: result<HabitChanged>(),
    says: habitInWords,
  },
  /** Takes a habit that `baby habit export` wrote. */
  importHabit: {
    params: z.strictObject({ file: path, as: label.optional() }),
    args: ['file', 'as'],
    result: result<HabitChanged>(),
    says: habitInWords,
  },
} as const;
