/** How a wake is ended from outside: well the first time, at once for those who ask twice. */
import { EXIT } from './failure.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export interface Interrupts {
  /** Aborted by the first request to end. */
  readonly signal: AbortSignal;
  /** A Ctrl-C that came as a key. */
  interrupt(): void;
  /** Leaves the signals to the system again. */
  stop(): void;
}

/**
 * Turns signals into one request to end; a second one ends the process at once, since somebody means it.
 *
 * @param leave how the process ends then; tests hand in their own
 */
export function interrupts(leave: (code: number) => void = (code) => process.exit(code)): Interrupts {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) leave(EXIT.interrupted);
    else controller.abort();
  };
  // A terminal that closes hangs up twice, by the shell and by the system, and nobody is there to mean the second.
  const hangUp = () => controller.abort();
  for (const name of SIGNALS) process.on(name, interrupt);
  process.on('SIGHUP', hangUp);
  return {
    signal: controller.signal,
    interrupt,
    stop() {
      for (const name of SIGNALS) process.off(name, interrupt);
      process.off('SIGHUP', hangUp);
    },
  };
}
