/** Folders that are filled aside and take their name when they are whole. */
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { printable } from '../../library/notices/printable.ts';
import { isAlive } from '../home/alive.ts';

/** Removes what processes that are no more have left: entries of a folder that are named by a prefix and a process. */
export function sweepLeftovers(folder: string, prefix: string): void {
  for (const name of namesIn(folder)) {
    const pid = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if (/^\d+$/.test(pid) && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Lets `fill` make a folder (0700) beside its place and then puts it there, as one. Where an empty folder waits already, which may be
 * a disk of its own, it is filled inside, and what is in it is put in its place piece by piece at the end.
 *
 * @throws FolderTakenError if something is there already; what `fill` throws. Then nothing is left behind.
 */
export async function fillAside<T>(folder: string, fill: (draft: string) => Promise<T>): Promise<T> {
  const inside = '.filling-';
  const beside = `.${basename(folder)}.filling-`;
  const parent = dirname(folder);
  const there = isThere(folder);
  sweepLeftovers(folder, inside);
  sweepLeftovers(parent, beside);
  if (there && namesIn(folder).length > 0) throw new FolderTakenError(folder);
  const firstMade = mkdirSync(parent, { recursive: true, mode: 0o700 });
  const draft = there ? join(folder, `${inside}${process.pid}`) : join(parent, `${beside}${process.pid}`);
  try {
    mkdirSync(draft, { mode: 0o700 });
    const result = await fill(draft);
    if (there) {
      for (const name of namesIn(draft)) renameSync(join(draft, name), join(folder, name));
      rmdirSync(draft);
    } else place(draft, folder);
    return result;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (firstMade !== undefined) removeEmpty(parent, firstMade);
    throw error;
  }
}

/** Something is where a new folder should be. */
export class FolderTakenError extends Error {
  constructor(folder: string) {
    super(`${printable(folder)} should be empty or not there yet, but there is something already`);
  }
}

function place(draft: string, folder: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    // somebody began a home there meanwhile
    if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw new FolderTakenError(folder);
    }
    throw error;
  }
}

function isThere(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats && !stats.isDirectory()) throw new FolderTakenError(folder);
  return stats !== undefined;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Removes folders that were made on the way, from the innermost on, as long as they are empty. */
function removeEmpty(from: string, to: string): void {
  for (let folder = from; folder.length >= to.length; folder = dirname(folder)) {
    try {
      rmdirSync(folder);
    } catch {
      // somebody has laid something there meanwhile: it is theirs
      return;
    }
  }
}
