/** The marks of texts and turns of a vocabulary that somebody else made: behind its own ids, unless it has them. */

import { tokenizerTexts } from '../texts/tokenizer-texts.ts';
import { MAX_VOCABULARY, type SpecialIds } from '../vocabulary.ts';

/** The names of the marks in exported vocabularies. A text never spells them. */
export const MARK_NAMES = { end: '<| end |>', turn: '<| turn |>', done: '<| done |>' } as const;

/** Tokens by which vocabularies end a text, the likeliest first. */
const ENDS = ['<|endoftext|>', '</s>', '<|end_of_text|>', '<eos>', '<end_of_text>', '[EOS]', '<|eot_id|>'];

/**
 * Where the marks stand.
 *
 * @param size ids of the vocabulary
 * @param control those of its tokens that no text produces, by their names
 */
export function marksOf(size: number, control: ReadonlyMap<string, number>): { special: SpecialIds; size: number } {
  let next = size;
  const at = (name: string): number => control.get(name) ?? next++;
  const named = [MARK_NAMES.end, ...ENDS].find((name) => control.has(name));
  const special = { end: at(named ?? MARK_NAMES.end), turn: at(MARK_NAMES.turn), done: at(MARK_NAMES.done) };
  return { special, size: next };
}

/** @throws RangeError with one sentence if a vocabulary is larger than a brain can have */
export function checkSize(size: number): void {
  if (size <= MAX_VOCABULARY) return;
  throw new RangeError(tokenizerTexts.files.tooManyIds(size, MAX_VOCABULARY));
}
