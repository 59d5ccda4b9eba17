import type { Database } from 'better-sqlite3';

/** How the regular exams call what they are about; those of other texts are not compared with them. */
export const HELD_OUT = 'held-out text';

/** The exam set of recent exams. */
export interface PaperOfExams {
  /** its fingerprint; '' where that was not written yet */
  readonly paper: string;
  /** milliseconds since 1970: the first exam on it after the last on another; undefined: there never was another */
  readonly since: number | undefined;
}

/**
 * The exam set of the newest exams. Exams on different held-out texts cannot be compared, so code that
 * looks for the best of them, or draws them, begins at `since`. Undefined before the first exam.
 */
export function paperOfExams(database: Database): PaperOfExams | undefined {
  const exams = `(SELECT id, ts, coalesce(json_extract(data, '$.paper'), '') paper FROM event
    WHERE kind = 'examined' AND json_extract(data, '$.of') = ?)`;
  const newest = database.prepare(`SELECT id, paper FROM ${exams} ORDER BY id DESC LIMIT 1`).get(HELD_OUT) as
    | { id: number; paper: string }
    | undefined;
  if (!newest) return undefined;
  const { paper } = newest;
  const other = database
    .prepare(`SELECT id FROM ${exams} WHERE paper <> ? ORDER BY id DESC LIMIT 1`)
    .get(HELD_OUT, paper) as { id: number } | undefined;
  if (!other) return { paper, since: undefined };
  const first = database.prepare(`SELECT ts FROM ${exams} WHERE id > ? ORDER BY id LIMIT 1`).get(HELD_OUT, other.id);
  return { paper, since: (first as { ts: number }).ts };
}
