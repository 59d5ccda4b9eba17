import type { Database } from 'better-sqlite3';
import { count } from '../format/numbers.ts';
import { LedgerError } from '../ledger/errors.ts';
import { HOUR, MINUTE } from '../ledger/schema.ts';
import { statistic } from '../names.ts';
import { texts } from '../texts.ts';
import { type Column, Tiers } from './tiers.ts';

export interface SeriesQuery {
  /** milliseconds since 1970; left out: from the first value on */
  readonly since?: number;
  /** left out: to the last value */
  readonly until?: number;
  /** how many points are wanted, at most twice as many come; ignored where `every` is given */
  readonly points?: number;
  /** width of one point in milliseconds, aligned to the clock */
  readonly every?: number;
  /** exponential smoothing, 0 (none) … below 1; the first points are weighed as if nothing had been before */
  readonly smoothing?: number;
}

/** One value, or what stands for a span of them. */
export interface Point extends Column {
  /** milliseconds since 1970: of the value, or the start of the span */
  readonly ts: number;
  /** what stands for it, by the table of names: its mean or its last value */
  readonly value: number;
  /** the same, smoothed; equal to `value` without smoothing */
  readonly smooth: number;
}

export interface Series {
  readonly name: string;
  readonly since: number;
  readonly until: number;
  /** milliseconds of one point; null: each point is one value as it was recorded */
  readonly every: number | null;
  /** in the order of time; spans without a value are left out */
  readonly points: readonly Point[];
}

const MOST_POINTS = 20_000;

/**
 * The course of one statistic. Few values come as they are; many come as columns that keep their least and greatest, so that no
 * spike is lost. What is no longer there value by value comes from the minutes, and what is older still from the hours.
 * @throws for a name that is none, and for a span or width that makes no sense
 */
export function metricSeries(database: Database, name: string, query: SeriesQuery = {}): Series {
  const { take } = statistic(name).draw;
  const { points = 300, smoothing = 0 } = query;
  if (!(points >= 1 && points <= MOST_POINTS))
    throw new LedgerError('given', texts.query.badPoints(MOST_POINTS, points));
  if (!(smoothing >= 0 && smoothing < 1)) throw new LedgerError('given', texts.query.badSmoothing(smoothing));
  const tiers = new Tiers(database, name);
  const span = spanOf(tiers, query);
  const finish = (every: number | null, columns: readonly (Column & { ts: number })[]): Series => ({
    name,
    ...span,
    every,
    points: smoothed(columns, take, smoothing),
  });
  if (query.every === undefined) {
    const values = tiers.values(span.since, span.until, 2 * points);
    if (values) return finish(null, values);
  }
  const every = widthOf(span, query.every, points);
  const first = query.every === undefined ? span.since : Math.floor(span.since / every) * every;
  const finest = every >= HOUR ? 'hour' : every >= MINUTE ? 'minute' : 'raw';
  const columns: (Column & { ts: number })[] = [];
  for (let ts = first; ts <= span.until; ts += every) {
    const column = tiers.column(Math.max(ts, span.since), Math.min(ts + every, span.until + 1), finest, ts === first);
    if (column) columns.push({ ts, ...column });
  }
  return finish(every, columns);
}

/** All values of a span in one: for comparing one night with another. Null where there are none. */
export function metricSummary(
  database: Database,
  name: string,
  span: Pick<SeriesQuery, 'since' | 'until'> = {},
): Column | null {
  statistic(name);
  const tiers = new Tiers(database, name);
  const { since, until } = spanOf(tiers, span);
  // Edges are as sharp as the size of the span asks for.
  const finest = until - since <= 2 * HOUR ? 'raw' : until - since <= 72 * HOUR ? 'minute' : 'hour';
  return tiers.column(since, until + 1, finest, true) ?? null;
}

function spanOf(tiers: Tiers, { since, until }: SeriesQuery): { since: number; until: number } {
  // What ends before the first value is empty, and no mistake.
  const from = since ?? Math.min(tiers.first ?? 0, until ?? Number.POSITIVE_INFINITY);
  const to = until ?? Math.max(tiers.last ?? 0, from);
  if (Number.isFinite(from) && Number.isFinite(to) && from <= to)
    return { since: Math.max(from, Math.min(tiers.first ?? from, to)), until: to };
  throw new LedgerError('given', texts.query.badSpan(from, to));
}

function widthOf(
  { since, until }: { since: number; until: number },
  every: number | undefined,
  points: number,
): number {
  const width = Math.ceil(every ?? (until - since + 1) / points);
  const columns = (until - since) / width;
  if (width >= 1 && columns <= MOST_POINTS) return Math.max(width, 1);
  throw new LedgerError('given', texts.query.tooManyPoints(every, count(Math.ceil(columns)), count(MOST_POINTS)));
}

/** Exponential smoothing without the pull of its beginning: s ← αs + (1−α)x, divided by 1 − αⁿ. */
function smoothed(columns: readonly (Column & { ts: number })[], take: 'mean' | 'last', alpha: number): Point[] {
  let [sum, weight] = [0, 0];
  return columns.map((column) => {
    const value = column[take];
    sum = alpha * sum + (1 - alpha) * value;
    weight = alpha * weight + (1 - alpha);
    return { ...column, value, smooth: alpha === 0 ? value : sum / weight };
  });
}
