import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Disk, realDisk } from '../../soul/disk.ts';
import { SoulError } from '../../soul/errors.ts';
import { Keeper } from '../../soul/keeper.ts';
import { soulTexts } from '../../soul/texts.ts';
import { contentOf, saveSteps, stepsIn } from './content.ts';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: refused`), { code, syscall: 'write' });
}

/** The error a save ends with. */
function refusalOf(keeper: Keeper, content = contentOf(2)): SoulError {
  try {
    keeper.save(content);
  } catch (error) {
    if (error instanceof SoulError) return error;
    throw error;
  }
  throw new Error('the save was expected to be refused');
}

describe('a disk that refuses', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'soul-full-'));
    saveSteps(new Keeper({ folder }), 1, 1);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const whys: [string, string][] = [
    ['ENOSPC', 'the disk is full'],
    ['EDQUOT', 'the disk is full'],
    ['EIO', 'the disk refused (EIO)'],
  ];
  it.each(whys)('with %s at any write, sync or rename loses nothing and says one sentence', (code, why) => {
    let failAt = 1;
    let failures = 0;
    for (; ; failAt++) {
      let changes = 0;
      const counted = <T>(change: () => T): T => {
        if (++changes === failAt) throw systemError(code);
        return change();
      };
      const disk: Partial<Disk> = {
        write: (fd, bytes) => counted(() => realDisk.write(fd, bytes)),
        sync: (fd) => counted(() => realDisk.sync(fd)),
        rename: (from, to) => counted(() => realDisk.rename(from, to)),
        freeBytes: () => 10_000_000,
      };
      const keeper = new Keeper({ folder, disk });
      try {
        keeper.save(contentOf(2));
        break;
      } catch (error) {
        failures++;
        expect(error).toBeInstanceOf(SoulError);
        expect((error as SoulError).kind).toBe('disk');
        expect((error as SoulError).message).toBe(
          soulTexts.save.refused(2, folder, why, '37.1 kB', '10.0 MB are free'),
        );
        const opened = keeper.open();
        expect(opened.notes).toEqual([]);
        expect(stepsIn(opened).size).toBe(1);
        // Only a failure after the rename itself may leave the new one there, and then it is whole.
        expect(readdirSync(folder).filter((entry) => !/^soul-000000000[12]$/.test(entry))).toEqual([]);
        rmSync(path.join(folder, 'soul-0000000002'), { recursive: true, force: true });
      }
    }
    expect(failures).toBeGreaterThanOrEqual(14);
    expect(new Keeper({ folder }).open().info.step).toBe(2);
  });

  it('is asked for room before anything is written', () => {
    let writes = 0;
    const disk: Partial<Disk> = {
      freeBytes: () => 1000,
      write: (fd, bytes) => {
        writes++;
        return realDisk.write(fd, bytes);
      },
    };
    expect(refusalOf(new Keeper({ folder, disk })).message).toMatch(/needs 37\.1 kB and 1\.0 kB are free/);
    expect(writes).toBe(0);
    expect(readdirSync(folder)).toEqual(['soul-0000000001']);
  });

  it('even to remove what was begun: that is said too, and done at the next save', () => {
    const disk: Partial<Disk> = {
      write: () => {
        throw systemError('ENOSPC');
      },
      remove: () => {
        throw systemError('EIO');
      },
    };
    expect(refusalOf(new Keeper({ folder, disk })).message).toMatch(
      /untouched\. \.writing-.* could not be removed: EIO/,
    );
    expect(readdirSync(folder).length).toBe(2);
    saveSteps(new Keeper({ folder }), 2, 2);
    expect(readdirSync(folder)).toEqual(['soul-0000000001', 'soul-0000000002']);
  });

  it('only to let old ones go: the new one is saved, and a note tells', () => {
    const disk: Partial<Disk> = {
      remove: () => {
        throw systemError('EIO');
      },
    };
    const report = new Keeper({ folder, budget: 0, leastNewest: 1, disk }).save(contentOf(2));
    expect(report.notes).toEqual(['.deleting-soul-0000000001 could not be removed: EIO: refused.']);
    expect(new Keeper({ folder }).open().info.step).toBe(2);
    expect(readdirSync(folder)).toEqual(['soul-0000000002']);
  });
});

/** Mounts a file system of 1 MB, or says why that is not possible here. */
function mountSmall(): { folder: string } | { reason: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'soul-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'pipe' });
    return { folder };
  } catch (error) {
    rmdirSync(folder);
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

const small = mountSmall();
if ('reason' in small) console.info(`skipped: a disk that is really full (it needs to mount one: ${small.reason})`);

describe.skipIf('reason' in small)('a disk that is really full', () => {
  const mounted = 'folder' in small ? small.folder : '';
  const folder = path.join(mounted, 'soul');
  afterAll(() => {
    execFileSync('umount', [mounted]);
    rmdirSync(mounted);
  });

  it.each([
    ['found beforehand', {}],
    ['met while writing', { freeBytes: () => undefined }],
  ])('%s', (_when, disk) => {
    const keeper = new Keeper({ folder, disk, budget: 0, leastNewest: 1 });
    const content = contentOf(1);
    keeper.save(content);
    const before = keeper.open();
    const big = [{ name: 'big', shape: [500_000], data: new Float32Array(500_000).fill(1) }];
    const { message } = refusalOf(keeper, { ...content, tensors: { big }, summary: { step: 2 } });
    expect(message).toMatch(/the disk is full; it needs 2\.0 MB and .*; the souls saved before it are untouched\.$/);
    expect(readdirSync(folder)).toEqual([before.info.name]);
    expect(stepsIn(keeper.open())).toEqual(new Set([1]));
    // Not one block is left: still nothing is lost, and once there is room again, saving goes on.
    const ballast = path.join(mounted, 'ballast');
    expect(() => writeFileSync(ballast, new Uint8Array(2_000_000))).toThrow(/ENOSPC/);
    expect(refusalOf(keeper).message).toMatch(/the disk is full/);
    expect(stepsIn(keeper.open())).toEqual(new Set([1]));
    rmSync(ballast);
    keeper.save(contentOf(3));
    expect(stepsIn(keeper.open())).toEqual(new Set([3]));
    rmSync(folder, { recursive: true });
  });
});
