/** Words that must not be said, known only by their hashes, found in whatever spelling. */
import { doublings, readings, shorten, soundOf, type Views, viewsOf } from '../fold.ts';
import { INNOCENT_WORDS, withoutInnocentPhrases } from './innocent.ts';
import { hashTerm, type Mode, quickOf, type Term, TermIndex } from './term-index.ts';

/** Endings with which a word is still that word. A short one with a longer ending is often another word. */
const ENDINGS = ['', 's', 'z', 'es', 'ed', 'er', 'ers', 'ing', 'y', 'ish', 'n', 'en'];
/** Of long words, those of other languages too. */
const LONG_ENDINGS = [
  ...ENDINGS,
  ...'e a o i os as is ne nes in innen chen ern tje tjes ow owi ami ach om em um ka ki inho inha ito ita ona ones'.split(
    ' ',
  ),
];
const SHORT_ENDINGS = ['', 's', 'z'];
const SHORT = 4;
/** Parts of words that leave a slur what it is. */
const BEFORE =
  'mega super giga ultra turbo mini anti extra over half halb demi stop team kill dirty scheis kanker sale puto xx fuck'.split(
    ' ',
  );
const BEHIND = (
  'land lands ism ismo isme ismus izm town ville world welt verse hood ness lover lovers fan fans core topia fest pack club gang ' +
  'boy boys girl girls man men face head heads xx'
).split(' ');

/** A word as it is hashed: small letters without marks, look-alikes and signs. */
export const foldedTerm = (word: string): string => viewsOf(word).plain.replace(/[^\p{L}]/gu, '');

/** One form of a word as a term. */
export const termOf = (salt: string, form: string, mode: Mode, category: string): Term => ({
  mode,
  category,
  length: form.length,
  hash: hashTerm(salt, form),
  quick: quickOf(form),
});

/** The terms that a word or phrase of an owner's own list stands for; none if nothing of it can be recognised. */
export function termsOf(salt: string, written: string, category: string): Term[] {
  const anywhere = written.startsWith('*') && written.endsWith('*') && written.length > 2;
  const folded = foldedTerm(written);
  if (folded.length < 2) return [];
  // a phrase can only be found among letters that run on
  const inside = anywhere || /\S\s+\S/.test(written.trim());
  if (!inside) {
    const pieces = folded.length >= FEWEST_OF_OWN ? [termOf(salt, folded, 'pieces', category)] : [];
    return [termOf(salt, folded, 'word', category), ...pieces];
  }
  return [...new Set([shorten(folded, 2), shorten(folded, 1)])].map((form) => termOf(salt, form, 'inside', category));
}

/** The rule that the first term found breaks: `banned.` and its category. */
export function findTerm(views: Views, lists: readonly TermList[]): string | undefined {
  for (const list of lists) {
    const category = list.find(views);
    if (category !== undefined) return `banned.${category}`;
  }
  return undefined;
}

