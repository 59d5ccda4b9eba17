/** Babies by their names: the first lives in `~/.babyllm`, each other one in `~/.babyllm-<slug>` beside it. */
import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { printable } from '../../library/notices/printable.ts';
import { texts } from './texts.ts';

const FIRST = 'babyllm';
const FOLDER = /^\.babyllm(?:-(.+))?$/;

/** What can be a name and no path: `mia`, but neither `./mia` nor `~mia`. */
const BARE = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]*$/u;

/**
 * A name as part of the name of a folder, the same on file systems with and without case.
 * @example slugOf('Mia Ö. 2') // 'mia-ö-2'
 */
export function slugOf(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** Where a baby of this name lives, whether there is one or not. */
export function placeOf(name: string, nest: string = userFolder()): string {
  const slug = slugOf(name);
  return join(nest, slug === FIRST ? `.${FIRST}` : `.${FIRST}-${slug}`);
}

/** By what `--home` knows a folder directly in `nest`; undefined if no baby lives under such a name. */
export function nameOfPlace(folderName: string): string | undefined {
  const found = FOLDER.exec(folderName);
  return found ? (found[1] ?? FIRST) : undefined;
}

export function isBareName(text: string): boolean {
  return BARE.test(text);
}

/**
 * The folder that somebody means who says `--home mia`: the home of the baby of that name, wherever it is said; else a folder of that
 * name here. With a slash in it, it is always a folder.
 * @throws Error with one sentence if there is neither, since nobody begins a life by a slip of the pen
 */
export function folderMeant(asked: string, nest: string = userFolder()): string {
  const folder = resolve(asked);
  if (!isBareName(asked)) return folder;
  const place = placeOf(asked, nest);
  if (existsSync(place)) return place;
  if (existsSync(folder)) return folder;
  if (slugOf(asked) === FIRST) return place;
  const shown = printable(asked);
  throw new Error(texts.noSuchBaby(shown));
}

/** @throws Error with one sentence for an empty name: the folder where somebody stands is not meant, nor the first baby */
export function mustBeNamed(asked: string): void {
  if (asked.trim() !== '') return;
  throw new Error(texts.noHomeNamed);
}

/** The folder that is meant for a home that is not there yet: of a name its place in the nursery, else the folder itself. */
export function folderForNew(asked: string, nest: string = userFolder()): string {
  mustBeNamed(asked);
  return isBareName(asked) ? placeOf(asked, nest) : resolve(asked);
}

/**
 * The folder of this user, where homes lie.
 * @throws Error with one sentence where HOME names none and the system knows none
 */
export function userFolder(named: string = homedir()): string {
  // an empty HOME, or one that is no path from the root, would make a home wherever somebody stands
  const folder = isAbsolute(named) ? named : knownFolder();
  if (folder !== undefined && isAbsolute(folder)) return folder;
  throw new Error(texts.userFolderUnknown);
}

function knownFolder(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    // this user has no entry in the system's list
    return undefined;
  }
}
