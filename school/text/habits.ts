/** The habits of a baby in a few words. */
import type { HabitReport } from '../api/messages.ts';
import { texts } from './texts.ts';
import { oneLine } from './view-format.ts';

/** @example 'garden (on), sea (off), new-words (learns)' */
export const habitsInWords = (habits: readonly Pick<HabitReport, 'name' | 'isOn' | 'passes'>[]): string =>
  habits
    .map(
      ({ name, isOn, passes }) =>
        `${oneLine(name)} (${passes === null ? (isOn ? texts.habits.on : texts.habits.off) : texts.habits.learns})`,
    )
    .join(', ');
