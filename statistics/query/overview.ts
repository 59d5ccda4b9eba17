import type { Database } from 'better-sqlite3';
import { findStatistic, type Polarity } from '../names.ts';
import { metricSeries, type SeriesQuery } from './series.ts';

export interface Known {
  readonly name: string;
  readonly unit: string;
  /** values ever recorded, those included that are kept as rollups alone */
  readonly count: number;
  readonly last: number;
  /** when the last was, milliseconds, and at which step */
  readonly ts: number;
  readonly step: number;
  readonly min: number;
  readonly max: number;
  /** the best ever, where there is a good direction; and when, to the hour */
  readonly record: { readonly value: number; readonly ts: number } | null;
}

/** Every statistic that has a value, by name. */
export function listStatistics(database: Database): Known[] {
  const keys = database.prepare('SELECT id, name, unit FROM metric_key ORDER BY name').all() as {
    id: number;
    name: string;
    unit: string;
  }[];
  const sums = database.prepare('SELECT sum(n) count, min(min) min, max(max) max FROM metric_1h WHERE key_id = ?');
  const lasts = (['metric', 'metric_1m', 'metric_1h'] as const).map((table) => {
    const [time, value] = table === 'metric' ? ['ts', 'value'] : ['bucket', 'last'];
    return database.prepare(
      `SELECT ${time} ts, ${value} last, step FROM ${table} WHERE key_id = ? AND ${value} IS NOT NULL ORDER BY ${time} DESC LIMIT 1`,
    );
  });
  return keys.flatMap(({ id, name, unit }) => {
    const { count, min, max } = sums.get(id) as { count: number | null; min: number; max: number };
    if (!count) return [];
    const last = lasts.map((statement) => statement.get(id)).find((row) => row !== undefined);
    const record = recordOf(database, id, findStatistic(name)?.polarity ?? 'neither');
    return [{ name, unit, count, min, max, record, ...(last as { last: number; ts: number; step: number }) }];
  });
}

function recordOf(database: Database, key: number, polarity: Polarity): Known['record'] {
  if (polarity === 'neither') return null;
  const [column, order] = polarity === 'higher' ? ['max', 'DESC'] : ['min', 'ASC'];
  return database
    .prepare(
      `SELECT ${column} value, bucket ts FROM metric_1h WHERE key_id = ? ORDER BY ${column} ${order}, bucket LIMIT 1`,
    )
    .get(key) as Known['record'];
}

/** The newest values of a statistic, oldest first, to fill a `History` with: at most `points`, spread over the span. */
export function historyOf(database: Database, name: string, query: SeriesQuery = {}): number[] {
  return metricSeries(database, name, { points: 1000, ...query }).points.map(({ value }) => value);
}
