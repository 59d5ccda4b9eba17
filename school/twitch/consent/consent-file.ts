/** The SQLite file of consents and stored messages, readable by its owner only. */

import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { reason } from '../../../library/notices/notices.ts';
import { printable } from '../../../library/notices/printable.ts';
import { peopleTexts } from '../texts/people.ts';

/** "babt" in ASCII. */
const APPLICATION_ID = 0x62616274;

/**
 * Each migration lifts the file by one version (PRAGMA user_version). Never change one that was released: add the next.
 * All times are milliseconds since 1970. `mark` holds no user id: a row says that words were learnt which are no longer stored,
 * because a person was forgotten or opted out, or because they expired or were evicted while they were being learnt.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE person (
    user_id TEXT PRIMARY KEY, login TEXT NOT NULL, consent TEXT NOT NULL CHECK (consent IN ('in', 'out')), since INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE message (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL, channel TEXT NOT NULL, at INTEGER NOT NULL, expires INTEGER NOT NULL,
    text TEXT NOT NULL, given INTEGER NOT NULL DEFAULT 0, taught_step INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX message_user ON message(user_id, at);
  CREATE INDEX message_expires ON message(expires);
  CREATE TABLE taught (
    user_id TEXT PRIMARY KEY, examples INTEGER NOT NULL, first_step INTEGER NOT NULL, last_step INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE mark (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, examples INTEGER NOT NULL, first_step INTEGER NOT NULL, last_step INTEGER NOT NULL,
    souls TEXT NOT NULL, undone_at INTEGER
  ) STRICT;
  `,
];

/**
 * Opens the file, and creates it if it does not exist. Deleted cells are overwritten (`secure_delete`), nothing waits in a journal beside
 * the file, and `rewriteFile` removes the copies that remain in free space. Old blocks of the disk itself are out of reach.
 * @throws Error with one sentence if it cannot be opened, is no such file, or was written by a later version
 */
export function openConsentFile(path: string): Database.Database {
  let database: Database.Database | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    chmodSync(dirname(path), 0o700);
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    database = new Database(path, { timeout: 5000 });
    database.pragma('journal_mode = TRUNCATE');
    database.pragma('secure_delete = ON');
    database.pragma('synchronous = NORMAL');
    database.pragma('temp_store = MEMORY');
    const version = database.pragma('user_version', { simple: true }) as number;
    if (version > MIGRATIONS.length) throw new Error(peopleTexts.newerFile);
    if (version > 0 && database.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
      throw new Error(peopleTexts.notConsentFile);
    }
    for (let at = version; at < MIGRATIONS.length; at++) {
      const migration = MIGRATIONS[at] as string;
      database.transaction(() => {
        database?.exec(migration);
        database?.pragma(`application_id = ${APPLICATION_ID}`);
        database?.pragma(`user_version = ${at + 1}`);
      })();
    }
    return database;
  } catch (error) {
    database?.close();
    const failure = peopleTexts.consentNotOpened(printable(path), printable(reason(error)));
    throw new Error(`${failure} ${peopleTexts.nothingLearntWithoutIt}`, { cause: error });
  }
}

/**
 * Removes the copies of deleted rows by rewriting every page of the file. `secure_delete` overwrites a deleted cell, but not the
 * copies of it that rebalancing the tree has left in the free space of other pages.
 */
export class Sweeper {
  private readonly database: Database.Database;
  private readonly onFault: (message: string) => void;
  /** whether copies may remain; when a file is opened, those of an earlier process that was killed */
  due = true;
  private failed = false;

  /** @param onFault called with one sentence, once, while the disk refuses */
  constructor(database: Database.Database, onFault: (message: string) => void) {
    this.database = database;
    this.onFault = onFault;
  }

  /** Never throws: after a failure the rewrite stays due. */
  sweep(): void {
    if (!this.due) return;
    try {
      this.database.exec('VACUUM');
      this.due = this.failed = false;
    } catch (error) {
      if (!this.failed) {
        this.onFault(peopleTexts.copiesRemain(reason(error)));
      }
      this.failed = true;
    }
  }
}

/**
 * Records that the weights are those of a soul of this step. Examples learnt later are no longer in the weights; those whose messages are
 * still stored lie in the source, and are learnt again from the next step on.
 */
export function goBack(database: Database.Database, step: number, now: number): void {
  const next = step + 1;
  const run = (sql: string, ...values: number[]): void => void database.prepare(sql).run(...values);
  database.transaction(() => {
    const unlearnt = database
      .prepare('SELECT user_id AS user, count(*) AS examples FROM message WHERE taught_step > ? GROUP BY user_id')
      .all(step) as { user: string; examples: number }[];
    run('DELETE FROM taught WHERE first_step > ?', step);
    run('UPDATE taught SET last_step = min(last_step, ?)', step);
    const add = database.prepare(
      `INSERT INTO taught VALUES (@user, @examples, @next, @next)
       ON CONFLICT (user_id) DO UPDATE SET last_step = max(last_step, @next)`,
    );
    for (const one of unlearnt) add.run({ ...one, next });
    run('UPDATE message SET taught_step = ? WHERE taught_step > ?', next, step);
    run('UPDATE mark SET undone_at = ? WHERE first_step > ? AND undone_at IS NULL', now, step);
  })();
}
