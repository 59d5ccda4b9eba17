import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ExportOptions, exportBaby } from '../../../../school/babies/archive/export.ts';
import { importBaby } from '../../../../school/babies/archive/import.ts';
import { texts } from '../../../../school/babies/texts.ts';
import type { Home } from '../../../../school/home/home.ts';
import { verifyCheckpoint } from '../../../../soul/checkpoint.ts';
import { Keeper } from '../../../../soul/keeper.ts';
import { Ledger } from '../../../../statistics/ledger/ledger.ts';
import { openForReading } from '../../../../statistics/query/reader.ts';
import { temporaryFolder } from '../../temporary.ts';
import { isPrivate, put, SECRET, save, sleepingHome, sumsOf } from '../baby.ts';

const ASLEEP: ExportOptions = { awake: false };
/** Made anew, of the same content: the ledger. */
const STAYS = /^(?:run\/|twitch\/token|library\/\.hidden|library\/\.story|statistics\/)/;

async function moved(home: Home, options: ExportOptions = ASLEEP) {
  const file = join(temporaryFolder(), 'mia.tar');
  const exported = await exportBaby(home, file, options);
  const folder = join(temporaryFolder(), 'there');
  return { file, exported, ...(await importBaby(file, folder)) };
}

const chatsOf = (home: Home): unknown[] => {
  const database = openForReading(join(home.statistics, 'statistics.db'));
  try {
    return database.prepare('SELECT text FROM chat').pluck().all();
  } finally {
    database.close();
  }
};

