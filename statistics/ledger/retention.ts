import type { Database } from 'better-sqlite3';
import { eraseChat } from './erasure.ts';
import { DAY, HOUR } from './schema.ts';
import { LOG_BYTES_SQL } from './writer.ts';

/** Retention per table, in milliseconds. */
export interface Retention {
  /** the whole file is never larger than this; what gives way first are raw values and the log, oldest first */
  readonly maxBytes: number;
  /** every single value; after that, minutes */
  readonly rawAge: number;
  /** of one statistic */
  readonly rawRows: number;
  /** rollups by minute; after that, hours, which stay for ever */
  readonly minuteAge: number;
  readonly logAge: number;
  /** bytes of text */
  readonly logBytes: number;
  /** after this, of the samples of one source one an hour stays, and those of its milestones */
  readonly sampleAge: number;
  /** of one kind; of older ones, one an hour stays for ever */
  readonly events: number;
  /** kinds of events of which every one stays: what a person wrote */
  readonly lasting: readonly string[];
}

export const RETENTION: Retention = {
  maxBytes: 512 << 20,
  rawAge: 2 * DAY,
  rawRows: 200_000,
  minuteAge: 30 * DAY,
  logAge: 14 * DAY,
  logBytes: 200 << 20,
  sampleAge: 7 * DAY,
  events: 50_000,
  lasting: ['journal'],
};

/** Milestones are the same questions again and again: each is kept like a source of its own. */
const QUESTION = "CASE source WHEN 'milestone' THEN prompt END";

/** The room that retention aims at, as a share of the whole. */
export const AIM = 0.9;
/** Rows of one transaction: writing waits no longer than for these. */
const SLICE = 5000;
/** Fewer of the log, whose index grows before it shrinks. */
const LOG_SLICE = 1000;
/** Neither age nor size takes the newest values of a statistic, so that a view has something to show after a long sleep. */
const NEWEST_VALUES = 1000;
const NEWEST_LOG = 5000;
const VACUUM_PAGES = 500;
const MERGE_PAGES = 500;
/** Free pages up to this share of the file are left for what comes next. */
const FREE_SHARE = 0.1;
const LESS = 0.8;
const SMALLEST_SHARE = 0.01;

/** Bytes in use and bytes of the file, without its journal. */
export function sizeOf(database: Database): { readonly used: number; readonly file: number } {
  const of = (pragma: string): number => database.pragma(pragma, { simple: true }) as number;
  const [pages, free, size] = [of('page_count'), of('freelist_count'), of('page_size')];
  return { used: (pages - free) * size, file: pages * size };
}

export interface Tended {
  /** whether the file can be held within its bound */
  readonly fits: boolean;
  /** whether words of chats were deleted, which free pages and the write-ahead log still hold */
  readonly erased: boolean;
}

/**
 * Lets go what is too old or too much, one slice at every `next()`, so that writing goes on in between.
 * `trusted` is false after the clock has jumped: then nothing goes for its age.
 */
export function* tend(
  database: Database,
  retention: Retention,
  clock: { now: number; trusted: boolean },
): Generator<void, Tended> {
  const before = (age: number): number => (clock.trusted ? clock.now - age : Number.NEGATIVE_INFINITY);
  yield* thinMetrics(database, 'metric', before(retention.rawAge), retention.rawRows);
  yield* thinMetrics(database, 'metric_1m', before(retention.minuteAge), Number.POSITIVE_INFINITY);
  yield* oldLog(database, before(retention.logAge));
  yield* largeLog(database, retention.logBytes);
  yield* thinSamples(database, before(retention.sampleAge));
  const expired = clock.trusted ? eraseChat(database, 'DELETE FROM chat WHERE expires < ?', clock.now) : 0;
  yield* thinEvents(database, retention);
  const fits = yield* shrink(database, retention);
  yield* vacuum(database);
  database.pragma('wal_checkpoint(PASSIVE)');
  return { fits, erased: expired > 0 };
}

/** Deletes rows of each statistic before a time, or beyond a number of rows, whichever leaves less. */
function* thinMetrics(
  database: Database,
  table: 'metric' | 'metric_1m',
  before: number,
  rows: number,
): Generator<void> {
  const time = table === 'metric' ? 'ts' : 'bucket';
  const sql = (text: string) => database.prepare(text);
  const nth = sql(`SELECT ${time} FROM ${table} WHERE key_id = ? ORDER BY ${time} DESC LIMIT 1 OFFSET ?`).pluck();
  const slice = sql(`SELECT ${time} FROM ${table} WHERE key_id = ? ORDER BY ${time} LIMIT 1 OFFSET ${SLICE}`).pluck();
  const remove = sql(`DELETE FROM ${table} WHERE key_id = ? AND ${time} < ?`);
  for (const key of sql('SELECT id FROM metric_key ORDER BY id').pluck().all() as number[]) {
    const newest = nth.get(key, NEWEST_VALUES - 1) as number | undefined;
    if (newest === undefined) continue;
    const counted = Number.isFinite(rows) ? (nth.get(key, Math.max(rows, 1) - 1) as number | undefined) : undefined;
    const edge = Math.min(Math.max(before, counted ?? Number.NEGATIVE_INFINITY), newest);
    yield;
    if (edge === Number.NEGATIVE_INFINITY) continue;
    for (let last = false; !last; ) {
      const end = slice.get(key) as number | undefined;
      last = end === undefined || end >= edge;
      // The one more is for a slice that lies within one millisecond.
      remove.run(key, last ? edge : (end as number) + 1);
      yield;
    }
  }
}

