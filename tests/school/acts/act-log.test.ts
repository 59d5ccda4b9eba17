import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ActLog, type NewAct } from '../../../school/acts/act-log.ts';
import { texts } from '../../../school/acts/texts.ts';
import { trashOf } from '../../../school/acts/trash.ts';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { temporaryFolder } from '../temporary.ts';

let home: Home;
const notes: string[] = [];
beforeEach(() => {
  home = makeHome(join(temporaryFolder(), 'home'));
  notes.length = 0;
});
const open = () => ActLog.open(home, (sentence) => notes.push(sentence));
const act = (n: number): NewAct => ({
  kind: 'setting',
  what: `the setting ${n}`,
  step: n,
  changes: [{ change: 'setting', key: 'clip', value: n }],
});

describe('the list of acts', () => {
  it('is on the disk when an act is added, private, and read again as it was', async () => {
    const log = await open();
    const added = await log.add(act(1));
    await log.add({ ...act(2), kind: 'undo', undoes: added.id });
    const again = await open();
    expect(again.acts).toEqual(log.acts);
    expect(again.acts).toMatchObject([
      { id: 1, undoneBy: 2 },
      { id: 2, undoes: 1 },
    ]);
    expect(again.nextId).toBe(3);
    expect(statSync(home.acts).mode & 0o777).toBe(0o600);
    expect(notes).toEqual([]);
  });

  it('keeps the last hundred, and lets the trash of older ones go', async () => {
    const log = await open();
    for (const id of [1, 2]) {
      mkdirSync(trashOf(home, id), { recursive: true });
      writeFileSync(join(trashOf(home, id), 'a.txt'), 'x');
    }
    for (let n = 1; n <= 101; n++) await log.add(act(n));
    expect(log.acts).toHaveLength(100);
    expect([existsSync(trashOf(home, 1)), existsSync(trashOf(home, 2))]).toEqual([false, true]);
    expect((await open()).nextId).toBe(102);
  });

  it.each(['{', '[]', '{"version":1,"next":1,"acts":[{"id":0}]}'])(
    'that is damaged is set aside whole, and said; numbers are not used twice: %s',
    async (text) => {
      writeFileSync(home.acts, text);
      const log = await open();
      expect(log.acts).toEqual([]);
      expect(notes).toEqual([texts.damagedActs(`${home.acts}.damaged`)]);
      expect(readFileSync(`${home.acts}.damaged`, 'utf8')).toBe(text);
      expect((await log.add(act(1))).id).toBeGreaterThan(1_000_000);
    },
  );

  it('stays as it was where the disk refuses', async () => {
    const log = await open();
    await log.add(act(1));
    const before = readFileSync(home.acts, 'utf8');
    const other = await ActLog.open({ ...home, acts: join(home.folder, 'gone', 'acts.json') }, () => {});
    await expect(other.add(act(2))).rejects.toThrow('ENOENT');
    expect(other.acts).toEqual([]);
    expect(other.nextId).toBe(1);
    expect(readFileSync(home.acts, 'utf8')).toBe(before);
  });
});
