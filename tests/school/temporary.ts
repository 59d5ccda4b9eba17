/** Folders for one test, and waiting. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach } from 'vitest';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder that goes away after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'school-')));
  made.push(folder);
  return folder;
}

/** Waits until something is so; the test's own time limit ends a wait in vain. */
export async function until(is: () => boolean): Promise<void> {
  while (!is()) await sleep(5);
}
