/** What happened at which step, as marks under a curve. */
import type { Database } from 'better-sqlite3';
import { events } from './spans.ts';

/** Kinds of the ledger's events that are marked. */
const MARKED = { saved: 'saved', setting: 'set', back: 'restored' } as const;

export interface PastMark {
  readonly step: number;
  readonly kind: (typeof MARKED)[keyof typeof MARKED];
}

/** The newest `most` marks, oldest first. */
export function marksOf(ledger: Database, most: number): PastMark[] {
  const found = Object.entries(MARKED).flatMap(([kind, marked]) =>
    events(ledger, { kind, limit: most }).map(({ ts, data }) => ({ ts, step: stepIn(data), kind: marked })),
  );
  return found
    .filter((one): one is typeof one & { step: number } => one.step !== undefined)
    .sort((a, b) => a.ts - b.ts)
    .slice(-most)
    .map(({ step, kind }) => ({ step, kind }));
}

function stepIn(data: string | null): number | undefined {
  const value: unknown = data === null ? undefined : JSON.parse(data);
  const step = typeof value === 'object' && value !== null && 'step' in value ? value.step : undefined;
  return typeof step === 'number' ? step : undefined;
}
