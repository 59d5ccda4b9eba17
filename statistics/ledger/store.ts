import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { texts } from '../texts.ts';
import type { Clock } from './clock.ts';
import { reasonOf } from './errors.ts';
import { openForWriting, setAside } from './open.ts';
import type { Row, RunRow } from './rows.ts';
import { LEDGER_FILE, type Level } from './schema.ts';
import { Writer } from './writer.ts';

export interface StoreOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly maxBytes: number;
  readonly onNote: (level: Level, message: string) => void;
}

const PATIENCE = 5000;
/** In trouble the thread must not stand still at every try. */
const LITTLE_PATIENCE = 50;
/** How often it is looked whether the file is still there. */
const LOOK_EVERY = 10_000;

/** The open file: bounded in size, and replaced where it is damaged or vanishes. */
export class Store {
  readonly file: string;
  database: Database;
  private readonly options: StoreOptions;
  private writer: Writer;
  private inode = 0;
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(options: StoreOptions) {
    this.options = options;
    this.file = join(options.folder, LEDGER_FILE);
    this.database = this.open();
    this.writer = new Writer(this.database);
  }

  write(runs: readonly RunRow[], rows: readonly Row[]): void {
    this.writer.write(runs, rows);
  }

  /** Sets how many bytes the file may have beyond its bound. */
  stretch(bytes: number): void {
    this.bound(this.database, bytes);
  }

  patience(inTrouble: boolean): void {
    if (this.database.open) this.database.pragma(`busy_timeout = ${inTrouble ? LITTLE_PATIENCE : PATIENCE}`);
  }

  /** Every few seconds: is the file still the one that is open? Returns whether a new one was begun. */
  look(): boolean {
    const steady = performance.now();
    if (this.database.open && steady - this.lookedAt < LOOK_EVERY) return false;
    this.lookedAt = steady;
    if (this.database.open && statSync(this.file, { throwIfNoEntry: false })?.ino === this.inode) return false;
    this.renew();
    this.options.onNote('warn', texts.ledger.fileTakenAway);
    return true;
  }

  /** Sets a broken file aside and begins a new one. */
  replace(error: unknown): void {
    this.database.close();
    const aside = setAside(this.options.folder, this.options.clock.now());
    this.renew();
    this.options.onNote('warn', texts.ledger.damagedAndSetAside(reasonOf(error), aside));
  }

  private renew(): void {
    this.database.close();
    this.database = this.open();
    this.writer = new Writer(this.database);
  }

  private open(): Database {
    const { database, note } = openForWriting(this.options.folder, this.options.clock.now());
    if (note !== undefined) this.options.onNote('warn', note);
    this.bound(database, 0);
    this.inode = statSync(this.file).ino;
    return database;
  }

  private bound(database: Database, more: number): void {
    const page = database.pragma('page_size', { simple: true }) as number;
    database.pragma(`max_page_count = ${Math.floor((this.options.maxBytes + more) / page)}`);
  }
}
