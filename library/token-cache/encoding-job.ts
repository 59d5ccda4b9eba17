/** What one thread encodes at once: parts of a text, in their order. */
import type { Tokenizer } from '../tokenizer/index.ts';
import { idBytes, type Tokens } from './token-file.ts';

/** Texts in UTF-8, and ids of marks. */
export type JobParts = readonly (Uint8Array | number)[];

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Byte pairs are made of bytes; other kinds look at characters. */
const encode = (tokenizer: Tokenizer, bytes: Uint8Array): Int32Array =>
  tokenizer.kind === 'bpe' ? tokenizer.encodeBytes(bytes) : tokenizer.encode(decoder.decode(bytes));

/** Ids of all parts, one part after the other, as wide as the token file has them. Shape (ids). */
export function encodeJob(tokenizer: Tokenizer, parts: JobParts): Tokens {
  const encoded = parts.map((part) => (typeof part === 'number' ? [part] : encode(tokenizer, part)));
  const length = encoded.reduce((sum, some) => sum + some.length, 0);
  const ids = idBytes(tokenizer.vocabularySize) === 2 ? new Uint16Array(length) : new Uint32Array(length);
  let at = 0;
  for (const some of encoded) {
    ids.set(some, at);
    at += some.length;
  }
  return ids;
}
