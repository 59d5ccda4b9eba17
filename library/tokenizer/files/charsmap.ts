/** The compiled rules by which SentencePiece normalizes: a double-array trie (s-yata/darts-clone) of UTF-8 strings, and what they become. */
import { tokenizerTexts } from '../texts/tokenizer-texts.ts';

/** Units of the trie: a label in the low byte, where the children stand, and whether one of them is a leaf. */
const hasLeaf = (unit: number): boolean => ((unit >>> 8) & 1) === 1;
const leafOf = (unit: number): number => unit & 0x7fffffff;
const labelOf = (unit: number): number => (unit & 0x800000ff) >>> 0;
const offsetOf = (unit: number): number => (unit >>> 10) << ((unit & (1 << 9)) >>> 6);

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * A function that replaces the longest string of the rules at each place, and leaves characters that no rule begins with.
 *
 * @param blob four bytes with the size of the trie, the trie, then the replacements, each with a 0 behind it
 * @throws Error with one sentence if the sizes do not fit
 */
export function readCharsmap(blob: Uint8Array): (text: string) => string {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const size = blob.length >= 4 ? view.getUint32(0, true) : -1;
  if (size < 4 || size % 4 !== 0 || size > blob.length - 4) {
    throw new Error(tokenizerTexts.sentencepiece.badTrie(size, blob.length));
  }
  const units = Uint32Array.from({ length: size / 4 }, (_, i) => view.getUint32(4 + 4 * i, true));
  const replacements = blob.subarray(4 + size);
  const replacementAt = (at: number): string => {
    const end = replacements.indexOf(0, at);
    return decoder.decode(replacements.subarray(at, end === -1 ? replacements.length : end));
  };
  /** Bytes of the longest string that stands at `at`, and where its replacement is; no bytes: none stands there. */
  const longest = (bytes: Uint8Array, at: number): { length: number; value: number } => {
    let node = offsetOf(units[0]!);
    let found = { length: 0, value: 0 };
    for (let i = at; i < bytes.length; i++) {
      const byte = bytes[i]!;
      node ^= byte;
      const unit = units[node] ?? 0xffffffff;
      if (byte === 0 || labelOf(unit) !== byte) break;
      node ^= offsetOf(unit);
      if (hasLeaf(unit)) found = { length: i + 1 - at, value: leafOf(units[node] ?? 0) };
    }
    return found;
  };
  return (text) => {
    const bytes = encoder.encode(text);
    let rewritten = '';
    let from = 0;
    for (let at = 0; at < bytes.length; ) {
      const { length, value } = longest(bytes, at);
      if (length === 0) {
        do at++;
        while (((bytes[at] ?? 0) & 0xc0) === 0x80);
        continue;
      }
      rewritten += decoder.decode(bytes.subarray(from, at)) + replacementAt(value);
      at += length;
      from = at;
    }
    return rewritten + decoder.decode(bytes.subarray(from));
  };
}
