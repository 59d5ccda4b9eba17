/** Doing something with a baby that sleeps, which is held meanwhile, so that nobody wakes it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Ledger } from '../../statistics/ledger/ledger.ts';
import { LEDGER_FILE } from '../../statistics/ledger/schema.ts';
import type { Home } from '../home/home.ts';
import { holderOf, takeLock } from '../home/lock.ts';
import { daemonTexts } from './texts/daemon-texts.ts';

/** Nothing can be done with the baby now: it is just waking or falling asleep, or it was never awake. */
export class UnavailableError extends Error {}

/** @throws UnavailableError while another process holds the home */
export function refuseWhileHeld(home: Home): void {
  if (!holderOf(home)) return;
  throw new UnavailableError(daemonTexts.asleep.justWaking);
}

/**
 * @param home whose folders are there
 * @throws UnavailableError if the baby is just waking or falling asleep
 */
export async function whileAsleep<T>(home: Home, action: () => Promise<T> | T): Promise<T> {
  refuseWhileHeld(home);
  const lock = takeLock(home);
  try {
    return await action();
  } finally {
    lock.release();
  }
}

/**
 * Writes into the ledger of a baby that sleeps and is held, so that its log tells what was done with it. One that was never awake has
 * none yet. What cannot be written is said, and costs nothing else.
 */
export function writeIntoLedger(home: Home, write: (ledger: Ledger) => void, warn: (sentence: string) => void): void {
  if (!existsSync(join(home.statistics, LEDGER_FILE))) return;
  try {
    const ledger = Ledger.open({
      folder: home.statistics,
      tendEvery: 0,
      onNote: (level, message) => {
        if (level === 'warn' || level === 'error') warn(message);
      },
    });
    try {
      write(ledger);
    } finally {
      ledger.close();
    }
  } catch (error) {
    warn(daemonTexts.asleep.notLogged((error as Error).message));
  }
}
