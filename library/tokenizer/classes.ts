/** The classes of characters that the pattern tells apart, looked up by code point. */

/** No character: the end of the text, or a byte that begins no well-formed UTF-8 sequence. */
export const BOUNDARY = 0;
export const LETTER = 1;
export const NUMBER = 2;
/** A combining mark: part of a word after a letter, a symbol elsewhere. */
export const MARK = 3;
export const SYMBOL = 4;
/** White space other than `\r` and `\n`. */
export const SPACE = 5;
export const NEWLINE = 6;
/** In `CLASS_OF_BYTE` only: the byte is no ASCII character, decode it. */
export const NOT_ASCII = 7;

const BLOCK = 256;
const blocks: (Uint8Array | undefined)[] = new Array(0x110000 / BLOCK);

function classify(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (character === '\n' || character === '\r') return NEWLINE;
  if (/\p{L}/u.test(character)) return LETTER;
  if (/\p{N}/u.test(character)) return NUMBER;
  if (/\p{M}/u.test(character)) return MARK;
  if (/\p{White_Space}/u.test(character)) return SPACE;
  return SYMBOL;
}

function fillBlock(index: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  for (let i = 0; i < BLOCK; i++) block[i] = classify(index * BLOCK + i);
  blocks[index] = block;
  return block;
}

/**
 * Class of a code point 0..0x10FFFF. The classes are those of the engine's own Unicode tables, read once for each block of
 * 256 when it is first met: a newer Unicode may cut newly assigned characters differently, and still decodes them exactly.
 */
export function classOfCodePoint(codePoint: number): number {
  const index = codePoint >>> 8;
  const block = blocks[index] ?? fillBlock(index);
  return block[codePoint & (BLOCK - 1)]!;
}

/** Class of each byte that is an ASCII character; `NOT_ASCII` for the others. Shape (256). */
export const CLASS_OF_BYTE: Uint8Array = new Uint8Array(256).map((_, byte) =>
  byte < 128 ? classOfCodePoint(byte) : NOT_ASCII,
);
