import { describe, expect, it } from 'vitest';
import { commonLength, eachStretch, placeOfId, type TokenText } from '../../../library/batches/token-text.ts';

const LONG = 200_000;
const text = (change: (ids: Uint16Array) => void = () => {}, length = LONG): Uint16Array => {
  const ids = Uint16Array.from({ length }, (_, i) => 5 + (i % 1000));
  change(ids);
  return ids;
};

describe('a text of ids', () => {
  it('is gone over in stretches, each id once, until somebody has seen enough', () => {
    const ids = text();
    const seen: number[] = [];
    let at = 0;
    eachStretch(ids, (part, from) => {
      expect(from).toBe(at);
      at += part.length;
      seen.push(part.length);
    });
    expect(at).toBe(LONG);
    expect(seen.length).toBeGreaterThan(2);
    let calls = 0;
    eachStretch(ids, () => ++calls === 2);
    expect(calls).toBe(2);
  });

  it('has its first id of a kind behind a place, or none', () => {
    const ids = text((all) => {
      all[10] = 1;
      all[150_000] = 1;
    });
    expect([0, 10, 11, 150_001].map((from) => placeOfId(ids, 1, from))).toEqual([10, 10, 150_000, LONG]);
  });

  it('has as much in common with another as the ids say, from either end', () => {
    const changed = text((all) => {
      all[70_000] = 1;
    });
    expect(commonLength(text(), changed)).toBe(70_000);
    expect(commonLength(text(), changed, true)).toBe(LONG - 70_001);
    expect(commonLength(text(), changed, true, 500)).toBe(500);
    expect(commonLength(text(), text(undefined, 90_000))).toBe(90_000);
  });

  it('is not read where both are known to be the same', () => {
    const known = (source: string): TokenText => ({
      length: 10,
      source,
      at: () => 0,
      slice: () => known(source),
      subarray: () => {
        throw new Error('read');
      },
    });
    expect(commonLength(known('a'), known('a'))).toBe(10);
    expect(() => commonLength(known('a'), known('b'))).toThrow('read');
  });
});
