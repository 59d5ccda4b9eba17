import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../../library/notices/printable.ts';
import { LEDGER_FILE } from '../../statistics/ledger/schema.ts';
import { parseTime } from '../../statistics/query/time.ts';
import { type Home, isLivedIn } from '../home/home.ts';
import { noBaby, usageError } from './failure.ts';
import { ledgerTexts } from './texts/ledger.ts';

/** The ledger of a home. @throws one sentence where there is no baby, or nothing was recorded yet */
export function ledgerOf(home: Home): string {
  const file = join(home.statistics, LEDGER_FILE);
  if (existsSync(file)) return file;
  if (!isLivedIn(home)) throw noBaby(home);
  throw new Error(ledgerTexts.nothingRecorded(printable(home.folder)));
}

/** The span of time that `--since` and `--until` mean now, in milliseconds since 1970. @throws one sentence where it ends before it begins */
export function spanOf({ since, until }: { since?: string; until?: string }): { since?: number; until?: number } {
  const now = Date.now();
  const span = {
    ...(since !== undefined && { since: parseTime(since, now) }),
    ...(until !== undefined && { until: parseTime(until, now) }),
  };
  if (span.since !== undefined && span.until !== undefined && span.since > span.until)
    throw usageError(ledgerTexts.sinceAfterUntil(printable(String(since)), printable(String(until))));
  return span;
}