describe('a baby that moves', () => {
  it('is there as it was: every file, and what its ledger holds', async () => {
    const home = await sleepingHome();
    // a reader leaves an empty journal beside the ledger
    const journal = /-(?:wal|shm)$/;
    const before = sumsOf(home.folder, journal);
    const { file, exported, home: there, inventory, bytes } = await moved(home);
    expect(sumsOf(there.folder, STAYS)).toEqual(sumsOf(home.folder, STAYS));
    expect(sumsOf(home.folder, journal)).toEqual(before);
    expect(chatsOf(there)).toEqual([SECRET]);
    expect(isPrivate(there.folder)).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(file))).toEqual(['mia.tar']);
    expect(statSync(join(there.library, 'story.txt')).mtimeMs / 1000).toBe(
      Math.floor(statSync(join(home.library, 'story.txt')).mtimeMs / 1000),
    );
    expect(inventory).toEqual(exported.inventory);
    expect(inventory).toMatchObject({
      name: 'Mia',
      brain: 'baby',
      preset: 'tiny',
      soul: { name: 'soul-0000000007', step: 7 },
    });
    expect(exported.bytes).toBe(statSync(file).size);
    expect([...exported.parts].map(([part, { files }]) => [part, files]).sort()).toEqual([
      ['library', 2],
      ['settings', 2],
      ['shelf', 2],
      ['soul', 8],
      ['sources', 2],
      ['statistics', 1],
    ]);
    expect(bytes).toBe([...exported.parts.values()].reduce((sum, part) => sum + part.bytes, 0));
    expect(exported.notes).toEqual([]);
  });

  it('never takes along who it is at Twitch, nor what belongs to the machine', async () => {
    const { file, inventory, home } = await moved(await sleepingHome());
    expect(readFileSync(file).includes('of its owner alone')).toBe(false);
    expect(inventory.leftOut).toEqual([texts.leftOut.login]);
    expect(inventory.files.filter(({ path }) => /^run|token\.json|tmp|\/\.hidden/.test(path))).toEqual([]);
    expect(readdirSync(home.run)).toEqual([]);
  });

  it('can leave its library behind, and still knows which lines it learnt', async () => {
    const { file, inventory } = await moved(await sleepingHome(), { ...ASLEEP, withoutLibrary: true });
    const whole = readFileSync(file);
    for (const text of ['The sea is wide', 'Dear Mia', 'Person A']) expect(whole.includes(text)).toBe(false);
    expect(inventory.files.map(({ path }) => path).filter((path) => !/^(soul|statistics|sources)/.test(path))).toEqual([
      'baby.json',
      'library/.shelf/given.lines',
    ]);
    expect(inventory.leftOut[0]).toMatch(/^its library: /);
  });

  it('can leave its chats behind, on no page of its ledger either', async () => {
    const { file, inventory, home } = await moved(await sleepingHome(), { ...ASLEEP, withoutChats: true });
    expect(readFileSync(file).includes(SECRET)).toBe(false);
    expect(chatsOf(home)).toEqual([]);
    expect(inventory.files.map(({ path }) => path)).toContain('sources/reflections.jsonl');
    expect(inventory.leftOut[0]).toMatch(texts.leftOut.chats);
    const ledger = Ledger.open({ folder: home.statistics });
    expect(ledger.beginRun()).toBe(2);
    ledger.close();
  });

  it('takes along the texts that links lead to, each once, and nothing else from there', async () => {
    const home = await sleepingHome();
    const elsewhere = temporaryFolder();
    for (const name of ['poem.txt', 'photo.jpg', '.ssh']) writeFileSync(join(elsewhere, name), name);
    symlinkSync(elsewhere, join(home.library, 'linked'));
    symlinkSync(home.library, join(home.library, 'circle'));
    symlinkSync(join(elsewhere, 'nothing'), join(home.library, 'dangling.txt'));
    put(home, 'library/photo.png', 'mine');
    const { inventory, exported } = await moved(home);
    const paths = inventory.files.map(({ path }) => path).filter((path) => /^library\/[^.]/.test(path));
    expect(paths).toEqual([
      'library/letters/ö 1.txt',
      'library/linked/poem.txt',
      'library/photo.png',
      'library/story.txt',
    ]);
    expect(exported.notes).toEqual(['dangling.txt is a link to nothing and is skipped.']);
  });

  it('may be spoilt: that is said, and it goes along as it is', async () => {
    const home = await sleepingHome();
    const weights = join(home.soul, 'soul-0000000007', 'weights.safetensors');
    const bytes = readFileSync(weights);
    bytes[5000]! ^= 1;
    writeFileSync(weights, bytes);
    writeFileSync(join(home.statistics, 'statistics.db'), 'no ledger at all '.repeat(500));
    writeFileSync(home.config, '{ "name": ');
    const { exported, home: there } = await moved(home);
    expect(exported.notes).toEqual([
      texts.export.databaseGoes('statistics/statistics.db'),
      expect.stringMatching(/baby\.json should be JSON, but it is not/),
      texts.export.damagedFile('soul/soul-0000000007/weights.safetensors'),
    ]);
    expect(sumsOf(there.folder)).toEqual(
      sumsOf(home.folder, /^(?:run\/|twitch\/token|library\/\.hidden|library\/\.story)/),
    );
    expect(exported.inventory).toMatchObject({ name: 'home', brain: null, preset: null });
    const without = await moved(home, { ...ASLEEP, withoutChats: true });
    expect(without.exported.notes[0]).toMatch(/stays here, since its chats cannot be taken out\.$/);
    expect(existsSync(join(without.home.statistics, 'statistics.db'))).toBe(false);
  });
});

