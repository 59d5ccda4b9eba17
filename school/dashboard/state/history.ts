/** What the ledger knows of the time before the dashboard was opened. Questions block, so each is small and others come between. */

import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { LEDGER_FILE } from '../../../statistics/ledger/schema.ts';
import { openForReading } from '../../../statistics/query/reader.ts';
import { metricSeries } from '../../../statistics/query/series.ts';
import { events, samples, transcript } from '../../../statistics/query/spans.ts';
import { type ChatMessage, CONVERSATION } from '../../api/messages.ts';
import type { Home } from '../../home/home.ts';
import { MOST_CHAT, MOST_MARKS } from './reducer.ts';
import type { Mark, MarkKind, Said, Spot } from './snapshot.ts';

/** The ledger of a home, as soon as there is one; opened again when a damaged one was replaced. */
export class Past {
  ledger: Database | null = null;
  readonly #file: string;
  #opened = 0;

  constructor(home: Home) {
    this.#file = join(home.statistics, LEDGER_FILE);
  }

  /** @returns whether there is one that was not there before. @throws LedgerError if it cannot be read */
  open(): boolean {
    const { ino } = statSync(this.#file, { throwIfNoEntry: false }) ?? { ino: 0 };
    if (ino === 0 || ino === this.#opened) return false;
    const before = this.ledger;
    this.ledger = openForReading(this.#file);
    this.#opened = ino;
    before?.close();
    return true;
  }

  close(): void {
    this.ledger?.close();
    this.ledger = null;
  }
}

/**
 * The last `span` milliseconds of a statistic before its newest value, in at most `points` spots or twice as many.
 *
 * @param from milliseconds since 1970 before which nothing is wanted
 */
export function curveOf(ledger: Database, name: string, span: number, points: number, from = 0): Spot[] {
  const newest = metricSeries(ledger, name, { points: 1 });
  if (newest.until < from) return [];
  const series = metricSeries(ledger, name, { since: Math.max(from, newest.until - span), points });
  return livedOn(series.points.map(({ ts, step, value }) => ({ t: ts, step, value })));
}

/** Without the steps that were learnt again after an earlier soul was restored. */
function livedOn(spots: readonly Spot[]): Spot[] {
  let next = Number.POSITIVE_INFINITY;
  return spots
    .toReversed()
    .filter(({ step }) => {
      if (step >= next) return false;
      next = step;
      return true;
    })
    .reverse();
}

/** Lines of its babble that are looked up: more than any window shows. */
const BABBLE = 30;

/** What it said of its own accord, oldest first; what it felt then is not kept beside it. */
export const babbleOf = (ledger: Database): Said[] =>
  samples(ledger, { source: 'babble', limit: BABBLE })
    .filter(({ output }) => output.trim() !== '')
    .map(({ step, output }) => ({ step, text: output, colour: '' }));

/** The owner's conversation, oldest first. */
export function conversationOf(ledger: Database): ChatMessage[] {
  return transcript(ledger, { conversation: CONVERSATION, limit: MOST_CHAT }).map(({ speaker, direction, text }) => ({
    conversation: CONVERSATION,
    speaker,
    kind: direction === 'heard' ? 'said' : 'replied',
    text,
  }));
}

/** Kinds of the ledger's events that are marked under the curves. */
const MARKED: Readonly<Record<string, MarkKind>> = { saved: 'saved', setting: 'set', back: 'restored' };

/** What happened before the dashboard was opened, oldest first. */
export function marksOf(ledger: Database): Mark[] {
  const found = Object.entries(MARKED).flatMap(([kind, marked]) =>
    events(ledger, { kind, limit: MOST_MARKS }).map(({ ts, data }) => ({ ts, step: stepIn(data), kind: marked })),
  );
  return found
    .filter((one): one is typeof one & { step: number } => one.step !== undefined)
    .sort((a, b) => a.ts - b.ts)
    .slice(-MOST_MARKS)
    .map(({ step, kind }) => ({ step, kind }));
}

function stepIn(data: string | null): number | undefined {
  const value: unknown = data === null ? undefined : JSON.parse(data);
  const step = typeof value === 'object' && value !== null && 'step' in value ? value.step : undefined;
  return typeof step === 'number' ? step : undefined;
}

/** The last line of its diary; '' before the first. */
export function diaryOf(ledger: Database): string {
  const data = events(ledger, { kind: 'diary', limit: 1 })[0]?.data;
  const entry: unknown = data ? JSON.parse(data) : undefined;
  return typeof entry === 'object' && entry && 'text' in entry && typeof entry.text === 'string' ? entry.text : '';
}

/** Where each statistic stands in its own history: the dashboard and the baby itself judge alike. */
export { Percentiles as Standings } from '../../raising/percentiles.ts';