function* oldLog(database: Database, before: number): Generator<void> {
  if (before === Number.NEGATIVE_INFINITY) return;
  const newest = database
    .prepare(`SELECT id FROM log ORDER BY id DESC LIMIT 1 OFFSET ${NEWEST_LOG - 1}`)
    .pluck()
    .get() as number | undefined;
  if (newest === undefined) return;
  const remove = logRemover(database, 'SELECT id FROM log WHERE ts < ? AND id < ? ORDER BY ts');
  let any = false;
  for (; remove(before, newest) > 0; any = true) yield;
  if (any) yield* mergeIndex(database);
}

function* largeLog(database: Database, bytes: number): Generator<void> {
  const tally = database.prepare("SELECT value FROM tally WHERE name = 'log_bytes'").pluck();
  const remove = logRemover(
    database,
    `SELECT id FROM log WHERE id <= (SELECT max(id) FROM log) - ${NEWEST_VALUES} ORDER BY id`,
  );
  let any = false;
  for (; (tally.get() as number) > bytes && remove() > 0; any = true) yield;
  if (any) yield* mergeIndex(database);
}

/** What was deleted stays in the index of the log until its parts are merged (FTS5, "merge"). */
function* mergeIndex(database: Database): Generator<void> {
  const merge = database.prepare("INSERT INTO log_fts(log_fts, rank) VALUES ('merge', ?)");
  const changes = database.prepare('SELECT total_changes()').pluck();
  // The first, below zero, begins to merge all parts into one; the others go on with it, until there is nothing to do.
  for (let pages = -MERGE_PAGES; ; pages = MERGE_PAGES) {
    const before = changes.get() as number;
    merge.run(pages);
    if ((changes.get() as number) - before < 2) return;
    yield;
  }
}

/** Deletes one slice of the log and counts its bytes off. */
function logRemover(database: Database, which: string): (...given: number[]) => number {
  const remove = database
    .prepare(`DELETE FROM log WHERE id IN (${which} LIMIT ${LOG_SLICE}) RETURNING ${LOG_BYTES_SQL}`)
    .pluck();
  const tally = database.prepare("UPDATE tally SET value = max(0, value - ?) WHERE name = 'log_bytes'");
  return database.transaction((...given: number[]): number => {
    const sizes = remove.all(...given) as number[];
    tally.run(sizes.reduce((sum, size) => sum + size, 0));
    return sizes.length;
  });
}

/**
 * Of each source (of milestones, of each question) one an hour, and a few for each power of ten of its steps, so that how its voice
 * began can be read for ever.
 */
function* thinSamples(database: Database, before: number): Generator<void> {
  if (before === Number.NEGATIVE_INFINITY) return;
  database
    .prepare(`DELETE FROM sample WHERE ts < @before AND id NOT IN (
      SELECT min(id) FROM sample WHERE ts < @before GROUP BY source, ${QUESTION}, ts / ${HOUR}
      UNION ALL
      SELECT min(id) FROM sample WHERE ts < @before GROUP BY source, ${QUESTION}, CAST(4 * log10(max(step, 0) + 1) AS INTEGER))`)
    .run({ before });
  yield;
}

/** Of each kind of event the newest, and one an hour of those before; all of a kind that lasts. */
function* thinEvents(database: Database, { events, lasting }: Retention): Generator<void> {
  const kinds = database.prepare('SELECT DISTINCT kind FROM event').pluck().all() as string[];
  const nth = database.prepare('SELECT id FROM event WHERE kind = ? ORDER BY id DESC LIMIT 1 OFFSET ?').pluck();
  const remove = database.prepare(`DELETE FROM event WHERE kind = @kind AND id <= @edge AND id NOT IN (
    SELECT min(id) FROM event WHERE kind = @kind AND id <= @edge GROUP BY ts / ${HOUR})`);
  for (const kind of kinds) {
    if (lasting.includes(kind)) continue;
    const edge = nth.get(kind, Math.max(events, 1)) as number | undefined;
    if (edge !== undefined) remove.run({ kind, edge });
    yield;
  }
}

/** Takes a fifth off values, log and minutes again and again, oldest first, until the file fits. */
function* shrink(database: Database, retention: Retention): Generator<void, boolean> {
  const aim = retention.maxBytes * AIM;
  if (sizeOf(database).used <= aim) return true;
  const most = (table: string): number =>
    (database.prepare(`SELECT max(n) FROM (SELECT count(*) n FROM ${table} GROUP BY key_id)`).pluck().get() as
      | number
      | null) ?? 0;
  const [values, minutes] = [most('metric'), most('metric_1m')];
  const bytes = database.prepare("SELECT value FROM tally WHERE name = 'log_bytes'").pluck().get() as number;
  for (let share = LESS; share > SMALLEST_SHARE; share *= LESS) {
    yield* thinMetrics(database, 'metric', Number.NEGATIVE_INFINITY, Math.ceil(values * share));
    yield* largeLog(database, bytes * share);
    if (sizeOf(database).used <= aim) return true;
    yield* thinMetrics(database, 'metric_1m', Number.NEGATIVE_INFINITY, Math.ceil(minutes * share));
    if (sizeOf(database).used <= aim) return true;
  }
  return false;
}

/** Gives free pages back to the disk, some at a time. */
function* vacuum(database: Database): Generator<void> {
  for (;;) {
    const { used, file } = sizeOf(database);
    if (file - used <= file * FREE_SHARE) return;
    database.pragma(`incremental_vacuum(${VACUUM_PAGES})`);
    if (sizeOf(database).file === file) return;
    yield;
  }
}
