import type { Database } from 'better-sqlite3';
import type { ToldSample } from '../query/spans.ts';

/** What it said of its own accord. */
const SOURCE = 'babble';
const MOST = 12;

/**
 * What it said at 1, 3, 10, 30, 100, … steps, and last: one sample for each, the one nearest to it, by step. Growth is quick in the
 * beginning and slow later, so steps are compared by their ratios.
 */
export function milestones(
  database: Database,
  { since = Number.MIN_SAFE_INTEGER, until = Number.MAX_SAFE_INTEGER }: { since?: number; until?: number } = {},
): ToldSample[] {
  const said = database
    .prepare(
      `SELECT id, step FROM sample WHERE source = ? AND ts BETWEEN ? AND ? AND trim(output, char(9, 10, 13, 32)) <> '' ORDER BY step, id`,
    )
    .raw()
    .all(SOURCE, since, until) as [id: number, step: number][];
  const find = database.prepare(`SELECT id, run_id run, step, ts, source, prompt, output, temperature, ms milliseconds
    FROM sample WHERE id = ?`);
  return nearest(said).map((id) => find.get(id) as ToldSample);
}

/** The ids that stand for the milestones: of `said`, in ascending order of steps, at most twelve and each once. */
export function nearest(said: readonly (readonly [id: number, step: number])[]): number[] {
  const last = said.at(-1);
  if (!last) return [];
  const chosen = new Set<number>();
  let i = 0;
  for (const target of targets(last[1])) {
    const far = (at: number): number => Math.abs(Math.log((said[at][1] + 1) / (target + 1)));
    while (i + 1 < said.length && far(i + 1) <= far(i)) i++;
    chosen.add(said[i][0]);
  }
  chosen.add(last[0]);
  return [...chosen].slice(-MOST);
}

function* targets(last: number): Generator<number> {
  for (let power = 1; power < last; power *= 10) {
    yield power;
    if (3 * power < last) yield 3 * power;
  }
}
