/** Long work on files that may be broken off at any moment, and then leaves nothing behind. */
import type { Watching } from '../nursery/writing.ts';
import { interrupts } from './ending.ts';
import { CommandError, EXIT } from './failure.ts';
import { Progress } from './progress.ts';

/**
 * Shows how far it is; Ctrl-C ends it.
 * @throws CommandError if it was broken off; what the work throws
 */
export async function interruptible<T>(label: string, work: (watching: Required<Watching>) => Promise<T>): Promise<T> {
  const ending = interrupts();
  const progress = new Progress();
  try {
    return await work({
      signal: ending.signal,
      onProgress: (done, total) => progress.update(label, done, total),
    });
  } catch (error) {
    if (!ending.signal.aborted) throw error;
    throw new CommandError('It was broken off: nothing of it is left behind.', EXIT.interrupted);
  } finally {
    progress.end();
    ending.stop();
  }
}
