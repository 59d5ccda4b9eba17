/**
 * The pattern of pattern.ts as a hand-written scanner over UTF-8 bytes: the same pieces, many times faster.
 * Unlike the regular expression it also takes bytes that are not UTF-8. Such a byte is a piece of its own, and the text
 * before it ends there as if nothing followed.
 */
import {
  BOUNDARY,
  CLASS_OF_BYTE,
  classOfCodePoint,
  LETTER,
  MARK,
  NEWLINE,
  NOT_ASCII,
  NUMBER,
  SPACE,
  SYMBOL,
} from './classes.ts';
import { MAX_DIGITS, MAX_RUN } from './pattern.ts';

const SPACE_BYTE = 0x20;
const APOSTROPHE = 0x27;

/** Sets of classes as bits, so that a run is one test a character. */
const WORD = (1 << LETTER) | (1 << MARK);
const SYMBOLS = (1 << SYMBOL) | (1 << MARK);
const VISIBLE = WORD | SYMBOLS | (1 << NUMBER);

/**
 * Class and length of the character at `at`, as `class * 8 + bytes`; 0 (`BOUNDARY`, no bytes) at the end and at a byte
 * that begins no well-formed sequence (Unicode standard, table 3-7).
 */
function peek(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return BOUNDARY;
  const first = bytes[at]!;
  if (first < 0x80) return (CLASS_OF_BYTE[first]! << 3) | 1;
  if (first < 0xc2 || first > 0xf4) return BOUNDARY;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (at + length > end) return BOUNDARY;
  let codePoint = first & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i]!;
    if ((byte & 0xc0) !== 0x80) return BOUNDARY;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  if (length === 3 && (codePoint < 0x800 || (codePoint >= 0xd800 && codePoint <= 0xdfff))) return BOUNDARY;
  if (length === 4 && (codePoint < 0x10000 || codePoint > 0x10ffff)) return BOUNDARY;
  return (classOfCodePoint(codePoint) << 3) | length;
}

/** Bytes of the well-formed character at `at`; 0 at a byte that begins none. */
export const characterLength = (bytes: Uint8Array, at: number, end: number): number => peek(bytes, at, end) & 7;

/** End of the run of characters of `classes` (bits) that begins at `at`, of at most `most` characters. */
function run(bytes: Uint8Array, at: number, end: number, classes: number, most: number): number {
  let left = most;
  const asciiEnd = Math.min(end, at + most);
  let p = at;
  while (p < asciiEnd && ((classes >> CLASS_OF_BYTE[bytes[p]!]!) & 1) === 1) p++;
  if (p === asciiEnd || CLASS_OF_BYTE[bytes[p]!] !== NOT_ASCII) return p;
  left -= p - at;
  for (; left > 0; left--) {
    const character = peek(bytes, p, end);
    if (((classes >> (character >> 3)) & 1) === 0) break;
    p += character & 7;
  }
  return p;
}

/** End of a contraction whose letters begin at `at`, or 0 if none stands there. */
function contraction(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return 0;
  const first = bytes[at]! | 0x20;
  let after = at + 1;
  if (first !== 0x73 && first !== 0x74 && first !== 0x6d && first !== 0x64) {
    if (after >= end) return 0;
    const second = bytes[after]! | 0x20;
    const known =
      (first === 0x6c && second === 0x6c) || // ll
      (first === 0x76 && second === 0x65) || // ve
      (first === 0x72 && second === 0x65); // re
    if (!known) return 0;
    after++;
  }
  return (WORD >> (peek(bytes, after, end) >> 3)) & 1 ? 0 : after;
}

/** White space but line ends, of which the last is left to a visible character that follows. */
function spaces(bytes: Uint8Array, start: number, end: number): number {
  let last = start;
  let p = start;
  for (let count = 0; count < MAX_RUN; count++) {
    const character = peek(bytes, p, end);
    if (character >> 3 !== SPACE) break;
    last = p;
    p += character & 7;
  }
  const visibleFollows = (VISIBLE >> (peek(bytes, p, end) >> 3)) & 1;
  return visibleFollows && last > start ? last : p;
}

/** For sure a piece of one byte: a symbol or a line end, and behind it an ASCII character of another class. False says nothing. */
export function isAlone(byte: number, next: number): boolean {
  const kind = CLASS_OF_BYTE[byte]!;
  const behind = CLASS_OF_BYTE[next]!;
  if (behind === kind || behind === NOT_ASCII || byte === APOSTROPHE) return false;
  return kind === SYMBOL || kind === NEWLINE;
}

/**
 * End of the piece that begins at `start` (start < end). A piece of one byte that is not ASCII is a byte that is not UTF-8.
 *
 *   scanPiece(utf8('two words'), 0, 9) // 3: 'two', and then ' words'
 */
export function scanPiece(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  if (bytes[start] === SPACE_BYTE) at++;
  const character = peek(bytes, at, end);
  const kind = character >> 3;
  if (kind === LETTER) return run(bytes, at, end, WORD, MAX_RUN);
  if (kind === SYMBOL || kind === MARK) {
    if (at === start) {
      const byte = bytes[at]!;
      const curly = byte === 0xe2 && bytes[at + 1] === 0x80 && bytes[at + 2] === 0x99;
      const found = byte === APOSTROPHE || curly ? contraction(bytes, at + (character & 7), end) : 0;
      if (found > 0) return found;
    }
    return run(bytes, at, end, SYMBOLS, MAX_RUN);
  }
  if (at > start) return spaces(bytes, start, end);
  if (kind === NUMBER) return run(bytes, at, end, 1 << NUMBER, MAX_DIGITS);
  if (kind === NEWLINE) return run(bytes, at, end, 1 << NEWLINE, MAX_RUN);
  if (kind === SPACE) return spaces(bytes, start, end);
  return start + 1;
}
