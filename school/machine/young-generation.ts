/** How far V8 lets the young generations of its heaps grow: where new objects are put, and whence those in use are copied when it is full. */
import { setFlagsFromString } from 'node:v8';
import type { ResourceLimits } from 'node:worker_threads';

/**
 * Limits of the heap of the thread that learns, also in a program that lets its own heap grow. What a step throws away is thrown away
 * within the step, so that a larger young generation saves no time. Without a limit it grows to 34 MB.
 */
export const LESSON_HEAP: ResourceLimits = { maxYoungGenerationSizeMb: 12 };

/**
 * From here on no young generation of this process grows. Modules that are loaded stay, which V8 takes for a reason to let the young
 * generation grow to its limit of 32 MB, and a process that is quiet afterwards does not give it back. Reading texts, learning and speaking
 * take as long with a small one.
 */
export function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
