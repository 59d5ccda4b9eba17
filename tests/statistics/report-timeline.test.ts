import { describe, expect, it } from 'vitest';
import { airy, roundValues } from '../../statistics/report/scale.ts';
import { type Stretch, stretchesOf, timeAxis } from '../../statistics/report/timeline.ts';
import { bytes, count, day, span, tickFormat } from '../../statistics/report/words.ts';
import { dice } from './support.ts';

const of = (...spans: readonly (readonly [number, number])[]): Stretch[] => spans.map(([from, to]) => ({ from, to }));

describe('the time awake', () => {
  it('is made of stretches in order, within a span; what overlaps is one', () => {
    expect(stretchesOf(of([50, 60], [10, 20], [15, 30], [58, 59]))).toEqual(of([10, 30], [50, 60]));
    expect(stretchesOf(of([10, 30], [50, 60]), { since: 25, until: 55 })).toEqual(of([25, 30], [50, 55]));
    expect(stretchesOf(of([10, 30], [50, 60]), { since: 31, until: 49 })).toEqual([]);
    expect(stretchesOf([])).toEqual([]);
  });

  it('keeps the longest sleeps where there are too many', () => {
    const spans = of([0, 10], [11, 20], [50, 60], [61, 70], [90, 100]);
    expect(stretchesOf(spans, {}, 3)).toEqual(of([0, 20], [50, 70], [90, 100]));
    expect(stretchesOf(spans, {}, 1)).toEqual(of([0, 100]));
    expect(stretchesOf(of([0, 1], [2, 3], [4, 5]), {}, 2)).toEqual(of([0, 1], [2, 5]));
  });

  it('fills its axis but for the marks of sleep, in order, and every place has its moment', () => {
    const roll = dice(3);
    for (let round = 0; round < 50; round++) {
      let at = 0;
      const stretches = Array.from({ length: 1 + Math.floor(roll() * 60) }, () => {
        const from = at + Math.floor(roll() * 1e6) + 1;
        at = from + Math.floor(roll() * 1e5) + 1;
        return { from, to: at };
      });
      const axis = timeAxis(stretches);
      expect(axis.place(stretches[0].from)).toBe(0);
      expect(axis.place(at)).toBeCloseTo(1, 9);
      expect(axis.gaps.map(({ milliseconds }) => milliseconds)).toEqual(
        stretches.slice(1).map(({ from }, i) => from - stretches[i].to),
      );
      expect(axis.gaps.reduce((sum, { width }) => sum + width, 0)).toBeLessThan(0.16);
      let before = -1;
      for (const { from, to } of stretches)
        for (const ts of [from, (from + to) / 2, to]) {
          const place = axis.place(ts);
          expect(place).toBeGreaterThanOrEqual(before);
          expect(axis.momentAt(place)).toBeCloseTo(ts, 3);
          before = place;
        }
      for (const [i, gap] of axis.gaps.entries()) {
        const asleep = axis.place((stretches[i].to + stretches[i + 1].from) / 2);
        expect(asleep).toBeGreaterThan(gap.at);
        expect(asleep).toBeLessThan(gap.at + gap.width);
      }
    }
  });

  it('of no length still has places', () => {
    const axis = timeAxis(of([5, 5]));
    expect([axis.place(4), axis.place(5), axis.place(6)]).toEqual([0, 0.5, 1]);
    expect(axis.momentAt(0.7)).toBe(5);
  });
});

describe('round values', () => {
  it('lie within their scale, a few of them, evenly', () => {
    expect(roundValues({ low: 0, high: 1.06, log: false })).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(roundValues({ low: 0, high: 11_500, log: false })).toEqual([0, 5000, 10_000]);
    expect(roundValues({ low: 1.2, high: 7, log: true })).toEqual([1.5, 2, 3, 5, 7]);
    expect(roundValues({ low: 1e-5, high: 3e-3, log: true })).toEqual([1e-5, 1e-4, 1e-3]);
    const roll = dice(9);
    for (let i = 0; i < 300; i++) {
      const low = 10 ** (roll() * 12 - 6);
      for (const log of [true, false]) {
        const scale = { low, high: low * (1.1 + roll() * 500), log };
        const values = roundValues(scale);
        expect(values.length).toBeGreaterThan(0);
        expect(values.length).toBeLessThan(10);
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(scale.low);
          expect(value).toBeLessThanOrEqual(scale.high);
        }
        expect(values).toEqual([...values].sort((a, b) => a - b));
      }
    }
  });

  it('have air around them, but none below nothing', () => {
    const { low, high } = airy({ low: 0.2, high: 1.2, log: false });
    expect([low, high]).toEqual([expect.closeTo(0.14, 9), expect.closeTo(1.26, 9)]);
    expect(airy({ low: 0, high: 1, log: false }).low).toBe(0);
    expect(airy({ low: 1, high: 100, log: true }).low).toBeCloseTo(10 ** -0.12, 9);
  });
});

describe('words', () => {
  it('tell spans by their two largest units', () => {
    expect([0, 900, 59_000, 61_000, 3_600_000, 5_025_000, 90_000_000, 86_400_000 + 5000].map(span)).toEqual([
      '0 s',
      '1 s',
      '59 s',
      '1 min 1 s',
      '1 h',
      '1 h 23 min',
      '1 d 1 h',
      '1 d',
    ]);
  });

  it('tell sizes and counts', () => {
    expect([12, 1500, 12_345_678, 2.4e9].map(bytes)).toEqual(['12 bytes', '1.5 kB', '12.3 MB', '2.4 GB']);
    expect(count(1_234_567.4)).toBe('1,234,567');
  });

  it('tell moments no closer than they lie apart', () => {
    const noon = new Date(2026, 2, 1, 12).getTime();
    expect(tickFormat(noon, noon + 60_000)(noon)).toBe('12:00:00');
    expect(tickFormat(noon, noon + 3_600_000)(noon)).toBe('12:00');
    expect(tickFormat(noon, noon + 86_400_000 * 3)(noon)).toMatch(/^1 Mar,? 12:00$/);
    expect(tickFormat(noon, noon + 86_400_000 * 700)(noon)).toBe(day(noon));
  });
});
