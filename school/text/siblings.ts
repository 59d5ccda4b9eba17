import { count } from '../../statistics/format/numbers.ts';
import type { SiblingReport } from '../api/messages.ts';
import { DREAM, siblingName } from '../api/sibling-words.ts';
import { tableLines } from '../terminal/columns.ts';

/** Why one does not speak: the dream while it learns and after it, a sibling that learns, and one that rests. */
const SILENT = {
  learns: 'learns what all others expect together',
  rests: 'is all others in one: what exports carry',
  sibling: 'does not speak yet',
  taught: 'taught the dream, which speaks for it',
} as const;

/** The brains that are one baby, one line each. */
export function siblingLines(siblings: readonly SiblingReport[]): string[] {
  const rows = siblings.map(({ id, tokens, does, speaks, atItsBest }) => [
    siblingName(id),
    `${count(tokens)} tokens learnt`,
    does,
    speaks
      ? atItsBest
        ? 'speaks as it was at its best'
        : 'speaks'
      : SILENT[id === DREAM ? does : does === 'rests' ? 'taught' : 'sibling'],
  ]);
  return tableLines(rows, [1]);
}
