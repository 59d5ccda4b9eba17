import { leftToLearn } from '../../../library/batches/novelty.ts';

/** A library counts as at least this many steps long, or a short text would never be learnt. */
export const STEPS = 100;

/**
 * How much of the learning rate the library on the whole still deserves: 1 at first, then less with every reading. Without it a small
 * library is learnt by heart, and text that was never read is foreseen worse by the minute. What comes later brings a newness of its own
 * (library/news.ts), and much of it brings the rate back for all.
 */
export function repetitionDecay(
  tokensRead: number,
  libraryTokens: number,
  tokensPerStep: number,
  readings: number,
): number {
  return leftToLearn(tokensRead, readings * Math.max(libraryTokens, STEPS * tokensPerStep));
}
