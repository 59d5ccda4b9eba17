import { describe, expect, it } from 'vitest';
import { Random, type RandomState } from '../../brain/engine/random.ts';

const draw = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one);

describe('random', () => {
  it('is xoshiro128**: the first words from a known state, as the reference gives them', () => {
    // prng.di.unimi.it/xoshiro128starstar.c, s = {1, 2, 3, 4}
    const random = new Random([1, 2, 3, 4]);
    expect(draw(6, () => random.bits())).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492]);
  });

  it('draws the same from the same seed and something else from the next', () => {
    const words = (seed: number) => {
      const random = new Random(seed);
      return draw(8, () => random.bits());
    };
    expect(words(7)).toEqual(words(7));
    const all = new Set(draw(200, () => 0).flatMap((_, seed) => words(seed)));
    expect(all.size).toBe(1600);
  });

  it('goes on exactly where a saved state stood, whatever was drawn before', () => {
    const random = new Random(99);
    draw(1234, () => random.uniform());
    draw(3, () => random.normal());
    const saved = JSON.parse(JSON.stringify(random.state())) as RandomState;
    const next = () => [random.bits(), random.uniform(), random.normal(), random.below(1000)];
    const ahead = draw(50, next);
    const again = new Random(saved);
    expect(draw(50, () => [again.bits(), again.uniform(), again.normal(), again.below(1000)])).toEqual(ahead);
  });

  it('brings things into every order alike, and leaves those that it took them from', () => {
    const all = ['a', 'b', 'c'] as const;
    const random = new Random(3);
    const orders = draw(6000, () => random.shuffled(all).join(''));
    const counts = [...Map.groupBy(orders, (order) => order).values()].map(({ length }) => length);
    expect(counts).toHaveLength(6);
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
    expect(all).toEqual(['a', 'b', 'c']);
    expect(new Random(5).shuffled(all)).toEqual(new Random(5).shuffled(all));
  });

  it('is uniform in [0, 1) and in [0, below)', () => {
    const random = new Random(3);
    const values = draw(100_000, () => random.uniform());
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    const counts = new Float64Array(20);
    for (const v of values) counts[Math.floor(20 * v)]++;
    // chi-square with 19 degrees of freedom: above 43.8 in one of a thousand
    expect(counts.reduce((sum, n) => sum + (n - 5000) ** 2 / 5000, 0)).toBeLessThan(43.8);
    const whole = draw(10_000, () => random.below(7));
    expect(new Set(whole)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
  });

  it('is normal: mean 0, deviation 1, skew 0, kurtosis 3, and neighbours that know nothing of each other', () => {
    const random = new Random(4);
    const n = 200_000;
    const values = draw(n, () => random.normal());
    const moment = (k: number) => values.reduce((sum, v) => sum + v ** k, 0) / n;
    // within five standard errors of each
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
    const along = values.slice(1).reduce((sum, v, i) => sum + v * values[i], 0) / (n - 1);
    expect(Math.abs(along)).toBeLessThan(5 / Math.sqrt(n));
    expect(values.every(Number.isFinite)).toBe(true);
  });
});