/** Letters of a word in pieces at least: shorter ones are two words of everyday speech too often. */
const FEWEST_IN_PIECES = 5;
/** Pieces that are looked at together at most. */
const MOST_PIECES = 6;
/** Letters of a piece at most where there are three or more. */
const SMALL_PIECE = 3;
/** The same of an owner's words, of which nobody has looked whether they fall into two others. */
const FEWEST_OF_OWN = 7;
/** Signs that hide a letter. */
const MASK = /[*#%?_•×]/gu;
const MOST_MASKS = 2;

/** A list of terms with one salt. */
export class TermList {
  private readonly words: TermIndex;
  private readonly glued: TermIndex;
  private readonly insides: TermIndex;
  private readonly pieces: TermIndex;
  private readonly sounds: TermIndex;

  constructor(salt: string, terms: readonly Term[]) {
    const of = (mode: Mode) =>
      new TermIndex(
        salt,
        terms.filter((term) => term.mode === mode),
      );
    this.words = of('word');
    this.glued = of('glued');
    this.insides = of('inside');
    this.pieces = of('pieces');
    this.sounds = of('sound');
  }

  /** How many words and parts of words the list holds. */
  get size(): number {
    return this.words.size + this.insides.size;
  }

  /** The category of the first term found, or undefined. */
  find(views: Views): string | undefined {
    if (this.size === 0) return undefined;
    // hardly any text has a term, so innocent phrases are looked for only where one has
    return this.findIn(views, views.words) && this.findIn(views, withoutInnocentPhrases(views));
  }

  private findIn(views: Views, all: readonly string[]): string | undefined {
    const words = all.filter((word) => !INNOCENT_WORDS.has(word.replace(/[^\p{L}]/gu, '')));
    return this.findWord(words) ?? this.findInside(words) ?? this.findInPieces(words) ?? this.findSpelt(views);
  }

  private findWord(words: readonly string[]): string | undefined {
    const seen = new Set<string>();
    for (const word of words) {
      // a word, and its parts where signs divide it: `some-word`, `some/word`
      for (const part of new Set([word, ...word.split(/[^\p{L}\p{N}@$€£!|+]+/u)])) {
        if (INNOCENT_WORDS.has(part.replace(/[^\p{L}]/gu, ''))) continue;
        for (const reading of [...readings(part), ...unmasked(part)]) {
          for (const form of new Set([reading, ...doublings(reading)])) {
            if (seen.has(form)) continue;
            seen.add(form);
            const found =
              this.endingLeftOut(form) ??
              this.partLeftOut(form) ??
              this.glued.within(form) ??
              this.sounds.at(soundOf(form));
            if (found !== undefined) return found;
          }
        }
      }
    }
    return undefined;
  }

  private endingLeftOut(form: string): string | undefined {
    for (const ending of form.length > SHORT + 1 ? LONG_ENDINGS : ENDINGS) {
      if (!form.endsWith(ending)) continue;
      const length = form.length - ending.length;
      if (length <= SHORT && !SHORT_ENDINGS.includes(ending)) continue;
      if (!ENDINGS.includes(ending) && length <= SHORT) continue;
      const found = this.words.at(form, 0, length);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private partLeftOut(form: string): string | undefined {
    const starts = [0, ...BEFORE.filter((part) => form.startsWith(part)).map((part) => part.length)];
    const ends = [0, ...BEHIND.filter((part) => form.endsWith(part)).map((part) => part.length)];
    for (const start of starts)
      for (const end of ends) {
        if (start + end === 0 || form.length - start - end < SHORT) continue;
        const last = form.length - end;
        const found =
          this.words.at(form, start, last) ??
          (end === 0 && form.endsWith('s') ? this.words.at(form, start, last - 1) : undefined);
        if (found !== undefined) return found;
      }
    return undefined;
  }

  /** In what was spelt letter by letter any stretch may be a word. */
  private findSpelt({ spelt }: Views): string | undefined {
    for (const run of spelt) {
      for (const reading of readings(run)) {
        const found = this.words.within(reading);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  private findInside(words: readonly string[]): string | undefined {
    if (this.insides.size === 0) return undefined;
    const letters = words.map((word) => readings(word)[0] ?? '').join('');
    const skipped = words.map((word) => word.replace(/[^\p{L}]/gu, '')).join('');
    for (const all of new Set([letters, skipped])) {
      for (const form of new Set([shorten(all, 2), shorten(all, 1)])) {
        const found = this.insides.within(form);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** A word that is cut by spaces: in two, or in small pieces. */
  private findInPieces(words: readonly string[]): string | undefined {
    if (this.pieces.size === 0) return undefined;
    const parts = words
      .flatMap((word) => word.split(/[^\p{L}\p{N}@$€£!|+]+/u))
      .flatMap((word) => readings(word)[0] ?? []);
    const longest = this.pieces.longest + 1;
    for (let from = 0; from + 1 < parts.length; from++) {
      let joined = parts[from] as string;
      if (joined.length > longest) continue;
      let small = joined.length <= SMALL_PIECE;
      for (let to = from + 1; to < parts.length && to < from + MOST_PIECES; to++) {
        const part = parts[to] as string;
        joined += part;
        small &&= part.length <= SMALL_PIECE;
        if (joined.length > longest) break;
        const pieces = to - from + 1;
        if (joined.length < FEWEST_IN_PIECES) continue;
        if (pieces > 2 ? !small : Math.min(part.length, joined.length - part.length) < 2) continue;
        const found =
          this.pieces.at(joined) ?? (joined.endsWith('s') ? this.pieces.at(joined, 0, joined.length - 1) : undefined);
        if (found !== undefined) return found;
        if (pieces > 2) {
          const anyway = this.words.at(joined);
          if (anyway !== undefined) return anyway;
        }
      }
    }
    return undefined;
  }
}

/** What a word may be of which a sign hides a vowel or two: `w*rd`. */
function unmasked(part: string): string[] {
  const bare = part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  const masks = bare.match(MASK)?.length ?? 0;
  if (masks === 0 || masks > MOST_MASKS || !/^\p{L}[\p{L}*#%?_•×]+$/u.test(bare)) return [];
  let out = [''];
  for (const character of bare) {
    const letters = new RegExp(MASK.source, 'u').test(character) ? ['a', 'e', 'i', 'o', 'u'] : [character];
    out = letters.flatMap((letter) => out.map((start) => start + letter));
  }
  return out;
}
