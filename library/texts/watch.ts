/** Noticing that the library changed while the baby is awake. */

import { lstatSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { watch } from 'chokidar';
import { note, type OnNote, reason } from '../notices/notices.ts';
import { findTexts, holdsFolder, MOST_ENTRIES } from './corpus.ts';
import { corpusTexts } from './texts.ts';

export interface WatchOptions {
  /** Milliseconds between two looks at the whole folder, for file systems that announce no changes. 60,000 unless said otherwise. */
  intervalMs?: number;
  /** Milliseconds without a change before a file is read, so that a file that is being written is left alone. Default: 500. */
  quietMs?: number;
  onNote?: OnNote;
}

export interface LibraryWatch {
  /** The folder is being watched from now on. */
  ready: Promise<void>;
  /** Ends the watch, and waits for an `onChange` that is running. */
  close: () => Promise<void>;
}

/** What of a library is not watched: what a link leads to that holds the library itself, and what is too much. */
class WatchBound {
  private readonly root: string;
  private readonly known = new Map<string, boolean>();

  constructor(folder: string) {
    this.root = realPathOf(folder);
  }

  excludes(path: string): boolean {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    if (this.known.size >= MOST_ENTRIES) return true;
    const excluded = isLink(path) && holdsFolder(realPathOf(path), this.root);
    this.known.set(path, excluded);
    return excluded;
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/**
 * Calls `onChange` after files of the library were added, changed or removed: once for changes that come together, never
 * while it is still running, and again afterwards if more came meanwhile. Dot files are not looked at.
 * An error that `onChange` throws is told in a note.
 */
export function watchLibrary(
  folder: string,
  onChange: () => void | Promise<void>,
  { intervalMs = 60_000, quietMs = 500, onNote = () => undefined }: WatchOptions = {},
): LibraryWatch {
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;

  const changed = (): void => {
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (running !== undefined) again = true;
      else {
        running = run().finally(() => {
          running = undefined;
        });
      }
    }, quietMs);
  };
  const listing = async (): Promise<string> => {
    const { texts, unknown } = await findTexts(folder);
    return JSON.stringify([texts.map(({ name, size, mtimeMs, ctimeMs }) => [name, size, mtimeMs, ctimeMs]), unknown]);
  };
  /** As it was when it was last looked at: a change that was announced is not found once more. */
  let last: string | undefined;
  const run = async (): Promise<void> => {
    do {
      again = false;
      try {
        last = await listing();
        await onChange();
      } catch (error) {
        onNote(note('error', '', corpusTexts.changeNotTaken(reason(error))));
      }
    } while (again && !closed);
  };

  const bound = new WatchBound(folder);
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path) => path !== folder && (basename(path).startsWith('.') || bound.excludes(path)),
    awaitWriteFinish: { stabilityThreshold: quietMs, pollInterval: Math.max(20, quietMs / 5) },
  });
  watcher.on('all', (event) => {
    if (event === 'add' || event === 'change' || event === 'unlink' || event === 'unlinkDir') changed();
  });
  watcher.on('error', (error) => {
    const seconds = Math.ceil(intervalMs / 1000);
    onNote(note('warning', '', corpusTexts.cannotBeWatched(reason(error), seconds)));
  });
  const watching = new Promise<void>((resolve) => watcher.once('ready', () => resolve()));

  const look = async (): Promise<void> => {
    const now = await listing();
    if (last !== undefined && last !== now) changed();
    last = now;
  };
  let looking = look();
  const interval = setInterval(() => {
    looking = looking.then(look);
  }, intervalMs);

  return {
    ready: Promise.all([watching, looking]).then(() => undefined),
    close: async () => {
      closed = true;
      clearTimeout(timer);
      clearInterval(interval);
      await watcher.close();
      await looking;
      await running;
    },
  };
}
