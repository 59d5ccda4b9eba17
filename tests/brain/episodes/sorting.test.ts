import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import { comparePlaces, sortPlaces } from '../../../brain/episodes/sorting.ts';

const END = 0;
const VOCABULARY = 6;

describe('places', () => {
  it('are sorted alike whether there are few of them or many, and keep their order behind equal tokens', () => {
    const random = new Random(1);
    const tokens = Uint16Array.from({ length: 3000 }, (_, i) => (i === 0 ? END : random.below(VOCABULARY)));
    for (const count of [0, 1, 2, 17, 255, 256, 257, 1500]) {
      const places = Int32Array.from({ length: count }, () => 5 + random.below(2990));
      const expected = Array.from(places);
      // a place after the other, each behind all that do not come after it
      for (let i = 1; i < expected.length; i++)
        for (let j = i; j > 0 && comparePlaces(expected[j - 1], expected[j], tokens, END) > 0; j--)
          [expected[j - 1], expected[j]] = [expected[j], expected[j - 1]];
      sortPlaces(places, tokens, END, VOCABULARY);
      expect(Array.from(places)).toEqual(expected);
    }
  });

  it('are compared token by token, and no further than the end of a text', () => {
    const tokens = Uint16Array.of(1, 2, END, 3, 9, 4, 2, END, 3, 9);
    expect(comparePlaces(4, 9, tokens, END)).toBe(0);
    expect(comparePlaces(5, 9, tokens, END)).toBeGreaterThan(0);
    expect(comparePlaces(9, 5, tokens, END)).toBeLessThan(0);
  });
});
