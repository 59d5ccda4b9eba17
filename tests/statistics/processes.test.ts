import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { queryLog } from '../../statistics/query/log.ts';
import { openForReading } from '../../statistics/query/reader.ts';
import { metricSeries, metricSummary } from '../../statistics/query/series.ts';
import { runs } from '../../statistics/query/spans.ts';
import { hold, temporaryFolder } from './support.ts';

function startWriter(folder: string): {
  child: ChildProcess;
  acknowledged: () => number;
  words: () => string;
  gone: Promise<unknown>;
} {
  const child = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, 'writer-process.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const whole = (): string[] => output.split('\n').slice(0, -1);
  return {
    child,
    acknowledged: () => Number(whole().at(-1) ?? 0),
    words: () =>
      whole()
        .filter((line) => !/^\d+$/.test(line))
        .join('\n'),
    gone: new Promise((resolve) => child.once('close', resolve)),
  };
}

describe('another process', () => {
  it('reads while one writes, and after it is gone', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'statistics.db');
    const writer = startWriter(folder);
    while (writer.acknowledged() === 0) await sleep(5);
    let before = 0;
    for (let look = 0; look < 30; look++) {
      const known = writer.acknowledged();
      const database = openForReading(file);
      const { points } = metricSeries(database, 'loss', { points: 50 });
      const n = points.reduce((sum, point) => sum + point.n, 0);
      const newest = queryLog(database, { limit: 1 })[0];
      database.close();
      expect(n).toBeGreaterThanOrEqual(Math.max(known, before));
      expect(n % 50).toBe(0);
      expect(Number(newest.message.slice(6)) + 1).toBeGreaterThanOrEqual(n);
      before = n;
      await sleep(5);
    }
    expect(before).toBeGreaterThan(100);
    writer.child.kill('SIGKILL');
    await writer.gone;
    const database = openForReading(file);
    expect(metricSummary(database, 'loss')?.n).toBeGreaterThanOrEqual(writer.acknowledged());
    database.close();
  });

  it('killed at any moment leaves all that it had written, and a file that is whole', async () => {
    const folder = temporaryFolder();
    let [least, rounds] = [0, 0];
    for (; rounds < 6; rounds++) {
      const writer = startWriter(folder);
      while (writer.acknowledged() === 0) await sleep(1);
      await sleep(rounds * 17);
      writer.child.kill('SIGKILL');
      await writer.gone;
      expect(writer.words()).toBe('');
      least += writer.acknowledged();
      const database = openForReading(join(folder, 'statistics.db'));
      const one = (sql: string): unknown => database.prepare(sql).pluck().get();
      expect(one('PRAGMA quick_check')).toBe('ok');
      const values = one('SELECT count(*) FROM metric') as number;
      expect(values).toBeGreaterThanOrEqual(2 * least);
      expect([one('SELECT sum(n) FROM metric_1m'), one('SELECT sum(n) FROM metric_1h')]).toEqual([values, values]);
      expect(one('SELECT count(*) FROM log')).toBe(values / 2);
      database.close();
    }
    const { ledger, notes } = hold({ folder });
    ledger.beginRun();
    ledger.flush();
    expect(notes).toEqual([]);
    expect(runs(ledger.database).map(({ reason }) => reason)).toEqual([...new Array(rounds).fill('lost'), null]);
  });
});
