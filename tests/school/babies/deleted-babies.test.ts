import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beginBaby } from '../../../school/babies/begin.ts';
import { deleteBaby, emptyTrash, nameInTrash, restoreBaby, trashOf } from '../../../school/babies/deleted-babies.ts';
import { homesOf } from '../../../school/babies/list.ts';
import { texts } from '../../../school/babies/texts.ts';
import { findHome } from '../../../school/home/home.ts';
import { holderOf, takeLock } from '../../../school/home/lock.ts';
import { temporaryFolder } from '../temporary.ts';
import { isPrivate } from './baby.ts';

let nest: string;
const before = process.env['HOME'];
beforeEach(() => {
  nest = temporaryFolder();
  process.env['HOME'] = nest;
});
afterEach(() => {
  process.env['HOME'] = before;
});

const NOON = new Date('2026-11-30T12:00:00.123Z');

describe('a deleted baby', () => {
  it('lies in the trash with all it had, is listed by nobody, and comes back as it was', async () => {
    const { home } = await beginBaby('Kit', { preset: 'tiny' });
    writeFileSync(join(home.library, 'diary.txt'), 'mine alone', { mode: 0o600 });
    const deleted = deleteBaby(home, NOON);
    expect(existsSync(home.folder)).toBe(false);
    expect(homesOf()).toEqual([]);
    expect(trashOf(findHome())).toEqual([deleted]);
    expect([nameInTrash(deleted), deleted.deletedAt]).toEqual(['kit', NOON.getTime()]);
    expect(isPrivate(join(nest, '.babyllm.trash'))).toBe(true);
    expect(restoreBaby(findHome(), 'kit').folder).toBe(home.folder);
    expect(readFileSync(join(home.library, 'diary.txt'), 'utf8')).toBe('mine alone');
    expect(holderOf(home)).toBeUndefined();
    takeLock(home).release();
    expect(trashOf(findHome())).toEqual([]);
  });

  it('may be one of several of a name: the newest comes back, and its place must be free', async () => {
    for (const [text, hour] of [
      ['first', 10],
      ['second', 11],
    ] as const) {
      const { home } = await beginBaby('Kit', { preset: 'tiny' });
      writeFileSync(join(home.library, 'a.txt'), text);
      deleteBaby(home, new Date(Date.UTC(2026, 10, 30, hour)));
    }
    const { home } = await beginBaby('Kit', { preset: 'tiny' });
    expect(() => restoreBaby(findHome(), 'kit')).toThrow(/\.babyllm-kit is there: delete or move that baby first/);
    deleteBaby(home, new Date(Date.UTC(2026, 10, 30, 9)));
    expect(readFileSync(join(restoreBaby(findHome(), 'kit').library, 'a.txt'), 'utf8')).toBe('second');
    expect(emptyTrash(findHome())).toBe(2);
    expect(readdirSync(join(nest, '.babyllm.trash'))).toEqual([]);
    expect(() => restoreBaby(findHome(), 'kit')).toThrow(texts.trash.notInTrash('kit'));
  });

  it('was asleep, and was there', async () => {
    const { home } = await beginBaby('Kit', { preset: 'tiny' });
    const lock = takeLock(home);
    expect(() => deleteBaby(home)).toThrow();
    expect(existsSync(home.config)).toBe(true);
    lock.release();
    expect(() => deleteBaby(findHome(join(nest, 'nobody')))).toThrow(/^There is no baby in .*nobody/);
  });
});
