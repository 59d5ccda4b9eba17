import { kindOf } from '../../../brain/brains/index.ts';
import {
  ByteTokenizer,
  extendTokenizer,
  parseTokenizer,
  serializeTokenizer,
} from '../../../library/tokenizer/index.ts';
import type { SoulContent } from '../../../soul/keeper.ts';
import type { SoulState } from '../checkpoint.ts';
import { withLessonsIn } from '../habits/habit-growth.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import { enlargedSoul } from './enlarged-soul.ts';

/** As for a first vocabulary: fewer bytes for each new word would be learnt by heart into it. */
const BYTES_PER_WORD = 128;
const LEAST_WORDS = 16;
/** A vocabulary becomes at most so much larger than the first one. */
const MOST = 2;

/** The soul with the words of some texts. @throws one sentence where there is no room for them, or its kind cannot */
export function withWordsOf(
  soul: SoulContent,
  texts: readonly Uint8Array[],
  seed: number,
): { soul: SoulContent; words: number } {
  const { brain } = soul.state as SoulState;
  const tokenizer = parseTokenizer(soul.texts['tokenizer.json'] ?? '');
  if (!kindOf(brain).enlarging || !(tokenizer instanceof ByteTokenizer))
    throw new Error(trainingTexts.words.fixedVocabulary(brain, tokenizer.kind));
  const { baseSize, vocabularySize } = tokenizer;
  const bytes = texts.reduce((sum, text) => sum + text.length, 0);
  const room = Math.min(Math.floor(bytes / BYTES_PER_WORD), MOST * baseSize - vocabularySize);
  const larger = room < LEAST_WORDS ? tokenizer : extendTokenizer(tokenizer, texts, room);
  const words = larger.vocabularySize - vocabularySize;
  if (words < LEAST_WORDS) throw new Error(trainingTexts.words.tooFewNew(vocabularySize, MOST));
  const wordy = wordySoul(soul, larger, serializeTokenizer(larger), seed);
  return { soul: withLessonsIn(wordy, tokenizer, larger), words };
}

/** The soul of a brain that knows more ids. @param text the tokenizer, as it is kept */
function wordySoul(soul: SoulContent, tokenizer: ByteTokenizer, text: string, seed: number): SoulContent {
  const state = soul.state as SoulState;
  const { vocabulary } = state.sizes;
  const words = tokenizer.merges.slice(vocabulary - tokenizer.vocabularySize);
  const larger = enlargedSoul(soul, { ...state.sizes, vocabulary: tokenizer.vocabularySize }, seed, words);
  const { growth, ...rest } = larger.state as SoulState;
  // words take no room from siblings: there may be as many brains as before
  const size = growth?.size && { ...growth.size, born: (growth.size.born * numbersIn(larger)) / numbersIn(soul) };
  const wordy: SoulState = {
    ...rest,
    tokenizerHash: tokenizer.hash,
    ...(growth && size ? { growth: { ...growth, size } } : {}),
  };
  return { ...larger, texts: { ...larger.texts, 'tokenizer.json': text }, state: wordy };
}

const numbersIn = ({ tensors: { weights = [] } }: SoulContent): number =>
  weights.reduce((sum, { data }) => sum + data.length, 0);
