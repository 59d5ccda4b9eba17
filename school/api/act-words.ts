/** Undoing, and taking a text out of the library, in sentences for the owner. */
import { ago, count } from '../../statistics/format/numbers.ts';
import type { Dreamt, Grown, RemovedText, Undone, WeighedText } from './act-messages.ts';

/** By what a brain grows. */
export const ENLARGEMENT_WORDS: Readonly<Record<Grown['by'], string>> = {
  lobe: 'a lobe',
  neurons: 'more neurons in every lobe',
  words: 'new words',
};

/** What became of a brain that grew. */
export const grownInWords = ({ by, parameters: [before, now], words }: Grown): string =>
  words
    ? `It has learnt to read ${words.texts.join(', ')} by ${count(words.count)} new words, and has ${count(now)} parameters instead of ${count(before)}.`
    : `It has grown by ${ENLARGEMENT_WORDS[by]}, from ${count(before)} to ${count(now)} parameters, and says what it said before.`;

/** What became of a dream. */
export const dreamtInWords = ({ alone, brains }: Dreamt): string =>
  alone
    ? `Its dream speaks alone from now on, in the place of ${brains} siblings.`
    : `It dreams: one more brain learns what ${brains} expect together, and they go on speaking until it is better.`;

/** What was undone, or the question whether it should be. */
export const undoneInWords = ({ act, sentence, done }: Undone): string =>
  done ? `Undone: ${act.what}. ${sentence}` : `Undo ${act.what}, done ${ago(act.time)}? ${sentence}`;

/** How often a text or folder is read from now on. */
export function weighedInWords({ name, weight, before, texts }: WeighedText): string {
  const what = name.endsWith('/') ? `${name} (${count(texts)} ${texts === 1 ? 'text' : 'texts'})` : name;
  if (weight === before) return `${what} has the weight ${weight} already.`;
  const undo = '`baby undo` takes this back.';
  if (weight === 0) return `${what} is not read any more; its held-out part stays in the exam. ${undo}`;
  if (weight === 1) return `${what} is read as often as other texts from now on. ${undo}`;
  return `${what} is read ${weight} times as often as texts of weight 1 from now on. ${undo}`;
}

/** What is gone with a text, and what is not: weights cannot unlearn. */
export function removedInWords({ name, tokens, read, before }: RemovedText): string {
  const gone = `${name} is taken out of the library, and its tokens with it; \`baby undo\` brings it back.`;
  if (read === 0) return `${gone} It was never read in its turn, so that next to nothing of it is in the weights.`;
  const times = tokens > 0 ? read / tokens : 0;
  const often =
    times < 1
      ? `about ${Math.max(1, Math.round(100 * times))} % of it, once`
      : `it about ${times.toFixed(1)} times (${count(read)} tokens)`;
  const way = before
    ? `To be rid of that too, go back to a soul from before: \`baby soul back ${before.name}\`, saved ${ago(before.savedAt)}.`
    : 'No soul from before it is kept any more to go back to.';
  return `${gone} Its weights have read ${often}: what they learnt of it stays, and fades only as it learns on. ${way}`;
}
