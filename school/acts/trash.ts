/** Texts that left the library: they lie in the trash of the home, in a folder for each act, until they come back or are emptied out. */

import { lstatSync } from 'node:fs';
import { copyFile, link, mkdir, readdir, readFile, rename, rm, rmdir, stat, utimes } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { releasedSchema } from '../../library/heldout/index-file.ts';
import { type Entry, isUntouched, Manifest, type Output, outputOf } from '../../library/importing/manifest.ts';
import { numbered } from '../../library/importing/writing.ts';
import { writeWhole } from '../home/atomic-write.ts';
import type { Home } from '../home/home.ts';
import type { ActTools } from './act-tools.ts';
import { texts } from './texts.ts';

/** What fed.json was before an act. */
export const FED_BEFORE = '.fed.json';
/** What was held out of the texts of an act. */
const HELD_OUT = '.heldout.json';

/** What undoing does with texts; see `changeSchema`. */
export interface Moves {
  readonly out: Output[];
  readonly back: Output[];
  readonly fed: Record<string, Entry | null>;
}

const parts = (name: string): string[] => name.split('/');
const inLibrary = (home: Home, name: string): string => join(home.library, ...parts(name));
/** Whether anything lies there, be it a link to nothing. */
const exists = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
/** Where the texts of an act lie. */
export const trashOf = (home: Home, act: number): string => join(home.trash, String(act));

/**
 * Moves texts out of the library into the trash of one act, and others back from the trash of another.
 * @returns the opposite moves, and clauses about texts that could not be moved
 */
export async function moveTexts(
  { home, shelf }: Pick<ActTools, 'home' | 'shelf'>,
  { out, back, fed }: Moves,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<{ opposite: Moves; notes: string[] }> {
  const notes: string[] = [];
  const opposite: Moves = { out: [], back: [], fed: {} };
  for (const text of out) {
    const [there, trash] = [inLibrary(home, text.name), join(trashOf(home, to), ...parts(text.name))];
    if (await isUntouched(home.library, text)) {
      await move(there, trash);
      await removeEmpty(home.library, text.name);
    } else if (exists(there)) {
      notes.push(texts.changedByHand(text.name));
      continue;
    }
    // also where it was moved by a process that was killed before it could say so
    if (exists(trash)) opposite.back.push(text);
  }
  for (const text of back) {
    const trash = join(trashOf(home, from), ...parts(text.name));
    if (!exists(trash)) {
      if (await isUntouched(home.library, text)) opposite.out.push(text);
      else notes.push(texts.notInTrash(text.name));
      continue;
    }
    const name = freeName(home, text.name);
    await move(trash, inLibrary(home, name));
    opposite.out.push(await outputOf(home.library, text.key, name));
  }
  const released = await shelf.release(opposite.back.map(({ name }) => name));
  if (released.files.length > 0) writeWhole(join(trashOf(home, to), HELD_OUT), JSON.stringify(released));
  const before = await readFile(join(trashOf(home, from), HELD_OUT), 'utf8').catch(() => undefined);
  if (before !== undefined) await shelf.restore(releasedSchema.parse(JSON.parse(before)));
  await rm(trashOf(home, from), { recursive: true, force: true });
  if (Object.keys(fed).length > 0) {
    const manifest = await Manifest.open(join(home.folder, 'fed.json'));
    for (const [key, entry] of Object.entries(fed)) {
      opposite.fed[key] = manifest.get(key) ?? null;
      if (entry) manifest.set(key, entry);
      else manifest.delete(key);
    }
    await manifest.save();
  }
  return { opposite, notes };
}

/** Gives a file of the library a second name in the trash of an act, before it is replaced or removed. It stays where it is. */
export async function remember(home: Home, act: number, name: string): Promise<void> {
  const from = inLibrary(home, name);
  const to = join(trashOf(home, act), ...parts(name));
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await link(from, to).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return;
    if (error.code === 'ENOENT') return;
    // some disks know no second names
    await copyFile(from, to);
    const { atime, mtime } = await stat(from);
    await utimes(to, atime, mtime);
  });
}

/**
 * Texts that an act has replaced or removed, by what was remembered of them; what is still in its place is forgotten again.
 * @param keys of the texts by their names
 */
export async function replacedTexts(home: Home, act: number, keys: ReadonlyMap<string, string>): Promise<Output[]> {
  const folder = trashOf(home, act);
  const texts: Output[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (entry.isDirectory() || entry.name.startsWith('.')) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join('/');
    const text = await outputOf(folder, keys.get(name) ?? name, name);
    if (await isUntouched(home.library, text)) await rm(path);
    else texts.push(text);
  }
  return texts;
}

/** Removes what was kept to find out what an act wrote, and its folder if nothing else lies there. */
export async function removeFedBefore(home: Home, act: number): Promise<void> {
  const folder = trashOf(home, act);
  await rm(join(folder, FED_BEFORE), { force: true });
  await rmdir(folder).catch(() => {});
}

/** What lies in the trash. */
export async function trashed(home: Home): Promise<{ files: number; bytes: number }> {
  let files = 0;
  let bytes = 0;
  for (const entry of await readdir(home.trash, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (entry.isDirectory() || entry.name.startsWith('.')) continue;
    files++;
    bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return { files, bytes };
}

/** Empties the trash: of all acts, or of these. What lay there cannot come back. */
export async function emptyTrash(home: Home, acts?: readonly number[]): Promise<void> {
  if (!acts) return rm(home.trash, { recursive: true, force: true });
  for (const act of acts) await rm(trashOf(home, act), { recursive: true, force: true });
}

/** Renames, also from one disk to another: the library may be a link to one. */
async function move(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await rename(from, to).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EXDEV') throw error;
    const { atime, mtime } = await stat(from);
    await copyFile(from, to);
    await utimes(to, atime, mtime);
    await rm(from);
  });
}

function freeName(home: Home, name: string): string {
  for (let number = 1; ; number++) {
    const free = numbered(name, number);
    if (!exists(inLibrary(home, free))) return free;
  }
}

/** Removes the folders of the library that are empty without a file. */
async function removeEmpty(library: string, name: string): Promise<void> {
  for (let folders = parts(name).slice(0, -1); folders.length > 0; folders = folders.slice(0, -1)) {
    const folder = join(library, ...folders);
    if ((await readdir(folder).catch(() => ['?'])).length > 0) return;
    await rm(folder, { recursive: true, force: true });
  }
}
