import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../../library/cleaning/printable.ts';
import { parseTime } from '../../statistics/query/time.ts';
import type { Home } from '../home/home.ts';

/** The ledger of a home. Throws one sentence where nothing was recorded yet. */
export function ledgerOf(home: Home): string {
  const file = join(home.statistics, 'statistics.db');
  if (!existsSync(file))
    throw new Error(`nothing was recorded in ${printable(home.folder)} yet: wake the baby first with baby wake`);
  return file;
}

/** The span of time that `--since` and `--until` mean now, in milliseconds since 1970. */
export function spanOf({ since, until }: { since?: string; until?: string }): { since?: number; until?: number } {
  const now = Date.now();
  return {
    ...(since !== undefined && { since: parseTime(since, now) }),
    ...(until !== undefined && { until: parseTime(until, now) }),
  };
}
