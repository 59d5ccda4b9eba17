/** Questions that nobody corrected: what a correction must not answer. */
import { wordsOf } from '../../../library/sources/rarity.ts';

/** A turn that asks something short, in a text of dialogues. */
const QUESTION = /^\[[^\]\n]{1,32}\]: ([^\n]{4,80}\?)$/gmu;

/**
 * Different questions from all over a text of dialogues.
 * @param half every other question, so that what is learnt from one half can be examined on the other
 */
export function questionsOf(dialogues: string, most: number, half: 0 | 1): string[] {
  const questions = new Map<string, string>();
  for (const [, question] of dialogues.matchAll(QUESTION)) questions.set(wordsOf(question).join(' '), question);
  const all = [...questions.values()].filter((_, i) => i % 2 === half);
  const count = Math.min(most, all.length);
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]);
}
