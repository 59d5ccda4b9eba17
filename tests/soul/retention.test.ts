import { describe, expect, it } from 'vitest';
import { type CheckpointInfo, namesToKeep, soulName } from '../../soul/retention.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SIZE = 20;
const NO_LIMIT = { budget: Number.POSITIVE_INFINITY, leastNewest: 2 };
/** Noon of a Wednesday, by the clock of this place. */
const NOON = new Date(2026, 2, 4, 12).getTime();

const info = (step: number, time: number, more: Partial<CheckpointInfo> = {}): CheckpointInfo => ({
  name: soulName(step, 1),
  folder: '',
  step,
  score: undefined,
  savedAt: new Date(time).toISOString(),
  bytes: SIZE,
  ...more,
});

/** Lives from one time to another, saves in between, and lets old souls go each time. @returns what is left, newest first */
function live(from: number, to: number, every: number, limits = NO_LIMIT): CheckpointInfo[] {
  let souls: CheckpointInfo[] = [];
  for (let time = from, step = 1; time <= to; time += every, step++) {
    souls = [info(step, time), ...souls];
    const keep = namesToKeep(souls, limits);
    souls = souls.filter(({ name }) => keep.has(name));
  }
  return souls;
}

const ages = (souls: readonly CheckpointInfo[]): number[] =>
  souls.map(({ savedAt }) => (Date.parse(souls[0]!.savedAt) - Date.parse(savedAt)) / MINUTE);
const between = (list: readonly number[], from: number, to: number): number =>
  list.filter((age) => age > from && age <= to).length;

describe('souls thin out with age', () => {
  it('after 100 days of a save every five minutes: all of 10 minutes, then one a period, without a hole', () => {
    const kept = ages(live(NOON - 100 * DAY, NOON, 5 * MINUTE));
    expect(between(kept, -1, 10)).toBe(3);
    expect(between(kept, 10, 60)).toBe(5);
    expect(between(kept, 60, 24 * 60)).toBe(23);
    expect([29, 30]).toContain(between(kept, 24 * 60, 30 * 24 * 60));
    expect([10, 11]).toContain(between(kept, 30 * 24 * 60, 101 * 24 * 60));
    const gaps = kept.slice(1).map((age, i) => age - kept[i]!);
    const longest = (from: number, to: number) => Math.max(...gaps.filter((_, i) => between([kept[i + 1]!], from, to)));
    expect(longest(0, 10)).toBe(5);
    expect(longest(10, 60)).toBeLessThanOrEqual(15);
    expect(longest(60, 24 * 60)).toBeLessThanOrEqual(2 * 60);
    expect(longest(24 * 60, 30 * 24 * 60)).toBeLessThanOrEqual(2 * 24 * 60);
    expect(longest(30 * 24 * 60, 101 * 24 * 60)).toBeLessThanOrEqual(2 * 7 * 24 * 60);
  });

  it('counts ages back from the newest soul: a month of sleep costs none', () => {
    const kept = live(NOON, NOON + 9 * MINUTE, MINUTE);
    expect(kept).toHaveLength(10);
    expect(namesToKeep(kept, NO_LIMIT).size).toBe(10);
  });

  it('keeps souls from a clock that ran ahead, and from one that was set back', () => {
    const souls = [info(4, NOON), info(3, NOON + 9 * 365 * DAY), info(2, NOON - MINUTE), info(1, 0)];
    expect([...namesToKeep(souls, NO_LIMIT)].sort()).toEqual([1, 2, 3, 4].map((step) => soulName(step, 1)));
  });

  it('keeps for ever what has a name, and what has a label that cannot be read', () => {
    const souls = [
      info(9, NOON),
      info(8, NOON - 1),
      info(3, NOON - HOUR - 1, { keptAs: 'before the chat' }),
      info(2, NOON - HOUR - 2, { unreadable: true }),
      info(1, NOON - HOUR - 3),
    ];
    const keep = namesToKeep(souls, { budget: 0, leastNewest: 1 });
    expect([...keep].sort()).toEqual([2, 3, 9].map((step) => soulName(step, 1)));
  });

  it('keeps the souls before the last twenty acts, whatever lies beside them', () => {
    const souls = Array.from({ length: 30 }, (_, i) =>
      info(100 - i, NOON - 2 * HOUR - i, { reason: 'before a correction' }),
    );
    const keep = namesToKeep([info(200, NOON), info(199, NOON - 1), ...souls], NO_LIMIT);
    expect(souls.filter(({ name }) => keep.has(name))).toEqual(souls.slice(0, 20));
  });
});

describe('a budget of bytes', () => {
  it('is held after every save, and spreads what is left over the whole time', () => {
    const limits = { budget: 12 * SIZE, leastNewest: 2 };
    const kept = live(NOON - 20 * DAY, NOON, 20 * MINUTE, limits);
    expect(kept).toHaveLength(12);
    const list = ages(kept);
    expect(between(list, -1, 60)).toBeGreaterThanOrEqual(2);
    expect(between(list, 60, 24 * 60)).toBeGreaterThanOrEqual(2);
    expect(between(list, 24 * 60, 7 * 24 * 60)).toBeGreaterThanOrEqual(2);
    expect(between(list, 7 * 24 * 60, 20 * 24 * 60)).toBeGreaterThanOrEqual(1);
  });

  it('never takes the newest two, the best, and the one before the last act', () => {
    const souls = [
      info(9, NOON, { score: 3 }),
      info(8, NOON - 1, { score: 3 }),
      info(7, NOON - 2, { score: 3 }),
      info(6, NOON - 3, { score: 3, reason: 'before feeding a.txt' }),
      info(5, NOON - 4, { score: 3, reason: 'before feeding b.txt' }),
      info(4, NOON - 5, { score: 2 }),
    ];
    const keep = namesToKeep(souls, { budget: 1, leastNewest: 2 });
    expect([...keep].sort()).toEqual([4, 6, 8, 9].map((step) => soulName(step, 1)));
  });

  it('takes nothing that fits', () => {
    const kept = live(NOON, NOON + 9 * MINUTE, MINUTE, { budget: 10 * SIZE, leastNewest: 2 });
    expect(kept).toHaveLength(10);
  });
});
