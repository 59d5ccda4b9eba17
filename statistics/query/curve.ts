/** The curve of a statistic over the time that its baby lived on: steps that were learnt again are in it once. */
import type { Database } from 'better-sqlite3';
import { metricSeries } from './series.ts';

/** A point of a curve: `t` in milliseconds since 1970. */
export interface Spot {
  readonly t: number;
  readonly step: number;
  readonly value: number;
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
