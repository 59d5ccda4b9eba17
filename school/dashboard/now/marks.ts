/** What happened, as letters under a curve. Pure. */
import type { Mark, MarkKind } from '../state/snapshot.ts';
import { curveTexts } from '../texts/curves.ts';

/** The letter of each kind, and what it means; a total table, which the help shows too. */
export const MARKS: Readonly<Record<MarkKind, { readonly letter: string; readonly means: string }>> = {
  best: { letter: '◆', means: curveTexts.marks.best },
  fed: { letter: 'F', means: curveTexts.marks.fed },
  corrected: { letter: 'C', means: curveTexts.marks.corrected },
  grown: { letter: 'G', means: curveTexts.marks.grown },
  restored: { letter: 'B', means: curveTexts.marks.restored },
  set: { letter: 's', means: curveTexts.marks.set },
  otherExam: { letter: 'E', means: curveTexts.marks.otherExam },
  saved: { letter: '·', means: curveTexts.marks.saved },
};

/** Of two kinds in one column the first of this list is shown. */
const ORDER: readonly MarkKind[] = ['best', 'fed', 'corrected', 'grown', 'restored', 'set', 'otherExam', 'saved'];

/**
 * A row of exactly `width` characters: the letter of each mark in the column of its step.
 * @param from step of the first column, and `to` of the last
 */
export function markRow(marks: readonly Mark[], from: number, to: number, width: number): string {
  if (width < 1 || to <= from) return ' '.repeat(Math.max(0, width));
  const columns: (MarkKind | undefined)[] = new Array(width).fill(undefined);
  for (const { step, kind } of marks) {
    if (step < from || step > to) continue;
    const column = Math.min(width - 1, Math.round(((step - from) / (to - from)) * (width - 1)));
    const there = columns[column];
    if (there === undefined || ORDER.indexOf(kind) < ORDER.indexOf(there)) columns[column] = kind;
  }
  return columns.map((kind) => (kind === undefined ? ' ' : MARKS[kind].letter)).join('');
}
