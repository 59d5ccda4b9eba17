/** Undoing, and taking a text out of the library, in sentences for the owner. */
import { ago, count } from '../../statistics/format/numbers.ts';
import type { Dreamt, Grown, RemovedText, Undone, WeighedText } from './act-messages.ts';
import { apiTexts } from './texts.ts';

/** By what a brain grows. */
export const ENLARGEMENT_WORDS: Readonly<Record<Grown['by'], string>> = {
  lobe: apiTexts.grown.by.lobe,
  neurons: apiTexts.grown.by.neurons,
  words: apiTexts.grown.by.words,
};

/** What became of a brain that grew. */
export const grownInWords = ({ by, parameters: [before, now], words }: Grown): string =>
  words
    ? apiTexts.grown.newWords(words.texts.join(', '), count(words.count), count(now), count(before))
    : apiTexts.grown.larger(ENLARGEMENT_WORDS[by], count(before), count(now));

/** What became of a dream. */
export const dreamtInWords = ({ alone, brains }: Dreamt): string =>
  alone ? apiTexts.dream.speaksAlone(brains) : apiTexts.dream.begins(brains);

/** What was undone, or the question whether it should be. */
export const undoneInWords = ({ act, sentence, done }: Undone): string =>
  done ? apiTexts.undone(act.what, sentence) : apiTexts.askUndo(act.what, ago(act.time), sentence);

/** How often a text or folder is read from now on. */
export function weighedInWords({ name, weight, before, texts }: WeighedText): string {
  const what = name.endsWith('/') ? `${name} (${count(texts)} ${texts === 1 ? 'text' : 'texts'})` : name;
  if (weight === before) return apiTexts.weight.hasAlready(what, weight);
  const undo = apiTexts.weight.undo;
  if (weight === 0) return apiTexts.weight.none(what, undo);
  if (weight === 1) return apiTexts.weight.asOthers(what, undo);
  return apiTexts.weight.times(what, weight, undo);
}

/** What is gone with a text, and what is not: weights cannot unlearn. */
export function removedInWords({ name, tokens, read, before }: RemovedText): string {
  const gone = apiTexts.removed.gone(name);
  if (read === 0) return apiTexts.removed.neverRead(gone);
  const times = tokens > 0 ? read / tokens : 0;
  const often =
    times < 1
      ? apiTexts.removed.readPart(Math.max(1, Math.round(100 * times)))
      : apiTexts.removed.readTimes(times.toFixed(1), count(read));
  const way = before ? apiTexts.removed.olderSoul(before.name, ago(before.savedAt)) : apiTexts.removed.noOlderSoul;
  return apiTexts.removed.wasRead(gone, often, way);
}
