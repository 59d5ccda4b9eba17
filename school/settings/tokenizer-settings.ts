/** Which tokenizer a newborn gets. */
import { LEARNABLE_NAMES } from '../../library/tokenizer/index.ts';
import { oneOf, yesOrNo } from './errors.ts';

/** Kinds that are learnt from the library, and the one that lies in the home as tokenizer.json. */
export const TOKENIZER_CHOICES = [...LEARNABLE_NAMES, 'file'] as const;
export type TokenizerChoice = (typeof TOKENIZER_CHOICES)[number];

export const TOKENIZER = {
  // What its tokens are; a soul has its own once it is born. file: the home's tokenizer.json.
  tokenizer: 'bpe' as TokenizerChoice,
  // Whether only tokens that the library uses get an id.
  trim: false,
};

export const tokenizerShape = {
  tokenizer: oneOf(TOKENIZER_CHOICES),
  trim: yesOrNo,
};
