/** Who speaks where there is a dream, decided from exams. */
import { lossesTogether } from '../evaluation/together.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import type { DreamVoice } from './growth-state.ts';
import { compare, meanOf } from './steering.ts';

/** How the dream takes part in replies, for the log. */
const SAYS: Readonly<Record<DreamVoice | 'never', string>> = {
  alone: trainingTexts.dream.alone,
  together: trainingTexts.dream.together,
  never: trainingTexts.dream.never,
};

/**
 * The dream speaks alone if it foresees better than all others together, and they add nothing to it; it speaks with them if that is better
 * than they are without it. "Better" is by more than chance makes.
 *
 * @param others losses of the steering exam of each that speaks beside it
 * @returns how it speaks; undefined: not at all; and a sentence for the log
 */
export function dreamVoiceOf(
  others: readonly Float32Array[],
  dream: Float32Array,
): { readonly speaks: DreamVoice | undefined; readonly says: string } {
  const [apart, all] = [lossesTogether(others), lossesTogether([...others, dream])];
  const aloneWins = isBetter(dream, apart) && !isBetter(all, dream);
  const speaks = aloneWins ? 'alone' : isBetter(all, apart) ? 'together' : undefined;
  const [rest, alone, together] = [apart, dream, all].map((losses) => (meanOf(losses) / Math.LN2).toFixed(3));
  const says = trainingTexts.dream.fromNowOn(SAYS[speaks ?? 'never'], rest, alone, together);
  return { speaks, says };
}

function isBetter(one: Float32Array, other: Float32Array): boolean {
  const { gain, noise } = compare(one, other);
  return gain > noise;
}
