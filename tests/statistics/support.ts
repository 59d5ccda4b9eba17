/** A ledger in a folder that goes away after the test, with a clock that only the test moves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { Ledger, type LedgerOptions } from '../../statistics/ledger/ledger.ts';

export const START = Date.UTC(2026, 2, 1, 12, 0, 0);

const folders: string[] = [];
const open: Ledger[] = [];
afterEach(() => {
  for (const ledger of open.splice(0)) ledger.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'statistics-'));
  folders.push(folder);
  return folder;
}

export interface Held {
  readonly ledger: Ledger;
  readonly folder: string;
  readonly notes: string[];
  /** the wall clock, and the steady one with it */
  pass(milliseconds: number): void;
  /** the wall clock alone */
  jump(milliseconds: number): void;
}

/** Writes only by `flush()` and lets go only by `tend()`, unless the options say otherwise. */
export function hold(options: Partial<LedgerOptions> = {}): Held {
  const clock = { wall: START, steady: 0 };
  const notes: string[] = [];
  const folder = options.folder ?? temporaryFolder();
  const ledger = Ledger.open({
    folder,
    flushEvery: 0,
    tendEvery: 0,
    now: () => clock.wall,
    steady: () => clock.steady,
    onNote: (level, message) => notes.push(`${level}: ${message}`),
    ...options,
  });
  open.push(ledger);
  return {
    ledger,
    folder,
    notes,
    pass: (milliseconds) => {
      clock.wall += milliseconds;
      clock.steady += milliseconds;
    },
    jump: (milliseconds) => {
      clock.wall += milliseconds;
    },
  };
}

/** The same numbers at every run: 0…1 (Park and Miller, 1988). */
export function dice(seed = 1): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}
