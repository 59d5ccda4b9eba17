import { describe, expect, it } from 'vitest';
import { Origins } from '../../../../school/training/memory/origins.ts';

describe('the origins of a reply', () => {
  it('are shares of all tokens, and pieces of the text', () => {
    const origins = new Origins();
    origins.add({ weights: 0.9, library: 0.1 }, 3);
    origins.add({ weights: 0.2, library: 0.8 }, 5);
    origins.add({ weights: 0.1, library: 0.9 }, 9);
    origins.add({ weights: 0.4, correction: 0.6 }, 12);
    const { shares, origins: runs } = origins.of('abcdefghijkl');
    expect(runs).toEqual([
      { from: 'weights', length: 3 },
      { from: 'library', length: 6 },
      { from: 'correction', length: 3 },
    ]);
    expect(shares.weights).toBeCloseTo(0.4, 12);
    expect(shares.library).toBeCloseTo(0.45, 12);
    expect(shares.correction).toBeCloseTo(0.15, 12);
    expect(shares.talk).toBeUndefined();
  });

  it('cover the text to its last character, and no more', () => {
    const origins = new Origins();
    origins.add({ talk: 1 }, 4);
    origins.add({ weights: 1 }, 4);
    origins.add({ weights: 1 }, 8);
    expect(origins.of('abcdef').origins).toEqual([
      { from: 'talk', length: 4 },
      { from: 'weights', length: 2 },
    ]);
    expect(origins.of('abcdefghij').origins.reduce((sum, { length }) => sum + length, 0)).toBe(10);
    expect(new Origins().of('').origins).toEqual([]);
  });
});
