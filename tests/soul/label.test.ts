import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Disk, realDisk } from '../../soul/disk.ts';
import { Keeper } from '../../soul/keeper.ts';
import { readLabel } from '../../soul/label.ts';
import { soulTexts } from '../../soul/texts.ts';
import { contentOf, saveSteps, stepsIn } from './content.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'soul-label-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ONE = 'soul-0000000001';
const fileOf = (name: string): string => path.join(folder, name, 'label.json');

describe('a label', () => {
  it('tells why a soul was saved, from the moment it has its name, and is private', () => {
    const keeper = new Keeper({ folder });
    keeper.save(contentOf(1), { label: { reason: 'before feeding diary.txt' } });
    expect(keeper.list()[0]).toMatchObject({ name: ONE, reason: 'before feeding diary.txt' });
    expect(statSync(fileOf(ONE)).mode & 0o777).toBe(0o600);
    expect(stepsIn(keeper.open(ONE))).toEqual(new Set([1]));
  });

  it('is changed, in parts, and taken away', () => {
    const keeper = new Keeper({ folder });
    saveSteps(keeper, 1, 1);
    expect(keeper.label(ONE, { keptAs: 'before the chat' })).toMatchObject({ name: ONE, keptAs: 'before the chat' });
    keeper.label(ONE, { reason: 'before a correction' });
    expect(keeper.list()[0]).toMatchObject({ keptAs: 'before the chat', reason: 'before a correction' });
    keeper.label(ONE, { keptAs: null });
    expect(keeper.list()[0]).not.toHaveProperty('keptAs');
    expect(readdirSync(path.join(folder, ONE)).filter((file) => file.startsWith('.'))).toEqual([]);
  });

  it('keeps its soul for ever, and goes with the copy of nobody', () => {
    const keeper = new Keeper({ folder, budget: 0 });
    saveSteps(keeper, 1, 1);
    keeper.label(ONE, { keptAs: 'the first' });
    saveSteps(keeper, 2, 6);
    expect(keeper.list().map(({ step }) => step)).toEqual([6, 5, 1]);
    keeper.bringBack(ONE);
    expect(keeper.list()[0]).not.toHaveProperty('keptAs');
  });

  it('is refused where it could not stand in a line, and where there is no such soul', () => {
    const keeper = new Keeper({ folder });
    saveSteps(keeper, 1, 1);
    for (const keptAs of ['', '  ', 'a\nb', 'a\x1b[2Jb', 'x'.repeat(201)])
      expect(() => keeper.label(ONE, { keptAs })).toThrow(/should be one line of 1 to 200 characters/);
    expect(() => keeper.label('soul-0000000002', { keptAs: 'x' })).toThrow(/There is no whole soul/);
    expect(() => keeper.save(contentOf(2), { label: { reason: '\n' } })).toThrow(/one line/);
    expect(readdirSync(folder)).toEqual([ONE]);
    expect(readdirSync(path.join(folder, ONE))).not.toContain('label.json');
  });

  it('that is damaged costs no soul: it is told apart, and its soul is kept', () => {
    const keeper = new Keeper({ folder, budget: 0 });
    saveSteps(keeper, 1, 1);
    for (const text of ['{', '[]', '{"reason":7}', 'null']) {
      writeFileSync(fileOf(ONE), text);
      expect(readLabel(path.join(folder, ONE))).toEqual({ unreadable: true });
    }
    writeFileSync(fileOf(ONE), '{"keptAs":"a\\u001bb"}');
    expect(keeper.list()[0]).toMatchObject({ keptAs: 'a�b' });
    writeFileSync(fileOf(ONE), '{');
    saveSteps(keeper, 2, 5);
    expect(keeper.list().map(({ step, unreadable }) => [step, unreadable])).toEqual([
      [5, undefined],
      [4, undefined],
      [1, true],
    ]);
    keeper.label(ONE, { keptAs: 'mended' });
    expect(readLabel(path.join(folder, ONE))).toEqual({ keptAs: 'mended' });
  });

  it.each(['ENOSPC', 'EROFS', 'EIO'])('stays as it was where the disk refuses with %s, at any change', (code) => {
    saveSteps(new Keeper({ folder }), 1, 1);
    new Keeper({ folder }).label(ONE, { keptAs: 'old' });
    let failAt = 1;
    for (; ; failAt++) {
      let changes = 0;
      const counted = <T>(change: () => T): T => {
        if (++changes === failAt) throw Object.assign(new Error(code), { code, syscall: 'write' });
        return change();
      };
      const disk: Partial<Disk> = {
        write: (fd, bytes) => counted(() => realDisk.write(fd, bytes)),
        sync: (fd) => counted(() => realDisk.sync(fd)),
        rename: (from, to) => counted(() => realDisk.rename(from, to)),
      };
      try {
        new Keeper({ folder, disk }).label(ONE, { keptAs: 'new' });
        break;
      } catch (error) {
        expect((error as Error).message).toBe(
          soulTexts.labels.notWritten(ONE, code === 'ENOSPC' ? 'the disk is full' : `the disk refused (${code})`),
        );
        const now = JSON.parse(readFileSync(fileOf(ONE), 'utf8'));
        // only a failure after the rename may leave the new one, and then it is whole
        expect([{ keptAs: 'old' }, { keptAs: 'new' }]).toContainEqual(now);
        new Keeper({ folder }).label(ONE, { keptAs: 'old' });
      }
    }
    expect(failAt).toBe(5);
    expect(stepsIn(new Keeper({ folder }).open())).toEqual(new Set([1]));
  });
});
