import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { log } from '../../../school/dashboard/log/log.tsx';
import { logPageTexts } from '../../../school/dashboard/texts/log-page.ts';
import { Ledger } from '../../../statistics/ledger/ledger.ts';
import { temporaryFolder } from '../temporary.ts';
import { closePages, later, openPage, snapshot } from './support-pages.tsx';

let ledger: Ledger;
beforeEach(() => {
  ledger = Ledger.open({ folder: temporaryFolder(), flushEvery: 0, tendEvery: 0 });
});
afterEach(() => {
  closePages();
  ledger.close();
});

const SCOPES = ['lesson', 'library', 'soul', 'line.hello'];

function write(from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const level = i % 100 === 50 ? 'error' : i % 50 === 7 ? 'warn' : i % 5 === 1 ? 'debug' : 'info';
    const data = level === 'error' ? { stack: 'Error: no\n    at foo (bar.ts:3:4)' } : undefined;
    ledger.log(level, SCOPES[i % 4], `message ${i}; 🐻 日本 \x1b[2Jand\nmore`, data);
  }
  ledger.flush();
}
const open = (width = 80, height = 20) => openPage(log, width, height, { ledger: ledger.database });
const numbers = (rows: readonly string[]): number[] =>
  rows.flatMap((row) => Number(/message (\d+);/.exec(row)?.[1] ?? []) || []);

describe('the page of the log', () => {
  it('shows the newest lines, cleaned, and follows', async () => {
    write(0, 700);
    const page = open();
    await page.shows(/^▌ \d\d:\d\d:\d\d {2}info {3}line\.hello {2}message 699; 🐻 日本 and ⏎ more/);
    await page.shows('info and worse · all scopes · follows');
    expect(numbers(page.rows())).not.toContain(696);
    write(700, 702);
    later(2000);
    page.show({ view: snapshot() });
    await page.shows(/^▌.*message 700;/);
  });

  it.each([
    [60, 8],
    [80, 20],
    [200, 56],
    [40, 4],
  ])('fits into %i × %i and goes back to the first line', async (width, height) => {
    write(0, 700);
    const page = open(width, height);
    await page.shows('follows');
    await page.type('g');
    await page.shows('stands st');
    await page.shows(/── log ─+ 1–\d+ of 200 held ──/);
    await page.type('G');
    await page.shows('follows');
    await page.shows(/–200 of 200 held ──/);
  });

  it('goes back page by page beyond what was loaded, without holes', async () => {
    write(0, 700);
    const page = open();
    await page.shows('message 699');
    const seen = new Set(numbers(page.rows()));
    for (let i = 0; i < 50; i++) {
      await page.type('\x1b[5~');
      for (const number of numbers(page.rows())) seen.add(number);
    }
    await page.shows(/^▌.*message 0;/);
    expect([...seen].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 700 }, (_, i) => i).filter((i) => i > 0 && (i % 5 !== 1 || i % 50 === 7)),
    );
  });

  it('filters by level, scope and text, and lets that go with Escape', async () => {
    write(0, 700);
    const page = open();
    await page.shows('message 699');
    await page.type('l');
    await page.shows('warnings and errors');
    await page.type('l');
    await page.shows('errors · all scopes');
    expect(numbers(page.rows())).toEqual([50, 150, 250, 350, 450, 550, 650]);
    await page.type('l');
    await page.shows('all levels');
    await page.type('s');
    await page.shows('scope> ▏ lesson library line.hello soul');
    await page.type('line', '\r');
    await page.shows('scope line · follows');
    await page.shows(/^▌.*message 699;/);
    await page.hides('library');
    await page.type('/');
    await page.shows('search> ');
    await page.type('/e 6[36]\\d;/', '\r');
    await page.shows('with /e 6[36]\\d;/');
    expect(numbers(page.rows())).toEqual([631, 635, 639, 663, 667]);
    await page.type('\x1b');
    await page.shows('all levels · all scopes · follows');
    await page.shows('message 698;');
    expect(page.captured).toEqual([true, false, true, false]);
  });

  it('says what is wrong with a pattern', async () => {
    write(0, 3);
    const page = open();
    await page.shows('message 2');
    await page.type('/', '/(/', '\r');
    await page.shows('is no pattern');
    await page.shows('message 2');
  });

  it('answers a pattern at once that a backtracking search would not end', async () => {
    write(0, 3);
    ledger.log('info', 'soul', `${'a'.repeat(200)}!`);
    ledger.flush();
    const page = open();
    await page.shows('aaaa');
    await page.type('/', '/^(a+)+$/', '\r');
    await page.shows('No matching log entries.');
    await page.type('\x1b');
    await page.shows('message 2');
  });

  it('answers it at once also where there is no ledger', async () => {
    const message = `${'a'.repeat(200)}!`;
    const told = [{ time: Date.now(), level: 'info', scope: 'soul', message }] as const;
    const page = openPage(log, 80, 20, { ledger: null, view: snapshot({ told }) });
    await page.shows('aaaa');
    await page.type('/', '/^(a+)+$/', '\r');
    await page.shows('No log yet');
    expect(page.rows().join('\n')).not.toContain('aaaa');
  });

  it('stays where it is looked at while new lines come', async () => {
    write(0, 100);
    const page = open();
    await page.shows('message 99');
    await page.type('k', 'k');
    await page.shows('stands still');
    const before = numbers(page.rows());
    write(100, 110);
    later(2000);
    page.show({ view: snapshot() });
    await page.shows(/of 88/);
    expect(numbers(page.rows())).toEqual(before);
    await page.type('f');
    await page.shows(/^▌.*message 109;/);
    await page.type('f');
    await page.shows('stands still');
  });

  it('opens a line with its stack', async () => {
    write(0, 100);
    const page = open();
    await page.shows('message 99');
    await page.type('l', 'l');
    await page.shows(/^▌.*message 50;/);
    await page.type('\r');
    await page.shows(logPageTexts.line);
    await page.shows('Error: no');
    await page.shows('    at foo (bar.ts:3:4)');
    await page.type('\x1b');
    await page.shows(/^▌.*message 50;/);
  });

  it('opens a line that is longer than the page, and scrolls in it', async () => {
    ledger.log('info', 'lesson', Array.from({ length: 50 }, (_, i) => `part ${i} 日本🐻`).join('\n'));
    ledger.flush();
    const page = open(60, 10);
    await page.shows('part 0');
    await page.type('\r');
    await page.shows('1–8 of 52');
    await page.type('G');
    await page.shows('part 49');
  });

  it('shows what it was told where there is no ledger', async () => {
    const told = [
      { time: Date.now(), level: 'info' as const, scope: 'soul', message: 'saved' },
      { time: Date.now(), level: 'debug' as const, scope: 'soul', message: 'hidden' },
    ];
    const page = openPage(log, 80, 20, { view: snapshot({ told }) });
    await page.shows(/info {3}soul {8}saved/);
    await page.hides('hidden');
    page.show({ view: snapshot() });
    await page.shows(logPageTexts.noLogYet);
  });

  it('says so where nothing fits, or the ledger cannot be asked', async () => {
    write(0, 10);
    const page = open();
    await page.shows('message 9');
    await page.type('/', 'nothing of this kind', '\r');
    await page.shows('No matching log entries.');
    ledger.close();
    await page.type('\x1b');
    await page.shows('! ');
  });
});
