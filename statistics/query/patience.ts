/** Trying a pattern for a bounded time: one such as /(a+)+$/ can take longer than the world has lasted. */
import { type Context, createContext, Script } from 'node:vm';
import { LedgerError } from '../ledger/errors.ts';

/** A pattern that took too long, and would again. */
export class SlowPatternError extends LedgerError {}

let room: { readonly context: Context; readonly script: Script } | undefined;

/**
 * Runs `look`, which tries a pattern, for at most `milliseconds`. V8 stops a script after its timeout, the search of a pattern
 * included; nothing else in Node can. A stopped script ends at once, without its `finally`: clean up around this call. Each call costs a thread for a moment: once for all texts, not once for each.
 * @throws SlowPatternError: one sentence
 */
export function patiently<T>(pattern: RegExp, milliseconds: number, look: () => T): T {
  room ??= { context: createContext({ look: undefined }), script: new Script('look()') };
  room.context['look'] = look;
  try {
    return room.script.runInContext(room.context, { timeout: milliseconds }) as T;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new SlowPatternError(
      'given',
      `the pattern ${pattern} was given up after ${milliseconds} ms: repetitions within repetitions, such as (a+)+, can take for ever; ` +
        'look for a piece of text, or write it more plainly.',
    );
  } finally {
    room.context['look'] = undefined;
  }
}
