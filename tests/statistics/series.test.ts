import type { Database } from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../statistics/ledger/schema.ts';
import { durations } from '../../statistics/query/durations.ts';
import { historyOf, listStatistics } from '../../statistics/query/overview.ts';
import { openForReading } from '../../statistics/query/reader.ts';
import { metricSeries, metricSummary } from '../../statistics/query/series.ts';
import { texts } from '../../statistics/texts.ts';
import { dice, type Held, hold, START } from './support.ts';

/** `seconds` of loss, one value a second, with one spike. */
function live(seconds: number, spikeAt = -1): Held & { readonly values: number[] } {
  const [held, roll] = [hold(), dice(11)];
  const values: number[] = [];
  held.ledger.beginRun();
  for (let i = 0; i < seconds; i++) {
    values.push(i === spikeAt ? 99 : roll());
    held.ledger.record(i, { loss: values[i], tokens: i });
    if (i < seconds - 1) held.pass(1000);
  }
  held.ledger.flush();
  return { ...held, values };
}

const reading = <T>(held: Held, ask: (database: Database) => T): T => {
  const database = openForReading(held.ledger.file);
  try {
    return ask(database);
  } finally {
    database.close();
  }
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a series', () => {
  it('of few values is the values', () => {
    const held = live(50);
    const { every, points } = reading(held, (db) => metricSeries(db, 'loss', { points: 25 }));
    expect(every).toBeNull();
    expect(points.map(({ value }) => value)).toEqual(held.values);
    expect(points[3]).toEqual({
      ts: START + 3000,
      n: 1,
      mean: held.values[3],
      min: held.values[3],
      max: held.values[3],
      last: held.values[3],
      step: 3,
      value: held.values[3],
      smooth: held.values[3],
    });
  });

  it('of many values is columns that lose neither a value nor a spike', () => {
    const held = live(4000, 1234);
    const { every, points } = reading(held, (db) => metricSeries(db, 'loss', { points: 100 }));
    expect(every).toBe(Math.ceil(3_999_001 / 100));
    expect(points.length).toBe(100);
    expect(points.reduce((sum, { n }) => sum + n, 0)).toBe(4000);
    expect(Math.max(...points.map(({ max }) => max))).toBe(99);
    for (const { ts, n, mean: found, min, max, last, step } of points) {
      const from = Math.ceil((ts - START) / 1000);
      const part = held.values.slice(from, from + n);
      expect(found).toBeCloseTo(mean(part), 10);
      expect([min, max, last, step]).toEqual([Math.min(...part), Math.max(...part), part[n - 1], from + n - 1]);
    }
  });

  it('stands for its spans as the table of names says: means, or the last of counters', () => {
    const held = live(4000);
    const { points } = reading(held, (db) => metricSeries(db, 'tokens', { points: 10 }));
    expect(points.map(({ value, last }) => value === last)).toEqual(new Array(10).fill(true));
    expect(points.at(-1)?.value).toBe(3999);
  });

  it('can be asked by width, aligned to the clock, from minutes and hours', () => {
    const held = live(9000);
    for (const every of [10_000, 5 * MINUTE, HOUR]) {
      const { points } = reading(held, (db) => metricSeries(db, 'loss', { every }));
      expect(points.every(({ ts }) => ts % every === 0)).toBe(true);
      expect(points.length).toBe(Math.ceil(9_000_000 / every));
      expect(points.reduce((sum, { n }) => sum + n, 0)).toBe(9000);
      const [first] = points;
      expect(first.mean).toBeCloseTo(mean(held.values.slice(0, first.n)), 10);
    }
  });

  it('of a span holds that span alone', () => {
    const held = live(1000);
    const [since, until] = [START + 100_000, START + 200_000];
    const { points } = reading(held, (db) => metricSeries(db, 'loss', { since, until, points: 200 }));
    expect(points.map(({ value }) => value)).toEqual(held.values.slice(100, 201));
    expect(
      reading(held, (db) => metricSeries(db, 'loss', { since: START + DAY, until: START + 2 * DAY })).points,
    ).toEqual([]);
    expect(reading(held, (db) => metricSeries(db, 'exam')).points).toEqual([]);
  });

  it('goes on before what is still there value by value', () => {
    const held = live(4 * 3600);
    held.pass(2 * DAY - HOUR);
    held.ledger.tend();
    const cut = held.ledger.database.prepare('SELECT min(ts) FROM metric WHERE key_id = 1').pluck().get() as number;
    expect(cut).toBeGreaterThan(START + 2 * HOUR);
    const { points } = reading(held, (db) =>
      metricSeries(db, 'loss', { every: 30_000, since: START, until: START + 4 * HOUR }),
    );
    const minutes = points.filter(({ ts }) => ts < cut - MINUTE);
    const raw = points.filter(({ ts }) => ts >= cut + MINUTE);
    expect(minutes.every(({ n, ts }) => n === 60 && ts % MINUTE === 0)).toBe(true);
    expect(raw.every(({ n }) => n === 30)).toBe(true);
    expect([minutes.length, raw.length].every((count) => count > 100)).toBe(true);
    const [early] = minutes;
    expect(early.mean).toBeCloseTo(mean(held.values.slice(0, 60)), 10);
    const { n } = reading(held, (db) => metricSummary(db, 'loss')) as { n: number };
    expect(n).toBe(4 * 3600);
  });

  it('is smoothed without the pull of its beginning', () => {
    const held = live(30);
    const { points } = reading(held, (db) => metricSeries(db, 'loss', { smoothing: 0.9 }));
    expect(points[0].smooth).toBeCloseTo(held.values[0], 12);
    let [sum, weight] = [0, 0];
    points.forEach(({ smooth }, i) => {
      sum = 0;
      weight = 0;
      for (let j = 0; j <= i; j++) {
        sum += 0.9 ** (i - j) * held.values[j];
        weight += 0.9 ** (i - j);
      }
      expect(smooth).toBeCloseTo(sum / weight, 10);
    });
  });

  it('leaves out what was no number', () => {
    const held = hold();
    held.ledger.beginRun();
    for (const loss of [1, Number.NaN, 3]) held.ledger.record(1, { loss });
    held.ledger.flush();
    expect(reading(held, (db) => metricSeries(db, 'loss')).points.map(({ value }) => value)).toEqual([1, 3]);
  });

  it('refuses what makes no sense with one sentence', () => {
    const held = live(10);
    const ask =
      (query: object, name = 'loss') =>
      () =>
        reading(held, (db) => metricSeries(db, name, query));
    expect(ask({}, 'losss')).toThrow('no statistic is called "losss"');
    expect(ask({ points: 0 })).toThrow(texts.query.badPoints(20000, 0));
    expect(ask({ smoothing: 1 })).toThrow('smoothing lies between 0 and 1');
    expect(metricSeries(held.ledger.database, 'loss', { until: 1 }).points).toEqual([]);
    expect(ask({ since: 2, until: 1 })).toThrow('a span must begin before it ends, got 2 to 1');
    expect(ask({ every: 0.1, since: START - DAY, until: START + DAY })).toThrow(/^a point every 0\.1 ms would give/);
  });
});

