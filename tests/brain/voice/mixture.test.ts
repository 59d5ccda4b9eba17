import { describe, expect, it } from 'vitest';
import { mixture } from '../../../brain/voice/mixture.ts';

const probabilities = (logits: ArrayLike<number>): number[] => {
  const odds = Array.from(logits, Math.exp);
  const sum = odds.reduce((total, odd) => total + odd, 0);
  return odds.map((odd) => odd / sum);
};

describe('what several say together', () => {
  it('is the mean of their probabilities, whatever their logits begin at', () => {
    const one = [1, -2, 0.5, 3];
    const other = [-4, 2, 2, 0];
    const mean = probabilities(one).map((p, i) => (p + probabilities(other)[i]!) / 2);
    for (const shift of [0, 700, -1e6]) {
      const together = mixture([one.map((z) => z + shift), other]);
      for (const [i, p] of mean.entries()) expect(Math.exp(together[i]!)).toBeCloseTo(p, shift === 0 ? 14 : 9);
    }
  });

  it('of one is what it says', () => {
    const together = mixture([[3, 1, 2]]);
    for (const [i, p] of probabilities([3, 1, 2]).entries()) expect(Math.exp(together[i]!)).toBeCloseTo(p, 14);
  });

  it('keeps what nobody ever says at no chance at all, and a number that is none noticeable', () => {
    expect(
      mixture([
        [Number.NEGATIVE_INFINITY, 0],
        [Number.NEGATIVE_INFINITY, 5],
      ])[0],
    ).toBe(Number.NEGATIVE_INFINITY);
    expect(
      mixture([
        [0, 0],
        [Number.NaN, 0],
      ])[1],
    ).toBeNaN();
  });
});
