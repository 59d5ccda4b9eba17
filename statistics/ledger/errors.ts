import { texts } from '../texts.ts';
export type LedgerTrouble = 'newer' | 'older' | 'missing' | 'unreadable' | 'closed' | 'given';

/** One clear sentence about the ledger, and what kind of trouble it is. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly kind: LedgerTrouble;

  constructor(kind: LedgerTrouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** SQLite's own name of an error, such as SQLITE_FULL; '' for an error that is not SQLite's. */
export const sqliteCode = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : '';
};

/** Whether the file itself is broken, so that trying again cannot help. */
export const isDamage = (error: unknown): boolean =>
  /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ|IOERR_CORRUPTFS)/.test(sqliteCode(error));

/** Why SQLite refused, in words. */
export function reasonOf(error: unknown): string {
  const code = sqliteCode(error);
  if (code.startsWith('SQLITE_FULL')) return texts.ledger.diskIsFull;
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return texts.ledger.heldByAnotherProgram;
  if (code.startsWith('SQLITE_READONLY')) return texts.ledger.mayNotBeWritten;
  return code === '' ? messageOf(error) : `${messageOf(error)} (${code})`;
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
