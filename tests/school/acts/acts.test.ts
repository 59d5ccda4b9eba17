import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ExampleStore } from '../../../library/sources/example-store.ts';
import type { Acts } from '../../../school/acts/acts.ts';
import { texts } from '../../../school/acts/texts.ts';
import { textFile } from '../../../school/daemon/library/text-removal.ts';
import { loadConfig } from '../../../school/settings/config.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { prose } from '../../library/home.ts';
import { feedAs, type Stage, stage } from './support.ts';

let at: Stage;
let acts: Acts;
beforeEach(async () => {
  at = await stage();
  acts = at.acts;
});

const souls = () => new Keeper({ folder: at.home.soul }).list();
const filesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort() : [];
const kinds = async () => (await acts.list()).map(({ kind, undoneBy }) => [kind, undoneBy]);

describe('feeding', () => {
  it('is undone: the text leaves, the soul before comes back, and undoing that brings both again', async () => {
    const before = at.saveSoul(100);
    const { fed } = await feedAs(acts, at.home, at.write('a.txt', 'the sea is wide\n'));
    expect(fed).toMatchObject([{ outcome: 'fed' }]);
    expect(souls()[0]).toMatchObject({ name: before, reason: 'before feeding a text' });
    at.saveSoul(142);
    const manifest = readFileSync(join(at.home.folder, 'fed.json'), 'utf8');

    const asked = await acts.undo(undefined, { preview: true });
    expect(asked).toMatchObject({ steps: 42, done: false });
    expect(asked.sentence).toBe(`${texts.leavesLibrary('a.txt')}; ${texts.goesOnAtCost(before, 42)}.`);
    expect(at.inLibrary('a.txt')).toBe('the sea is wide\n');

    const undone = await acts.undo(undefined);
    expect(undone.sentence).toBe(`${texts.leftLibrary('a.txt')}; ${texts.goesOn(before, 100, 42)}.`);
    expect(at.inLibrary('a.txt')).toBeUndefined();
    expect(souls()[0]).toMatchObject({ name: `${before}.1`, step: 100 });
    expect(souls().find(({ step }) => step === 142)).toMatchObject({ reason: 'before undoing feeding a text' });
    expect(JSON.parse(readFileSync(join(at.home.folder, 'fed.json'), 'utf8')).sources).toEqual({});

    const redone = await (await at.reopen()).undo(undefined);
    expect(redone.sentence).toBe(`${texts.cameBackIntoLibrary('a.txt')}; ${texts.goesOn('soul-0000000142', 142, 0)}.`);
    expect(at.inLibrary('a.txt')).toBe('the sea is wide\n');
    expect(souls()[0].step).toBe(142);
    expect(readFileSync(join(at.home.folder, 'fed.json'), 'utf8')).toBe(manifest);
    expect(filesIn(at.home.trash)).toEqual([]);
  });

  it('of a newborn has no soul to go back to, and costs nothing', async () => {
    await feedAs(acts, at.home, at.write('a.txt', 'the sea\n'));
    expect(await acts.undo(undefined)).toMatchObject({ steps: 0, sentence: `${texts.leftLibrary('a.txt')}.` });
  });

  it('that replaced a text brings the old one back, to the byte', async () => {
    const path = at.write('a.txt', 'call me at +49 170 1234567\n');
    writeFileSync(join(at.home.folder, 'cleaning.json'), '{"phones":false}');
    await feedAs(acts, at.home, path);
    const old = at.inLibrary('a.txt');
    expect(old).toBe('call me at +49 170 1234567\n');
    writeFileSync(join(at.home.folder, 'cleaning.json'), '{"phones":true}');
    await feedAs(acts, at.home, path);
    const now = at.inLibrary('a.txt');
    expect(now).not.toBe(old);
    await acts.undo(undefined);
    expect(at.inLibrary('a.txt')).toBe(old);
    // and as what was fed: the same text again is known
    writeFileSync(join(at.home.folder, 'cleaning.json'), '{"phones":false}');
    expect((await feedAs(acts, at.home, path)).fed).toMatchObject([{ outcome: 'known' }]);
    expect((await acts.list()).map(({ kind }) => kind)).toEqual(['feed', 'feed', 'undo']);
  });

  it('leaves what its owner changed by hand since, and says so', async () => {
    await feedAs(acts, at.home, at.write('a.txt', 'the sea\n'), at.write('b.txt', 'the hill\n'));
    appendFileSync(join(at.home.library, 'b.txt'), 'and more\n');
    expect((await acts.undo(undefined)).sentence).toBe(
      `${texts.leftLibrary('a.txt')}; ${texts.changedByHand('b.txt')}.`,
    );
    expect(at.inLibrary('b.txt')).toBe('the hill\nand more\n');
  });

  it('of what is known already is no act, and leaves no trace', async () => {
    const soul = at.saveSoul(1);
    const path = at.write('a.txt', 'the sea\n');
    await feedAs(acts, at.home, path);
    await acts.undo(undefined);
    await acts.undo(undefined);
    const before = await kinds();
    await feedAs(acts, at.home, path);
    expect(await kinds()).toEqual(before);
    expect(filesIn(at.home.trash)).toEqual([]);
    expect(souls().find(({ name }) => name === soul)?.reason).toBe('before feeding a text');
  });

  it('that was killed half-way is an act all the same', async () => {
    at.saveSoul(5);
    const dead = 99_999_999;
    const id = await acts.beginFeed('a text', dead);
    const { feed } = await import('../../../school/ingest/feed.ts');
    await feed(at.home, [at.write('a.txt', 'the sea\n')], { onFed: () => {} });
    const again = await at.reopen();
    expect(await again.list()).toMatchObject([
      { id, kind: 'feed', changes: [{ change: 'texts' }, { change: 'soul' }] },
    ]);
    await again.undo(undefined);
    expect(at.inLibrary('a.txt')).toBeUndefined();
  });

  it('that still goes on cannot be undone yet', async () => {
    await acts.beginFeed('a text', process.pid);
    await expect(acts.undo(undefined)).rejects.toThrow(texts.stillGoesOn(1, 'feeding a text'));
  });
});

