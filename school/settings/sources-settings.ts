/** What an owner may decide about the sources that it learns from: the part of baby.json that weighs them. */
import { z } from 'zod';
import type { TextWeights } from '../../library/batches/text-weights.ts';
import type { SourceName, SourceWeights } from '../../library/sources/names.ts';
import { number, weightsOfNames } from './errors.ts';
import { rangeTexts } from './texts/ranges.ts';

const weight = number(0, 100);

export const sourcesShape = {
  sources: z
    .strictObject({
      library: weight,
      random: weight,
      letters: weight,
      answers: weight,
      dialogues: weight,
      corrections: weight,
      reflections: weight,
      scribe: weight,
      chat: weight,
      api: weight,
      twitch: weight,
    } satisfies Record<SourceName, typeof weight>)
    .describe(rangeTexts.sourceWeights),
  textWeights: weightsOfNames(),
};

export const SOURCE_WEIGHTS: { readonly sources: SourceWeights; readonly textWeights: TextWeights } = {
  // How much it reads from each source, in proportion; an empty source leaves its share to the others. 0: never.
  sources: {
    // its library in order, and at random places
    library: 1,
    random: 0,
    // once more: what lies in library/letters
    letters: 0.05,
    // answers to questions, such as `baby feed` makes of a dataset; only the answers are learnt
    answers: 0.3,
    // dialogues of the starter texts, where they are not in the library: from them a baby of prose alone learns to converse;
    // beside a library that is small beside them up to four times as much
    dialogues: 0.05,
    // these, and `chat`, `api` and `twitch`, are read only with memory.consolidate
    corrections: 0.15,
    reflections: 0.05,
    scribe: 0.02,
    // what its owner says in chats, which is kept and learnt only with a weight
    chat: 0,
    // what its owner says to it through programs, which is kept only with api.learn
    api: 0.05,
    twitch: 0.05,
  },
  // How often texts and folders of the library are read, beside those of weight 1: { "letters/": 3 }.
  textWeights: {},
};
