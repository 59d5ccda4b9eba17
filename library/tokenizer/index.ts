/** The tokenizer: byte pairs learnt from the home's own library. Every byte string comes back exactly. */
export { toHuggingFace } from './huggingface.ts';
export { parseTokenizer, serializeTokenizer } from './serialize.ts';
export { StreamingDecoder, WholeCharacterDecoder } from './streaming.ts';
export type { ByteTokenizer, Merge, Tokenizer, TokenizerKind } from './tokenizer.ts';
export { type TrainingOptions, trainTokenizer } from './train.ts';
export { FIRST_BYTE, FIRST_MERGE, MAX_VOCABULARY, SPECIAL, type SpecialIds } from './vocabulary.ts';
