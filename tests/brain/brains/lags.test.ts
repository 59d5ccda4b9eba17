import { describe, expect, it } from 'vitest';
import { lagsOf } from '../../../brain/brains/lags.ts';
import { Random } from '../../../brain/engine/random.ts';

const [TIME, HEADS, DEPTH] = [7, 4, 3];

describe('how far back each head looks', () => {
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
