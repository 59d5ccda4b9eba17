/** The ids of our own tokenizers: 0..3 special, 4..259 the bytes, from 260 on the merges in the order in which they were learnt. */

/** The marks that every tokenizer has. No text can produce them: encoding never looks for markers in a text. */
export interface SpecialIds {
  /** A text (a document) ends. */
  readonly end: number;
  /** A turn of a conversation begins. */
  readonly turn: number;
  /** A turn of a conversation ends. */
  readonly done: number;
}

/**
 * The special ids of our own tokenizers. Tokenizers that are read from files have them behind their own ids, so other code
 * asks the tokenizer: `tokenizer.special`.
 */
export const SPECIAL = {
  /** A text (a document) ends. */
  end: 0,
  /** A turn of a conversation begins. */
  turn: 1,
  /** A turn of a conversation ends. */
  done: 2,
  /** Kept free, so that a later meaning does not move the other ids. */
  reserved: 3,
} as const;

/** Id of byte 0; byte `b` has the id `FIRST_BYTE + b`. */
export const FIRST_BYTE = 4;

/** Id of the first merge; also the smallest vocabulary: the special ids and the bytes. */
export const FIRST_MERGE = 260;

/** Largest vocabulary: an id must fit in 16 bits, so that a pair of ids is one 32-bit key and a shelf may keep 2 bytes an id. */
export const MAX_VOCABULARY = 65_536;
