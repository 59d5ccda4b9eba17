import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../../library/notices/printable.ts';
import { Ledger } from '../../statistics/ledger/ledger.ts';
import { LEDGER_FILE } from '../../statistics/ledger/schema.ts';
import type { Home } from '../home/home.ts';

/**
 * Writes into the ledger of a baby that sleeps and is held, so that its log tells what was done with it. One that was never awake has
 * none yet. What cannot be written is said, and costs nothing else.
 */
export function writeIntoLedger(home: Home, write: (ledger: Ledger) => void): void {
  if (!existsSync(join(home.statistics, LEDGER_FILE))) return;
  const warn = (message: string): void => void process.stderr.write(`${printable(message)}\n`);
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
    warn(`It is done, but it cannot be written into its log: ${(error as Error).message}`);
  }
}
