/** Terms by their hashes, and which stretches of letters are one of them. */
import { hash as digest } from 'node:crypto';

/**
 * How a term is looked for. `word`: by itself, with an ending, or with a part before or behind that keeps its meaning; `glued`: anywhere
 * inside one word; `inside`: anywhere among the letters, over spaces too; `pieces`: cut into pieces by spaces; `sound`: written otherwise,
 * but said alike.
 */
export type Mode = 'word' | 'glued' | 'inside' | 'pieces' | 'sound';

/** One word of a list. */
export interface Term {
  readonly mode: Mode;
  readonly category: string;
  /** letters of the folded word; of its sound in the mode `sound` */
  readonly length: number;
  /** 16 hexadecimal digits of the salted SHA-256 of the folded word, or of its sound */
  readonly hash: string;
  /** a cheap number by which most words are told from this one; absent where only the hash was given */
  readonly quick?: number;
}

/** The number by which a word is known. Not a secret: it only keeps the words themselves out of the files. */
export function hashTerm(salt: string, folded: string): string {
  return digest('sha256', `${salt}:${folded}`, 'hex').slice(0, 16);
}

const START = 0x811c9dc5;
const step = (state: number, code: number): number => Math.imul(state ^ code, 0x01000193);
const finished = (state: number): number => (state ^ (state >>> 20)) & 0xfffff;

/** 20 bits of FNV-1a, so that nearly all words are passed over without a hash. */
export function quickOf(word: string, from = 0, to = word.length): number {
  let state = START;
  for (let i = from; i < to; i++) state = step(state, word.charCodeAt(i));
  return finished(state);
}

/** The terms of one mode. */
export class TermIndex {
  readonly lengths = new Set<number>();
  readonly longest: number;
  private readonly shortest: number;
  private readonly byHash = new Map<string, string>();
  private readonly quick = new Set<number>();
  /** lengths of which some terms have no quick number */
  private readonly slow = new Set<number>();
  private readonly salt: string;

  constructor(salt: string, terms: readonly Term[]) {
    this.salt = salt;
    this.shortest = Math.min(...terms.map(({ length }) => length));
    this.longest = Math.max(0, ...terms.map(({ length }) => length));
    for (const { category, length, hash, quick } of terms) {
      this.byHash.set(hash, category);
      this.lengths.add(length);
      if (quick === undefined) this.slow.add(length);
      else this.quick.add(quick);
    }
  }

  get size(): number {
    return this.byHash.size;
  }

  /** The category of the term that the letters from `from` to `to` are. */
  at(text: string, from = 0, to = text.length): string | undefined {
    const length = to - from;
    if (!this.lengths.has(length)) return undefined;
    if (!this.slow.has(length) && !this.quick.has(quickOf(text, from, to))) return undefined;
    return this.byHash.get(hashTerm(this.salt, text.slice(from, to)));
  }

  /** The category of the first term anywhere in the letters. */
  within(text: string): string | undefined {
    for (let from = 0; from + this.shortest <= text.length; from++) {
      // the quick numbers of all stretches from here, in one pass
      let state = START;
      const end = Math.min(text.length, from + this.longest);
      for (let to = from; to < end; ) {
        state = step(state, text.charCodeAt(to++));
        const length = to - from;
        if (length < this.shortest || !this.lengths.has(length)) continue;
        if (!this.slow.has(length) && !this.quick.has(finished(state))) continue;
        const found = this.byHash.get(hashTerm(this.salt, text.slice(from, to)));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }
}
