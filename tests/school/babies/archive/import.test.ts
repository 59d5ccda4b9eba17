import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exportBaby } from '../../../../school/babies/archive/export.ts';
import { importBaby } from '../../../../school/babies/archive/import.ts';
import { isSafePath } from '../../../../school/babies/archive/inventory.ts';
import { encodeHeader } from '../../../../school/babies/archive/tar.ts';
import { texts } from '../../../../school/babies/texts.ts';
import { temporaryFolder } from '../../temporary.ts';
import { archiveOf, isPrivate, sleepingHome } from '../baby.ts';

/** Tries to import these bytes. @returns the sentence that refuses them, when nothing is left behind */
async function refusal(bytes: Buffer): Promise<string> {
  const file = join(temporaryFolder(), 'mia.tar');
  writeFileSync(file, bytes);
  const nest = temporaryFolder();
  const error: Error = await importBaby(file, join(nest, 'deep', 'there')).then(
    () => new Error('it was taken'),
    (error: Error) => error,
  );
  expect(error.message).toMatch(/^[^\n]+\.$/);
  expect(readdirSync(nest)).toEqual([]);
  return error.message;
}

describe('an archive that is damaged', () => {
  it('is refused wherever a bit of it is another, and nothing is left behind', async () => {
    const file = join(temporaryFolder(), 'mia.tar');
    await exportBaby(await sleepingHome(join(temporaryFolder(), '.babyllm-mia')), file, { awake: false });
    const good = readFileSync(file);
    const listed = good.indexOf('babyllm-export.json') + 512;
    const weights = good.indexOf('mia/soul/soul-0000000007/weights.safetensors\0');
    expect(weights).toBeGreaterThan(listed);
    const places = {
      name: 3,
      list: listed + 40,
      'checksum in the list': good.indexOf('"sha256":"') + 20,
      tensors: weights + 512 + 10_000,
    };
    for (const [what, at] of Object.entries(places)) {
      const bad = Buffer.from(good);
      bad[at]! ^= 1;
      expect(await refusal(bad), what).toMatch(/mia\.tar cannot be used: .*; nothing of it is left behind\.$/);
    }
    for (const length of [0, 100, 512, 5000, good.length - 20_000, good.length - 1025]) {
      expect(await refusal(good.subarray(0, length)), `${length} bytes`).toMatch(/it is cut short; nothing/);
    }
  });

  it('is refused, or gives the very same files, whichever of its bytes is another', async () => {
    const good = archiveOf({ 'baby.json': '{}', 'library/a.txt': 'The sea is wide.' });
    const file = join(temporaryFolder(), 'mia.tar');
    let refused = 0;
    for (let at = 0; at < good.length; at += 13) {
      const bad = Buffer.from(good);
      bad[at]! ^= 1 << (at % 8);
      writeFileSync(file, bad);
      const nest = temporaryFolder();
      try {
        const { home } = await importBaby(file, join(nest, 'there'));
        expect(readFileSync(home.config, 'utf8'), `byte ${at}`).toBe('{}');
        expect(readFileSync(join(home.library, 'a.txt'), 'utf8'), `byte ${at}`).toBe('The sea is wide.');
      } catch (error) {
        expect((error as Error).message).toMatch(/mia\.tar cannot be used: [^\n]*; nothing of it is left behind\.$/);
        expect(readdirSync(nest)).toEqual([]);
        refused++;
      }
    }
    // all but what fills the blocks up
    expect(refused).toBeGreaterThan(150);
  });

  it('is told from what is none', async () => {
    expect(await refusal(Buffer.from('my thesis '.repeat(200)))).toMatch(/it is no archive of a baby; nothing/);
    expect(await refusal(Buffer.alloc(2048))).toMatch(texts.archive.notABaby);
    const other = encodeHeader({ name: 'thesis/chapter.txt', size: 0, modified: 1 });
    expect(await refusal(Buffer.concat([other, Buffer.alloc(1024)]))).toMatch(texts.archive.notABaby);
  });

  it('of a file that does not match its checksum is refused by the name of the file', async () => {
    const bytes = archiveOf({ 'baby.json': '{}', 'library/a.txt': 'The sea is wide.' });
    bytes.write('The see', bytes.indexOf('The sea'));
    expect(await refusal(bytes)).toMatch(texts.archive.wrongChecksum('library/a.txt'));
  });
});

