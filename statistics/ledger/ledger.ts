import type { Database } from 'better-sqlite3';
import { findStatistic, type StatisticName, statistic } from '../names.ts';
import { texts } from '../texts.ts';
import { Clock } from './clock.ts';
import { LedgerError } from './errors.ts';
import { RETENTION, type Retention } from './retention.ts';
import { type Counts, Keeping } from './row-store.ts';
import type { RunRow } from './rows.ts';
import type { Level } from './schema.ts';
import { finite, json, LONGEST, text, whole } from './validate.ts';

export interface LedgerOptions {
  /** where statistics.db lies; made if need be, for its owner alone */
  readonly folder: string;
  readonly retention?: Partial<Retention>;
  /** told once where something is wrong, and once where it is right again */
  readonly onNote?: (level: Level, message: string) => void;
  /** rows are written together after this many milliseconds; 0: only by `flush()` */
  readonly flushEvery?: number;
  /** retention runs so often, in milliseconds; 0: only by `tend()` */
  readonly tendEvery?: number;
  /** rows that may wait while the disk refuses; beyond that the oldest are lost */
  readonly waitingRows?: number;
  /** milliseconds since 1970, and by a clock that never jumps */
  readonly now?: () => number;
  readonly steady?: () => number;
}

export interface RunStart {
  readonly config?: unknown;
  readonly codeVersion?: string;
  readonly parameters?: number;
  readonly tokenizerHash?: string;
}

export interface Sample {
  readonly step: number;
  /** what asked for it: 'babble', 'milestone', 'chat', … */
  readonly source: string;
  readonly prompt: string;
  readonly output: string;
  readonly temperature?: number | null;
  readonly milliseconds?: number | null;
}

export interface ChatLine {
  readonly conversation: string;
  readonly speaker: string;
  /** by the baby */
  readonly direction: 'heard' | 'said';
  readonly text: string;
  /** age in milliseconds at which rows are deleted; left out: never */
  readonly keep?: number;
}

/**
 * What a baby's life is written into: one SQLite file with one writer. Every method but `open`, `flush`, `tend`, `forget` and
 * `close` only puts a row into a buffer, so that it costs a microsecond and cannot fail for the disk's sake; the buffer is
 * written in one transaction a few times a second.
 */
export class Ledger {
  private readonly keeping: Keeping;
  private readonly clock: Clock;
  private run: RunRow | undefined;
  private nextSeq = 0;

  private constructor(keeping: Keeping, clock: Clock) {
    this.keeping = keeping;
    this.clock = clock;
  }

  /** @throws LedgerError one sentence where the file is of a newer program, or cannot be opened at all */
  static open(options: LedgerOptions): Ledger {
    const clock = new Clock(options.now ?? Date.now, options.steady ?? (() => performance.now()));
    const keeping = new Keeping({
      folder: options.folder,
      clock,
      retention: { ...RETENTION, ...options.retention },
      onNote: options.onNote ?? (() => {}),
      flushEvery: options.flushEvery ?? 250,
      tendEvery: options.tendEvery ?? 3_600_000,
      waitingRows: options.waitingRows ?? 100_000,
    });
    return new Ledger(keeping, clock);
  }

  get file(): string {
    return this.keeping.store.file;
  }

  /** Rows written, waiting and lost since it was opened. */
  get counts(): Counts {
    return this.keeping.counts;
  }

  /** The open database, for tests and for questions of the writer's own process. */
  get database(): Database {
    return this.keeping.store.database;
  }

  /** Begins one waking; everything recorded belongs to it. Returns its id. */
  beginRun({ config, codeVersion, parameters, tokenizerHash }: RunStart = {}): number {
    if (this.run && this.run.endedAt === null) this.endRun('another began');
    const now = this.clock.now();
    this.run = {
      id: this.keeping.nextRun(),
      startedAt: now,
      seenAt: now,
      endedAt: null,
      reason: null,
      config: json(texts.ledger.what.runConfig, config),
      codeVersion: codeVersion === undefined ? null : text(codeVersion, LONGEST.scope),
      parameters: finite(parameters),
      tokenizerHash: tokenizerHash === undefined ? null : text(tokenizerHash, LONGEST.message),
    };
    this.nextSeq = 0;
    this.keeping.enterRun(this.run);
    return this.run.id;
  }

