import type { Database } from 'better-sqlite3';

/** When, and how many: the newest, oldest first. */
export interface Span {
  readonly since?: number;
  readonly until?: number;
  readonly limit?: number;
}

export interface ToldSample {
  readonly id: number;
  readonly run: number;
  readonly step: number;
  readonly ts: number;
  readonly source: string;
  readonly prompt: string;
  readonly output: string;
  readonly temperature: number | null;
  readonly milliseconds: number | null;
}

export interface ToldEvent {
  readonly id: number;
  readonly ts: number;
  readonly kind: string;
  /** JSON */
  readonly data: string | null;
}

export interface ToldLine {
  readonly id: number;
  readonly ts: number;
  readonly conversation: string;
  readonly speaker: string;
  readonly direction: 'heard' | 'said';
  readonly text: string;
}

export interface Run {
  readonly id: number;
  readonly startedAt: number;
  /** null: it goes on, or was killed and nothing has woken since */
  readonly endedAt: number | null;
  readonly seenAt: number;
  /** why it ended; 'lost' where it was killed */
  readonly reason: string | null;
  /** JSON */
  readonly config: string | null;
  readonly codeVersion: string | null;
  readonly parameters: number | null;
  readonly tokenizerHash: string | null;
}

export const ALWAYS = { since: Number.MIN_SAFE_INTEGER, until: Number.MAX_SAFE_INTEGER, limit: 100 };

/** The newest rows of a table that fit, oldest first. */
function newest<T>(database: Database, columns: string, table: string, where: string, given: object): T[] {
  const sql = `SELECT ${columns} FROM ${table} WHERE ts BETWEEN @since AND @until ${where} ORDER BY id DESC LIMIT @limit`;
  return (database.prepare(sql).all({ ...ALWAYS, ...given }) as T[]).reverse();
}

/** Utterances: the newest, or with `spread` about as many from its whole life, evenly spaced. */
export function samples(
  database: Database,
  query: Span & { readonly source?: string; readonly prompt?: string; readonly spread?: number } = {},
): ToldSample[] {
  const { source = null, prompt = null, spread, ...span } = query;
  const columns = 'id, run_id run, step, ts, source, prompt, output, temperature, ms milliseconds';
  const where = 'AND (@source IS NULL OR source = @source) AND (@prompt IS NULL OR prompt = @prompt)';
  if (spread === undefined) return newest(database, columns, 'sample', where, { ...span, source, prompt });
  const count = Math.max(1, Math.floor(spread));
  return database
    .prepare(`SELECT ${columns} FROM sample WHERE id IN (
        SELECT min(id) FROM (
          SELECT id, ntile(@count) OVER (ORDER BY step, id) part FROM sample
          WHERE ts BETWEEN @since AND @until ${where}
        ) GROUP BY part
      ) ORDER BY step, id`)
    .all({ ...ALWAYS, ...span, source, prompt, count }) as ToldSample[];
}

export function events(database: Database, query: Span & { readonly kind?: string } = {}): ToldEvent[] {
  const { kind = null, ...span } = query;
  return newest(database, 'id, ts, kind, data', 'event', 'AND (@kind IS NULL OR kind = @kind)', { ...span, kind });
}

/** The last lines of one conversation, or of all. */
export function transcript(database: Database, query: Span & { readonly conversation?: string } = {}): ToldLine[] {
  const { conversation = null, ...span } = query;
  const columns = 'id, ts, conversation, speaker, direction, text';
  const where = conversation === null ? '' : 'AND conversation = @conversation';
  return newest(database, columns, 'chat', where, { ...span, ...(conversation === null ? {} : { conversation }) });
}

/** Its wakings, the newest `limit`, oldest first. */
export function runs(database: Database, limit = 100): Run[] {
  return (
    database
      .prepare(`SELECT id, started_at startedAt, ended_at endedAt, seen_at seenAt, reason, config,
        code_version codeVersion, parameters, tokenizer_hash tokenizerHash FROM run ORDER BY id DESC LIMIT ?`)
      .all(limit) as Run[]
  ).reverse();
}
