import { describe, expect, it } from 'vitest';
import { ENOUGH, History, percentile, quantile, STEPS, stepOf } from '../../statistics/percentile.ts';
import { dice } from './support.ts';

const naive = (values: readonly number[], value: number): number =>
  (values.filter((other) => other < value).length + values.filter((other) => other === value).length / 2) /
  values.length;

describe('percentile', () => {
  it('equals counting, with ties, at and beyond the ends', () => {
    const roll = dice();
    for (let round = 0; round < 200; round++) {
      const values = Array.from({ length: 1 + Math.floor(roll() * 30) }, () => Math.floor(roll() * 10));
      const sorted = Float64Array.from(values).sort();
      for (const value of [-1, 0, 3, 4.5, 9, 11])
        expect(percentile(sorted, value)).toBeCloseTo(naive(values, value), 12);
    }
  });

  it('is the middle of a constant history and nothing of none', () => {
    expect(percentile([2, 2, 2], 2)).toBe(0.5);
    expect(percentile([], 2)).toBeNaN();
    expect(percentile([1], Number.NaN)).toBeNaN();
  });

  it('becomes 16 steps, turned round where less is better', () => {
    expect([0, 0.0624, 0.0626, 0.5, 0.99, 1].map((share) => stepOf(share, 'higher'))).toEqual([0, 0, 1, 8, 15, 15]);
    expect([0, 0.5, 1].map((share) => stepOf(share, 'lower'))).toEqual([15, 8, 0]);
    expect(stepOf(1, 'neither')).toBe(STEPS - 1);
    expect(stepOf(Number.NaN, 'higher')).toBeNull();
  });

  it('has quantiles between ranks', () => {
    expect([0, 0.25, 0.5, 1].map((share) => quantile([1, 2, 3, 10], share))).toEqual([1, 1.75, 2.5, 10]);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('a history', () => {
  it('holds the last values in order, whatever leaves it', () => {
    const [roll, history, all] = [dice(7), new History(50), [] as number[]];
    for (let i = 0; i < 500; i++) {
      const value = Math.floor(roll() * 40) - 20;
      history.add(value);
      all.push(value);
      const held = all.slice(-50);
      expect(Array.from(history.values())).toEqual(held.toSorted((a, b) => a - b));
      expect(history.percentile(value)).toBeCloseTo(naive(held, value), 12);
    }
    expect(history.records).toEqual({ least: Math.min(...all), most: Math.max(...all) });
  });

  it('marks records in the good direction once there is enough to compare with', () => {
    const [low, high, none] = [new History(100), new History(100), new History(100)];
    for (let i = 0; i < ENOUGH; i++) expect(low.add(10 - i / 100, 'lower')).toBe(false);
    for (let i = 0; i < ENOUGH; i++) {
      high.add(i, 'higher');
      none.add(i);
    }
    expect([low.add(1, 'lower'), low.add(1, 'lower'), low.add(99, 'lower')]).toEqual([true, false, false]);
    expect([high.add(99, 'higher'), high.add(50, 'higher')]).toEqual([true, false]);
    expect(none.add(1e9)).toBe(false);
  });

  it('has no step before it has a history, and passes over what is no number', () => {
    const history = new History(100);
    for (let i = 0; i < ENOUGH - 1; i++) history.add(i);
    history.add(Number.NaN);
    history.add(Number.POSITIVE_INFINITY);
    expect([history.length, history.step(0, 'lower')]).toEqual([ENOUGH - 1, null]);
    history.add(19);
    expect([history.step(-1, 'lower'), history.step(-1, 'higher')]).toEqual([15, 0]);
    expect(() => new History(0)).toThrow('room for at least 1 value, got 0');
  });
});
