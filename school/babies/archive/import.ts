/** A baby out of an archive, whole and checked, in a home where nobody lived. */

import { type FileHandle, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { reason } from '../../../library/notices/notices.ts';
import { printable } from '../../../library/notices/printable.ts';
import { realDisk, syncFolder } from '../../../soul/disk.ts';
import { type Home, makeHome } from '../../home/home.ts';
import { texts } from '../texts.ts';
import type { Inventory } from './inventory.ts';
import { disconnect } from './network-settings.ts';
import type { Watching } from './pack.ts';
import { FolderTakenError, fillAside, mustFit, whyNot } from './staging.ts';
import { ArchiveError, openArchive, unpack } from './unpack.ts';

export interface Imported {
  readonly home: Home;
  readonly inventory: Inventory;
  /** of all files */
  readonly bytes: number;
  /** sentences: what of the archive was not taken over */
  readonly notes: readonly string[];
}

/** Blocks and folders take more than what lies in them. */
const BYTES_PER_FILE = 4096;

/**
 * Unpacks an archive into a home.
 *
 * @param folder an absolute path where nothing is yet, or an empty folder
 * @throws Error with one sentence; then nothing is left behind
 */
export async function importBaby(given: string, folder: string, watching: Watching = {}): Promise<Imported> {
  const file = resolve(given);
  const archive = await openFile(file);
  try {
    const opened = await openArchive(archive);
    const { files } = opened.inventory;
    const notes: string[] = [];
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    await fillAside(folder, async (draft) => {
      mustFit(bytes + files.length * BYTES_PER_FILE, draft);
      await unpack(archive, opened, draft, watching);
      notes.push(...disconnect(draft));
      syncFolder(realDisk, draft);
    });
    syncFolder(realDisk, dirname(folder));
    return { home: makeHome(folder), inventory: opened.inventory, bytes, notes };
  } catch (error) {
    watching.signal?.throwIfAborted();
    if (error instanceof ArchiveError) {
      throw new Error(texts.import.cannotBeUsed(printable(file), error.message), {
        cause: error,
      });
    }
    if (error instanceof FolderTakenError) {
      throw new Error(texts.homes.sayWhere(error.message), { cause: error });
    }
    throw new Error(texts.homes.cannotBeMade(printable(folder), whyNot(error)), {
      cause: error,
    });
  } finally {
    await archive.close();
  }
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    const archive = await open(file, 'r');
    if ((await archive.stat()).isFile()) return archive;
    await archive.close();
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? texts.import.noSuchFile : reason(error);
    throw new Error(texts.import.cannotBeOpened(printable(file), printable(why)), { cause: error });
  }
  throw new Error(texts.import.noFile(printable(file)));
}
