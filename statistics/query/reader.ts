import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { LedgerError, messageOf } from '../ledger/errors.ts';
import { refuseNewer } from '../ledger/open.ts';
import { READABLE } from '../ledger/schema.ts';
import { texts } from '../texts.ts';

const PATIENCE = 2000;

/**
 * Opens statistics.db for reading alone, beside a writer or without one. Close it when done: a reader that stays within one
 * question keeps the writer's journal from shrinking.
 * @throws LedgerError 'missing' before the first wake; 'newer' and 'older' where the versions do not fit
 */
export function openForReading(file: string): Database.Database {
  if (!existsSync(file)) throw new LedgerError('missing', texts.query.noStatisticsYet(file));
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true, timeout: PATIENCE });
    database.pragma('query_only = ON');
    const version = database.pragma('user_version', { simple: true }) as number;
    refuseNewer(version, file);
    if (version < READABLE) throw new LedgerError('older', texts.query.otherVersion(file, version, READABLE));
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof LedgerError) throw error;
    const why = messageOf(error);
    throw new LedgerError('unreadable', texts.query.cannotBeRead(file, why), { cause: error });
  }
}
