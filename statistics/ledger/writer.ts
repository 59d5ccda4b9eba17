import type { Database, Statement } from 'better-sqlite3';
import { statistic } from '../names.ts';
import { type Measured, type Rollup, rollUp } from './rollup.ts';
import type { ChatRow, EventRow, LogRow, MetricRow, Row, RunRow, SampleRow } from './rows.ts';
import { HOUR, LEVELS, MINUTE } from './schema.ts';

/** What one log row is counted with beside its text. */
const ROW_BYTES = 40;
export const logBytes = (message: string, data: string | null): number =>
  Buffer.byteLength(message) + (data === null ? 0 : Buffer.byteLength(data)) + ROW_BYTES;
/** The same, in SQL. */
export const LOG_BYTES_SQL = `octet_length(message) + coalesce(octet_length(data), 0) + ${ROW_BYTES}`;

const upsert = (table: string): string => `
  INSERT INTO ${table} (key_id, bucket, run_id, n, sum, min, max, last, step)
  VALUES (@key, @bucket, @run, @n, @sum, @min, @max, @last, @step)
  ON CONFLICT DO UPDATE SET n = n + excluded.n, sum = sum + excluded.sum, min = min(min, excluded.min),
    max = max(max, excluded.max), last = excluded.last, step = excluded.step`;

/** Writes batches of rows, each whole or not at all, and keeps the rollups true to them. */
export class Writer {
  private readonly database: Database;
  private readonly keys = new Map<string, number>();
  private endedOthers = false;
  private readonly statements: Record<
    'run' | 'lost' | 'key' | 'metric' | 'minute' | 'hour' | 'log' | 'tally' | 'sample' | 'event' | 'chat',
    Statement
  >;

  constructor(database: Database) {
    this.database = database;
    const sql = (text: string): Statement => database.prepare(text);
    this.statements = {
      run: sql(`
        INSERT INTO run (id, started_at, seen_at, ended_at, reason, config, code_version, parameters, tokenizer_hash)
        VALUES (@id, @startedAt, @seenAt, @endedAt, @reason, @config, @codeVersion, @parameters, @tokenizerHash)
        ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at, ended_at = excluded.ended_at, reason = excluded.reason`),
      lost: sql("UPDATE run SET ended_at = seen_at, reason = 'lost' WHERE ended_at IS NULL AND id <> ?"),
      key: sql(`INSERT INTO metric_key (name, unit) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET unit = excluded.unit RETURNING id`).pluck(),
      metric: sql('INSERT INTO metric (key_id, ts, run_id, seq, step, value) VALUES (?, ?, ?, ?, ?, ?)'),
      minute: sql(upsert('metric_1m')),
      hour: sql(upsert('metric_1h')),
      log: sql('INSERT INTO log (ts, level, scope, message, data) VALUES (?, ?, ?, ?, ?)'),
      tally: sql("UPDATE tally SET value = max(0, value + ?) WHERE name = 'log_bytes'"),
      sample: sql(`INSERT INTO sample (run_id, step, ts, source, prompt, output, temperature, ms)
        VALUES (@run, @step, @ts, @source, @prompt, @output, @temperature, @milliseconds)`),
      event: sql('INSERT INTO event (ts, kind, data) VALUES (?, ?, ?)'),
      chat: sql(`INSERT INTO chat (ts, conversation, speaker, direction, text, expires)
        VALUES (@ts, @conversation, @speaker, @direction, @text, @expires)`),
    };
  }

  /** One transaction. Throws SQLite's error with nothing written. */
  write(runs: readonly RunRow[], rows: readonly Row[]): void {
    try {
      this.database.transaction(() => this.writeAll(runs, rows)).immediate();
    } catch (error) {
      // Keys that were new in this batch are gone with it.
      this.keys.clear();
      this.endedOthers = false;
      throw error;
    }
  }

  private writeAll(runs: readonly RunRow[], rows: readonly Row[]): void {
    const measured: Measured[] = [];
    let bytes = 0;
    for (const run of runs) this.statements.run.run(run);
    // There is one writer: a run that has no end, and is not the newest here, was killed.
    if (!this.endedOthers && runs.length > 0) {
      this.statements.lost.run(runs[runs.length - 1].id);
      this.endedOthers = true;
    }
    for (const row of rows) {
      if (row.kind === 'metric') measured.push(this.metric(row));
      else if (row.kind === 'log') bytes += this.log(row);
      else this.other(row);
    }
    if (bytes > 0) this.statements.tally.run(bytes);
    this.rollups(this.statements.minute, rollUp(measured, MINUTE));
    this.rollups(this.statements.hour, rollUp(measured, HOUR));
  }

  private metric({ name, ts, run, seq, step, value }: MetricRow): Measured {
    let key = this.keys.get(name);
    if (key === undefined) {
      key = this.statements.key.get(name, statistic(name).unit) as number;
      this.keys.set(name, key);
    }
    this.statements.metric.run(key, ts, run, seq, step, value);
    return { key, run, ts, step, value };
  }

  private log({ ts, level, scope, message, data }: LogRow): number {
    this.statements.log.run(ts, LEVELS[level], scope, message, data);
    return logBytes(message, data);
  }

  private other(row: SampleRow | EventRow | ChatRow): void {
    if (row.kind === 'event') this.statements.event.run(row.ts, row.event, row.data);
    else this.statements[row.kind].run(row);
  }

  private rollups(into: Statement, rollups: readonly Rollup[]): void {
    for (const rollup of rollups) into.run(rollup);
  }
}
