/** How a wake is ended from outside: well the first time, at once for those who ask twice. */
import type { Watching } from '../../babies/archive/pack.ts';
import { CommandError, EXIT } from '../failure.ts';
import { Progress } from '../progress.ts';
import { lifeTexts } from '../texts/life.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Milliseconds in which the same once more is an echo: npm hands on to its child the Ctrl-C that the terminal has sent to both. */
const ECHO = 300;

export interface Interrupts {
  /** Aborted by the first request to end. */
  readonly signal: AbortSignal;
  /** Leaves the signals to the system again. */
  stop(): void;
}

/**
 * Turns signals into one request to end; a second one ends the process at once, since somebody means it.
 *
 * @param leave how the process ends then, and `now`, milliseconds of a steady clock; tests hand in their own
 */
export function interrupts(
  leave: (code: number) => void = (code) => process.exit(code),
  now: () => number = () => performance.now(),
): Interrupts {
  const controller = new AbortController();
  let first: { name: string; at: number } | undefined;
  const ask = (name: string) => {
    if (first?.name === name && now() - first.at < ECHO) return;
    first ??= { name, at: now() };
    if (controller.signal.aborted) leave(EXIT.interrupted);
    else controller.abort();
  };
  // A terminal that closes hangs up twice, by the shell and by the system, and nobody is there to mean the second.
  const hangUp = () => controller.abort();
  for (const name of SIGNALS) process.on(name, ask);
  process.on('SIGHUP', hangUp);
  return {
    signal: controller.signal,
    stop() {
      for (const name of SIGNALS) process.off(name, ask);
      process.off('SIGHUP', hangUp);
    },
  };
}

/** Long work on files that may be broken off at any moment, and then leaves nothing behind. */
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
    throw new CommandError(lifeTexts.brokenOff, EXIT.interrupted);
  } finally {
    progress.end();
    ending.stop();
  }
}
