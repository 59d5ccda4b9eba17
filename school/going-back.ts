/** What its record tells when it went back to an earlier soul, awake or asleep. */
import type { Ledger } from '../statistics/ledger/ledger.ts';
import { count } from './cli/words.ts';

export interface Back {
  /** the soul that it went back to */
  readonly from: string;
  /** its copy, which it goes on as */
  readonly name: string;
  readonly step: number;
  /** what went wrong on the way */
  readonly notes: readonly string[];
}

export function recordBack(ledger: Pick<Ledger, 'log' | 'event'>, { from, name, step, notes }: Back): void {
  for (const note of notes) ledger.log('warn', 'soul', note);
  ledger.log('info', 'soul', `went back to ${from} (step ${count(step)}), now ${name}`);
  ledger.event('back', { from, name, step });
}
