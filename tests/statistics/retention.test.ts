import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../statistics/ledger/schema.ts';
import { queryLog } from '../../statistics/query/log.ts';
import { listStatistics } from '../../statistics/query/overview.ts';
import { transcript } from '../../statistics/query/spans.ts';
import { dice, hold, START } from './support.ts';

const count = (database: Database, table: string): number =>
  database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;

describe('retention', () => {
  it('lets single values go after two days, minutes after thirty, hours never', () => {
    const { ledger, pass } = hold();
    ledger.beginRun();
    for (let step = 0; step < 40 * 24 * 4; step++) {
      ledger.record(step, { loss: step });
      pass(15 * MINUTE);
    }
    ledger.flush();
    for (let i = 0; i < 2000; i++) ledger.record(i, { exact: 1 });
    ledger.flush();
    const now = START + 40 * DAY;
    ledger.tend();
    const oldest = (table: string, time: string): number =>
      ledger.database.prepare(`SELECT min(${time}) FROM ${table} WHERE key_id = 1`).pluck().get() as number;
    // The newest thousand of a statistic always stay, and they are older here than two days.
    expect(oldest('metric', 'ts')).toBe(now - 1000 * 15 * MINUTE);
    expect(oldest('metric_1m', 'bucket')).toBe(now - 30 * DAY);
    expect(oldest('metric_1h', 'bucket')).toBe(START);
    expect(listStatistics(ledger.database)).toMatchObject([
      { name: 'exact' },
      { name: 'loss', count: 3840, last: 3839 },
    ]);
    const left = (): unknown => ledger.database.prepare('SELECT count(*) FROM metric WHERE key_id = 2').pluck().get();
    expect(left()).toBe(2000);
    pass(3 * DAY);
    for (let i = 0; i < 1500; i++) ledger.record(i, { exact: 1 });
    ledger.flush();
    ledger.tend();
    expect(left()).toBe(1500);
  });

  it('holds a number of single values for each statistic', () => {
    const { ledger, pass } = hold({ retention: { rawRows: 12_000 } });
    ledger.beginRun();
    for (let step = 0; step < 30_000; step++) {
      ledger.record(step, step % 2 ? { loss: step } : { loss: step, exact: 0 });
      pass(100);
    }
    ledger.flush();
    ledger.tend();
    const left = ledger.database.prepare('SELECT count(*), min(step) FROM metric GROUP BY key_id').raw().all();
    expect(left).toEqual([
      [12_000, 18_000],
      [12_000, 6000],
    ]);
  });

  it('holds the log by age and by size, its index with it', () => {
    const { ledger, pass } = hold({ retention: { logBytes: 600_000 } });
    for (let i = 0; i < 12_000; i++) {
      ledger.log('info', 'test', `${i % 2 ? 'odd' : 'even'} line number ${i}`);
      pass(i < 6000 ? 4 * MINUTE : 1000);
    }
    ledger.flush();
    pass(1 * DAY);
    ledger.tend();
    expect(count(ledger.database, 'log')).toBe(12_000 - sizedOff(ledger.database));
    pass(13.5 * DAY);
    ledger.tend();
    const left = count(ledger.database, 'log');
    expect(left).toBe(5000);
    expect(ledger.database.prepare("SELECT value FROM tally WHERE name = 'log_bytes'").pluck().get()).toBe(
      ledger.database.prepare('SELECT sum(octet_length(message) + 40) FROM log').pluck().get(),
    );
    expect(queryLog(ledger.database, { grep: 'even line', limit: 99_999 }).length).toBe(2500);
    expect(() =>
      ledger.database.exec("INSERT INTO log_fts(log_fts, rank) VALUES ('integrity-check', 1)"),
    ).not.toThrow();
  });

  const sizedOff = (database: Database): number =>
    (database.prepare('SELECT min(id) FROM log').pluck().get() as number) - 1;

  it('deletes nothing for its age while the clock is in doubt', () => {
    const { ledger, pass, jump } = hold();
    for (let i = 0; i < 6000; i++) ledger.log('info', 'test', `line ${i}`);
    ledger.chat({ conversation: 'c', speaker: 's', direction: 'heard', text: 'x', keep: DAY });
    ledger.flush();
    jump(365 * DAY);
    ledger.tend();
    expect([count(ledger.database, 'log'), count(ledger.database, 'chat')]).toEqual([6000, 1]);
    jump(-365 * DAY);
    pass(30 * MINUTE);
    ledger.tend();
    pass(2 * HOUR);
    ledger.tend();
    expect([count(ledger.database, 'log'), transcript(ledger.database).length]).toEqual([6000, 1]);
    pass(20 * DAY);
    ledger.tend();
    jump(20 * DAY);
    ledger.tend();
    pass(2 * HOUR);
    ledger.tend();
    expect([count(ledger.database, 'log'), transcript(ledger.database).length]).toEqual([5000, 0]);
  });

  it('keeps what a person wrote for ever, and of each kind of event the newest, and one an hour of those before', () => {
    const { ledger, pass } = hold({ retention: { events: 20, lasting: ['journal'] } });
    ledger.beginRun();
    for (let i = 0; i < 100; i++) {
      if (i % 10 === 0) ledger.event('journal', { text: `line ${i}` });
      if (i < 50) ledger.event('examined', { step: i });
      for (let j = 0; j < 3; j++) ledger.event('verdict', { rule: 'some.rule' });
      pass(10 * MINUTE);
    }
    ledger.flush();
    ledger.tend();
    const left = (kind: string): unknown =>
      ledger.database.prepare('SELECT count(*) FROM event WHERE kind = ?').pluck().get(kind);
    // 30 of 50 exams are old, six an hour; 280 of 300 verdicts, eighteen an hour
    expect([left('journal'), left('examined'), left('verdict')]).toEqual([10, 20 + 30 / 6, 20 + Math.ceil(280 / 18)]);
    ledger.tend();
    expect(left('verdict')).toBe(20 + Math.ceil(280 / 18));
  });

  it('keeps the answers to each question of its milestones', () => {
    const { ledger, pass } = hold();
    ledger.beginRun();
    for (let hour = 0; hour < 5; hour++) {
      for (const prompt of ['a?', 'b?', 'c?']) {
        for (const source of ['milestone', 'scribe'])
          for (let i = 0; i < 4; i++) ledger.sample({ step: 1000 + hour, source, prompt, output: `${i}` });
      }
      pass(HOUR);
    }
    pass(8 * DAY);
    ledger.flush();
    ledger.tend();
    const kept = (source: string): unknown =>
      ledger.database.prepare('SELECT count(*) FROM sample WHERE source = ?').pluck().get(source);
    expect([kept('milestone'), kept('scribe')]).toEqual([3 * 5, 5]);
    ledger.close();
  });

  it('thins samples to one an hour and those of milestones after a week', () => {
    const { ledger, pass } = hold();
    ledger.beginRun();
    for (let step = 0; step < 300; step++) {
      for (const source of ['babble', 'chat']) ledger.sample({ step, source, prompt: '', output: `${step}` });
      pass(MINUTE);
    }
    ledger.flush();
    pass(7 * DAY - 100 * MINUTE);
    ledger.tend();
    // 200 minutes are older than a week: the first of each of their four hours stays, the first of each quarter of a power of ten of
    // steps, and the other hundred.
    const kept = [0, 1, 3, 5, 9, 17, 31, 56, 60, 99, 120, 177, 180];
    expect(
      ledger.database.prepare("SELECT step FROM sample WHERE source = 'chat' AND step < 200").pluck().all(),
    ).toEqual(kept);
    expect(count(ledger.database, 'sample')).toBe(2 * (kept.length + 100));
  });

  it('keeps the file within its bound whatever is written, and gives room back', () => {
    const bound = 4 << 20;
    const { ledger, pass, notes } = hold({ retention: { maxBytes: bound } });
    const roll = dice(5);
    ledger.beginRun();
    let largest = 0;
    for (let step = 0; step < 8000; step++) {
      ledger.record(step, { loss: roll(), exact: roll(), bitsPerByte: roll(), gradientNorm: roll(), tokens: step });
      for (let i = 0; i < 5; i++) ledger.log('debug', 'test', `${roll()} ${roll()} ${roll()}`);
      pass(300);
      if (step % 500 === 0) ledger.flush();
      largest = Math.max(largest, statSync(ledger.file).size);
    }
    expect(ledger.flush()).toBe(true);
    expect(ledger.counts).toEqual({ written: 80_000, waiting: 0, lost: 0 });
    ledger.tend();
    expect(largest).toBeLessThanOrEqual((bound * 9) / 8 + (1 << 20));
    expect(notes).toEqual([]);
    const hours = ledger.database.prepare('SELECT sum(n) FROM metric_1h GROUP BY key_id').pluck().all();
    expect(hours).toEqual([8000, 8000, 8000, 8000, 8000]);
    expect(ledger.database.pragma('quick_check', { simple: true })).toBe('ok');
    ledger.close();
    expect(statSync(ledger.file).size).toBeLessThanOrEqual(bound);
  });
});
