import { count } from '../format/numbers.ts';
import { texts } from '../texts.ts';
import type { Clock } from './clock.ts';
import { clearFreePages, eraseChat } from './erasure.ts';
import { isDamage, LedgerError, reasonOf, sqliteCode } from './errors.ts';
import { AIM, type Retention, sizeOf, type Tended, tend } from './retention.ts';
import type { ChatRow, Row, RunRow } from './rows.ts';
import type { Level } from './schema.ts';
import { Store } from './store.ts';

export interface Counts {
  readonly written: number;
  readonly waiting: number;
  readonly lost: number;
}

export interface KeepingOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly retention: Retention;
  readonly onNote: (level: Level, message: string) => void;
  readonly flushEvery: number;
  readonly tendEvery: number;
  readonly waitingRows: number;
}

/** Rows of one transaction: about 50 ms of a slow machine. */
const BATCH = 10_000;
const BETWEEN_SLICES = 50;
const RETRY_EVERY = 1000;
const FIRST_TEND = 60_000;
/** Deleting writes too: meanwhile a ledger may exceed its size by this share plus this many bytes. */
const STRETCH = { share: 1 / 8, bytes: 1 << 20 };
/** A refusal at this share of the bound is the bound's; below it, the disk's. */
const NEARLY = 0.7;
/** Retention does not wait for its hour where this share of the bound is used. */
const CROWDED = (1 + AIM) / 2;

/** The buffer before the disk, and what is done when the disk refuses. */
export class Keeping {
  readonly store: Store;
  private readonly options: KeepingOptions;
  private run: RunRow | undefined;
  /** rows that are not on the disk yet, or changed since */
  private runs: RunRow[] = [];
  private newestRun: number;
  private waiting: Row[] = [];
  private written = 0;
  private lost = 0;
  private trouble: { readonly lostBefore: number } | undefined;
  private flushTimer: NodeJS.Timeout | undefined;
  private tendTimer: NodeJS.Timeout | undefined;
  private tending: Generator<void, Tended> | undefined;
  private tooLarge = false;
  private closed = false;
  /** the write-ahead log may hold words that were deleted: another process was reading */
  private uncleared = false;

  constructor(options: KeepingOptions) {
    this.options = options;
    this.store = new Store({ ...options, maxBytes: options.retention.maxBytes });
    this.newestRun = this.store.database.prepare('SELECT coalesce(max(id), 0) FROM run').pluck().get() as number;
    this.tendLater(Math.min(options.tendEvery, FIRST_TEND));
  }

  get counts(): Counts {
    return { written: this.written, waiting: this.waiting.length, lost: this.lost };
  }

  nextRun(): number {
    return ++this.newestRun;
  }

  enterRun(run: RunRow): void {
    this.run = run;
    if (!this.runs.includes(run)) this.runs.push(run);
    this.flushLater();
  }

  enter(row: Row): void {
    if (this.closed) throw new LedgerError('closed', texts.ledger.closed);
    this.waiting.push(row);
    const over = this.waiting.length - this.options.waitingRows;
    if (over > 0) {
      this.waiting.splice(0, over);
      this.lost += over;
    }
    this.flushLater();
  }

  /** Writes all that waits; false where the disk refused. */
  flush(): boolean {
    while (this.waiting.length > 0 || this.runs.length > 0) if (!this.writeBatch()) return false;
    return true;
  }

  tendAll(): void {
    this.tending = undefined;
    this.guarded(() => {
      const slices = this.slices();
      let slice = slices.next();
      while (!slice.done) slice = slices.next();
      this.tended(slice.value);
    });
  }

  forget(what: { readonly conversation: string } | { readonly speaker: string }): number {
    this.flush();
    const [column, value] = 'conversation' in what ? ['conversation', what.conversation] : ['speaker', what.speaker];
    const before = this.waiting.length;
    this.waiting = this.waiting.filter((row) => row.kind !== 'chat' || row[column as keyof ChatRow] !== value);
    const gone = before - this.waiting.length;
    return gone + this.erasing('deleted from', `DELETE FROM chat WHERE ${column} = ?`, value);
  }

  correct(conversation: string, said: string): void {
    this.flush();
    const last = "SELECT max(id) FROM chat WHERE conversation = ? AND direction = 'said'";
    this.erasing('replaced on', `UPDATE chat SET text = ? WHERE id = (${last})`, said, conversation);
  }

  /** Runs a statement that leaves nothing of the old words on the disk. Returns how many lines changed. */
  private erasing(done: string, sql: string, ...values: readonly string[]): number {
    const { database } = this.store;
    try {
      const changes = eraseChat(database, sql, ...values);
      if (changes > 0) this.uncleared = !clearFreePages(database);
      return changes;
    } catch (error) {
      const message = texts.ledger.wordsStay(done, reasonOf(error));
      throw new LedgerError('unreadable', message, { cause: error });
    }
  }

  close(): void {
    if (this.closed) return;
    clearTimeout(this.flushTimer);
    clearTimeout(this.tendTimer);
    if (!this.flush()) this.lost += this.waiting.length;
    this.closed = true;
    this.guarded(() => {
      this.store.database.pragma('optimize');
      this.store.database.pragma('wal_checkpoint(TRUNCATE)');
    });
    this.store.database.close();
  }

