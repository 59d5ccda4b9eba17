import { describe, expect, it } from 'vitest';
import { Entries } from '../../../library/heldout/entries.ts';

const entry = (name: string, sha256: string) => ({ name, sha256, bytesAtChoice: 400, parts: [name] });

describe('entries of held-out texts', () => {
  it('are found by name and by what their files hold', () => {
    const entries = new Entries();
    entries.set(entry('a.txt', '1'));
    entries.set(entry('b.txt', '2'));
    entries.set(entry('c.txt', '1'));
    expect(entries.get('b.txt')).toEqual(entry('b.txt', '2'));
    expect(entries.withSum('1')?.name).toBe('a.txt');
    expect(entries.withSum('3')).toBeUndefined();
    expect(entries.all().map(({ name }) => name)).toEqual(['a.txt', 'b.txt', 'c.txt']);
  });

  it('are not found by what their files held before, nor once they are gone', () => {
    const entries = new Entries();
    entries.set(entry('a.txt', '1'));
    entries.set(entry('c.txt', '1'));
    entries.set(entry('a.txt', '5'));
    expect(entries.withSum('1')?.name).toBe('c.txt');
    expect(entries.delete('c.txt')).toBe(true);
    expect(entries.delete('c.txt')).toBe(false);
    expect(entries.withSum('1')).toBeUndefined();
    expect(entries.withSum('5')).toEqual(entry('a.txt', '5'));
    expect(entries.all()).toHaveLength(1);
  });
});
