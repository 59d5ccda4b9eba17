/** A ledger as large as eight busy hours leave it, asked by the built program: right answers, within its bound. The bench measures. */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Ledger } from '../../statistics/ledger/ledger.ts';
import { HOUR } from '../../statistics/ledger/schema.ts';
import type { StatisticName } from '../../statistics/names.ts';
import { LONG } from './campaign.ts';
import { baby, newHome } from './program.ts';

/** 2 million values and 200 thousand lines in the long form; a fifth of them, over the same hours, in `npm test`. */
const [MOMENTS, NAMES, LINES] = LONG ? [50_000, 40, 200_000] : [10_000, 40, 40_000];
/** A step at which the loss jumps, and one whose lines are looked for. */
const [PEAK, FOUND] = [Math.floor(0.627 * MOMENTS), LONG ? 43_210 : 8640];
const BOUND = 256 << 20;
const START = Date.UTC(2026, 2, 1, 8);

function fill(folder: string): void {
  mkdirSync(folder, { mode: 0o700 });
  let now = START;
  const time = () => now;
  const ledger = Ledger.open({
    folder,
    flushEvery: 0,
    tendEvery: 0,
    retention: { maxBytes: BOUND },
    now: time,
    steady: time,
  });
  const windows = Array.from({ length: NAMES - 2 }, (_, i): StatisticName => `lobe${i >> 2}.window${i & 3}`);
  ledger.beginRun();
  for (let step = 0; step < MOMENTS; step++) {
    now = Math.floor(START + (step * 8 * HOUR) / MOMENTS);
    const others = Object.fromEntries(windows.map((name, i) => [name, i + step / MOMENTS]));
    ledger.record(step, { step, loss: step === PEAK ? 77 : 2 + 4 * Math.exp((-10 * step) / MOMENTS), ...others });
    for (let line = 0; line < LINES / MOMENTS; line++)
      ledger.log(
        line === 0 && step % 1000 === 0 ? 'warn' : 'debug',
        'tutor',
        `line ${line} of step ${step} was read and learnt`,
      );
    if (step % 1000 === 0) ledger.flush();
  }
  ledger.flush();
  ledger.tend();
  expect(ledger.counts).toMatchObject({ written: expect.any(Number), lost: 0, waiting: 0 });
  expect(ledger.counts.written).toBeGreaterThanOrEqual(MOMENTS * NAMES + LINES);
  ledger.close('asleep');
}

const rows = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('eight hours of life', () => {
  it('are asked about by every command', async () => {
    const home = newHome();
    fill(join(home, 'statistics'));
    expect(statSync(join(home, 'statistics', 'statistics.db')).size).toBeLessThan(BOUND);

    const losses = rows((await baby(home, 'stats', 'loss', '--json')).out);
    expect(losses.length).toBeLessThanOrEqual(160);
    expect(Math.max(...losses.map(({ max }) => max))).toBe(77);
    expect(losses[0].value).toBeGreaterThan(5);
    expect(losses.at(-1)).toMatchObject({ value: expect.closeTo(2, 1), step: MOMENTS - 1 });

    expect(
      rows((await baby(home, 'log', '--grep', `step ${FOUND} was`, '--json')).out).map(({ message }) => message),
    ).toEqual([0, 1, 2, 3].map((line) => `line ${line} of step ${FOUND} was read and learnt`));
    expect(
      rows((await baby(home, 'log', '--grep', `/^line 3 of step ${FOUND / 10}\\d was/`, '--json')).out),
    ).toHaveLength(10);
    expect((await baby(home, 'log', '--grep', '/^zz/')).out).toBe('');
    expect(rows((await baby(home, 'log', '--level', 'warn', '--json')).out)).toHaveLength(MOMENTS / 1000);
    const sql =
      'select (select count(*) from metric) as raw, (select sum(n) from metric_1h) as ever, (select count(*) from log) as lines';
    expect(rows((await baby(home, 'stats', '--sql', sql)).out)).toEqual([
      { raw: MOMENTS * NAMES, ever: MOMENTS * NAMES, lines: LINES },
    ]);

    expect((await baby(home, 'report', '--texts')).code).toBe(0);
    const page = readFileSync(join(home, 'report.html'), 'utf8');
    expect(page.length).toBeLessThan(500_000);
    expect(page).toMatch(new RegExp(`line 0 of step ${MOMENTS - 1000} was read and learnt[\\s\\S]*${MOMENTS / 1000}×`));
    expect(page).toContain(`0 – ${(MOMENTS - 1).toLocaleString('en')}`);
  });
});
