// What masks look like: goldens say which numbers they are, this says that they look drawn by chance.
import { describe, expect, it } from 'vitest';
import { hashOf } from '../../brain/engine/random.ts';
import { dropoutByte } from '../../brain/kernels/plain/dropout.ts';

const COUNT = 40_000;

/** 1 where an element is kept at a rate of 0.4, else 0. */
const mask = (seed: number, step: number, call: number): Uint8Array => {
  const key = hashOf(seed, step, call);
  return Uint8Array.from({ length: COUNT }, (_, i) => Number(dropoutByte(key, i) >= 0.4 * 256));
};

const shareOf = (values: Uint8Array): number => values.reduce((sum, one) => sum + one, 0) / values.length;

/** The correlation of two masks, the second begun `lag` elements later. */
function correlation(a: Uint8Array, b: Uint8Array, lag = 0): number {
  const [p, q] = [shareOf(a), shareOf(b)];
  let sum = 0;
  for (let i = 0; i + lag < COUNT; i++) sum += (a[i]! - p) * (b[i + lag]! - q);
  return sum / (COUNT - lag) / Math.sqrt(p * (1 - p) * q * (1 - q));
}

/** Four and a half deviations of a correlation of numbers that know nothing of each other. */
const BY_CHANCE = 4.5 / Math.sqrt(COUNT);

describe('masks of dropout', () => {
  it('keep the share that they should', () => {
    for (let step = 0; step < 50; step++)
      expect(Math.abs(shareOf(mask(1337, step, 2)) - 154 / 256)).toBeLessThan(0.012);
  });

  it('are the same for the same numbers, and others for another seed, step or call', () => {
    const one = mask(1337, 10, 3);
    expect(mask(1337, 10, 3)).toEqual(one);
    for (const other of [mask(1338, 10, 3), mask(1337, 11, 3), mask(1337, 10, 4), mask(10, 1337, 3), mask(1337, 3, 10)])
      expect(Math.abs(correlation(one, other))).toBeLessThan(BY_CHANCE);
  });

  it('do not repeat themselves nearby, not even along a row of neurons', () => {
    const one = mask(5, 1, 0);
    for (const lag of [1, 2, 3, 4, 5, 8, 16, 64, 192, 448, 4096])
      expect(Math.abs(correlation(one, one, lag)), `lag ${lag}`).toBeLessThan(BY_CHANCE);
  });

  it('are noticed when a seed only shifts them', () => {
    const one = mask(5, 1, 0);
    const shifted = Uint8Array.from(one, (_, i) => one[(i + 7) % COUNT]!);
    expect(correlation(shifted, one, 7)).toBeGreaterThan(0.9);
  });
});
