import { describe, expect, it } from 'vitest';
import { BoundedMap } from '../../../library/files/bounded-map.ts';

describe('a bounded map', () => {
  it('holds its newest entries, and an entry that is set again is new', () => {
    const map = new BoundedMap<string, number>(2);
    map.set('a', 1).set('b', 2).set('a', 3).set('c', 4);
    expect([...map]).toEqual([
      ['a', 3],
      ['c', 4],
    ]);
    expect(map.get('b')).toBe(undefined);
  });

  it('holds nothing where nothing may be held', () => {
    expect(new BoundedMap<string, number>(0).set('a', 1).size).toBe(0);
  });

  it('lets every entry go by delete', () => {
    const gone: string[] = [];
    class Told extends BoundedMap<string, number> {
      override delete(key: string): boolean {
        const was = super.delete(key);
        if (was) gone.push(key);
        return was;
      }
    }
    new Told(1).set('a', 1).set('b', 2).set('c', 3);
    expect(gone).toEqual(['a', 'b']);
  });
});
