import type { Database } from 'better-sqlite3';
import { LEVEL_NAMES } from '../ledger/schema.ts';
import type { Trouble } from './data.ts';

const MOST = 20;
/** Two messages are of one kind where only numbers, or text after this many characters, differ. */
const TELLING = 160;

/** Warnings and errors of the log by kind, the most frequent first. */
export function troublesOf(
  database: Database,
  { since = Number.MIN_SAFE_INTEGER, until = Number.MAX_SAFE_INTEGER }: { since?: number; until?: number } = {},
): { troubles: Trouble[]; troublesMore: number } {
  const rows = database
    .prepare(`SELECT level, scope, message, ts FROM log INDEXED BY log_bad
      WHERE level >= 30 AND ts BETWEEN ? AND ? ORDER BY id`)
    .raw()
    .iterate(since, until) as IterableIterator<[number, string, string, number]>;
  const kinds = new Map<string, { -readonly [K in keyof Trouble]: Trouble[K] }>();
  for (const [level, scope, message, ts] of rows) {
    const key = `${level} ${scope} ${message.slice(0, TELLING).replace(/\d+(?:[.,:]\d+)*/g, '#')}`;
    const kind = kinds.get(key);
    if (kind) {
      kind.count++;
      kind.message = message;
      kind.last = ts;
    } else {
      const name = LEVEL_NAMES[level] === 'warn' ? 'warn' : 'error';
      kinds.set(key, { level: name, scope, message, count: 1, first: ts, last: ts });
    }
  }
  const found = [...kinds.values()].sort((a, b) => b.count - a.count || b.last - a.last);
  return { troubles: found.slice(0, MOST), troublesMore: Math.max(0, found.length - MOST) };
}