describe('a text that is removed', () => {
  it('lies in the trash without its tokens and held-out words, and comes back with them', async () => {
    const text = prose(400, 7);
    mkdirSync(join(at.home.library, 'deep'));
    writeFileSync(join(at.home.library, 'deep', 'diary.txt'), text);
    writeFileSync(join(at.home.library, 'b.txt'), prose(100, 8));
    await at.shelve();
    const shelved = filesIn(at.home.shelf);
    const heldOut = shelved.filter((file) => /heldout\/[0-9a-f]{16}\.txt$/.test(file));
    expect(heldOut).toHaveLength(2);

    await acts.remove(await textFile(at.home, 'deep/diary.txt'));
    expect(filesIn(at.home.library).filter((file) => !file.startsWith('.shelf'))).toEqual(['b.txt']);
    const left = filesIn(at.home.shelf);
    expect(left.filter((file) => file.endsWith('.tokens'))).toHaveLength(2);
    expect(left.filter((file) => /heldout\/[0-9a-f]{16}\.txt$/.test(file))).toHaveLength(1);
    expect(readFileSync(join(at.home.trash, '1', 'deep', 'diary.txt'), 'utf8')).toBe(text);

    expect((await acts.undo(undefined)).sentence).toBe(`${texts.cameBackIntoLibrary('deep/diary.txt')}.`);
    expect(at.inLibrary('deep/diary.txt')).toBe(text);
    expect(filesIn(at.home.trash)).toEqual([]);
    await at.shelve();
    expect(filesIn(at.home.shelf)).toEqual(shelved);
  });

  it('gets another name where its own is taken, and is told to be gone where the trash was emptied', async () => {
    const put = (text: string) => writeFileSync(join(at.home.library, 'a.txt'), text);
    put('one\n');
    await acts.remove(await textFile(at.home, 'a.txt'));
    put('two\n');
    expect((await acts.undo(undefined)).sentence).toBe(`${texts.cameBackIntoLibrary('a-2.txt')}.`);
    expect([at.inLibrary('a.txt'), at.inLibrary('a-2.txt')]).toEqual(['two\n', 'one\n']);
    await acts.remove(await textFile(at.home, 'a.txt'));
    const { emptyTrash, trashed } = await import('../../../school/acts/trash.ts');
    expect(await trashed(at.home)).toEqual({ files: 1, bytes: 4 });
    await emptyTrash(at.home);
    expect((await acts.undo(undefined)).sentence).toBe(`${texts.notInTrash('a.txt')}.`);
  });
});

