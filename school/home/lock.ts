/** One home, one waking baby: a lock that the operating system lets go of when its holder dies, however it dies. */

import { chmodSync, readFileSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import { stampOf } from '../../statistics/format/time.ts';
import { writeWhole } from './atomic-write.ts';
import type { Home } from './home.ts';

const holderSchema = z.object({ pid: z.int().positive(), since: z.iso.datetime() });

/** Who holds a home, and since when (ISO 8601). */
export type Holder = z.output<typeof holderSchema>;

export interface Lock {
  /** Lets go. May be called twice. */
  release(): void;
}

/** Another process holds the home. Its message says who, and what can be done. */
export class HeldError extends Error {
  /** undefined where the holder left no readable note of itself. */
  readonly holder: Holder | undefined;

  constructor(home: Home, holder: Holder | undefined) {
    const who = holder
      ? `process ${holder.pid} holds it since ${stampOf(Date.parse(holder.since))}`
      : 'another process holds it';
    super(
      `The baby in ${printable(home.folder)} is awake already: ${who}. ` +
        `See how it is with \`baby status\`, talk to it with \`baby say\`, or choose another home with --home.`,
    );
    this.holder = holder;
  }
}

/**
 * Takes the lock of a home whose folders exist, or throws. SQLite locks the file in the ways that each system needs; nothing is
 * ever stored in it.
 * @throws HeldError if another process, or this one, holds it; Error with one sentence if the disk refuses
 */
export function takeLock(home: Home): Lock {
  const database = lockOrUndefined(home);
  if (!database) throw new HeldError(home, readHolder(home));
  let held = true;
  try {
    // The lock file may be seen by nobody else, but never opened here: closing it again would let go of the lock (POSIX).
    chmodSync(home.lock, 0o600);
    writeWhole(
      home.holder,
      `${JSON.stringify({ pid: process.pid, since: new Date().toISOString() } satisfies Holder)}\n`,
    );
  } catch (error) {
    database.close();
    throw new Error(`${printable(home.run)} cannot be written: ${reason(error)}.`, { cause: error });
  }
  return {
    release() {
      if (!held) return;
      held = false;
      // First the note, while nobody else can have written one.
      rmSync(home.holder, { force: true });
      database.close();
    },
  };
}

/** Who holds the home at this moment; undefined if nobody does. Never waits, and makes nothing in a home that is not there. */
export function holderOf(home: Home): Holder | 'unknown' | undefined {
  let probe: Database.Database | undefined;
  try {
    probe = new Database(home.lock, { timeout: 0, fileMustExist: true });
    probe.exec('BEGIN EXCLUSIVE');
    return undefined;
  } catch (error) {
    if (isBusy(error)) return readHolder(home) ?? 'unknown';
    // No lock file, or none that can be opened: nobody holds it.
    return undefined;
  } finally {
    probe?.close();
  }
}

function lockOrUndefined(home: Home): Database.Database | undefined {
  let database: Database.Database | undefined;
  try {
    // Waits a moment, for somebody may just be looking whether the lock is held (`holderOf`).
    database = new Database(home.lock, { timeout: 300 });
    // In memory, so that a killed holder leaves no journal that the next would have to look into.
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    if (isBusy(error)) return undefined;
    throw new Error(`${printable(home.lock)} cannot be locked: ${printable((error as Error).message)}.`, {
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
