import { describe, expect, it } from 'vitest';
import { lagsOf } from '../../../brain/brains/lags.ts';
import { Random } from '../../../brain/engine/random.ts';

const [TIME, HEADS, DEPTH] = [7, 4, 3];

describe('how far back each head looks', () => {
  it('of linear attention is what its state is made of, faded', () => {
    // keys and queries of 0 compare as 1·1 in each of D columns, so only γ counts: 1, ½, ¼ …
    const [alone, both] = [1, 1 / (1 + 0.5)];
    const [shares] = lagsOf(new Array<number>(2 * 3 * DEPTH).fill(0), 2, DEPTH, 1, 1, [0.5]);
    expect(shares[0]).toBeCloseTo((alone + both) / 2, 12);
    expect(shares[1]).toBeCloseTo((1 - both) / 2, 12);
    // φ(1) = 2, φ(−∞) = 0: a key that is compared with nothing is not heard
    const heard = lagsOf([1, 1, 0, 1, -1e9, 0], 2, 1, 1, 1, [1])[0];
    expect(heard[1]).toBeCloseTo(0.5, 12);
  });

  it('is the same for heads that share keys as for heads with equal keys of their own', () => {
    const random = new Random(4);
    const width = HEADS * DEPTH;
    const shared = Array.from({ length: TIME }, () =>
      Array.from({ length: width + 2 * 2 * DEPTH }, () => random.normal()),
    );
    const own = shared.map((row) => {
      const [first, second] = [row.slice(width, width + DEPTH), row.slice(width + DEPTH, width + 2 * DEPTH)];
      return [...row.slice(0, width), ...first, ...first, ...second, ...second, ...new Array<number>(width).fill(0)];
    });
    const lags = lagsOf(shared.flat(), TIME, width, HEADS, 2);
    expect(lags).toEqual(lagsOf(own.flat(), TIME, width, HEADS));
    for (const shares of lags) expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(lags[0]).not.toEqual(lags[1]);
  });
});
