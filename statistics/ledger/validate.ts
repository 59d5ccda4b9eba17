import { texts } from '../texts.ts';
import { LedgerError } from './errors.ts';

/** Longest text of one row, in characters; what is longer is cut and says so. */
export const LONGEST = { scope: 64, message: 16_384, data: 65_536, text: 65_536 } as const;

/** Text as SQLite can search it: whole characters, no NUL, bounded. */
export function text(given: string, longest: number): string {
  const cut = given.length > longest ? `${given.slice(0, longest - 1)}…` : given;
  return cut.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** Anything → JSON, or null for nothing. */
export function json(what: string, given: unknown): string | null {
  if (given === undefined || given === null) return null;
  let written: string | undefined;
  try {
    written = JSON.stringify(given);
  } catch (error) {
    throw new LedgerError('given', texts.ledger.notJson(what, (error as Error).message));
  }
  if (written === undefined) throw new LedgerError('given', texts.ledger.notPlainData(what, typeof given));
  return written.length <= LONGEST.data ? written.toWellFormed() : JSON.stringify({ cut: text(written, LONGEST.text) });
}

export function whole(what: string, given: number): number {
  if (Number.isSafeInteger(given)) return given;
  throw new LedgerError('given', texts.ledger.notWhole(what, given));
}

/** A number, or null for what is none. */
export const finite = (given: number | null | undefined): number | null =>
  typeof given === 'number' && Number.isFinite(given) ? given : null;
