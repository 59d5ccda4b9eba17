/** Habits in sentences for their owner. */
import { count } from '../../statistics/format/numbers.ts';
import type { HabitChanged } from './habit-messages.ts';

const lessons = (tokens: number): string =>
  tokens > 0
    ? ` It learns ${count(tokens)} tokens while it is awake, and its library waits until then: \`baby habit list\` shows how far it is.`
    : '';

/** What became of a habit. */
export function habitInWords({ name, does, tokens = 0, souls = 0, isForeign = false }: HabitChanged): string {
  switch (does) {
    case 'new':
      return `The habit ${name} is there, and on.${lessons(tokens) || ' It has nothing to learn yet: see `baby habit new --help`.'}`;
    case 'import':
      return `The habit ${name} is there.${isForeign ? ' Another baby learnt it: what it does to this one shows when it speaks.' : ''}${lessons(tokens)}`;
    case 'on':
      return `The habit ${name} is on: it counts from the next reply.`;
    case 'off':
      return `The habit ${name} is off: from the next reply it is as if there were none.`;
    case 'merge':
      return `The habit ${name} is part of the weights now: it cannot be switched off or forgotten any more, but \`baby undo\` goes back to the soul before.`;
    case 'forget': {
      const kept =
        souls === 0
          ? ''
          : ` ${count(souls)} older ${souls === 1 ? 'soul holds' : 'souls hold'} it until newer ones take their place.`;
      return `The habit ${name} is forgotten: its weights never changed, so it is as if it had never been.${kept} \`baby undo\` brings it back, as long as it lies in the trash.`;
    }
    default:
      return does satisfies never;
  }
}
