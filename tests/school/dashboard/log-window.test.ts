import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogWindow } from '../../../school/dashboard/log/window.ts';
import { Ledger } from '../../../statistics/ledger/ledger.ts';
import { type LogQuery, queryLog } from '../../../statistics/query/log.ts';
import { SlowPatternError } from '../../../statistics/query/pattern.ts';
import { temporaryFolder } from '../temporary.ts';

let ledger: Ledger;
let now = 1000;
beforeEach(() => {
  now = 1000;
  ledger = Ledger.open({ folder: temporaryFolder(), flushEvery: 0, tendEvery: 0, now: () => now, steady: () => now });
});
afterEach(() => ledger.close());

function write(from: number, to: number, tick = 1): void {
  for (let i = from; i < to; i++) {
    now += tick;
    ledger.log('info', 'lesson', `Line ${i}${i % 10 === 0 ? ' a.b' : ''}`);
  }
  ledger.flush();
}

const open = (filter = {}, asked: LogQuery[] = []) =>
  new LogWindow(
    (query) => {
      asked.push(query);
      return queryLog(ledger.database, query);
    },
    filter,
    { page: 10, most: 35 },
  );
const ends = ({ lines }: LogWindow) => [lines[0]?.id, lines[lines.length - 1]?.id];

/** No line twice, none left out. */
function expectWhole({ lines }: LogWindow): void {
  lines.forEach(({ id }, i) => expect(id).toBe(lines[0].id + i));
}

describe('the part of the log that is held', () => {
  it('does not ask again for what took too long: each time would cost as much', () => {
    let asked = 0;
    const window = new LogWindow(() => {
      asked++;
      throw new SlowPatternError('given', 'it was given up');
    }, {});
    window.newest();
    window.older();
    window.newer();
    window.oldest();
    expect([asked, window.problem, window.lines]).toEqual([1, 'it was given up', []]);
  });

  it('begins at the end and goes back to the beginning', () => {
    write(1, 101);
    const log = open();
    log.newest();
    expect([ends(log), log.atStart, log.atEnd]).toEqual([[91, 100], false, true]);
    expect(log.older()).toBe(10);
    while (log.older() > 0) expectWhole(log);
    expect([ends(log)[0], log.atStart, log.atEnd]).toEqual([1, true, false]);
    expect(log.lines.length).toBe(35);
    while (!log.atEnd) {
      log.newer();
      expectWhole(log);
    }
    expect([ends(log)[1], log.atStart]).toEqual([100, false]);
  });

  it('takes in what comes, and lets the oldest go', () => {
    write(1, 6);
    const log = open();
    log.newest();
    expect([log.lines.length, log.atStart]).toEqual([5, true]);
    expect(log.newer()).toEqual({ came: 0, went: 0 });
    write(6, 9);
    expect(log.newer()).toEqual({ came: 3, went: 0 });
    for (let i = 9; i < 40; i += 8) {
      write(i, i + 8);
      log.newer();
    }
    expectWhole(log);
    expect([log.lines.length, log.isFull, log.atStart, ends(log)[1]]).toEqual([35, true, false, 40]);
  });

  it('jumps to either end', () => {
    write(1, 101);
    const log = open();
    log.oldest();
    expect([ends(log), log.atStart, log.atEnd]).toEqual([[1, 10], true, false]);
    log.newest();
    expect([ends(log), log.atStart, log.atEnd]).toEqual([[91, 100], false, true]);
  });

  it('gets past more lines of one millisecond than a page holds', () => {
    write(1, 6);
    write(6, 60, 0);
    const log = open();
    log.newest();
    while (log.older() > 0) expectWhole(log);
    expect([ends(log)[0], log.atStart]).toEqual([1, true]);
  });

  it('goes back also behind a clock that was set back', () => {
    now = 3_600_000;
    write(1, 31);
    now = 1000;
    write(31, 61);
    const log = open();
    log.newest();
    while (log.older() > 0) expectWhole(log);
    expect([ends(log)[0], log.atStart]).toEqual([1, true]);
  });

  it('finds the same with and without the index of text', () => {
    write(1, 1001);
    const asked: LogQuery[] = [];
    const log = open({ grep: 'A.B' }, asked);
    log.newest();
    log.older();
    write(1001, 1021);
    log.newer();
    expect(log.lines.map(({ id }) => id)).toEqual(Array.from({ length: 22 }, (_, i) => 810 + i * 10));
    expect(asked.map(({ grep }) => typeof grep)).toEqual(['string', 'object', 'object']);
    const rare = open({ grep: 'line 77' }, asked);
    rare.newest();
    expect(rare.lines.map(({ message }) => message)).toEqual([
      'Line 770 a.b',
      ...Array.from({ length: 9 }, (_, i) => `Line ${771 + i}`),
    ]);
  });

  it('keeps what it has where a question fails, and says why', () => {
    write(1, 21);
    const log = open();
    log.newest();
    const { database } = ledger;
    const broken = new LogWindow(
      (query) => {
        if (query.before !== undefined) throw new Error('the disk is gone');
        return queryLog(database, query);
      },
      {},
      { page: 10 },
    );
    broken.newest();
    expect(broken.older()).toBe(0);
    expect([broken.lines.length, broken.problem]).toEqual([10, 'the disk is gone']);
    broken.newer();
    expect(broken.problem).toBe('');
  });
});
