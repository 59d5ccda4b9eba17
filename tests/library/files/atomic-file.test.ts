import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { writeAtomically } from '../../../library/files/atomic-file.ts';
import { serialize } from '../../../library/files/mutex.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('a file that is written whole', () => {
  it('is one of those that were written at once, and never a mixture', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'babyllm-files-'));
    folders.push(folder);
    const path = join(folder, 'baby.json');
    const texts = ['a', 'b', 'c', 'd'].map((letter, i) => letter.repeat(1_000_000 * (i + 1)));
    await Promise.all(texts.map((text) => writeAtomically(path, text)));
    expect(texts.includes(readFileSync(path, 'utf8'))).toBe(true);
    expect(readdirSync(folder)).toEqual(['baby.json']);
  });
});

describe('work in turn', () => {
  it('begins when all before it is over, however that ended', async () => {
    const inTurn = serialize();
    const done: string[] = [];
    const work = (name: string, fails = false) =>
      inTurn(async () => {
        done.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        done.push(`${name} ends`);
        if (fails) throw new Error(`${name} failed`);
        return name;
      });
    const all = await Promise.allSettled([work('a'), work('b', true), work('c')]);
    expect(done).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
