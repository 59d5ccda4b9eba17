/** What was written down, without a name, of people who taught and are forgotten since. */
import type Database from 'better-sqlite3';
import type { Marked } from './messages.ts';

export interface Mark {
  readonly at: number;
  readonly examples: number;
  readonly firstStep: number;
  readonly lastStep: number;
  /** that were kept then, newest first */
  readonly souls: string[];
}

/** One for each person and each message that is forgotten, unless the weights went back to before it. */
export function marksIn(database: Database.Database): Mark[] {
  const rows = database
    .prepare(
      `SELECT at, examples, first_step AS firstStep, last_step AS lastStep, souls FROM mark
       WHERE undone_at IS NULL ORDER BY at, id`,
    )
    .all() as (Omit<Mark, 'souls'> & { souls: string })[];
  return rows.map((row) => ({ ...row, souls: JSON.parse(row.souls) as string[] }));
}

/** All of them together; undefined where there is none. */
export function markedIn(database: Database.Database): Marked | undefined {
  const row = database
    .prepare('SELECT sum(examples) AS examples, min(first_step) AS firstStep FROM mark WHERE undone_at IS NULL')
    .get() as { examples: number | null; firstStep: number };
  return row.examples === null ? undefined : { examples: row.examples, firstStep: row.firstStep };
}
