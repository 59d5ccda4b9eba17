/** Texts ⇄ ids. Every byte string comes back exactly, except from kinds that say that they fold. */

export { ByteTokenizer, type Merge } from './byte-pairs.ts';
export { checkSize } from './files/marks.ts';
export { FORMATS as TOKENIZER_FORMATS, readTokenizerFile } from './files/recognition.ts';
export { trim } from './files/trimmed.ts';
export { toHuggingFace } from './huggingface.ts';
export { LEARNABLE_KINDS, LEARNABLE_NAMES, type LearnableKind, type LearnableName } from './kinds/index.ts';
export { parseTokenizer, serializeTokenizer } from './serialize.ts';
export { StreamingDecoder, WholeCharacterDecoder } from './streaming.ts';
export type { Tokenizer, TokenizerKind } from './tokenizer.ts';
export { extendTokenizer, type TrainingOptions, trainTokenizer } from './train.ts';
export { FIRST_BYTE, FIRST_MERGE, MAX_VOCABULARY, SPECIAL, type SpecialIds } from './vocabulary.ts';
