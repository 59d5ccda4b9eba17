/** A waking daemon and the command that started it: how far it is, until it is awake. */

export type StartReport =
  | { kind: 'progress'; label: string; done: number; total: number }
  /** something to know that is no error */
  | { kind: 'note'; text: string }
  | { kind: 'awake' };

/** Tells whoever started this process and still waits. @returns whether there is anybody */
export function report(message: StartReport): boolean {
  if (!process.connected || !process.send) return false;
  // It may go away at any moment, which is no reason not to wake.
  process.send(message, () => {});
  return true;
}
