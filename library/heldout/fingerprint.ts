/** Recognising passages: one number for what a person would call the same words. */
import { isSpace, RECOGNISABLE } from './segments.ts';

/** A passage with the number by which it is recognised. */
export interface Known {
  text: string;
  /**
   * Number (53 bits) of this passage and as many after it as it takes to reach `RECOGNISABLE` normalised characters.
   * NaN if the text ends before; then `alone` is the number of this passage by itself.
   */
  hash: number;
  /** Passages that `hash` covers, this one included. */
  span: number;
  /** No letter and no digit: an empty line or a rule. It is not recognised, and goes with the passage before it. */
  blank: boolean;
}

/** Gives passages their numbers, in order. A passage is given back once enough has followed it. */
export class Recogniser {
  private waiting: string[] = [];

  push(passages: readonly string[]): Known[] {
    for (const passage of passages) this.waiting.push(passage);
    return this.take(false);
  }

  end(): Known[] {
    return this.take(true);
  }

  private take(last: boolean): Known[] {
    const { waiting } = this;
    const known: Known[] = [];
    let i = 0;
    for (; i < waiting.length; i++) {
      const text = waiting[i]!;
      if (isBlank(text)) {
        known.push({ text, hash: Number.NaN, span: 1, blank: true });
        continue;
      }
      const { hash, span, enough } = hashFrom(waiting, i);
      if (!enough && !last) break;
      known.push({ text, hash: enough ? hash : Number.NaN, span, blank: false });
    }
    this.waiting = waiting.slice(i);
    return known;
  }
}

/** Number of one short passage by itself; see `Known.hash`. */
export function hashAlone(text: string): number {
  return hashFrom([text], 0).hash;
}

/**
 * Hashes passages from `first` on until enough normalised characters are in: white space counts as one space between words,
 * capital ASCII letters as small ones, blank passages as nothing. The mixing is that of cyrb53 (bryc, public domain).
 */
function hashFrom(passages: readonly string[], first: number): { hash: number; span: number; enough: boolean } {
  let h1 = 0xdeadbeef;
  let h2 = 0x41c6ce57;
  let size = 0;
  let space = false;
  let at = first;
  for (; at < passages.length && size < RECOGNISABLE; at++) {
    const text = passages[at]!;
    if (at > first && isBlank(text)) continue;
    space = size > 0;
    for (let i = 0; i < text.length; i++) {
      let code = text.charCodeAt(i);
      if (isSpace(code)) {
        space = size > 0;
        continue;
      }
      if (space) {
        h1 = Math.imul(h1 ^ 32, 0x9e3779b1);
        h2 = Math.imul(h2 ^ 32, 0x5f356495);
        size++;
        space = false;
      }
      if (code >= 65 && code <= 90) code += 32;
      h1 = Math.imul(h1 ^ code, 0x9e3779b1);
      h2 = Math.imul(h2 ^ code, 0x5f356495);
      size++;
    }
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 0x85ebca6b) ^ Math.imul(h2 ^ (h2 >>> 13), 0xc2b2ae35);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 0x85ebca6b) ^ Math.imul(h1 ^ (h1 >>> 13), 0xc2b2ae35);
  return { hash: 4294967296 * (h2 & 0x1fffff) + (h1 >>> 0), span: at - first, enough: size >= RECOGNISABLE };
}

/** ASCII without letters and digits, and general punctuation, say nothing that could be recognised. */
function isBlank(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 128 ? code !== 0xa0 && code !== 0x3000 && (code < 0x2000 || code > 0x206f) : isAlphanumeric(code)) {
      return false;
    }
  }
  return true;
}

function isAlphanumeric(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
}
