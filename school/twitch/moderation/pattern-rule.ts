/** One rule that is a pattern: what it refuses, and in which views of the text it looks. */
import type { Views } from './fold.ts';

export interface PatternRule {
  /** stands in verdicts, the ledger and the dashboard; never changes its meaning */
  readonly id: string;
  readonly refuses: string;
  readonly views: readonly Exclude<keyof Views, 'words' | 'spelt'>[];
  readonly pattern: Pick<RegExp, 'test'>;
}

export const rule = (
  id: string,
  refuses: string,
  views: PatternRule['views'],
  pattern: PatternRule['pattern'],
): PatternRule => ({ id, refuses, views, pattern });
