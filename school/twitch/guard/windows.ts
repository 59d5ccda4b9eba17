/** Hashes of windows that slide over tokens and characters, so that texts are recognised without being stored. */

/** Tokens in a row that must not leave. */
export const WINDOW_TOKENS = 8;
/**
 * Letters, digits and gaps in a row that must not leave. 40 characters of any text have at least as many once capitals, kinds
 * of gaps and punctuation are taken out of account, unless every fourth of them is punctuation.
 */
export const WINDOW_CHARACTERS = 30;

/** Two 32-bit hashes of each window, as (high, low). */
export type OnWindow = (high: number, low: number) => void;

const BASE_A = 0x01000193;
const BASE_B = 0x5bd1e995 | 1;

/** A rolling hash over codes; reports each full window. */
export class Roller {
  private readonly ring: Uint32Array;
  private readonly outA: number;
  private readonly outB: number;
  private a = 0;
  private b = 0;
  private seen = 0;

  constructor(size: number) {
    this.ring = new Uint32Array(size);
    let [powerA, powerB] = [1, 1];
    for (let i = 0; i < size; i++) {
      powerA = Math.imul(powerA, BASE_A);
      powerB = Math.imul(powerB, BASE_B);
    }
    this.outA = powerA;
    this.outB = powerB;
  }

  push(code: number, onWindow: OnWindow): void {
    const size = this.ring.length;
    const slot = this.seen % size;
    // codes near one another must not make hashes near one another
    const mixed = Math.imul(code + 1, 0x9e3779b1) >>> 0;
    const old = this.ring[slot]!;
    this.ring[slot] = mixed;
    this.a = (Math.imul(this.a, BASE_A) + mixed - Math.imul(old, this.outA)) | 0;
    this.b = (Math.imul(this.b, BASE_B) + (mixed ^ (mixed >>> 15)) - Math.imul(old ^ (old >>> 15), this.outB)) | 0;
    if (++this.seen >= size) onWindow(finished(this.a), finished(this.b));
    // keeps the count small without losing the place in the ring
    if (this.seen === size * 2) this.seen = size;
  }
}

/** The last mixing of MurmurHash3: every bit of the input moves every bit of the output. */
function finished(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Reports every window of 8 tokens. */
export function tokenWindows(ids: ArrayLike<number>, onWindow: OnWindow): void {
  const roller = new Roller(WINDOW_TOKENS);
  for (let i = 0; i < ids.length; i++) roller.push(ids[i]!, onWindow);
}

/**
 * The codes of a text's normal characters: small letters and digits, and one gap for all that is between words.
 * Shape (characters).
 */
export function wordCodes(text: string): Int32Array {
  const codes: number[] = [];
  let gap = false;
  for (const character of text.normalize('NFKC').toLowerCase()) {
    if (!WORD.test(character)) {
      gap = true;
      continue;
    }
    if (gap && codes.length > 0) codes.push(32);
    gap = false;
    codes.push(character.codePointAt(0)!);
  }
  return Int32Array.from(codes);
}

const WORD = /[\p{L}\p{N}]/u;

/** Windows of normal characters of a text that comes in pieces. */
export class CharacterWindows {
  private readonly roller = new Roller(WINDOW_CHARACTERS);
  /** a word that may go on */
  private rest = '';
  private begun = false;

  push(piece: string, onWindow: OnWindow): void {
    const text = this.rest + piece;
    const whole = text.search(/\S*$/);
    // a word without end is cut somewhere
    const cut = text.length - whole > 4096 ? text.length : whole;
    this.rest = text.slice(cut);
    this.take(text.slice(0, cut), onWindow);
  }

  end(onWindow: OnWindow): void {
    this.take(this.rest, onWindow);
    this.rest = '';
  }

  private take(text: string, onWindow: OnWindow): void {
    const codes = wordCodes(text);
    if (codes.length === 0) return;
    // pieces end where words do
    if (this.begun) this.roller.push(32, onWindow);
    this.begun = true;
    for (const code of codes) this.roller.push(code, onWindow);
  }
}