  private writeBatch(): boolean {
    try {
      if (this.store.look()) this.startedAnew();
      this.noticeJump();
      const batch = this.waiting.length > BATCH ? this.waiting.slice(0, BATCH) : this.waiting;
      const { run } = this;
      if (run && run.endedAt === null) run.seenAt = this.options.clock.now();
      this.store.write(run && !this.runs.includes(run) ? [...this.runs, run] : this.runs, batch);
      this.written += batch.length;
      this.runs = [];
      this.waiting = batch === this.waiting ? [] : this.waiting.slice(BATCH);
    } catch (error) {
      return this.refused(error);
    }
    this.recovered();
    this.clear();
    const { maxBytes } = this.options.retention;
    if (sizeOf(this.store.database).used > maxBytes * CROWDED && !this.tooLarge) this.tendLater(0);
    return true;
  }

  /** Removes deleted words from the write-ahead log, without waiting for readers. */
  private clear(): void {
    if (!this.uncleared) return;
    this.guarded(() => {
      this.store.database.pragma('busy_timeout = 0');
      this.uncleared = !clearFreePages(this.store.database);
    });
    this.store.patience(this.trouble !== undefined);
  }

  /** A new file has to know the run that goes on. */
  private startedAnew(): void {
    this.tending = undefined;
    if (this.run && !this.runs.includes(this.run)) this.runs.push(this.run);
  }

  private noticeJump(): void {
    const jumped = this.options.clock.jumped();
    if (jumped === 0) return;
    const data = JSON.stringify({ jumpedMilliseconds: jumped });
    this.waiting.push({ kind: 'event', ts: this.options.clock.now(), event: 'clock', data });
  }

  /** After an error of the disk: mends what can be mended; true where it is worth trying again at once. */
  private refused(error: unknown): boolean {
    try {
      if (isDamage(error)) {
        this.store.replace(error);
        this.startedAnew();
        return true;
      }
      if (sqliteCode(error).startsWith('SQLITE_FULL') && this.makeRoom()) return true;
    } catch (worse) {
      this.troubled(worse);
      return false;
    }
    this.troubled(error);
    return false;
  }

  private troubled(error: unknown): void {
    if (this.trouble !== undefined) return;
    this.trouble = { lostBefore: this.lost };
    this.store.patience(true);
    const bound = count(this.options.waitingRows);
    this.options.onNote('warn', texts.ledger.cannotBeWritten(reasonOf(error), bound));
  }

  private recovered(): void {
    if (this.trouble === undefined) return;
    const lost = this.lost - this.trouble.lostBefore;
    this.trouble = undefined;
    this.store.patience(false);
    const words = lost === 0 ? texts.ledger.nothingLost : texts.ledger.rowsLost(count(lost));
    this.options.onNote('info', texts.ledger.writtenAgain(words));
  }

  /** Whether the file is at its bound and retention could make room in it. */
  private makeRoom(): boolean {
    const { file, used } = sizeOf(this.store.database);
    if (file < this.options.retention.maxBytes * NEARLY) return false;
    this.tendAll();
    return sizeOf(this.store.database).used < used;
  }

  private flushLater(): void {
    if (this.options.flushEvery <= 0 || this.flushTimer !== undefined || this.closed) return;
    const wait = this.trouble === undefined ? this.options.flushEvery : RETRY_EVERY;
    this.flushTimer = setTimeout(() => {
      this.flushTimer = undefined;
      // One batch at a time, so that the thread is never held for long.
      this.writeBatch();
      if (this.waiting.length > 0 || this.runs.length > 0) this.flushLater();
    }, wait);
    this.flushTimer.unref();
  }

  private tendLater(milliseconds: number): void {
    if (this.options.tendEvery <= 0 || this.closed || this.tending) return;
    clearTimeout(this.tendTimer);
    this.tendTimer = setTimeout(() => this.tendSlice(), milliseconds);
    this.tendTimer.unref();
  }

  private tendSlice(): void {
    this.guarded(() => {
      this.tending ??= this.slices();
      const slice = this.tending.next();
      if (slice.done) return this.tended(slice.value);
      this.tendTimer = setTimeout(() => this.tendSlice(), BETWEEN_SLICES);
      this.tendTimer.unref();
    });
  }

  private slices(): Generator<void, Tended> {
    const { clock, retention } = this.options;
    this.noticeJump();
    this.store.stretch(STRETCH.share * retention.maxBytes + STRETCH.bytes);
    return tend(this.store.database, retention, { now: clock.now(), trusted: clock.trusted });
  }

  private tended({ fits, erased }: Tended): void {
    this.tending = undefined;
    this.store.stretch(0);
    this.uncleared ||= erased;
    this.clear();
    this.tendLater(this.options.tendEvery);
    if (!fits && !this.tooLarge) {
      const megabytes = Math.round(this.options.retention.maxBytes / 1e6);
      this.options.onNote('warn', texts.ledger.tooSmall(megabytes));
    }
    this.tooLarge = !fits;
  }

  /** Runs what may fail for the disk's sake. */
  private guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.tending = undefined;
      if (isDamage(error) && !this.closed) this.refused(error);
      else this.troubled(error);
      if (this.store.database.open) this.store.stretch(0);
      this.tendLater(this.options.tendEvery);
    }
  }
}
