import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { weighedInWords } from '../../../school/api/act-words.ts';
import { type OfflineBaby, offlineBaby } from '../../../school/daemon/offline-baby.ts';
import { findHome } from '../../../school/home/home.ts';
import { holderOf, takeLock } from '../../../school/home/lock.ts';
import { loadConfig } from '../../../school/settings/config.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { feedAs, type Stage, stage } from '../acts/support.ts';
import { temporaryFolder } from '../temporary.ts';

let at: Stage;
let baby: OfflineBaby;
const notes: string[] = [];
beforeEach(async () => {
  at = await stage();
  notes.length = 0;
  baby = offlineBaby(at.home, (sentence) => notes.push(sentence));
});

const weights = async () => (await loadConfig(at.home)).textWeights;

describe('a baby that sleeps', () => {
  it('weighs a text, and undoes and redoes that', async () => {
    const before = at.saveSoul(10);
    await feedAs(at.acts, at.home, at.write('diary.txt', 'the sea is wide, and the day is long\n'.repeat(30)));
    await at.shelve();
    const weighed = await baby.weigh('diary', 3);
    expect(weighed).toEqual({ name: 'diary.txt', weight: 3, before: 1, texts: 1 });
    expect(weighedInWords(weighed)).toMatch(/^diary\.txt is read 3 times as often as texts of weight 1 from now on\./);
    expect(await weights()).toEqual({ 'diary.txt': 3 });
    expect((await baby.library()).files).toMatchObject([{ name: 'diary.txt', weight: 3, share: 1 }]);
    expect((await baby.acts()).at(-1)).toMatchObject({ kind: 'setting', what: 'the weight of diary.txt' });
    expect(new Keeper({ folder: at.home.soul }).list()[0]).toMatchObject({
      name: before,
      reason: 'before feeding a text; before the weight of diary.txt',
    });
    expect((await baby.undo()).sentence).toBe('textWeights.diary.txt is 1 again.');
    expect(await weights()).toEqual({});
    await baby.undo();
    expect(await weights()).toEqual({ 'diary.txt': 3 });
    expect(weighedInWords(await baby.weigh('diary.txt', 3))).toContain('has the weight 3 already');
    expect(notes).toEqual([]);
  });

  it('weighs corrections and the words of others as the awake one does: only with memory.consolidate', async () => {
    at.saveSoul(10);
    const weightOf = async () => {
      const { sources } = await baby.library();
      return Object.fromEntries(sources.map(({ name, weight }) => [name, weight]));
    };
    expect(await weightOf()).toMatchObject({ library: 1, corrections: 0, chat: 0, twitch: 0 });
    await baby.set('memory.consolidate', 'on');
    expect(await weightOf()).toMatchObject({ library: 1, corrections: 0.15, chat: 0, twitch: 0.05 });
  });

  it('changes a setting, keeps and releases a soul, and goes back', async () => {
    const first = at.saveSoul(10);
    const second = at.saveSoul(20);
    expect(await baby.set('clip', '2')).toEqual({ key: 'clip', value: 2, later: false });
    expect(await baby.keepSoul('today')).toEqual({ name: second, step: 20, keptAs: 'today' });
    expect(await baby.releaseSoul(second)).toEqual({ name: second, step: 20, keptAs: null });
    expect(await baby.goBack(first)).toEqual({ name: `${first}.1`, step: 10 });
    expect((await baby.acts()).map(({ kind }) => kind)).toEqual(['setting', 'back']);
    expect(holderOf(at.home)).toBeUndefined();
  });

  it('refuses in one sentence while another process holds it, and makes no home', async () => {
    at.saveSoul(10);
    const lock = takeLock(at.home);
    await expect(baby.undo()).rejects.toThrow('just waking or falling asleep');
    lock.release();
    await expect(baby.undo()).rejects.toThrow('There is nothing to undo');
    const nowhere = findHome(join(temporaryFolder(), 'nowhere'));
    await expect(offlineBaby(nowhere, () => {}).weigh('a', 2)).rejects.toThrow('There is no baby in');
    expect(existsSync(nowhere.folder)).toBe(false);
  });
});
