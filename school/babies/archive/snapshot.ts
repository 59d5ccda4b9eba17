/** Copies of one moment of what is written to all the time: SQLite files, and the souls of a baby that is awake. */
import { closeSync, copyFileSync, linkSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { parseSoulName } from '../../../soul/retention.ts';
import type { Home } from '../../home/home.ts';
import { sweepLeftovers } from './staging.ts';

export interface SnapshotOptions {
  /** what was said to it and by it is left out */
  readonly withoutChats: boolean;
  /** the run that goes on is over in the copy: it did not break off, it moved away */
  readonly awake: boolean;
}

/** Tables that hold what people said, by file; not every version of a file has each of them. */
const CHATS: readonly string[] = ['chat', 'message'];

/**
 * Writes a copy of a SQLite file as it is at this moment, beside whoever writes it, without what was deleted there.
 *
 * @param to a new file, 0600
 * @throws SqliteError, for instance of the code SQLITE_CORRUPT or SQLITE_FULL; then there is no copy
 */
export function copyDatabase(from: string, to: string, { withoutChats, awake }: SnapshotOptions): void {
  // SQLite fills a file that is empty, and so it is its owner's alone from the beginning.
  closeSync(openSync(to, 'wx', 0o600));
  try {
    const source = new Database(from, { readonly: true, fileMustExist: true, timeout: 5000 });
    try {
      source.prepare('VACUUM INTO ?').run(to);
    } finally {
      source.close();
    }
    const copy = new Database(to);
    try {
      copy.pragma('journal_mode = MEMORY');
      copy.pragma('secure_delete = ON');
      const tables = new Set(copy.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all());
      if (awake && tables.has('run')) {
        copy.exec("UPDATE run SET ended_at = seen_at, reason = 'exported' WHERE ended_at IS NULL");
      }
      const chats = withoutChats ? CHATS.filter((table) => tables.has(table)) : [];
      for (const table of chats) copy.exec(`DELETE FROM ${table}`);
      if (chats.length > 0) copy.exec('VACUUM');
    } finally {
      copy.close();
    }
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  }
}

/** Whether an error of SQLite says that the file is damaged, or none of SQLite's. */
export function isDamagedDatabase(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);
}

export interface Pinned {
  /** the souls as they are now, whatever becomes of them where they lie */
  readonly folder: string;
  release(): void;
}

/**
 * Holds on to all souls of a baby that is awake, which may let go of old ones at any moment. It costs no space: a file of a soul never
 * changes, so it gets one more name. Where a file system knows no second names, it is copied.
 */
export function pinSouls(home: Home): Pinned {
  const folder = join(home.run, `exporting-${process.pid}`);
  sweepLeftovers(home.run, 'exporting-');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const release = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    for (const name of readdirSync(home.soul)) {
      if (parseSoulName(name) || name.startsWith('damaged-')) pin(join(home.soul, name), join(folder, name));
    }
    return { folder, release };
  } catch (error) {
    release();
    throw error;
  }
}

/** All of a soul, or nothing of one that is just let go. */
function pin(from: string, to: string): void {
  try {
    const files = readdirSync(from);
    mkdirSync(to, { mode: 0o700 });
    for (const file of files) {
      try {
        linkSync(join(from, file), join(to, file));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
        copyFileSync(join(from, file), join(to, file));
      }
    }
  } catch (error) {
    rmSync(to, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
