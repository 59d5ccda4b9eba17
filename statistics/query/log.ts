import type { Database } from 'better-sqlite3';
import { LedgerError } from '../ledger/errors.ts';
import { LEVEL_NAMES, LEVELS, type Level } from '../ledger/schema.ts';
import { texts } from '../texts.ts';
import { literalOf } from './literal.ts';
import { Deadline, linearPattern, type Pattern } from './pattern.ts';

export interface LogQuery {
  /** this level and worse */
  readonly level?: Level;
  /** milliseconds since 1970 */
  readonly since?: number;
  readonly until?: number;
  /** one scope, with all that is below it: `line` is also `line.hello` */
  readonly scope?: string;
  /** a piece of text anywhere in the message, A–Z like a–z; or a pattern */
  readonly grep?: string | RegExp | undefined;
  /** how many lines: the newest, or with `after` the next */
  readonly limit?: number;
  /** what came after this id, for following */
  readonly after?: number;
  /** what came before this id */
  readonly before?: number;
  /** milliseconds that a search for a pattern may take (20,000) */
  readonly patience?: number;
}

export interface LogLine {
  readonly id: number;
  readonly ts: number;
  readonly level: Level;
  readonly scope: string;
  readonly message: string;
  /** JSON, as it was given */
  readonly data: string | null;
}

interface Found extends Omit<LogLine, 'level'> {
  readonly level: number;
}

const LEAST_INDEXED = 3;
/** A literal found in at most this many other lines is looked up by the index before its pattern is tried. */
const FEW = 1000;
/** Rows that a pattern is tried on in one go: their messages come as one text, which is far quicker than one by one. */
const TOGETHER = 1000;
/** Milliseconds that a search for a pattern may take, unless something else is said. */
const PATIENCE = 20_000;
/** The ledger keeps no message with this in it. */
const BETWEEN = '\0';
const COLUMNS = 'l.id, l.ts, l.level, l.scope, l.message, l.data';

/** The parts that wrote into the log, in the order of their names. */
export const scopesOf = (database: Database): string[] =>
  (database.prepare('SELECT DISTINCT scope FROM log ORDER BY scope').all() as { scope: string }[]).map(
    ({ scope }) => scope,
  );

/**
 * The log, oldest first: the newest `limit` lines (100) that fit, or the next ones `after` an id.
 * @throws LedgerError for what cannot be asked, and SlowPatternError for a pattern that takes longer than `patience`
 */
export function queryLog(database: Database, query: LogQuery = {}): LogLine[] {
  const { limit = 100, grep } = query;
  if (!(Number.isSafeInteger(limit) && limit >= 1)) throw new LedgerError('given', texts.query.badLogLimit(limit));
  if (grep instanceof RegExp) return fitting(database, grep, query);
  const { from, conditions, order, given } = statementOf(query);
  return lines(
    database
      .prepare(`SELECT ${COLUMNS} FROM ${from} ${where(conditions)} ORDER BY ${order} LIMIT @limit`)
      .all({ ...given, limit }),
  );
}

const lines = (found: unknown[]): LogLine[] =>
  (found as Found[]).sort((a, b) => a.id - b.id).map((row) => ({ ...row, level: LEVEL_NAMES[row.level] ?? 'info' }));

const where = (conditions: readonly string[]): string =>
  conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';

/** Lines that a pattern fits. A snapshot: the same rows in the same order, however often they are asked for. */
function fitting(database: Database, grep: RegExp, query: LogQuery): LogLine[] {
  const search: Search = {
    pattern: linearPattern(grep),
    literal: literalOf({ source: grep.source, flags: `${grep.flags.replace('u', '')}u` }),
    deadline: new Deadline(grep, query.patience ?? PATIENCE),
  };
  return database.transaction(() => tried(database, search, query))();
}

interface Search {
  readonly pattern: Pattern;
  /** A piece of text that every line has which the pattern fits; '' if none is known. */
  readonly literal: string;
  readonly deadline: Deadline;
}

/** Among those with a text that it must have, if these are few, or else among all. */
function tried(database: Database, search: Search, query: LogQuery): LogLine[] {
  const { limit = 100, after } = query;
  const { pattern, literal } = search;
  if ([...literal].length >= LEAST_INDEXED) {
    const some = queryLog(database, { ...query, grep: literal, limit: limit + FEW });
    const fit = some.filter(({ message }) => pattern.test(message));
    if (some.length < limit + FEW || fit.length >= limit)
      return after === undefined ? fit.slice(-limit) : fit.slice(0, limit);
  }
  const ids = idsFitting(database, search, query);
  return lines(
    database
      .prepare(`SELECT ${COLUMNS} FROM log l WHERE l.id IN (SELECT value FROM json_each(?))`)
      .all(JSON.stringify(ids)),
  );
}

