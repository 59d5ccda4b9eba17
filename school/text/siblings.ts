import { count } from '../../statistics/format/numbers.ts';
import type { SiblingReport } from '../api/messages.ts';
import { DREAM, siblingName } from '../api/sibling-words.ts';
import { tableLines } from '../terminal/columns.ts';
import { texts } from './texts.ts';

/** Why one does not speak: the dream while it learns and after it, a sibling that learns, and one that rests. */
const SILENT = {
  learns: texts.siblings.dreamLearns,
  rests: texts.siblings.dreamRests,
  sibling: texts.siblings.doesNotSpeak,
  taught: texts.siblings.taughtDream,
} as const;

/** The brains that are one baby, one line each. */
export function siblingLines(siblings: readonly SiblingReport[]): string[] {
  const rows = siblings.map(({ id, tokens, does, speaks, atItsBest }) => [
    siblingName(id),
    texts.siblings.tokensLearnt(count(tokens)),
    does,
    speaks
      ? atItsBest
        ? texts.siblings.speaksAtItsBest
        : texts.siblings.speaks
      : SILENT[id === DREAM ? does : does === 'rests' ? 'taught' : 'sibling'],
  ]);
  return tableLines(rows, [1]);
}
