/** Putting texts into a baby's library. */
import { constants } from 'node:fs';
import { chmod, copyFile, link, mkdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { printable } from '../library/cleaning/printable.ts';
import { type FoundText, findTexts, TEXT_KINDS } from '../library/corpus.ts';
import { note, reason } from '../library/note.ts';
import { inspect } from '../library/reading.ts';
import type { Home } from './home.ts';

/** What became of one file. Sentences and names are safe for a terminal. */
export type Fed =
  | { outcome: 'fed'; as: string; bytes: number }
  | { outcome: 'known'; message: string }
  | { outcome: 'refused'; message: string };

export interface FeedOptions {
  onFed: (fed: Fed) => void;
  /** Bytes read of all bytes. */
  onProgress?: (done: number, total: number) => void;
}

interface Meal extends FoundText {
  /** Where it should go, relative to the library, with `/` between folders. */
  to: string;
}

/**
 * Copies texts into the library (0600), whole or not at all. A file that is there already under this name is left alone; a different one
 * of the same name stays, and the new one gets a number.
 *
 * @param paths files and folders, relative to the working directory
 */
export async function feed(home: Home, paths: readonly string[], { onFed, onProgress }: FeedOptions): Promise<void> {
  const meals: Meal[] = [];
  for (const path of paths) await gather(home, resolve(path), printable(path), meals, onFed);
  const total = meals.reduce((sum, meal) => sum + meal.size, 0);
  let done = 0;
  for (const meal of meals) {
    const before = done;
    try {
      onFed(
        await give(home, meal, (bytes) => {
          done += bytes;
          onProgress?.(done, total);
        }),
      );
    } catch (error) {
      onFed({ outcome: 'refused', message: note('error', meal.name, `cannot be fed: ${reason(error)}.`).message });
    }
    done = before + meal.size;
  }
  onProgress?.(total, total);
}

async function gather(
  home: Home,
  path: string,
  shown: string,
  meals: Meal[],
  onFed: (fed: Fed) => void,
): Promise<void> {
  const refuse = (says: string) => onFed({ outcome: 'refused', message: note('error', shown, says).message });
  try {
    const real = await realpath(path);
    const inLibrary = relative(await realpath(home.library), real);
    if (inLibrary === '' || (!inLibrary.startsWith('..') && resolve(inLibrary) !== inLibrary)) {
      return onFed({ outcome: 'known', message: note('info', shown, 'is in the library already.').message });
    }
    const stats = await stat(real);
    if (stats.isDirectory()) {
      const { texts, notes } = await findTexts(real);
      for (const { message } of notes) onFed({ outcome: 'refused', message });
      if (texts.length === 0 && notes.length === 0) refuse('holds no texts.');
      const name = basename(path);
      for (const text of texts) meals.push({ ...text, name: `${shown}/${text.name}`, to: `${name}/${text.name}` });
    } else if (!stats.isFile()) refuse('is no file but a device, pipe or socket, and is not fed.');
    else if (!TEXT_KINDS.includes(extname(path).toLowerCase())) {
      const read = TEXT_KINDS.filter((kind) => kind !== '').join(', ');
      refuse(`is not fed: files of the kind ${extname(path).toLowerCase()} are not read yet, only ${read}.`);
    } else {
      const { size, mtimeMs, ctimeMs } = stats;
      meals.push({ name: shown, path: real, size, mtimeMs, ctimeMs, to: basename(path) });
    }
  } catch (error) {
    const gone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    refuse(gone ? 'is not there: give the path of a file or folder.' : `cannot be fed: ${reason(error)}.`);
  }
}

async function give(home: Home, meal: Meal, onBytes: (bytes: number) => void): Promise<Fed> {
  const says = (outcome: 'known' | 'refused', text: string): Fed => ({
    outcome,
    message: note('info', meal.name, text).message,
  });
  if (meal.size === 0) return says('refused', 'is empty and is not fed.');
  const { encoding, sha256 } = await inspect(meal, onBytes);
  if (!encoding) return says('refused', 'is no text and is not fed.');
  const wanted = join(home.library, ...meal.to.split('/').map(plainName));
  await mkdir(dirname(wanted), { recursive: true, mode: 0o700 });
  // Under a name that the library does not read, until it is whole.
  const draft = join(dirname(wanted), `.${process.pid}.feeding`);
  try {
    await copyFile(meal.path, draft);
    await chmod(draft, 0o600);
    for (let number = 1; ; number++) {
      const target = numbered(wanted, number);
      if (await takeName(draft, target)) return { outcome: 'fed', as: nameIn(home, target), bytes: meal.size };
      if ((await hashOf(target)) === sha256)
        return says('known', `is in the library already, as ${nameIn(home, target)}.`);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** Gives a draft its name, unless that is taken. */
async function takeName(draft: string, target: string): Promise<boolean> {
  try {
    await link(draft, target).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw error;
      // Some disks know no links.
      await copyFile(draft, target, constants.COPYFILE_EXCL).catch(async (cause: NodeJS.ErrnoException) => {
        if (cause.code !== 'EEXIST') await rm(target, { force: true });
        throw cause;
      });
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function hashOf(path: string): Promise<string | undefined> {
  const stats = await stat(path);
  if (!stats.isFile()) return undefined;
  const { size, mtimeMs, ctimeMs } = stats;
  return (await inspect({ name: path, path, size, mtimeMs, ctimeMs })).sha256;
}

/** @example numbered('/a/b.txt', 2) // '/a/b-2.txt' */
function numbered(path: string, number: number): string {
  if (number === 1) return path;
  const kind = extname(path);
  return `${path.slice(0, path.length - kind.length)}-${number}${kind}`;
}

/** A name that hides nothing: no control characters, and no dot in front, which the library would pass over. */
function plainName(name: string): string {
  return (
    printable(name)
      .replace(/[\n\t]/g, ' ')
      .replace(/^\.+/, '') || 'text'
  );
}

function nameIn(home: Home, path: string): string {
  return printable(relative(home.library, path).split(sep).join('/'));
}
