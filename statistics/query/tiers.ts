import type { Database, Statement } from 'better-sqlite3';
import { HOUR, MINUTE } from '../ledger/schema.ts';

export type Tier = 'raw' | 'minute' | 'hour';

/** What stands for all values of a span. */
export interface Column {
  readonly n: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly last: number;
  /** of the last value */
  readonly step: number;
}

interface Sums {
  readonly n: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

const TABLES = {
  raw: {
    table: 'metric',
    time: 'ts',
    last: 'value',
    sums: 'count(value) n, sum(value) sum, min(value) min, max(value) max',
  },
  minute: {
    table: 'metric_1m',
    time: 'bucket',
    last: 'last',
    sums: 'sum(n) n, sum(sum) sum, min(min) min, max(max) max',
  },
  hour: {
    table: 'metric_1h',
    time: 'bucket',
    last: 'last',
    sums: 'sum(n) n, sum(sum) sum, min(min) min, max(max) max',
  },
} as const;

/** One statistic in its three tables: what is gone from a finer one is found in a coarser one. */
export class Tiers {
  /** first and last moment known, milliseconds; undefined where there is no value at all */
  readonly first: number | undefined;
  readonly last: number | undefined;
  private readonly key: number;
  private readonly database: Database;
  /** from when on a table is whole */
  private readonly whole: { readonly raw: number; readonly minute: number };
  private readonly prepared = new Map<Tier, { sums: Statement; last: Statement }>();

  constructor(database: Database, name: string) {
    this.database = database;
    const one = (sql: string, ...given: unknown[]): number | undefined =>
      (database
        .prepare(sql)
        .pluck()
        .get(...given) as number | null | undefined) ?? undefined;
    this.key = one('SELECT id FROM metric_key WHERE name = ?', name) ?? -1;
    const edge = (which: 'min' | 'max', tier: Tier): number | undefined =>
      one(`SELECT ${which}(${TABLES[tier].time}) FROM ${TABLES[tier].table} WHERE key_id = ?`, this.key);
    const [raw, minute, hour] = [edge('min', 'raw'), edge('min', 'minute'), edge('min', 'hour')];
    // An edge of a coarser table is the start of its span: only an earlier span shows that finer ones are gone.
    const rawCut = raw === undefined || (minute !== undefined && minute < Math.floor(raw / MINUTE) * MINUTE);
    const minuteCut = minute === undefined || (hour !== undefined && hour < Math.floor(minute / HOUR) * HOUR);
    this.whole = {
      raw: rawCut ? next(raw, MINUTE) : (raw as number),
      minute: minuteCut ? next(minute, HOUR) : (minute as number),
    };
    this.first = minuteCut ? (hour ?? minute ?? raw) : rawCut ? (minute ?? raw) : raw;
    this.last = edge('max', 'raw') ?? edge('max', 'minute') ?? edge('max', 'hour');
  }

  /** The values of a span one by one, or undefined where they are more than `most` or no longer all there. */
  values(since: number, until: number, most: number): (Column & { ts: number })[] | undefined {
    if (since < this.whole.raw) return undefined;
    const rows = this.database
      .prepare(`SELECT ts, value, step FROM metric WHERE key_id = ? AND ts >= ? AND ts <= ? AND value IS NOT NULL
        ORDER BY ts, run_id, seq LIMIT ?`)
      .raw()
      .all(this.key, since, until, most + 1) as [number, number, number][];
    if (rows.length > most) return undefined;
    return rows.map(([ts, value, step]) => ({ ts, n: 1, mean: value, min: value, max: value, last: value, step }));
  }

  /**
   * All values from `since` up to, and without, `until`, from no finer table than `finest`. The `leading` column of a series
   * takes in the whole minute or hour that `since` lies in; any other begins with the first that begins in it.
   */
  column(since: number, until: number, finest: Tier, leading: boolean): Column | undefined {
    const tier = this.tierAt(since, finest);
    const { sums, last } = this.statements(tier);
    const width = { raw: 1, minute: MINUTE, hour: HOUR }[tier];
    const from = leading ? Math.floor(since / width) * width : since;
    const found = sums.get(this.key, from, until) as Sums | { n: 0 | null };
    if (!found.n) return undefined;
    const { n, sum, min, max } = found as Sums;
    const [value, step] = last.get(this.key, from, until) as [number, number];
    return { n, mean: sum / n, min, max, last: value, step };
  }

  private tierAt(since: number, finest: Tier): Tier {
    if (finest === 'raw' && since >= this.whole.raw) return 'raw';
    return finest !== 'hour' && since >= this.whole.minute ? 'minute' : 'hour';
  }

  private statements(tier: Tier): { sums: Statement; last: Statement } {
    let found = this.prepared.get(tier);
    if (!found) {
      const { table, time, last, sums } = TABLES[tier];
      const span = `FROM ${table} WHERE key_id = ? AND ${time} >= ? AND ${time} < ?`;
      const order = tier === 'raw' ? 'ts DESC, run_id DESC, seq DESC' : 'bucket DESC, run_id DESC';
      found = {
        sums: this.database.prepare(`SELECT ${sums} ${span}`),
        last: this.database
          .prepare(`SELECT ${last}, step ${span} AND ${last} IS NOT NULL ORDER BY ${order} LIMIT 1`)
          .raw(),
      };
      this.prepared.set(tier, found);
    }
    return found;
  }
}

const next = (time: number | undefined, width: number): number =>
  time === undefined ? Number.POSITIVE_INFINITY : Math.floor(time / width) * width + width;
