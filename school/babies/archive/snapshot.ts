/** Copies of one moment of what is written to all the time: SQLite files, and the souls of a baby that is awake. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { parseSoulName } from '../../../soul/retention.ts';
import { LOG_BYTES_SQL } from '../../../statistics/ledger/writer.ts';
import type { Home } from '../../home/home.ts';
import { sweepLeftovers } from './staging.ts';

export interface SnapshotOptions {
  /** what was said to it and by it is left out */
  readonly withoutChats: boolean;
  /** the run that goes on is over in the copy: it did not break off, it moved away */
  readonly awake: boolean;
  /** words of people on Twitch that came before this, or whose time is over now, are left out; milliseconds since 1970 */
  readonly wordsSince: number;
}

/** Tables that hold what people said; not every version of a file has each of them. */
const CHATS: readonly string[] = ['chat', 'message'];
/** What its owner wrote into its journal stands in the ledger as an event, and as a line of the log. */
const JOURNAL = 'journal';

/**
 * Writes a copy of a SQLite file as it is at this moment, beside its writer, without deleted data.
 *
 * @param to a new file, 0600
 * @throws SqliteError, for instance of the code SQLITE_CORRUPT or SQLITE_FULL; then there is no copy
 */
export function copyDatabase(from: string, to: string, { withoutChats, awake, wordsSince }: SnapshotOptions): void {
  // SQLite fills a file that is empty, and so it is its owner's alone from the beginning.
  closeSync(openSync(to, 'wx', 0o600));
  try {
    vacuumInto(from, to);
    const copy = new Database(to);
    try {
      copy.pragma('journal_mode = MEMORY');
      copy.pragma('secure_delete = ON');
      const tables = new Set(copy.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all());
      if (awake && tables.has('run')) {
        copy.exec("UPDATE run SET ended_at = seen_at, reason = 'exported' WHERE ended_at IS NULL");
      }
      if (tables.has('message')) {
        copy.prepare('DELETE FROM message WHERE expires <= ? OR at <= ?').run(Date.now(), wordsSince);
      }
      if (withoutChats) {
        for (const table of CHATS) if (tables.has(table)) copy.exec(`DELETE FROM ${table}`);
        if (tables.has('log')) deleteJournal(copy);
      }
      copy.exec('VACUUM');
    } finally {
      copy.close();
    }
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  }
}

/** @throws SqliteError */
function vacuumInto(from: string, to: string): void {
  const source = new Database(from, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    source.prepare('VACUUM INTO ?').run(to);
  } catch (error) {
    // SQLite cannot even read on a disk that is read-only, where it can lay no journal beside the file
    if (!(error instanceof Database.SqliteError) || !/^SQLITE_(CANTOPEN|READONLY)/.test(error.code)) throw error;
    source.close();
    const aside = `${to}.source`;
    const names = ['', '-wal'].filter((end) => existsSync(from + end));
    try {
      for (const end of names) copyFileSync(from + end, aside + end);
      const copied = new Database(aside, { fileMustExist: true });
      try {
        copied.prepare('VACUUM INTO ?').run(to);
      } finally {
        copied.close();
      }
    } finally {
      for (const end of ['', '-wal', '-shm']) rmSync(aside + end, { force: true });
    }
  } finally {
    source.close();
  }
}

function deleteJournal(copy: Database.Database): void {
  const bytes = copy
    .prepare(`SELECT coalesce(sum(${LOG_BYTES_SQL}), 0) FROM log WHERE scope = ?`)
    .pluck()
    .get(JOURNAL) as number;
  copy.prepare('DELETE FROM log WHERE scope = ?').run(JOURNAL);
  copy.prepare("UPDATE tally SET value = max(0, value - ?) WHERE name = 'log_bytes'").run(bytes);
  // parts of the words stay in the index of the log until it is merged
  copy.exec("INSERT INTO log_fts(log_fts) VALUES ('optimize')");
  copy.prepare('DELETE FROM event WHERE kind = ?').run(JOURNAL);
}

/**
 * Writes a copy of the words of people that are to be learnt, with those alone that a copy of the file of consent still holds.
 *
 * @param consent the copy; undefined: there is none, and so no words may be kept
 * @param to a new file, 0600
 */
export function copyWords(from: string, to: string, consent: string | undefined): void {
  const kept = new Set<unknown>();
  if (consent !== undefined) {
    const file = new Database(consent, { readonly: true });
    try {
      for (const id of file.prepare('SELECT id FROM message').pluck().all()) kept.add(id);
    } finally {
      file.close();
    }
  }
  const isKept = (line: string): boolean => {
    try {
      return kept.has((JSON.parse(line) as { id?: unknown }).id);
    } catch {
      return false;
    }
  };
  const lines = readFileSync(from, 'utf8').split('\n').filter(isKept);
  writeFileSync(to, lines.map((line) => `${line}\n`).join(''), { flag: 'wx', mode: 0o600 });
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
