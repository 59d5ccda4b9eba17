/** Pieces as bytes that merge: how GPT-2 and its successors make ids. */
import { PairMerger, type RankedPair } from './pair-merging.ts';

const encoder = new TextEncoder();

/**
 * Encodes a piece by its bytes.
 *
 * @param bytes the id of each single byte; undefined where the vocabulary has none. Shape (256)
 * @param whole tokens that are taken as they are when a piece spells one, before any merge; keys as `byteKey` makes them
 * @param unknown the id of a byte that has none; undefined: it is left out
 */
export function byteLevelEncoder(
  bytes: readonly (number | undefined)[],
  pairs: readonly RankedPair[],
  whole?: ReadonlyMap<string, number>,
  unknown?: number,
): (piece: string) => number[] {
  const merger = new PairMerger(pairs);
  return (piece) => {
    const spelling = encoder.encode(piece);
    const token = whole?.get(byteKey(spelling));
    if (token !== undefined) return [token];
    const row: number[] = [];
    for (const byte of spelling) {
      const id = bytes[byte] ?? unknown;
      if (id !== undefined) row.push(id);
    }
    return merger.merge(row);
  };
}

/** Bytes as a string of as many characters, so that a map can hold them. */
export function byteKey(bytes: Uint8Array): string {
  let key = '';
  for (const byte of bytes) key += String.fromCharCode(byte);
  return key;
}
