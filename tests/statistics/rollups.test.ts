import type { Database } from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../statistics/ledger/schema.ts';
import { dice, hold, START } from './support.ts';

interface Rolled {
  readonly name: string;
  readonly run: number;
  readonly bucket: number;
  readonly n: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly last: number;
  readonly step: number;
}

const kept = (database: Database, table: string): Rolled[] =>
  database
    .prepare(`SELECT name, run_id run, bucket, n, sum, min, max, last, step FROM ${table} JOIN metric_key k ON k.id = key_id
      ORDER BY name, run, bucket`)
    .all() as Rolled[];

/** From the single values, the slow way. */
function recomputed(database: Database, width: number): Rolled[] {
  const rows = database
    .prepare(`SELECT name, run_id run, ts, step, value FROM metric JOIN metric_key k ON k.id = key_id
      WHERE value IS NOT NULL ORDER BY run_id, seq`)
    .all() as { name: string; run: number; ts: number; step: number; value: number }[];
  const groups = Map.groupBy(rows, ({ name, run, ts }) => JSON.stringify([name, run, Math.floor(ts / width) * width]));
  return [...groups]
    .map(([key, group]) => {
      const [name, run, bucket] = JSON.parse(key) as [string, number, number];
      const values = group.map(({ value }) => value);
      const sum = values.reduce((total, value) => total + value, 0);
      const { value: last, step } = group[group.length - 1];
      return {
        name,
        run,
        bucket,
        n: values.length,
        sum,
        min: Math.min(...values),
        max: Math.max(...values),
        last,
        step,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.run - b.run || a.bucket - b.bucket));
}

function expectTrue(database: Database): void {
  for (const [table, width] of [
    ['metric_1m', MINUTE],
    ['metric_1h', HOUR],
  ] as const) {
    const [found, wanted] = [kept(database, table), recomputed(database, width)];
    expect(found.length).toBeGreaterThan(3);
    expect(found.map(({ sum, ...rest }) => rest)).toEqual(wanted.map(({ sum, ...rest }) => rest));
    found.forEach(({ sum }, i) => expect(sum).toBeCloseTo(wanted[i].sum, 6));
  }
}

describe('rollups by minute and hour', () => {
  it('equal what the single values give, over flushes, runs, gaps and a clock that goes both ways', () => {
    const held = hold();
    const { ledger } = held;
    const roll = dice(3);
    for (let run = 0; run < 3; run++) {
      ledger.beginRun();
      for (let step = 0; step < 2000; step++) {
        ledger.record(step, {
          loss: roll() < 0.02 ? Number.NaN : 10 * roll() - 5,
          exact: roll(),
          ...(roll() < 0.1 ? { exam: roll() < 0.5 ? null : roll() } : {}),
          ...(roll() < 0.01 ? { gradientNorm: Number.POSITIVE_INFINITY } : {}),
        });
        if (roll() < 0.9) held.pass(Math.floor(roll() * 4000));
        if (roll() < 0.003) held.jump((roll() - 0.5) * 6 * HOUR);
        if (roll() < 0.02) ledger.flush();
      }
    }
    ledger.flush();
    expectTrue(ledger.database);
    expect(ledger.counts.lost).toBe(0);
    const jumps = ledger.database.prepare("SELECT count(*) FROM event WHERE kind = 'clock'").pluck().get() as number;
    expect(jumps).toBeGreaterThan(3);
  });

  it('keep two values of one millisecond apart', () => {
    const { ledger } = hold();
    ledger.beginRun();
    for (let i = 0; i < 100; i++) ledger.record(i, { loss: i });
    ledger.flush();
    expect(ledger.database.prepare('SELECT count(*), count(DISTINCT ts) FROM metric').raw().get()).toEqual([100, 1]);
    expect(kept(ledger.database, 'metric_1h')).toEqual([
      { name: 'loss', run: 1, bucket: START, n: 100, sum: 4950, min: 0, max: 99, last: 99, step: 99 },
    ]);
  });
});
