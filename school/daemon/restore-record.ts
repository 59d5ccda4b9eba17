/** Tells the ledger that the baby went back to an earlier soul. */
import { count } from '../../statistics/format/numbers.ts';
import type { Ledger } from '../../statistics/ledger/ledger.ts';
import { daemonTexts } from './texts/daemon-texts.ts';

/** What its record tells when it went back to an earlier soul, awake or asleep. */
export interface Restore {
  /** the soul that it went back to */
  readonly from: string;
  /** its copy, which it goes on as */
  readonly name: string;
  readonly step: number;
  /** what went wrong on the way */
  readonly notes: readonly string[];
}

export function recordRestore(ledger: Pick<Ledger, 'log' | 'event'>, { from, name, step, notes }: Restore): void {
  for (const note of notes) ledger.log('warn', 'soul', note);
  ledger.log('info', 'soul', daemonTexts.asleep.wentBack(from, count(step), name));
  ledger.event('back', { from, name, step });
}