  endRun(reason: string): void {
    if (!this.run || this.run.endedAt !== null) return;
    this.run.endedAt = this.clock.now();
    this.run.reason = text(reason, LONGEST.message);
    this.keeping.enterRun(this.run);
  }

  /**
   * Values of one moment, by name. What is no number (NaN, a NULL of an exam that was not yet) is kept as a gap; what is
   * undefined is passed over. @throws where a name is not in the table of names
   */
  record(step: number, values: Partial<Readonly<Record<StatisticName, number | null | undefined>>>): void {
    const run = this.current('record');
    const [at, ts] = [whole('a step', step), this.clock.now()];
    for (const name in values) if (!findStatistic(name)) statistic(name);
    for (const [name, given] of Object.entries(values) as [string, number | null | undefined][]) {
      if (given === undefined) continue;
      const [value, seq] = [finite(given), this.nextSeq++];
      this.keeping.enter({ kind: 'metric', name, ts, run, seq, step: at, value });
    }
  }

  log(level: Level, scope: string, message: string, data?: unknown): void {
    this.keeping.enter({
      kind: 'log',
      ts: this.clock.now(),
      level,
      scope: text(scope, LONGEST.scope),
      message: text(message, LONGEST.message),
      data: json(texts.ledger.what.logData, data),
    });
  }

  /** What it said at some step, to be looked back at. */
  sample({ step, source, prompt, output, temperature, milliseconds }: Sample): void {
    this.keeping.enter({
      kind: 'sample',
      run: this.current('keep a sample'),
      step: whole('a step', step),
      ts: this.clock.now(),
      source: text(source, LONGEST.scope),
      prompt: text(prompt, LONGEST.text),
      output: text(output, LONGEST.text),
      temperature: finite(temperature),
      milliseconds: finite(milliseconds),
    });
  }

  /** A mark in its life: woke, slept, crashed, a setting changed, … */
  event(kind: string, data?: unknown): void {
    const [event, written] = [text(kind, LONGEST.scope), json(texts.ledger.what.eventData, data)];
    this.keeping.enter({ kind: 'event', ts: this.clock.now(), event, data: written });
  }

  chat({ conversation, speaker, direction, text: said, keep }: ChatLine): void {
    const ts = this.clock.now();
    this.keeping.enter({
      kind: 'chat',
      ts,
      conversation: text(conversation, LONGEST.message),
      speaker: text(speaker, LONGEST.message),
      direction,
      text: text(said, LONGEST.text),
      expires: keep === undefined ? null : ts + whole(texts.ledger.what.chatKept, Math.ceil(keep)),
    });
  }

  /** Puts other words in the place of what it said last in a conversation; nothing of the old ones is left on the disk. */
  correct(conversation: string, said: string): void {
    this.keeping.correct(conversation, text(said, LONGEST.text));
  }

  /** Deletes what was said in a conversation, or by one speaker, from the pages of the disk too. Returns how many lines. */
  forget(what: { readonly conversation: string } | { readonly speaker: string }): number {
    return this.keeping.forget(what);
  }

  /** Writes all that waits; true where the disk took it. */
  flush(): boolean {
    return this.keeping.flush();
  }

  /** Retention, all at once. By itself it runs in slices. */
  tend(): void {
    this.keeping.tendAll();
  }

  /** Ends the run, writes all, and leaves one file without journals. A second call does nothing. */
  close(reason = 'closed'): void {
    this.endRun(reason);
    this.keeping.close();
  }

  private current(what: string): number {
    if (!this.run || this.run.endedAt !== null) throw new LedgerError('given', texts.ledger.noRunYet(what));
    return this.run.id;
  }
}
