import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GivenPassages } from '../../../library/heldout/given-passages.ts';
import { NumberSpool } from '../../../library/heldout/number-spool.ts';
import { SeenSet } from '../../../library/heldout/seen-set.ts';
import { randomFrom, temporaryFolder } from '../home.ts';

const place = (): string => join(temporaryFolder(), 'given.lines');
const drawn = (count: number, seed: number): number[] => {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => Math.floor(random() * 2 ** 32) * 1000 + Math.floor(random() * 1000));
};

describe('the passages that were given out', () => {
  it('are those that were added, whatever was saved in between', async () => {
    const path = place();
    const set = await SeenSet.open(path, false);
    const all = drawn(5000, 1);
    for (const [i, from] of [0, 3, 1000, 1513, 2900].entries()) {
      // some come twice
      set.add(all.slice(Math.max(0, from - 400), [3, 1000, 1513, 2900, 5000][i]));
      if (i % 2 === 0) await set.save();
      expect(all.slice(0, [3, 1000, 1513, 2900, 5000][i]).every((hash) => set.has(hash))).toBe(true);
    }
    expect(set.size).toBe(new Set(all).size);
    const others = drawn(3000, 2).filter((hash) => !all.includes(hash));
    const again = await SeenSet.open(path, true);
    for (const one of [set, again]) {
      expect(others.some((hash) => one.has(hash))).toBe(false);
      expect(all.every((hash) => one.has(hash))).toBe(true);
    }
    const ascending = Float64Array.from(new Set(all)).sort();
    expect(readFileSync(path).equals(Buffer.from(ascending.buffer))).toBe(true);
  });

  it('are lost where the file is damaged or not there, until they are saved', async () => {
    const path = place();
    expect((await SeenSet.open(path, true)).damaged).toBe(true);
    const set = await SeenSet.open(path, false);
    set.add(drawn(2000, 3));
    await set.save();
    truncateSync(path, 8 * 900 + 3);
    const cut = await SeenSet.open(path, true);
    expect([cut.damaged, cut.size]).toEqual([true, 0]);
    cut.add([5, 4]);
    await cut.save();
    expect([cut.damaged, cut.size, cut.has(4), cut.has(6)]).toEqual([false, 2, true, false]);
    writeFileSync(path, Buffer.from(Float64Array.of(3, 2).buffer));
    expect((await SeenSet.open(path, true)).damaged).toBe(true);
  });

  it('of a large text are not all in memory: they are saved as it goes', async () => {
    const path = place();
    const set = await SeenSet.open(path, false);
    const passages = new GivenPassages(set);
    for (let hash = 0; hash < (1 << 20) + 10; hash++) passages.push(2 * hash);
    expect(set.isFull).toBe(true);
    await passages.keepSmall();
    expect(set.isFull).toBe(false);
    await passages.end();
    expect(set.size).toBe((1 << 20) + 10);
    expect([set.has(2 << 20), set.has((2 << 20) + 1), set.has(0)]).toEqual([true, false, true]);
    // what was lost is whole only when every text was read: until then nothing is saved
    const lost = await SeenSet.open(place(), true);
    lost.add(Float64Array.from({ length: 1 << 20 }, (_, i) => i));
    expect(lost.isFull).toBe(false);
  });
});

describe('a spool of numbers', () => {
  it('counts all that came, of which few are in memory', () => {
    const spool = new NumberSpool();
    for (let i = 0; i < 300_000; i++) spool.push(i % 1000);
    expect(spool.length).toBe(300_000);
    expect(spool.countOf((number) => number === 7 || number === 999)).toBe(600);
    spool.push(7);
    expect(spool.countOf((number) => number === 7)).toBe(301);
    spool.close();
  });
});