describe('what there is', () => {
  it('is listed with count, last and record', () => {
    const held = live(500, 77);
    const least = Math.min(...held.values);
    expect(reading(held, listStatistics)).toEqual([
      {
        name: 'loss',
        unit: 'nats per token',
        count: 500,
        last: held.values[499],
        ts: START + 499_000,
        step: 499,
        min: least,
        max: 99,
        record: { value: least, ts: START },
      },
      {
        name: 'tokens',
        unit: 'tokens',
        count: 500,
        last: 499,
        ts: START + 499_000,
        step: 499,
        min: 0,
        max: 499,
        record: { value: 499, ts: START },
      },
    ]);
    expect(reading(held, (db) => historyOf(db, 'loss'))).toEqual(held.values);
    expect(
      reading(held, (db) => metricSummary(db, 'loss', { since: START + 10_000, until: START + 19_000 }))?.mean,
    ).toBeCloseTo(mean(held.values.slice(10, 20)), 12);
    expect(reading(held, (db) => metricSummary(db, 'exam'))).toBeNull();
  });

  it('tells where the time of a step goes', () => {
    const held = hold();
    held.ledger.beginRun();
    for (let step = 0; step < 10; step++)
      held.ledger.record(step, {
        'duration.step': 10,
        'duration.forward': 3,
        'duration.backward': 6,
        ...(step === 0 ? { 'duration.exam': 5 } : {}),
      });
    held.ledger.flush();
    const { step, sections } = reading(held, (db) => durations(db));
    expect(step).toEqual({ section: 'step', mean: 10, max: 10, share: 1, lately: 10, slow: false });
    expect(sections.map(({ section, share }) => [section, share])).toEqual([
      ['backward', 0.6],
      ['forward', 0.3],
      ['exam', 0.05],
    ]);
    // Its part of one step, though it came in one of ten.
    expect(sections[2]).toMatchObject({ mean: 0.5, max: 5 });
  });

  it('tells which sections became slower in the last minutes, and are worth a look', () => {
    const held = hold();
    held.ledger.beginRun();
    for (let second = 0; second < 3600; second++) {
      const last = second >= 3300;
      held.ledger.record(second, {
        'duration.step': last ? 16 : 10,
        'duration.forward': 3,
        'duration.speaking': last ? 9 : 3,
        'duration.reading': last ? 0.02 : 0.001,
        ...(second % 60 === 30 ? { 'duration.saving': 60 } : {}),
      });
      held.pass(1000);
      if (second % 500 === 0) held.ledger.flush();
    }
    held.ledger.flush();
    const { step, sections } = reading(held, (db) => durations(db));
    const told = Object.fromEntries(sections.map((section) => [section.section, section]));
    expect(step).toMatchObject({ mean: 10.5, lately: 16, slow: true });
    expect(told['speaking']).toMatchObject({ mean: 3.5, lately: 9, slow: true });
    expect(told['forward']).toMatchObject({ mean: 3, lately: 3, slow: false });
    expect(told['reading']).toMatchObject({ slow: false });
    expect(told['saving']).toMatchObject({ mean: 1, slow: false });
    const before = reading(held, (db) => durations(db, { until: START + 3_299_000 }));
    expect(before.sections.filter(({ slow }) => slow)).toEqual([]);
    expect(reading(hold(), (db) => durations(db))).toEqual({ step: null, sections: [] });
  });
});
