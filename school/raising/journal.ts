/** What its owner writes down: what it is learning today, in one line each, kept in the ledger. */
import type { Database } from 'better-sqlite3';
import { asLine } from '../../library/notices/templates.ts';
import { events, type Span } from '../../statistics/query/spans.ts';
import { raisingTexts } from './texts/raising.ts';

/** How the ledger calls such an event. */
export const JOURNAL = 'journal';

const LONGEST = 1000;

export interface JournalEntry {
  readonly time: number;
  readonly step: number;
  readonly text: string;
}

/** A line of the journal, clean. @throws Error one sentence for an empty or a very long one */
export function journalText(written: string): string {
  const text = asLine(written, Number.POSITIVE_INFINITY);
  if (text === '') throw new Error(raisingTexts.emptyJournalLine);
  if (text.length > LONGEST) {
    throw new Error(raisingTexts.longJournalLine(LONGEST, text.length));
  }
  return text;
}

/** The newest entries (100), oldest first. */
export function journalOf(ledger: Database, span: Span = {}): JournalEntry[] {
  return events(ledger, { ...span, kind: JOURNAL }).flatMap(({ ts, data }) => {
    const { step, text } = JSON.parse(data ?? '{}') as { step?: unknown; text?: unknown };
    return typeof text === 'string' ? [{ time: ts, step: typeof step === 'number' ? step : 0, text }] : [];
  });
}

/** Whether two moments are of the same day, by the calendar of this place. */
export const sameDay = (a: number, b: number): boolean => new Date(a).toDateString() === new Date(b).toDateString();
