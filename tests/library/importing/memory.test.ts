import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Measured } from '../../bench/importing.ts';

const SCRIPT = fileURLToPath(new URL('../../bench/importing.ts', import.meta.url));

/** A process of its own, since the memory of this one is that of all its tests. */
function measure(format: string, bytes: number): Measured {
  const flags = ['--experimental-strip-types', '--no-warnings'];
  return JSON.parse(
    execFileSync(process.execPath, [...flags, SCRIPT, format, String(bytes)], { encoding: 'utf8' }),
  ) as Measured;
}

it('reads an export of 200 MB in no more memory than one of 20 MB needs, and never in 300 MB', {
  timeout: 240_000,
}, () => {
  const small = measure('telegram', 2e7);
  const large = measure('telegram', 2e8);
  expect(large.messages).toBeGreaterThan(9 * small.messages);
  expect(large.learnt / large.messages).toBeCloseTo(0.25, 1);
  expect(large.memory).toBeLessThan(300e6);
  // Garbage may wait a little longer to be collected; what is read is not kept.
  expect(large.memory - small.memory).toBeLessThan(120e6);
});
