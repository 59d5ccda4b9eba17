/** How its voice changed: the same questions, answered again and again. */
import type { Database } from 'better-sqlite3';
import { ALWAYS, type Span } from './spans.ts';

export interface Answer {
  readonly step: number;
  readonly ts: number;
  readonly text: string;
}

export interface Voice {
  readonly prompt: string;
  /** oldest first */
  readonly answers: readonly Answer[];
}

/** How the ledger calls the source of such samples. */
export const MILESTONE = 'milestone';

/**
 * Each question with a limited number of its answers: the first, the last, and others as far apart as possible. Growth is
 * quick in the beginning and slow later, so steps are compared by their ratios. Questions in the order in which they were last asked.
 */
export function voices(database: Database, { most = Infinity, ...span }: Span & { most?: number } = {}): Voice[] {
  const rows = database
    .prepare(
      `SELECT id, prompt, step FROM sample WHERE source = '${MILESTONE}' AND ts BETWEEN @since AND @until ORDER BY step, id`,
    )
    .all({ ...ALWAYS, ...span }) as {
    id: number;
    prompt: string;
    step: number;
  }[];
  const find = database.prepare('SELECT step, ts, output text FROM sample WHERE id = ?');
  const byPrompt = Map.groupBy(rows, ({ prompt }) => prompt);
  const lastAsked = (found: readonly { id: number }[]): number => Math.max(...found.map(({ id }) => id));
  return [...byPrompt]
    .map(([prompt, found]) => ({ prompt, found, last: lastAsked(found) }))
    .sort((a, b) => a.last - b.last)
    .map(({ prompt, found }) => ({ prompt, answers: apart(found, most).map(({ id }) => find.get(id) as Answer) }));
}

/** At most `most` entries of a list in ascending order of steps: the first, the last, and those nearest to even ratios between. */
export function apart<T extends { readonly step: number }>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  if (most <= 1) return list.slice(list.length - Math.max(0, most));
  const at = (i: number): number => Math.log(list[i].step + 1);
  const [first, last] = [at(0), at(list.length - 1)];
  const chosen = new Set([0, list.length - 1]);
  for (let k = 1; k < most - 1; k++) {
    const target = first + ((last - first) * k) / (most - 1);
    let best = -1;
    list.forEach((_, i) => {
      if (chosen.has(i)) return;
      if (best < 0 || Math.abs(at(i) - target) < Math.abs(at(best) - target)) best = i;
    });
    chosen.add(best);
  }
  return [...chosen].sort((a, b) => a - b).map((i) => list[i]);
}
