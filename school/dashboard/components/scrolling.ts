/** Where a list stands that is longer than its place on the screen. Pure. */

import type { Key } from 'ink';
import { count } from '../../../statistics/format/numbers.ts';

export interface Place {
  /** the first line that is seen */
  readonly top: number;
  readonly selected: number;
}

export type Move = 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

export const START: Place = { top: 0, selected: 0 };
/** Whichever line is the last, also when more come. */
export const LAST = Number.MAX_SAFE_INTEGER;

/** The same place in a list that may have become shorter, or has another height: the selected line can be seen. */
export function placed({ top, selected }: Place, count: number, rows: number): Place {
  const at = within(selected, 0, count - 1);
  const seen = Math.max(1, rows);
  return { top: within(within(top, at - seen + 1, at), 0, count - seen), selected: at };
}

/** The next place of a list in which one line is selected. */
export function moved(place: Place, move: Move, count: number, rows: number): Place {
  const { top, selected } = placed(place, count, rows);
  return placed({ top, selected: selected + stepOf(move, count, rows) }, count, rows);
}

/** The next first line of a list without a selection. */
export function scrolled(top: number, move: Move, count: number, rows: number): number {
  return within(top + stepOf(move, count, rows), 0, count - rows);
}

/** j k g G and the keys that mean the same. */
export function moveOf(input: string, key: Key): Move | undefined {
  if (key.ctrl || key.meta) return undefined;
  if (key.upArrow || input === 'k') return 'up';
  if (key.downArrow || input === 'j') return 'down';
  if (key.pageUp) return 'pageUp';
  if (key.pageDown) return 'pageDown';
  if (key.home || input === 'g') return 'first';
  if (key.end || input === 'G') return 'last';
  return undefined;
}

/** @example seenOf(3, 10, 100) // '4–13 of 100'; '' where all is seen */
export function seenOf(top: number, rows: number, all: number): string {
  if (all <= rows) return '';
  return `${top + 1}–${Math.min(top + rows, all)} of ${count(all)}`;
}

function stepOf(move: Move, count: number, rows: number): number {
  const page = Math.max(1, rows - 1);
  return { up: -1, down: 1, pageUp: -page, pageDown: page, first: -count, last: count }[move];
}

/** Where the two ends contradict each other, the lower one counts. */
function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most), 0);
}
