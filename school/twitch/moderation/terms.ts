/** Words that must not be said, known only by their hashes, found in whatever spelling. */
import { hash as digest } from 'node:crypto';
import { doublings, readings, shorten, type Views, viewsOf } from './fold.ts';

/** One word of a list. */
export interface Term {
  /** `word`: by itself, or with an ending; `inside`: anywhere among the letters, over spaces too */
  readonly mode: 'word' | 'inside';
  readonly category: string;
  /** letters of the folded word */
  readonly length: number;
  /** 16 hexadecimal digits of the salted SHA-256 of the folded word */
  readonly hash: string;
}

/** Endings with which a word is still that word. A short one with a longer ending is often another word. */
const ENDINGS = ['', 's', 'z', 'es', 'ed', 'er', 'ers', 'ing', 'y', 'ish', 'n', 'en'];
const SHORT_ENDINGS = ['', 's', 'z'];
const SHORT = 4;

/** Words that only sound like others, as in Scunthorpe. */
const INNOCENT: ReadonlySet<string> = new Set(
  `snigger sniggers sniggered sniggering sniggerer chinking dickens dickensian cockpit cocktail cockerel peacock hancock hitchcock
   scunthorpe sussex essex middlesex penistone shitake shiitake ana anna`.split(/\s+/),
);

/** A word as it is hashed: small letters without marks, look-alikes and signs. */
function foldedTerm(word: string): string {
  return viewsOf(word).plain.replace(/[^\p{L}]/gu, '');
}

/** The number by which a word is known. Not a secret: it only keeps the words themselves out of the files. */
export function hashTerm(salt: string, folded: string): string {
  return digest('sha256', `${salt}:${folded}`, 'hex').slice(0, 16);
}

/** The terms that a word or phrase of an owner's own list stands for; none if nothing of it can be recognised. */
export function termsOf(salt: string, written: string, category: string): Term[] {
  const inside = written.startsWith('*') && written.endsWith('*') && written.length > 2;
  const folded = foldedTerm(written);
  if (folded.length < 2) return [];
  // a phrase can only be found among letters that run on
  const mode = inside || /\S\s+\S/.test(written.trim()) ? 'inside' : 'word';
  const forms = mode === 'inside' ? new Set([shorten(folded, 2), shorten(folded, 1)]) : new Set([folded]);
  return [...forms].map((form) => ({ mode, category, length: form.length, hash: hashTerm(salt, form) }));
}

/** The rule that the first term found breaks: `banned.` and its category. */
export function findTerm(views: Views, lists: readonly TermList[]): string | undefined {
  for (const list of lists) {
    const category = list.find(views);
    if (category !== undefined) return `banned.${category}`;
  }
  return undefined;
}

/** A list of terms with one salt. */
export class TermList {
  private readonly salt: string;
  private readonly words = new Map<string, string>();
  private readonly insides = new Map<string, string>();
  private readonly wordLengths = new Set<number>();
  private readonly insideLengths: readonly number[];

  constructor(salt: string, terms: readonly Term[]) {
    this.salt = salt;
    for (const { mode, category, length, hash } of terms) {
      (mode === 'word' ? this.words : this.insides).set(hash, category);
      if (mode === 'word') this.wordLengths.add(length);
    }
    this.insideLengths = [...new Set(terms.filter(({ mode }) => mode === 'inside').map(({ length }) => length))];
  }

  get size(): number {
    return this.words.size + this.insides.size;
  }

  /** The category of the first term found, or undefined. */
  find(views: Views): string | undefined {
    return this.findWord(views) ?? this.findInside(views) ?? this.findSpelt(views);
  }

  private findWord({ words }: Views): string | undefined {
    const seen = new Set<string>();
    for (const word of words) {
      // a word, and its parts where signs divide it: `some-word`, `some/word`
      for (const part of [word, ...word.split(/[^\p{L}\p{N}@$€£!|+]+/u)]) {
        if (INNOCENT.has(part.replace(/[^\p{L}]/gu, ''))) continue;
        for (const reading of readings(part)) {
          for (const form of [reading, ...doublings(reading)]) {
            if (seen.has(form)) continue;
            seen.add(form);
            const found = this.endingLeftOut(form);
            if (found !== undefined) return found;
          }
        }
      }
    }
    return undefined;
  }

  private endingLeftOut(form: string): string | undefined {
    for (const ending of ENDINGS) {
      if (!form.endsWith(ending)) continue;
      const stem = form.slice(0, form.length - ending.length);
      if (!this.wordLengths.has(stem.length)) continue;
      if (stem.length <= SHORT && !SHORT_ENDINGS.includes(ending)) continue;
      const found = this.words.get(hashTerm(this.salt, stem));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** In what was spelt letter by letter any stretch may be a word. */
  private findSpelt({ spelt }: Views): string | undefined {
    for (const run of spelt) {
      for (const reading of readings(run)) {
        for (let at = 0; at < reading.length; at++) {
          for (const length of this.wordLengths) {
            const found = this.words.get(hashTerm(this.salt, reading.slice(at, at + length)));
            if (found !== undefined) return found;
          }
        }
      }
    }
    return undefined;
  }

  private findInside({ words }: Views): string | undefined {
    if (this.insideLengths.length === 0) return undefined;
    const candidates = words.filter((word) => !INNOCENT.has(word.replace(/[^\p{L}]/gu, '')));
    const letters = candidates.map((word) => readings(word)[0] ?? '').join('');
    const skipped = candidates.map((word) => word.replace(/[^\p{L}]/gu, '')).join('');
    for (const all of new Set([letters, skipped])) {
      for (const form of new Set([shorten(all, 2), shorten(all, 1)])) {
        for (const length of this.insideLengths) {
          for (let at = 0; at + length <= form.length; at++) {
            const found = this.insides.get(hashTerm(this.salt, form.slice(at, at + length)));
            if (found !== undefined) return found;
          }
        }
      }
    }
    return undefined;
  }
}
