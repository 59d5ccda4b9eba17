/** Views of a text as people read it, whatever its spelling: the rules match against these views. */
import { printable } from '../../../library/notices/printable.ts';
import { ruleTexts } from '../texts/rules.ts';
import { LEET, unconfused } from './confusables.ts';

/** All line ends, including those of Unicode and of terminals. */
const LINE_END = /[\x00\r\n\v\f\x1c-\x1e\u0085\u2028\u2029]/;

/**
 * Private-use and unassigned characters, whose look is unknown, and the zero-width joiner, which a terminal may keep between emoji:
 * a chat message holds no character without width.
 */
const UNKNOWN = /[\p{Co}\p{Cn}\u200d]/gu;

/** The first line that is not blank. */
export function firstLine(text: string): string {
  return text.split(LINE_END).find((line) => line.trim() !== '') ?? '';
}

/** The text without controls, escape sequences, and invisible, reordering or unknown characters. */
export function visible(text: string): string {
  return printable(text).replace(UNKNOWN, '');
}

/** The text with each character in its NFKC form, and one space for each run of white space. */
export function compatible(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, ' ').trim();
}

/** A rule that changes the text. */
export interface Fix {
  readonly id: string;
  readonly does: string;
  readonly apply: (text: string, names?: readonly string[]) => string;
}

/** Fixes that clean incoming and outgoing messages, in this order. */
export const CLEANING: readonly Fix[] = [
  { id: 'line.first', does: ruleTexts.firstLineOnly, apply: firstLine },
  { id: 'text.invisible', does: ruleTexts.removesInvisible, apply: visible },
  { id: 'text.compatible', does: ruleTexts.usualForm, apply: compatible },
];

/** Applies the fixes in order, and appends the ids of those that changed the text to `rules`. */
export function fixed(text: string, fixes: readonly Fix[], rules: string[], names?: readonly string[]): string {
  let now = text;
  for (const { id, apply } of fixes) {
    const before = now;
    now = apply(before, names);
    if (now !== before) rules.push(id);
  }
  return now;
}

export interface Views {
  /** as it would be sent */
  readonly text: string;
  /** small letters without marks and look-alikes; digits and punctuation stay */
  readonly plain: string;
  /** the same, with words that were spelt l e t t e r by letter joined */
  readonly joined: string;
  /** without any white space */
  readonly compact: string;
  /** words of letters only, with digits and signs inside words read as letters, one space between */
  readonly spoken: string;
  /** the same without doubled letters */
  readonly flat: string;
  /** the words of `joined`, split at white space, with all that is inside them */
  readonly words: readonly string[];
  /** those of them that were spelt letter by letter; where such a word begins and ends is not sure */
  readonly spelt: readonly string[];
}

export function viewsOf(text: string): Views {
  const plain = unconfused(
    visible(text)
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .normalize('NFKC')
      .replace(/(?![0-9])\p{Nd}/gu, asciiDigit),
  );
  const joined = joinSpelt(plain);
  const words = joined.replace(CLOSED, '$1 ').split(/\s+/).filter(Boolean);
  const spoken = words
    .map((word) => shorten(likelyReading(word), 2))
    .filter((word) => word !== '')
    .join(' ');
  return {
    text,
    plain,
    joined,
    compact: plain.replace(/\s+/g, ''),
    spoken,
    flat: shorten(spoken, 1),
    words,
    spelt: (plain.match(SPELT) ?? []).map((run) => run.replace(/\s+/g, '')),
  };
}

/** A bracket that is closed is no letter: `(um, maybe)`. */
const CLOSED = /(?<!\S)[(<]([^()<>]*)[)>]/g;

const SPELT = /(?<!\S)\S(?:\s+\S(?!\S)){2,}/gu;

/** A digit of any script: the digits of each stand in a row. */
function asciiDigit(character: string): string {
  const code = character.codePointAt(0) as number;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}

/** Words of harm in which one sign may stand for i or for l. */
const AMBIGUOUS = new Set(
  `kill kills killed killing will yourself yourselves himself die life live lives like bleach child children girl girls little suicide
   hitler heil sieg white all build naked sexual holocaust`.split(/\s+/),
);

function likelyReading(word: string): string {
  const all = readings(word);
  return all.find((reading) => AMBIGUOUS.has(reading)) ?? all[0] ?? '';
}

/** Joins three or more single characters in a row: `k i l l` is `kill`. */
function joinSpelt(text: string): string {
  return text.replace(SPELT, (run) => run.replace(/\s+/g, ''));
}

/** Most readings of one word that are looked at. */
const MOST_READINGS = 16;

/** What is no part of a word at its ends, and what may be one: a bracket or an exclamation mark is there for itself nearly always. */
const ENDS = /^[^\p{L}\p{N}@$€£+]+|[^\p{L}\p{N}@$€£+]+$/gu;
const FAR_ENDS = /^[^\p{L}\p{N}@$€£+¢§¥¡!|(<]+|[^\p{L}\p{N}@$€£+¢§¥¡!|(<]+$/gu;

/** The letters that a word may stand for, the likeliest first: signs and digits in it read as letters, or left out. */
export function readings(word: string): string[] {
  const bare = word.replace(ENDS, '');
  if (!/\p{L}/u.test(bare)) return [];
  const far = word.replace(FAR_ENDS, '');
  return far === bare ? lettersOf(bare) : [...new Set([...lettersOf(bare), ...lettersOf(far)])];
}

function lettersOf(bare: string): string[] {
  let out = [''];
  for (const character of bare) {
    if (/\p{L}/u.test(character)) {
      out = out.map((start) => start + character);
      continue;
    }
    const letters = LEET[character];
    if (letters === undefined) continue;
    const more = out.length * letters.length <= MOST_READINGS ? [...letters] : [letters[0] as string];
    out = more.flatMap((letter) => out.map((start) => start + letter));
  }
  // signs that separate rather than stand for letters: `k.y.s`, `k!y!s`
  const without = bare.replace(/[^\p{L}]/gu, '');
  return out.includes(without) ? out : [...out, without];
}

/** Runs of one character cut to `most`. */
export function shorten(text: string, most: number): string {
  return text.replace(/(.)\1+/gu, (run, character: string) => character.repeat(Math.min([...run].length, most)));
}

/** Every way to take doubled letters as one or two, of a word whose longer runs count as doubled; at most 2^4. */
export function doublings(word: string): string[] {
  const parts = shorten(word, 2).match(/(.)\1*/gsu) ?? [];
  let out = [''];
  let branches = 0;
  for (const part of parts) {
    const doubled = [...part].length === 2;
    if (doubled && branches < 4) {
      branches++;
      const single = [...part][0] as string;
      out = [...out.map((start) => start + part), ...out.map((start) => start + single)];
    } else out = out.map((start) => start + part);
  }
  return out;
}

/** How a word is said, roughly: letters that are said alike become one. Two words with one sound are hardly told apart by ear. */
export function soundOf(word: string): string {
  return shorten(
    word
      .replaceAll('ph', 'f')
      .replace(/qu?|ck|c(?![eiyh])/g, 'k')
      .replaceAll('x', 'ks')
      .replaceAll('z', 's')
      .replaceAll('w', 'v')
      .replaceAll('y', 'i')
      .replace(/dt|th/g, 't'),
    1,
  );
}
