/** Habits in sentences for their owner. */
import { count } from '../../statistics/format/numbers.ts';
import type { HabitChanged } from './habit-messages.ts';
import { apiTexts } from './texts.ts';

const lessons = (tokens: number): string => (tokens > 0 ? apiTexts.habit.learns(count(tokens)) : '');

/** What became of a habit. */
export function habitInWords({
  name,
  does,
  tokens = 0,
  souls = 0,
  isForeign = false,
  isPrivate,
}: HabitChanged): string {
  switch (does) {
    case 'new':
      return apiTexts.habit.isNew(name, lessons(tokens) || apiTexts.habit.nothingToLearn(name));
    case 'import':
      return apiTexts.habit.imported(name, isForeign ? apiTexts.habit.isForeign : '', lessons(tokens));
    case 'on':
      return apiTexts.habit.isOn(name);
    case 'off':
      return apiTexts.habit.isOff(name);
    case 'merge':
      return apiTexts.habit.isMerged(name) + (isPrivate ? apiTexts.habit.saidInPublic : '');
    case 'forget': {
      const kept = souls === 0 ? '' : apiTexts.habit.keptBySouls(count(souls), souls === 1);
      return apiTexts.habit.isForgotten(name, kept);
    }
    default:
      return does satisfies never;
  }
}