describe('an archive that means no good', () => {
  it.each([
    ['../outside.txt'],
    ['/etc/passwd'],
    ['library/../../outside.txt'],
    ['library/./a.txt'],
    ['library//a.txt'],
    ['.ssh/authorized_keys'],
    ['library/.bashrc'],
    ['run/lock.db'],
    ['RUN/lock.db'],
    ['a\0b'],
    [''],
    ['.'],
    ['babyllm-export.json'],
  ])('cannot write %j', async (path) => {
    expect(await refusal(archiveOf({ [path]: 'x' }))).toMatch(texts.archive.fileOutside);
  });

  it('cannot name a drive or a stream where those have meaning', () => {
    for (const path of ['C:\\a.txt', 'library\\..\\..\\a.txt', 'library/a.txt:stream']) {
      expect(isSafePath(path, 'win32')).toBe(false);
    }
    expect(isSafePath('library/a.txt', 'win32')).toBe(true);
    expect(isSafePath('library/.shelf/heldout/1.txt', 'win32')).toBe(true);
    expect(isSafePath('library/.shelf', 'linux')).toBe(false);
  });

  it('cannot bring a file under another name than it says, a link, or one more', async () => {
    const files = { 'baby.json': '{}', 'library/a.txt': 'x' };
    expect(await refusal(archiveOf(files, { names: { 'library/a.txt': '../../outside.txt' } }))).toMatch(
      texts.archive.misplaced('library/a.txt'),
    );
    expect(await refusal(archiveOf(files, { extra: ['library/b.txt'] }))).toMatch(texts.archive.moreFiles);
    const linked = archiveOf(files);
    const at = linked.indexOf('mia/library/a.txt');
    linked.write('2', at + 156, 'latin1');
    linked.write(' '.repeat(8), at + 148, 'latin1');
    const sum = linked.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
    linked.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
    expect(await refusal(linked)).toMatch(texts.archive.notPlainFile);
  });

  it('cannot say what is not so, or say a thing twice', async () => {
    const sum = { bytes: 1, sha256: '0'.repeat(64) };
    const twice = { path: 'library/a.txt', ...sum };
    expect(await refusal(archiveOf({}, { claims: { files: [twice, twice] } }))).toMatch(texts.archive.fileTwice);
    const huge = { path: 'library/a.txt', bytes: 2 ** 50, sha256: sum.sha256 };
    expect(await refusal(archiveOf({ 'library/a.txt': 'x' }, { claims: { files: [huge] } }))).toMatch(
      texts.archive.cutShort,
    );
    expect(await refusal(archiveOf({ 'library/a.txt': 'x' }, { claims: { files: [twice] } }))).toMatch(
      /does not match its checksum/,
    );
    const within = { path: 'library/a.txt/b.txt', ...sum };
    expect(await refusal(archiveOf({ 'library/a.txt': 'x', 'library/a.txt/b.txt': 'x' }))).toMatch(
      /^A home cannot be made in .*; nothing of it is left behind\.$/,
    );
    expect(await refusal(archiveOf({}, { claims: { files: [within], format: 2 as 1 } }))).toMatch(texts.archive.newer);
    expect(await refusal(archiveOf({}, { claims: { name: 5 as never } }))).toMatch(texts.archive.listDamaged);
  });

  it('steers no terminal', async () => {
    const bytes = archiveOf({ 'library/\u001b[2J.txt': 'The sea' });
    bytes.write('The see', bytes.indexOf('The sea'));
    expect(await refusal(bytes)).not.toContain('\u001b');
  });
});

