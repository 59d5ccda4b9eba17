import { describe, expect, it } from 'vitest';
import { HOUR } from '../../statistics/ledger/schema.ts';
import { queryLog } from '../../statistics/query/log.ts';
import { listStatistics } from '../../statistics/query/overview.ts';
import { openForReading } from '../../statistics/query/reader.ts';
import { metricSeries } from '../../statistics/query/series.ts';
import { dice, hold, START } from './support.ts';

/** The bench `ledger` does the same with 2 million values and 200 thousand lines, and measures. */
describe('eight hours, compressed', () => {
  it('are all there, whichever way they are asked for', () => {
    const [STEPS, roll] = [8000, dice(17)];
    const { ledger, pass } = hold();
    const values: number[] = [];
    ledger.beginRun();
    for (let step = 0; step < STEPS; step++) {
      values.push(5 * Math.exp(-step / 2000) + roll());
      ledger.record(step, { loss: values[step], exact: roll(), tokens: step * 64 });
      if (step % 8 === 0) ledger.log(step % 800 === 0 ? 'warn' : 'info', 'tutor', `step ${step} of the night`);
      if (step % 70 === 0) ledger.flush();
      pass((8 * HOUR) / STEPS);
    }
    ledger.flush();
    ledger.tend();
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const database = openForReading(ledger.file);
    for (const query of [{}, { points: 20 }, { points: 4000 }, { every: 60_000 }, { every: HOUR }, { every: 7777 }]) {
      const { points } = metricSeries(database, 'loss', query);
      expect(points.reduce((sum, { n }) => sum + n, 0)).toBe(STEPS);
      expect(Math.min(...points.map(({ min }) => min))).toBe(least);
      expect(Math.max(...points.map(({ max }) => max))).toBe(most);
      const total = points.reduce((sum, { n, mean }) => sum + n * mean, 0);
      expect(total / STEPS).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / STEPS, 9);
      expect(points.at(-1)?.last).toBe(values[STEPS - 1]);
    }
    expect(listStatistics(database).map(({ name, count }) => [name, count])).toEqual([
      ['exact', STEPS],
      ['loss', STEPS],
      ['tokens', STEPS],
    ]);
    expect(queryLog(database, { level: 'warn' }).length).toBe(10);
    expect(queryLog(database, { grep: 'step 7992 of' }).map(({ ts }) => ts)).toEqual([START + 7992 * 3600]);
    expect(queryLog(database, { since: START + 7 * HOUR, limit: 9999 }).length).toBe(125);
    database.close();
  });
});