/** Ids of lines that a pattern fits, looked for from the newest back, or from `after` on, until there are enough. */
function idsFitting(database: Database, { pattern, literal, deadline }: Search, query: LogQuery): number[] {
  const { level, limit = 100, after } = query;
  const [first, last] = idsOf(database, query);
  const { conditions, given } = statementOf({ ...query, grep: undefined });
  // One that is long enough for the index has shown itself to be frequent. `_` and `%` match more than themselves: so be it.
  const rare = literal !== '' && [...literal].length < LEAST_INDEXED;
  const all = [
    ...conditions,
    ...(rare ? ["l.message LIKE '%' || @literal || '%'"] : []),
    'l.id BETWEEN @first AND @last',
  ];
  const from = level === 'warn' || level === 'error' ? 'log l INDEXED BY log_bad' : 'log l NOT INDEXED';
  const read = (column: string, by: string) =>
    database.prepare(`SELECT group_concat(${column}, ${by}) FROM ${from} ${where(all)}`).pluck();
  const [messages, numbers] = [read('l.message', 'char(0)'), read('l.id', "' '")];
  const ids: number[] = [];
  const onward = after !== undefined;
  for (let done = 0; first + done <= last && ids.length < limit; done += TOGETHER) {
    const low = onward ? first + done : Math.max(first, last - done - TOGETHER + 1);
    const asked = { ...given, ...(rare && { literal }), first: low, last: onward ? low + TOGETHER - 1 : last - done };
    deadline.check();
    const messagesFound = (messages.get(asked) as string | null)?.split(BETWEEN) ?? [];
    const places = [...messagesFound.keys()].filter((place) => pattern.test(messagesFound[place]));
    if (places.length === 0) continue;
    const found = (numbers.get(asked) as string).split(' ');
    const inOrder = places.map((place) => Number(found[place])).sort((a, b) => (onward ? a - b : b - a));
    ids.push(...inOrder.slice(0, limit - ids.length));
  }
  return ids;
}

/** The least and the greatest id that can be among the lines of a span; the second is less where there is none. */
function idsOf(database: Database, { since, until, after, before }: LogQuery): [first: number, last: number] {
  const timed = since !== undefined || until !== undefined;
  const sql = timed
    ? 'SELECT min(id), max(id) FROM log INDEXED BY log_ts WHERE ts >= ? AND ts <= ?'
    : 'SELECT (SELECT min(id) FROM log), (SELECT max(id) FROM log)';
  const span = timed ? [since ?? Number.MIN_SAFE_INTEGER, until ?? Number.MAX_SAFE_INTEGER] : [];
  const [first, last] = database
    .prepare(sql)
    .raw()
    .get(...span) as [number | null, number | null];
  return [Math.max(first ?? 0, (after ?? -1) + 1), Math.min(last ?? -1, (before ?? Number.POSITIVE_INFINITY) - 1)];
}

/** `/pattern/flags` is a pattern, anything else a piece of text. @throws one sentence for a pattern that is none */
export function parseGrep(text: string): string | RegExp {
  const written = /^\/(.+)\/([imsu]*)$/s.exec(text);
  if (!written) return text;
  try {
    const pattern = new RegExp(written[1], written[2]);
    linearPattern(pattern);
    return pattern;
  } catch (error) {
    if (error instanceof LedgerError) throw error;
    // V8 says the whole pattern once more, before it says what is wrong.
    const why = (error as Error).message.replace(/^.*: /s, '');
    throw new LedgerError('given', texts.query.badPattern(JSON.stringify(text), why));
  }
}

interface Statement {
  readonly from: string;
  readonly conditions: readonly string[];
  readonly order: string;
  readonly given: Record<string, unknown>;
}

/** Picks the index that comes to the wanted rows without looking at the others. A pattern is not among its conditions. */
function statementOf(query: LogQuery): Statement {
  const { level = 'debug', since, until, scope, grep, after, before } = query;
  const least = LEVELS[level];
  if (least === undefined)
    throw new LedgerError('given', texts.query.badLevel(Object.keys(LEVELS).join(', '), JSON.stringify(level)));
  const given: Record<string, unknown> = {};
  const conditions: string[] = [];
  const also = (condition: string, values: Record<string, unknown>): void => {
    conditions.push(condition);
    Object.assign(given, values);
  };
  const text = typeof grep === 'string' && grep !== '' ? grep.toWellFormed() : undefined;
  const indexed = text !== undefined && [...text].length >= LEAST_INDEXED && !text.includes('\0');
  const bad = least >= LEVELS.warn;
  const timed = since !== undefined || until !== undefined;
  // The index of warnings is used only where its own condition is written out.
  if (bad) conditions.push(least === LEVELS.warn ? 'l.level >= 30' : `l.level >= 30 AND l.level >= ${least}`);
  else if (least > LEVELS.debug) conditions.push(`l.level >= ${least}`);
  if (since !== undefined) also('l.ts >= @since', { since });
  if (until !== undefined) also('l.ts <= @until', { until });
  if (scope !== undefined)
    also("(l.scope = @scope OR substr(l.scope, 1, length(@scope) + 1) = @scope || '.')", { scope });
  if (after !== undefined) also('l.id > @after', { after });
  if (before !== undefined) also('l.id < @before', { before });
  // `_` and `%` of the text match more than themselves; the second condition puts that right.
  if (indexed) also("f.message LIKE '%' || @text || '%'", { text });
  if (text !== undefined) also('instr(lower(l.message), lower(@text)) > 0', { text });
  const from = indexed
    ? 'log_fts f CROSS JOIN log l ON l.id = f.rowid'
    : bad
      ? 'log l INDEXED BY log_bad'
      : timed && after === undefined
        ? 'log l INDEXED BY log_ts'
        : 'log l NOT INDEXED';
  const order =
    after !== undefined ? 'l.id' : indexed ? 'f.rowid DESC' : timed && !bad ? 'l.ts DESC, l.id DESC' : 'l.id DESC';
  return { from, conditions, order, given };
}