describe('settings, corrections and going back', () => {
  it('a setting gets its old value, and a knob that is turned is one act', async () => {
    const set = (value: number) => acts.set('clip', 1, true, async () => void (await at.tools.set('clip', value)));
    at.saveSoul(3);
    for (const value of [0.9, 0.8, 0.7]) await set(value);
    expect(await kinds()).toEqual([['setting', undefined]]);
    expect(souls()[0].reason).toBe('before the setting clip');
    expect((await acts.undo(undefined)).sentence).toBe('clip is 1 again.');
    expect((await loadConfig(at.home)).clip).toBe(1);
    expect(await acts.undo(undefined)).toMatchObject({ steps: 0, sentence: `${texts.settingIsAgain('clip', '0.7')}.` });
    expect((await loadConfig(at.home)).clip).toBe(0.7);
  });

  it('a correction is taken out, with no learning lost, and its words go from everywhere when it is unlearnt', async () => {
    at.saveSoul(9);
    const turns = (text: string) => [
      { speaker: 'ann', text: 'who are you?', learn: false },
      { speaker: 'mia', text, learn: true },
    ];
    await at.tools.examples.add('corrections', [{ id: 'k1', turns: turns('I am a bear.') }]);
    await acts.corrected('k1', []);
    const first = await at.tools.examples.remove('corrections', ['k1']);
    await at.tools.examples.add('corrections', [{ id: 'k1', turns: turns('I am a fox.'), owner: 'ann', public: true }]);
    await acts.corrected('k1', first);
    const answers = async () =>
      (await ExampleStore.open(at.home.sources, () => {})).entries('corrections').map(({ turns: all }) => all[1].text);

    expect(await acts.undo(undefined)).toMatchObject({ steps: 0, act: { what: 'the correction k1' } });
    expect(await answers()).toEqual(['I am a bear.']);
    await acts.undo(undefined);
    expect(await answers()).toEqual(['I am a fox.']);
    expect((await ExampleStore.open(at.home.sources, () => {})).entries('corrections')).toMatchObject([
      { owner: 'ann', public: true },
    ]);
    expect(readFileSync(at.home.acts, 'utf8')).toContain('I am a bear.');
    await acts.forget('corrections', ['k1']);
    expect(readFileSync(at.home.acts, 'utf8')).not.toMatch(/bear|fox/);
  });

  it('going back is undone by going forth', async () => {
    const [old, newest] = [at.saveSoul(10), at.saveSoul(20)];
    expect(await acts.goBack(old)).toMatchObject({ step: 10 });
    expect(await acts.undo(undefined, { preview: true })).toMatchObject({ steps: 0 });
    await acts.undo(undefined);
    expect(souls()[0]).toMatchObject({ name: 'soul-0000000020.2', step: 20 });
    expect(souls().find(({ name }) => name === newest)).toMatchObject({ reason: `before going back to ${old}` });
  });

  it('what changed the brain goes back to the soul before', async () => {
    const before = at.saveSoul(10);
    await acts.changeBrain('growth', 'growing by a lobe', async () => at.saveSoul(10));
    at.saveSoul(30);
    expect((await acts.undo(undefined)).sentence).toBe(`It goes on from ${before}, step 10 (20 steps back).`);
  });
});

describe('which act', () => {
  it('may be an earlier one, once, and is named where there is none', async () => {
    await expect(acts.undo(undefined)).rejects.toThrow(texts.nothingToUndo);
    const set = (key: string, value: number) =>
      acts.set(key, 1, false, async () => void (await at.tools.set(key, value)));
    await set('clip', 0.5);
    await set('saveSeconds', 70);
    expect((await acts.undo(1)).sentence).toBe('clip is 1 again.');
    await expect(acts.undo(1)).rejects.toThrow(texts.alreadyUndone(1, 'the setting clip'));
    await expect(acts.undo(77)).rejects.toThrow(texts.noSuchAct(77));
    expect((await acts.list()).map(({ what }) => what)).toEqual([
      'the setting clip',
      'the setting saveSeconds',
      'undoing the setting clip',
    ]);
    await acts.undo(3);
    await acts.undo(undefined);
    expect((await acts.list()).map(({ what }) => what).slice(3)).toEqual([
      'redoing the setting clip',
      'undoing the setting clip',
    ]);
  });
});

describe('a disk that refuses', () => {
  const refuse = async () => Promise.reject(new Error('the disk is full'));

  it('to keep a soul keeps nobody from acting', async () => {
    acts = await at.reopen({ keep: refuse });
    await acts.set('clip', 1, true, async () => void (await at.tools.set('clip', 0.5)));
    expect(at.notes).toEqual([texts.noSoulKept('the setting clip', 'the disk is full')]);
    await acts.undo(undefined);
    expect((await loadConfig(at.home)).clip).toBe(1);
  });

  it('to go back lets the texts come back where they were: all is undone, or nothing', async () => {
    at.saveSoul(1);
    await feedAs(acts, at.home, at.write('a.txt', 'the sea\n'));
    at.saveSoul(2);
    acts = await at.reopen({ restore: refuse });
    await expect(acts.undo(undefined)).rejects.toThrow('the disk is full');
    expect(at.inLibrary('a.txt')).toBe('the sea\n');
    expect(await kinds()).toEqual([['feed', undefined]]);
    acts = await at.reopen();
    await acts.undo(undefined);
    expect(at.inLibrary('a.txt')).toBeUndefined();
    await acts.undo(undefined);
    expect(at.inLibrary('a.txt')).toBe('the sea\n');
  });

  it('is gone back on by the next undo where a process was killed between the texts and the soul', async () => {
    const before = at.saveSoul(1);
    await feedAs(acts, at.home, at.write('a.txt', 'the sea\n'));
    at.saveSoul(2);
    const killed = await at.reopen({ restore: () => new Promise(() => {}) });
    void killed.undo(undefined);
    while (at.inLibrary('a.txt') !== undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    acts = await at.reopen();
    await acts.undo(undefined);
    expect(souls()[0].name).toBe(`${before}.1`);
    await acts.undo(undefined);
    expect(at.inLibrary('a.txt')).toBe('the sea\n');
  });
});
