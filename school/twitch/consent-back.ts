/** What becomes of the record of who taught what, when the weights are older than it. */
import type Database from 'better-sqlite3';

/**
 * The weights are those of a soul of this step. What was learnt later is not in them any more; of that, what is still kept lies in the
 * source still, and is learnt anew from the next step on.
 */
export function goBack(database: Database.Database, step: number, now: number): void {
  const next = step + 1;
  const run = (sql: string, ...values: number[]): void => void database.prepare(sql).run(...values);
  database.transaction(() => {
    const anew = database
      .prepare('SELECT user_id AS user, count(*) AS examples FROM message WHERE taught_step > ? GROUP BY user_id')
      .all(step) as { user: string; examples: number }[];
    run('DELETE FROM taught WHERE first_step > ?', step);
    run('UPDATE taught SET last_step = min(last_step, ?)', step);
    const add = database.prepare(
      `INSERT INTO taught VALUES (@user, @examples, @next, @next)
       ON CONFLICT (user_id) DO UPDATE SET last_step = max(last_step, @next)`,
    );
    for (const one of anew) add.run({ ...one, next });
    run('UPDATE message SET taught_step = ? WHERE taught_step > ?', next, step);
    run('UPDATE mark SET undone_at = ? WHERE first_step > ? AND undone_at IS NULL', now, step);
  })();
}
