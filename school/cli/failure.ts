/** How a command ends badly: one clear sentence, and a code that scripts can tell apart. */

import { isSystemError, messageOf, reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import { AsleepError } from '../api/rpc/client.ts';
import { UnavailableError } from '../daemon/while-asleep.ts';
import type { Home } from '../home/home.ts';
import { HeldError } from '../home/lock.ts';
import { asShown } from '../text/display.ts';
import { lifeTexts } from './texts/life.ts';

export const EXIT = {
  done: 0,
  failed: 1,
  /** wrong options or arguments */
  usage: 2,
  /** the baby should be awake but is not (EX_UNAVAILABLE) */
  asleep: 69,
  /** the baby is awake already (EX_TEMPFAIL) */
  held: 75,
  /** a second Ctrl-C (128 + SIGINT) */
  interrupted: 130,
} as const;

/** An error with its own exit code. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Why something that was named by hand cannot be used: what was never there has not gone away. @param what it should have been */
export function whyNamed(error: unknown, what: 'file' | 'folder'): string {
  return (error as NodeJS.ErrnoException).code === 'ENOENT' ? lifeTexts.noSuch(what) : reason(error);
}

/** Nothing of a baby lies in a home, which looking into it must not make. */
export function noBaby({ folder }: Pick<Home, 'folder'>): CommandError {
  const sentence = lifeTexts.noBaby(printable(folder));
  return new CommandError(sentence, EXIT.asleep);
}

/** What is wrong with how a command was called. */
export function usageError(message: string): CommandError {
  return new CommandError(message, EXIT.usage);
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof CommandError) return error.exitCode;
  if (error instanceof HeldError) return EXIT.held;
  if (error instanceof AsleepError || error instanceof UnavailableError) return EXIT.asleep;
  return EXIT.failed;
}

/** Its sentence, safe for a terminal, with the stack where BABY_DEBUG=1 asks for it. */
export function sentenceOf(error: unknown, debug: boolean): string {
  const message = shortened(isSystemError(error) ? inWords(error as NodeJS.ErrnoException) : messageOf(error));
  const told = debug && error instanceof Error && error.stack ? `${error.stack}\n${causes(error)}` : message;
  return asShown(told).trimEnd();
}

/** What the system says, as a sentence. */
function inWords(error: NodeJS.ErrnoException): string {
  const what = error.path === undefined ? lifeTexts.cannotBeDone : lifeTexts.cannotBeUsed(error.path);
  return `${what}: ${reason(error).replace(/\.$/, '')}.`;
}

/** Longest sentence: what somebody typed, or a file holds, may stand in it. */
const LONGEST = 1000;

/** A text whose middle is left out where it is too long to be read. */
export function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST / 2).toWellFormed()} … ${text.slice(-LONGEST / 4).toWellFormed()}`;
}

function causes(error: Error): string {
  return error.cause instanceof Error
    ? `${lifeTexts.becauseOf(String(error.cause.stack))}\n${causes(error.cause)}`
    : '';
}