describe('a baby that is awake', () => {
  it('keeps the souls of the moment in its archive, though it lets go of them meanwhile', async () => {
    const home = await sleepingHome();
    put(home, 'library/a.txt', 'a'.repeat(3 << 20));
    let step = 10;
    const { inventory, home: there } = await moved(home, {
      awake: true,
      onProgress() {
        if (step < 14) save(home, step++);
      },
    });
    expect(inventory.soul).toMatchObject({ step: 7 });
    const names = new Keeper({ folder: there.soul }).list().map(({ name }) => name);
    expect(names).toEqual(['soul-0000000007', 'soul-0000000003']);
    for (const name of names) verifyCheckpoint(join(there.soul, name));
    expect(existsSync(join(home.soul, 'soul-0000000003'))).toBe(false);
    expect(readdirSync(home.run)).toEqual(['errors.log']);
  });

  it('goes on with its ledger, of which the copy is of one moment and over', async () => {
    const home = await sleepingHome();
    const ledger = Ledger.open({ folder: home.statistics, flushEvery: 0, tendEvery: 0 });
    ledger.beginRun();
    ledger.log('info', 'life', 'awake');
    ledger.flush();
    const { home: there } = await moved(home, { awake: true });
    ledger.log('info', 'life', 'still awake');
    ledger.close('asleep');
    const read = (of: Home): unknown => {
      const database = openForReading(join(of.statistics, 'statistics.db'));
      try {
        return database.prepare('SELECT reason FROM run ORDER BY id').pluck().all();
      } finally {
        database.close();
      }
    };
    expect(read(there)).toEqual(['asleep', 'exported']);
    expect(read(home)).toEqual(['asleep', 'asleep']);
  });

  it('may write to a file while that is packed: then it is packed again', async () => {
    const home = await sleepingHome();
    const text = join(home.library, 'growing.txt');
    writeFileSync(text, 'x'.repeat(2 << 20));
    let times = 0;
    const { home: there } = await moved(home, {
      awake: true,
      onProgress(done) {
        if (done > 1 << 20 && times++ === 0) appendFileSync(text, 'and more');
      },
    });
    expect(times).toBeGreaterThan(2);
    expect(readFileSync(join(there.library, 'growing.txt'), 'utf8')).toBe(`${'x'.repeat(2 << 20)}and more`);
  });

  it('cannot be packed while a file never comes to rest', async () => {
    const home = await sleepingHome();
    const text = join(home.library, 'growing.txt');
    writeFileSync(text, 'x'.repeat(1 << 20));
    const folder = temporaryFolder();
    const onProgress = (): void => appendFileSync(text, 'more');
    await expect(exportBaby(home, join(folder, 'mia.tar'), { awake: true, onProgress })).rejects.toThrow(
      /growing\.txt is written to all the time: try again later; nothing of it is left behind\.$/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('an archive', () => {
  it('is not written over another file, unless that is meant', async () => {
    const home = await sleepingHome();
    const file = join(temporaryFolder(), 'mia.tar');
    writeFileSync(file, 'my thesis', { mode: 0o644 });
    await expect(exportBaby(home, file, ASLEEP)).rejects.toThrow(texts.export.fileThere(file));
    expect(readFileSync(file, 'utf8')).toBe('my thesis');
    await exportBaby(home, file, { ...ASLEEP, replace: true });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await importBaby(file, join(temporaryFolder(), 'there'))).inventory.name).toBe('Mia');
  });

  it.each([
    ['in the home itself', (home: Home) => join(home.folder, 'mia.tar'), /cannot lie in the very home/],
    [
      'where no folder is',
      (home: Home) => join(home.folder, '..', 'none', 'mia.tar'),
      /^There is no folder .*none for the archive/,
    ],
    ['on a folder', (home: Home) => dirname(home.folder), /should be a file, but .* is none/],
  ])('is not written %s', async (_, place, sentence) => {
    const home = await sleepingHome();
    const before = sumsOf(dirname(home.folder), /^$/);
    await expect(exportBaby(home, place(home), ASLEEP)).rejects.toThrow(sentence);
    expect(sumsOf(dirname(home.folder), /^$/)).toEqual(before);
  });

  it('leaves nothing behind when it is broken off, also of what was broken off by force before', async () => {
    const home = await sleepingHome();
    const folder = temporaryFolder();
    // of a process that is no more: numbers that high are never given out
    mkdirSync(join(folder, '.mia.tar.exporting-99999999'));
    mkdirSync(join(home.run, 'exporting-99999999'));
    const ending = new AbortController();
    const options = { awake: true, signal: ending.signal, onProgress: () => ending.abort() };
    await expect(exportBaby(home, join(folder, 'mia.tar'), options)).rejects.toThrow(/aborted/);
    expect(readdirSync(folder)).toEqual([]);
    expect(readdirSync(home.run)).toEqual(['errors.log']);
  });

  it.skipIf(process.getuid?.() === 0)('is not written without a file that may not be read', async () => {
    const home = await sleepingHome();
    chmodSync(join(home.folder, 'stand-ins.json'), 0);
    const folder = temporaryFolder();
    await expect(exportBaby(home, join(folder, 'mia.tar'), ASLEEP)).rejects.toThrow(
      /stand-ins\.json cannot be read: permission denied; nothing of it is left behind\.$/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('has all in one folder of its name, for those who unpack it by hand', async () => {
    const nest = temporaryFolder();
    const home = await sleepingHome(join(nest, '.babyllm-zoë'));
    const file = join(nest, 'a.tar');
    await exportBaby(home, file, ASLEEP);
    expect(readFileSync(file).includes('zoë/babyllm-export.json')).toBe(true);
    expect(basename(home.folder)).toBe('.babyllm-zoë');
  });
});
