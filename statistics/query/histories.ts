import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { OF_TEXTS, STATISTICS } from '../names.ts';
import { paperOfExams } from './exam-sets.ts';
import { listStatistics } from './overview.ts';
import { metricSeries } from './series.ts';

/** Points of a history: of the statistics that everybody looks at, and of those of single organs. */
export const POINTS = 150;

export const POINTS_OF_ORGANS = 40;

/** Milliseconds between two questions, so that keys and drawings are not held up. */
export const BREATH = 15;

/** Families of statistics that no page shows with a standing. */
export const UNSHOWN = /^(?:duration|colour|expected)\.|^(?:save|reply)[A-Z]/;

/**
 * Calls back with the past of every statistic, one after another, until `stopped`; of those about texts, since it was first examined on
 * what it is examined on now (`paper`). @throws what the ledger throws
 */
export async function histories(
  ledger: Database,
  onHistory: (name: string, values: readonly number[], best: number | undefined, paper: string) => void,
  stopped: () => boolean,
): Promise<void> {
  const shown = listStatistics(ledger).filter(({ name }) => !UNSHOWN.test(name));
  // First what is on the first page.
  shown.sort((a, b) => Number(Object.hasOwn(STATISTICS, b.name)) - Number(Object.hasOwn(STATISTICS, a.name)));
  const { paper, since } = paperOfExams(ledger) ?? { paper: '', since: undefined };
  for (const { name, record } of shown) {
    await sleep(BREATH, undefined, { ref: false });
    if (stopped()) return;
    const points = Object.hasOwn(STATISTICS, name) ? POINTS : POINTS_OF_ORGANS;
    // Single values, not means: those seen later are single ones too, and must find their like.
    const startsOver = since !== undefined && OF_TEXTS.has(name);
    const { points: found } = metricSeries(ledger, name, { points, ...(startsOver && { since }) });
    const values = found.map(({ last }) => last);
    // The record is one of its whole life.
    onHistory(name, values, startsOver ? undefined : record?.value, paper);
  }
}
