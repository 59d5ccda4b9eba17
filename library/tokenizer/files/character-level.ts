/** Pieces as characters that merge, spaces written as `▁`, unknown characters as bytes: how SentencePiece and LLaMA make ids. */
import { PairMerger, type RankedPair } from './pair-merging.ts';

/** What a space is written as inside of tokens. */
export const SPACE_MARK = '▁';

const encoder = new TextEncoder();

/** How characters that no token spells become ids. */
export interface Fallback {
  /** The id of each byte. Shape (256); absent: the vocabulary has no bytes */
  readonly bytes?: readonly (number | undefined)[] | undefined;
  readonly unknown?: number | undefined;
  /** Whether neighbouring unknown characters become one id. */
  readonly fuses: boolean;
}

/** The ids of an unknown character. */
export function fallBack(character: string, { bytes, unknown, fuses }: Fallback, ids: number[]): void {
  if (bytes) {
    for (const byte of encoder.encode(character)) ids.push(bytes[byte]!);
  } else if (unknown !== undefined && !(fuses && ids.at(-1) === unknown)) ids.push(unknown);
}

/**
 * Encodes a piece by its characters.
 *
 * @param symbolOf the symbol of a character; symbols from `size` on are no ids, but characters that occur in tokens only
 */
export function characterLevelEncoder(
  symbolOf: ReadonlyMap<string, number>,
  size: number,
  pairs: readonly RankedPair[],
  fallback: Fallback,
): (piece: string) => number[] {
  const merger = new PairMerger(pairs);
  const characterOf = new Map(
    [...symbolOf].filter(([, symbol]) => symbol >= size).map(([text, symbol]) => [symbol, text]),
  );
  // one number for each character that is in no token, so that nothing merges with it
  return (piece) => {
    const unknown: string[] = [];
    const row = Array.from(piece, (character) => symbolOf.get(character) ?? -unknown.push(character));
    const ids: number[] = [];
    for (const symbol of merger.merge(row)) {
      if (symbol >= 0 && symbol < size) ids.push(symbol);
      else fallBack(symbol < 0 ? unknown[-symbol - 1]! : characterOf.get(symbol)!, fallback, ids);
    }
    return ids;
  };
}

/**
 * Cuts a text before each space that follows a word, so that pieces are short and can be remembered. This changes nothing as
 * long as no token reaches across such a place; otherwise the text stays whole.
 */
export function wordSplitter(tokens: Iterable<string>): (text: string) => string[] {
  for (const token of tokens) if (/[^▁]▁/u.test(token)) return (text) => (text === '' ? [] : [text]);
  return (text) => text.match(/▁+[^▁]*|[^▁]+/gu) ?? [];
}

/** The bytes of tokens such as `<0xE2>`, by their spelling. */
export function byteOfName(name: string): number | undefined {
  const digits = /^<0x([0-9A-F]{2})>$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}

/** What a token spells: a space for each mark. */
export const spellingOf = (token: string): Uint8Array => encoder.encode(token.replaceAll(SPACE_MARK, ' '));