describe('the place of a baby that comes', () => {
  const file = (): string => {
    const path = join(temporaryFolder(), 'mia.tar');
    writeFileSync(path, archiveOf({ 'baby.json': '{"name":"Mia"}', 'library/a.txt': 'The sea is wide.\n' }));
    return path;
  };

  it('must be one where nobody lives', async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'baby.json'), '{}');
    const sentence =
      /should be empty or not there yet, but there is something already: say where it should live with --home/;
    await expect(importBaby(file(), home)).rejects.toThrow(sentence);
    expect(readdirSync(home)).toEqual(['baby.json']);
    await expect(importBaby(file(), join(home, 'baby.json'))).rejects.toThrow(sentence);
    expect(readFileSync(join(home, 'baby.json'), 'utf8')).toBe('{}');
  });

  it('may be an empty folder, or a link to one', async () => {
    const folder = temporaryFolder();
    const link = join(temporaryFolder(), 'link');
    symlinkSync(folder, link);
    const { home } = await importBaby(file(), link);
    expect(home.folder).toBe(folder);
    expect(readFileSync(join(folder, 'library', 'a.txt'), 'utf8')).toBe('The sea is wide.\n');
    expect(readdirSync(folder).sort()).toEqual(['baby.json', 'library', 'run', 'soul', 'sources', 'statistics']);
  });

  it('is cleared of what was broken off by force before', async () => {
    const nest = temporaryFolder();
    mkdirSync(join(nest, '.there.filling-99999999'));
    const { home } = await importBaby(file(), join(nest, 'there'));
    expect(readdirSync(nest)).toEqual(['there']);
    expect(isPrivate(home.folder)).toBe(true);
    expect(statSync(home.config).mode & 0o777).toBe(0o600);
  });

  it('is as it was when it is broken off', async () => {
    const nest = temporaryFolder();
    const ending = new AbortController();
    const options = { signal: ending.signal, onProgress: () => ending.abort() };
    await expect(importBaby(file(), join(nest, 'a', 'there'), options)).rejects.toThrow(/aborted/);
    expect(readdirSync(nest)).toEqual([]);
    mkdirSync(join(nest, 'there'));
    const again = new AbortController();
    const more = { signal: again.signal, onProgress: () => again.abort() };
    await expect(importBaby(file(), join(nest, 'there'), more)).rejects.toThrow(/aborted/);
    expect(readdirSync(join(nest, 'there'))).toEqual([]);
  });

  it('is not needed for a file that is not there, or is none', async () => {
    const nest = temporaryFolder();
    await expect(importBaby(join(nest, 'no.tar'), join(nest, 'there'))).rejects.toThrow(
      texts.import.cannotBeOpened('no.tar', 'there is no such file'),
    );
    await expect(importBaby(nest, join(nest, 'there'))).rejects.toThrow(texts.import.noFile(nest));
    expect(existsSync(join(nest, 'there'))).toBe(false);
  });
});

function mountSmall(): { folder: string } | { reason: string } {
  const folder = mkdtempSync(join(tmpdir(), 'babyllm-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'pipe' });
    return { folder };
  } catch (error) {
    rmdirSync(folder);
    return { reason: error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error) };
  }
}

const small = mountSmall();
if ('reason' in small) console.info(`skipped: moving onto a full disk (it needs to mount one: ${small.reason})`);

describe.skipIf('reason' in small)('a disk that is full', () => {
  const disk = 'folder' in small ? small.folder : '';
  afterAll(() => {
    execFileSync('umount', [disk]);
    rmdirSync(disk);
  });
  const big = 'x'.repeat(2 << 20);

  it('is told from the beginning, when an archive is written or unpacked', async () => {
    const home = await sleepingHome();
    writeFileSync(join(home.library, 'big.txt'), big);
    const full = /: the disk is full: it needs 2\.\d MB and [\d.]+ [kM]B are free; nothing of it is left behind\.$/;
    await expect(exportBaby(home, join(disk, 'mia.tar'), { awake: false })).rejects.toThrow(full);
    expect(readdirSync(disk)).toEqual([]);
    const file = join(temporaryFolder(), 'mia.tar');
    await exportBaby(home, file, { awake: false });
    await expect(importBaby(file, join(disk, 'there'))).rejects.toThrow(full);
    expect(readdirSync(disk)).toEqual([]);
  });

  it('is told, and nothing is left behind, also when it fills up meanwhile', async () => {
    const home = await sleepingHome();
    writeFileSync(join(home.library, 'a.txt'), big.slice(0, 600_000));
    const file = join(temporaryFolder(), 'mia.tar');
    await exportBaby(home, file, { awake: false });
    const fill = (): void => {
      if (existsSync(join(disk, 'ballast'))) return;
      expect(() => writeFileSync(join(disk, 'ballast'), big)).toThrow(/ENOSPC/);
    };
    const full = /: the disk is full; nothing of it is left behind\.$/;
    const packing = exportBaby(home, join(disk, 'mia.tar'), { awake: false, onProgress: fill });
    await expect(packing).rejects.toThrow(full);
    expect(readdirSync(disk)).toEqual(['ballast']);
    execFileSync('rm', [join(disk, 'ballast')]);
    await expect(importBaby(file, join(disk, 'there'), { onProgress: fill })).rejects.toThrow(full);
    expect(readdirSync(disk)).toEqual(['ballast']);
  });
});
