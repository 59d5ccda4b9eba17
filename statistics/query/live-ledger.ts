import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { LEDGER_FILE } from '../ledger/schema.ts';
import { openForReading } from './reader.ts';

/** A ledger that is read while it is written: opened as soon as there is one, and again when a damaged one was replaced. */
export class LiveLedger {
  ledger: Database | null = null;
  readonly #file: string;
  #opened = 0;

  /** @param folder `statistics` of a home */
  constructor(folder: string) {
    this.#file = join(folder, LEDGER_FILE);
  }

  /** @returns whether there is one that was not there before. @throws LedgerError if it cannot be read */
  open(): boolean {
    const { ino } = statSync(this.#file, { throwIfNoEntry: false }) ?? { ino: 0 };
    if (ino === 0 || ino === this.#opened) return false;
    const before = this.ledger;
    this.ledger = openForReading(this.#file);
    this.#opened = ino;
    before?.close();
    return true;
  }

  close(): void {
    this.ledger?.close();
    this.ledger = null;
  }
}
