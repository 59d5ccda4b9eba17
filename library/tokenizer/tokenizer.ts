/** What a tokenizer is: text ⇄ ids. */
import type { SpecialIds } from './vocabulary.ts';

export type { SpecialIds } from './vocabulary.ts';

/** The kinds of stored tokenizers; `kinds/` has a table of them. */
export type TokenizerKind = 'bpe' | 'char' | 'ascii' | 'huggingface' | 'sentencepiece' | 'tiktoken' | 'trimmed';

/** Text ⇄ ids. It never changes; what it keeps inside only makes it faster. */
export interface Tokenizer {
  readonly kind: TokenizerKind;
  /** Ids in all: 0 ≤ id < vocabularySize. */
  readonly vocabularySize: number;
  /** The marks of texts and turns. */
  readonly special: SpecialIds;
  /** All ids that no text produces, `special` among them. Of these, only `end` and `done` may be drawn while it speaks. */
  readonly control: ReadonlySet<number>;
  /** Whether some texts come back changed (other spaces, lower case, characters it does not know). */
  readonly folds: boolean;
  /** 16 hexadecimal digits: equal for tokenizers that encode equally. */
  readonly hash: string;
  /** A text as it begins a document: with the space that some tokenizers put before its first word. */
  asDocument(text: string): string;
  /** Ids of a text that goes on from another; a lone surrogate counts as U+FFFD. Never a control id. Shape (ids). */
  encode(text: string): Int32Array;
  /** Ids of any bytes; bytes that are not UTF-8 become one id each. `decodeBytes` gives the same bytes back, unless it folds. Shape (ids). */
  encodeBytes(bytes: Uint8Array): Int32Array;
  /** Text of ids. Bytes that are not UTF-8 become U+FFFD, special ids nothing. @throws RangeError for an unknown id. */
  decode(ids: ArrayLike<number>): string;
  /** Bytes of ids; special ids have none. @throws RangeError for an unknown id. */
  decodeBytes(ids: ArrayLike<number>): Uint8Array;
  /** Bytes of one id. @throws RangeError for an unknown id. */
  tokenBytes(id: number): Uint8Array;
  /** The data that `parseTokenizer` makes an equal tokenizer of. */
  stored(): object;
}
