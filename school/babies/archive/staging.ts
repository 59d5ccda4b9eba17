/** All files of a home that are its own. */

import { type Dirent, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, type Stats, statSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolders } from '../../../library/files/folders.ts';
import { reason } from '../../../library/notices/notices.ts';
import { printable } from '../../../library/notices/printable.ts';
import { findTexts } from '../../../library/texts/corpus.ts';
import { realDisk } from '../../../soul/disk.ts';
import { readableBytes } from '../../../soul/errors.ts';
import { type Home, TOKENIZER_FILE } from '../../home/home.ts';
import { isAlive } from '../../home/lock.ts';
import { texts } from '../texts.ts';
import { isSafePath, type Part } from './inventory.ts';

export interface Found {
  /** relative to the home, with `/` between folders */
  readonly path: string;
  /** on the disk */
  readonly from: string;
  readonly part: Part;
  readonly bytes: number;
}

/** What belongs to the texts and goes where they go: which there are, by which rules they were cleaned, what private words stood in them. */
export const OF_THE_TEXTS: readonly string[] = ['cleaning.json', 'stand-ins.json', 'fed.json'];
const SETTINGS: readonly string[] = ['baby.json', TOKENIZER_FILE, ...OF_THE_TEXTS];
const ROOMS: readonly Part[] = ['soul', 'library', 'sources', 'statistics', 'twitch'];

/**
 * Looks through a home, without what belongs to the machine (`run`) and what is just being written. Links are followed; what can be
 * reached twice is taken once.
 *
 * @throws Error with one sentence if a part of it cannot be read
 */
export async function findFiles(
  home: Home,
  soulFolder: string = home.soul,
): Promise<{ files: Found[]; notes: string[] }> {
  const search = new Search(home, soulFolder);
  try {
    await search.walk(home.folder, '');
  } catch (error) {
    const what = printable((error as NodeJS.ErrnoException).path ?? home.folder);
    throw new Error(texts.export.cannotBeRead(what, printable(reason(error))), { cause: error });
  }
  return search;
}

class Search {
  readonly files: Found[] = [];
  readonly notes: string[] = [];
  readonly #home: Home;
  readonly #soulFolder: string;
  readonly #seen = new Set<string>();

  constructor(home: Home, soulFolder: string) {
    this.#home = home;
    this.#soulFolder = soulFolder;
  }

  async walk(folder: string, path: string): Promise<void> {
    const real = await realpath(folder);
    if (this.#seen.has(real)) return;
    this.#seen.add(real);
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      if (inner === 'soul') await this.walk(this.#soulFolder, inner);
      else if (inner === 'library') await this.#library();
      else if (!isDraft(entry.name) && isSafePath(inner)) await this.#visit(entry, join(folder, entry.name), inner);
    }
  }

  async #visit(entry: Dirent, from: string, path: string): Promise<void> {
    if (entry.isDirectory()) return this.walk(from, path);
    const stats = await statIfThere(from);
    if (stats?.isDirectory()) return this.walk(from, path);
    if (stats?.isFile()) this.#take(path, from, stats.size);
  }

  /** The very texts that are read, wherever links lead; and where they lie here, all others, and the shelf. */
  async #library(): Promise<void> {
    const { texts, notes } = await findTexts(this.#home.library);
    for (const { name, path, size } of texts) this.#take(`library/${name}`, path, size);
    for (const { level, message } of notes) if (level !== 'info') this.notes.push(message);
    const known = new Set(this.files.map(({ path }) => path));
    const rest = async (folder: string, path: string): Promise<void> => {
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        const [from, inner] = [join(folder, entry.name), `${path}/${entry.name}`];
        if (from === this.#home.shelf) await this.walk(from, inner);
        else if (entry.name.startsWith('.') || isDraft(entry.name)) continue;
        else if (entry.isDirectory()) await rest(from, inner);
        else if (entry.isFile() && !known.has(inner)) await this.#visit(entry, from, inner);
      }
    };
    await rest(this.#home.library, 'library');
  }

  #take(path: string, from: string, bytes: number): void {
    this.files.push({ path, from, part: partOf(path), bytes });
  }
}

/** What is being written at this moment, or was when somebody was killed. */
const isDraft = (name: string): boolean => /\.\d+\.tmp$/.test(name);

/** A file that is gone since the folder was read is simply gone. */
async function statIfThere(path: string): Promise<Stats | undefined> {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

function partOf(path: string): Part {
  if (SETTINGS.includes(path)) return 'settings';
  if (path.startsWith('library/.shelf/')) return 'shelf';
  return ROOMS.find((room) => path.startsWith(`${room}/`)) ?? 'other';
}

/** Room on a disk, and why something could not be written there. */

/** @throws Error with a clause if the disk of a folder lacks this much space */
export function mustFit(bytes: number, folder: string): void {
  const free = realDisk.freeBytes(folder);
  if (free === undefined || free > bytes) return;
  throw new Error(texts.disk.lacksSpace(readableBytes(bytes), readableBytes(free)));
}

/** An error of writing as a clause. */
export function whyNot(error: unknown): string {
  return isFullDisk(error) ? texts.disk.full : printable(reason(error)).replace(/\.$/, '');
}

function isFullDisk(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL';
}

/** Folders that are filled aside and take their name when they are whole. */
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
  const firstMade = makeFolders(parent);
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
    super(texts.homes.folderTaken(printable(folder)));
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
