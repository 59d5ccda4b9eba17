import { count } from '../../statistics/format/numbers.ts';
import type { SiblingReport } from '../api/messages.ts';
import { siblingName } from '../api/sibling-words.ts';
import { tableLines } from '../terminal/columns.ts';

/** The brains that are one baby, one line each. */
export function siblingLines(siblings: readonly SiblingReport[]): string[] {
  const rows = siblings.map(({ id, tokens, does, speaks, atItsBest }) => [
    siblingName(id),
    `${count(tokens)} tokens learnt`,
    does,
    !speaks ? 'does not speak yet' : atItsBest ? 'speaks as it was at its best' : 'speaks',
  ]);
  return tableLines(rows, [1]);
}
