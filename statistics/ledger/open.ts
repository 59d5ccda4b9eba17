import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { texts } from '../texts.ts';
import { isDamage, LedgerError, messageOf } from './errors.ts';
import { APPLICATION_ID, LEDGER_FILE, MIGRATIONS, VERSION } from './schema.ts';

const BUSY_MILLISECONDS = 5000;
/** The write-ahead log is cut back to this after a burst. */
const JOURNAL_BYTES = 16 << 20;
/** A file up to this size is looked through whenever it is opened; a larger one only after an end that was not clean. */
const ALWAYS_CHECKED_BYTES = 8 << 20;

export interface Opened {
  readonly database: Database.Database;
  /** a sentence where a damaged file was set aside */
  readonly note: string | undefined;
}

/**
 * Opens the ledger of a folder for writing, begins it where there is none, and lifts an older one to this version.
 * A damaged file is set aside beside a new one, never deleted.
 * @param now milliseconds; names what is set aside
 * @throws LedgerError 'newer' where a later program has written it; 'unreadable' where the file system refuses
 */
export function openForWriting(folder: string, now: number): Opened {
  const file = join(folder, LEDGER_FILE);
  makePrivate(folder, file);
  try {
    return { database: connect(file), note: undefined };
  } catch (error) {
    if (!isDamage(error)) throw asLedgerError(error, file);
    const aside = setAside(folder, now);
    makePrivate(folder, file);
    const why = messageOf(error);
    const note = texts.ledger.damagedAndSetAside(why, aside);
    return { database: connect(file), note };
  }
}

function connect(file: string): Database.Database {
  const database = new Database(file, { timeout: BUSY_MILLISECONDS });
  try {
    const version = database.pragma('user_version', { simple: true }) as number;
    refuseNewer(version, file);
    const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number;
    if (version === 0 && tables > 0) throw damage(texts.ledger.notALedger);
    // Changing this one later would mean rewriting the whole file.
    if (tables === 0) database.pragma('auto_vacuum = INCREMENTAL');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('foreign_keys = ON');
    database.pragma(`journal_size_limit = ${JOURNAL_BYTES}`);
    migrate(database, version);
    check(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

export function refuseNewer(version: number, file: string): void {
  if (version <= VERSION) return;
  throw new LedgerError('newer', texts.ledger.newerVersion(file, version, VERSION));
}

function migrate(database: Database.Database, from: number): void {
  for (let version = from; version < VERSION; version++) {
    database.transaction(() => {
      database.exec(MIGRATIONS[version]);
      database.pragma(`application_id = ${APPLICATION_ID}`);
      database.pragma(`user_version = ${version + 1}`);
    })();
  }
}

/** Looks through the file for damage where that is quick, or where the last writer did not come to its end. */
function check(database: Database.Database, file: string): void {
  const unclean = database.prepare('SELECT 1 FROM run WHERE ended_at IS NULL LIMIT 1').get() !== undefined;
  if (!unclean && statSync(file).size > ALWAYS_CHECKED_BYTES) return;
  const verdict = database.pragma('quick_check(1)', { simple: true }) as string;
  if (verdict !== 'ok') throw damage(verdict.split('\n')[0]);
}

const damage = (message: string): Error => Object.assign(new Error(message), { code: 'SQLITE_CORRUPT' });

/** Moves the file and its companions away, together: a journal must never meet another database. Returns the new name. */
export function setAside(folder: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(':', '-').replace('Z', '');
  let name = `damaged-${stamp}.db`;
  for (let again = 2; existsSync(join(folder, name)); again++) name = `damaged-${stamp}-${again}.db`;
  for (const suffix of ['-wal', '-shm', '']) {
    const from = join(folder, LEDGER_FILE + suffix);
    if (existsSync(from)) renameSync(from, join(folder, name + suffix));
  }
  return name;
}

/** The folder and file for their owner alone; SQLite gives its journals the rights of the file. */
function makePrivate(folder: string, file: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
  } catch (error) {
    throw asLedgerError(error, file);
  }
}

const asLedgerError = (error: unknown, file: string): LedgerError =>
  error instanceof LedgerError
    ? error
    : new LedgerError('unreadable', texts.ledger.cannotBeOpened(file, messageOf(error)), {
        cause: error,
      });
