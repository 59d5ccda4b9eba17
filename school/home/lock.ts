/** One home, one waking baby: a lock that the operating system lets go of when its holder dies, however it dies. */

import { chmodSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { makeFolders } from '../../library/files/folders.ts';
import { reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import { stampOf } from '../../statistics/format/time.ts';
import { writeWhole } from './atomic-write.ts';
import type { Home } from './home.ts';
import { texts } from './texts.ts';

const holderSchema = z.object({
  pid: z.int().positive(),
  since: z.iso.datetime(),
  /** it lives there, and does not only do something with a baby that sleeps */
  awake: z.boolean().optional(),
});

/** Who holds a home, and since when (ISO 8601). */
export type Holder = z.output<typeof holderSchema>;

export interface Lock {
  /**
   * Whether the home is still this process's: its folder is where it was, and nobody else holds it. A lock file that was removed is made
   * and taken again. `moved`: another folder, or none, has the name of the home; `taken`: another process holds it.
   */
  check(): 'ours' | 'moved' | 'taken';
  /** Says that a baby is awake in this process. */
  announce(): void;
  /** Lets go. May be called twice. */
  release(): void;
}

/** Another process holds the home. Its message says who, and what can be done. */
export class HeldError extends Error {
  /** undefined where the holder left no readable note of itself. */
  readonly holder: Holder | undefined;

  constructor(home: Home, holder: Holder | undefined) {
    const who = holder ? texts.heldByProcess(holder.pid, stampOf(Date.parse(holder.since))) : texts.heldByAnother;
    super(texts.awakeAlready(printable(home.folder), who));
    this.holder = holder;
  }
}

/** The lock files of a home: one in `run`, which cleaners may remove, and one beside its rooms. Both are taken. */
const lockFiles = (home: Home): string[] => [home.lock, join(home.folder, '.lock.db')];

/**
 * Takes the lock of a home whose folders exist, or throws. SQLite locks the files in the ways that each system needs; nothing is
 * ever stored in them.
 * @throws HeldError if another process, or this one, holds it; Error with one sentence if the disk refuses
 */
export function takeLock(home: Home): Lock {
  const folder = idOf(home.folder);
  const taken = new Map<string, { database: Database.Database; id: string | undefined }>();
  let held = true;
  const close = (): void => {
    for (const { database } of taken.values()) database.close();
  };
  /** Takes those that are not there any more, at first all. @returns false where somebody else has one */
  const take = (): boolean => {
    for (const file of lockFiles(home)) {
      const before = taken.get(file);
      if (before !== undefined && before.id === idOf(file)) continue;
      before?.database.close();
      const database = lockOrUndefined(file);
      if (!database) return false;
      // The lock file may be seen by nobody else, but never opened here: closing it again would let go of the lock (POSIX).
      chmodSync(file, 0o600);
      taken.set(file, { database, id: idOf(file) });
    }
    return true;
  };
  let note: Holder = { pid: process.pid, since: new Date().toISOString() };
  const write = (): void => writeWhole(home.holder, `${JSON.stringify(note)}\n`);
  let isWritten = true;
  /** The note is only for people: a disk that is full keeps nobody from living. */
  const rewrite = (): void => {
    try {
      write();
      isWritten = true;
    } catch {
      isWritten = false;
    }
  };
  if (!take()) {
    close();
    throw new HeldError(home, readHolder(home));
  }
  try {
    write();
  } catch (error) {
    close();
    throw new Error(texts.cannotBeWritten(printable(home.run), reason(error)), { cause: error });
  }
  return {
    check() {
      if (idOf(home.folder) !== folder) return 'moved';
      makeFolders(home.run);
      if (!take()) return 'taken';
      if (!existsSync(home.holder) || !isWritten) rewrite();
      return 'ours';
    },
    announce() {
      note = { ...note, awake: true };
      rewrite();
    },
    release() {
      if (!held) return;
      held = false;
      // First the note, while nobody else can have written one.
      if (idOf(home.folder) === folder) rmSync(home.holder, { force: true });
      close();
    },
  };
}

/** What tells a file or a folder from another that takes its name; undefined where there is none. */
function idOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}`;
}

/** Who holds the home at this moment; undefined if nobody does. Never waits, and makes nothing in a home that is not there. */
export function holderOf(home: Home): Holder | 'unknown' | undefined {
  return lockFiles(home).some(isHeld) ? (readHolder(home) ?? 'unknown') : undefined;
}

/** Whether another process than this one holds the home. */
export function isHeldByAnother(home: Home): boolean {
  const holder = holderOf(home);
  return holder !== undefined && (holder === 'unknown' || holder.pid !== process.pid);
}

function isHeld(file: string): boolean {
  let probe: Database.Database | undefined;
  try {
    probe = new Database(file, { timeout: 0, fileMustExist: true });
    probe.exec('BEGIN EXCLUSIVE');
    return false;
  } catch (error) {
    // No lock file, or none that can be opened: nobody holds it.
    return isBusy(error);
  } finally {
    probe?.close();
  }
}

function lockOrUndefined(file: string): Database.Database | undefined {
  let database: Database.Database | undefined;
  try {
    // Waits a moment, for somebody may just be looking whether the lock is held (`holderOf`).
    database = new Database(file, { timeout: 300 });
    // In memory, so that a killed holder leaves no journal that the next would have to look into.
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    if (isBusy(error)) return undefined;
    throw new Error(texts.cannotBeLocked(printable(file), printable((error as Error).message)), {
      cause: error,
    });
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

function readHolder(home: Home): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(home.holder, 'utf8')));
  } catch {
    // The note is only for people: without it the lock still says that somebody is there.
    return undefined;
  }
}

/** Whether a process of this id lives, whosever it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
