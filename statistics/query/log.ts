import type { Database } from 'better-sqlite3';
import { LedgerError } from '../ledger/errors.ts';
import { LEVEL_NAMES, LEVELS, type Level } from '../ledger/schema.ts';

export interface LogQuery {
  /** this level and worse */
  readonly level?: Level;
  /** milliseconds since 1970 */
  readonly since?: number;
  readonly until?: number;
  /** one scope, with all that is below it: `line` is also `line.hello` */
  readonly scope?: string;
  /** a piece of text anywhere in the message, A–Z like a–z; or a pattern */
  readonly grep?: string | RegExp;
  /** the newest so many, or with `after` the next so many */
  readonly limit?: number;
  /** what came after this id, for following */
  readonly after?: number;
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
/** A pattern as SQL calls it. */
const FITS = 'fits_pattern';

/** The log, oldest first: the newest `limit` lines (100) that fit, or the next ones `after` an id. */
export function queryLog(database: Database, query: LogQuery = {}): LogLine[] {
  const { limit = 100, grep } = query;
  if (!(Number.isSafeInteger(limit) && limit >= 1))
    throw new LedgerError('given', `how many log lines is a whole number of at least 1, got ${limit}.`);
  if (grep instanceof RegExp) {
    const pattern = new RegExp(grep.source, grep.flags.replace(/[gy]/g, ''));
    database.function(FITS, { directOnly: true }, (message) => (pattern.test(message as string) ? 1 : 0));
  }
  const { sql, given } = statementOf(query);
  const found = database.prepare(sql).all({ ...given, limit }) as Found[];
  return found
    .sort((a, b) => a.id - b.id)
    .map(({ id, ts, level, scope, message, data }) => ({
      id,
      ts,
      level: LEVEL_NAMES[level] ?? 'info',
      scope,
      message,
      data,
    }));
}

/** `/pattern/flags` is a pattern, anything else a piece of text. @throws one sentence for a pattern that is none */
export function parseGrep(text: string): string | RegExp {
  const written = /^\/(.+)\/([imsu]*)$/s.exec(text);
  if (!written) return text;
  try {
    return new RegExp(written[1], written[2]);
  } catch (error) {
    throw new LedgerError('given', `${JSON.stringify(text)} is no pattern: ${(error as Error).message}.`);
  }
}

/** Picks the index that comes to the wanted rows without looking at the others. */
function statementOf(query: LogQuery): { sql: string; given: Record<string, unknown> } {
  const { level = 'debug', since, until, scope, grep, after } = query;
  const least = LEVELS[level];
  if (least === undefined)
    throw new LedgerError(
      'given',
      `a level is one of ${Object.keys(LEVELS).join(', ')}, got ${JSON.stringify(level)}.`,
    );
  const given: Record<string, unknown> = {};
  const where: string[] = [];
  const also = (condition: string, values: Record<string, unknown>): void => {
    where.push(condition);
    Object.assign(given, values);
  };
  const text = typeof grep === 'string' && grep !== '' ? grep.toWellFormed() : undefined;
  const indexed = text !== undefined && [...text].length >= LEAST_INDEXED && !text.includes('\0');
  const bad = least >= LEVELS.warn;
  const timed = since !== undefined || until !== undefined;
  // The index of warnings is used only where its own condition is written out.
  if (bad) where.push(least === LEVELS.warn ? 'l.level >= 30' : `l.level >= 30 AND l.level >= ${least}`);
  else if (least > LEVELS.debug) where.push(`l.level >= ${least}`);
  if (since !== undefined) also('l.ts >= @since', { since });
  if (until !== undefined) also('l.ts <= @until', { until });
  if (scope !== undefined)
    also("(l.scope = @scope OR substr(l.scope, 1, length(@scope) + 1) = @scope || '.')", { scope });
  if (after !== undefined) also('l.id > @after', { after });
  // `_` and `%` of the text match more than themselves; the second condition puts that right.
  if (indexed) also("f.message LIKE '%' || @text || '%'", { text });
  if (text !== undefined) also('instr(lower(l.message), lower(@text)) > 0', { text });
  if (grep instanceof RegExp) where.push(`${FITS}(l.message)`);
  const from = indexed
    ? 'log_fts f CROSS JOIN log l ON l.id = f.rowid'
    : bad
      ? 'log l INDEXED BY log_bad'
      : timed && after === undefined
        ? 'log l INDEXED BY log_ts'
        : 'log l NOT INDEXED';
  const order =
    after !== undefined ? 'l.id' : indexed ? 'f.rowid DESC' : timed && !bad ? 'l.ts DESC, l.id DESC' : 'l.id DESC';
  const conditions = where.length > 0 ? `WHERE ${where.join(' AND ')}` : '';
  const columns = 'l.id, l.ts, l.level, l.scope, l.message, l.data';
  return { sql: `SELECT ${columns} FROM ${from} ${conditions} ORDER BY ${order} LIMIT @limit`, given };
}
