/** Questions that are recognised as a whole, when they are asked again or in other words. */

import { isOfAnother } from './persons.ts';
import { type WordRarity, wordsOf } from './rarity.ts';
import { withoutRequest } from './requests.ts';

/** Bits up to which a word says nothing about what is asked (`is`, `the`), and from which on it says all it can. */
const COMMON = 6;
const RARE = 12;
/** What words weigh at least, and the first word of a known question, which mostly says what kind of question it is. */
const LEAST = 0.05;
const LEADING = 0.4;
/** How much more it counts against two questions that each has a word of weight which the other lacks: then one took the other's place. */
const SUBSTITUTION = 2;
/**
 * How like two questions must be, to be the same. Pairs of questions of the starter dialogues reach 0.58 where they are different, the
 * same question in other words mostly more than 0.65 (school/EXPERIMENTS.md).
 */
export const SAME = 0.62;
/** What it weighs that a question is about somebody else: `what is she doing?` is not `what are you doing?`. */
const PERSON = 0.6;
/** What the words that two questions share must weigh together, unless all are the same: `Why?` and `Why that?` share next to nothing. */
const LEAST_SHARED = 0.5;
/** Words of the longest question that is recognised in other words too; a longer one only as it was. */
const MOST_WORDS = 40;
/** Known questions that are looked at more closely, at most. */
const MOST_COMPARED = 2000;
/** Letters by which words that may be forms of one another are found. */
const BEGINNING = 3;

/** What a question counts without the words that frame it. */
const FRAMED = 0.95;
/** A short clause before a question: `hey,`, `please tell me:`; and one behind it: `, mia`. */
const BEFORE = /^[^,:;.!?\u2014\n]{1,40}[,:;.!?\u2014]\s+(?=\S)/u;
const BEHIND = /\s*[,;\u2014]\s+[^,:;.!?\u2014\n]{1,24}[.!?]*\s*$/u;
/** Words that such a clause has at most, and that must be left. */
const MOST_FRAMING = 6;
const LEAST_LEFT = 2;
/** Words of a clause that names who is asked, at most: `, mia`, `, little one`. */
const MOST_NAMING = 2;

/** A known question, and how like it what was asked is: 1 for the same words. */
export interface Match {
  readonly id: string;
  readonly likeness: number;
}

interface Known {
  readonly words: readonly string[];
  /** a higher number came later */
  readonly age: number;
}

/** Known questions by id. */
export class QuestionIndex {
  private readonly rarity: Pick<WordRarity, 'bits'>;
  private readonly known = new Map<string, Known>();
  private readonly byWords = new Map<string, Set<string>>();
  private readonly byBeginning = new Map<string, Set<string>>();
  private added = 0;

  constructor(rarity: Pick<WordRarity, 'bits'>) {
    this.rarity = rarity;
  }

  get size(): number {
    return this.known.size;
  }

  /** A question of an id that is known takes its place. */
  put(id: string, question: string): void {
    this.remove(id);
    const words = wordsOf(question);
    if (words.length === 0) return;
    this.known.set(id, { words, age: ++this.added });
    put(this.byWords, words.join(' '), id);
    if (words.length <= MOST_WORDS) for (const key of beginningsOf(words)) put(this.byBeginning, key, id);
  }

  /** False if it is not known. */
  remove(id: string): boolean {
    const known = this.known.get(id);
    if (!known) return false;
    this.known.delete(id);
    take(this.byWords, known.words.join(' '), id);
    for (const key of beginningsOf(known.words)) take(this.byBeginning, key, id);
    return true;
  }

  /**
   * Known questions that are the same as what is asked: the likest first, of equals the newest. A question counts without the words that
   * frame it too, for a little less.
   */
  find(asked: string): Match[] {
    const found = new Map<string, number>();
    const take = ({ id, likeness: like }: Match, worth: number) => {
      const all = worth * like;
      if (all >= SAME && all > (found.get(id) ?? 0)) found.set(id, all);
    };
    for (const match of this.findWhole(asked)) take(match, 1);
    for (const inner of unframed(asked, this.rarity)) for (const match of this.findWhole(inner)) take(match, FRAMED);
    const age = (id: string): number => (this.known.get(id) as Known).age;
    return [...found]
      .map(([id, like]): Match => ({ id, likeness: like }))
      .sort((a, b) => b.likeness - a.likeness || age(b.id) - age(a.id));
  }

  private findWhole(asked: string): Match[] {
    const words = wordsOf(asked);
    const age = (id: string): number => (this.known.get(id) as Known).age;
    const same = [...(this.byWords.get(words.join(' ')) ?? [])];
    if (same.length > 0) return same.sort((a, b) => age(b) - age(a)).map((id): Match => ({ id, likeness: 1 }));
    if (words.length > MOST_WORDS) return [];
    return this.candidates(words)
      .map((id): Match => ({ id, likeness: likeness(words, (this.known.get(id) as Known).words, this.rarity) }))
      .filter((match) => match.likeness >= SAME)
      .sort((a, b) => b.likeness - a.likeness || age(b.id) - age(a.id));
  }

  /** Known questions that share a word with what is asked, or a form of it; those with the rarest first. */
  private candidates(words: readonly string[]): string[] {
    const found = new Set<string>();
    const rarest = [...new Set(words)].sort((a, b) => this.rarity.bits(b) - this.rarity.bits(a) || (a < b ? -1 : 1));
    for (const word of rarest) {
      for (const id of this.byBeginning.get(beginningOf(word)) ?? []) {
        if (found.size >= MOST_COMPARED) return [...found];
        found.add(id);
      }
    }
    return [...found];
  }
}

/**
 * A question without the clause before it, without the one behind it, without both, and without words that ask for its answer. A clause
 * behind it that says more than what is left is the question itself: `hello again, is it raining?`.
 */
function unframed(asked: string, rarity: Pick<WordRarity, 'bits'>): string[] {
  const most = (words: readonly string[]) => Math.max(0, ...words.map((word) => weightOf(word, rarity)));
  const without = (text: string, frame: RegExp): string => {
    const inner = text.replace(frame, '');
    const [all, left] = [wordsOf(text), wordsOf(inner)];
    if (left.length < LEAST_LEFT || all.length - left.length > MOST_FRAMING) return text;
    const behind = frame === BEHIND ? all.slice(left.length) : [];
    return behind.length > MOST_NAMING && most(behind) > most(left) ? text : inner;
  };
  const demanded = withoutRequest(asked);
  const meant = wordsOf(demanded).length >= LEAST_LEFT ? demanded : asked;
  const forms = [without(asked, BEFORE), without(asked, BEHIND), without(without(asked, BEFORE), BEHIND), meant];
  return [...new Set(forms)].filter((form) => form !== asked);
}

/** What a word says of what is asked, 0…1. */
const weightOf = (word: string, rarity: Pick<WordRarity, 'bits'>): number =>
  Math.min(1, Math.max(LEAST, (rarity.bits(word) - COMMON) / (RARE - COMMON))) ** 2;

const beginningOf = (word: string): string => word.slice(0, BEGINNING);
const beginningsOf = (words: readonly string[]): Set<string> => new Set(words.map(beginningOf));

function put(map: Map<string, Set<string>>, key: string, id: string): void {
  const ids = map.get(key) ?? new Set();
  map.set(key, ids.add(id));
}

function take(map: Map<string, Set<string>>, key: string, id: string): void {
  const ids = map.get(key);
  ids?.delete(id);
  if (ids?.size === 0) map.delete(key);
}

/**
 * How like what is asked is to a known question, 0…1: the weight of the words that they share over the weight of all, words weighed by their
 * rarity. Words that one of them adds count once against it; where both have a word that the other lacks, the lighter of the heaviest two
 * counts more, for then one content word took the place of another: `favourite colour` is not `favourite animal`, but
 * `tell me your favourite colour` is `what is your favourite colour`.
 */
export function likeness(asked: readonly string[], known: readonly string[], rarity: Pick<WordRarity, 'bits'>): number {
  const weight = (word: string): number => weightOf(word, rarity);
  const knownWeights = known.map((word, i) => Math.max(weight(word), i === 0 ? LEADING : 0));
  const askedWeights = asked.map(weight);
  const used = new Set<number>();
  let shared = 0;
  let alone = 0;
  const lacking = [0, 0];
  known.forEach((word, k) => {
    let [best, at] = [0, -1];
    asked.forEach((other, a) => {
      if (used.has(a)) return;
      const form = sameWord(word, other);
      if (form > best) [best, at] = [form, a];
    });
    if (at < 0) {
      alone += knownWeights[k]!;
      lacking[0] = Math.max(lacking[0]!, knownWeights[k]!);
      return;
    }
    used.add(at);
    const both = (knownWeights[k]! + askedWeights[at]!) / 2;
    shared += both * best;
    alone += both * (1 - best);
  });
  asked.forEach((_, a) => {
    if (used.has(a)) return;
    alone += askedWeights[a]!;
    lacking[1] = Math.max(lacking[1]!, askedWeights[a]!);
  });
  const substituted =
    SUBSTITUTION * Math.max(Math.min(lacking[0]!, lacking[1]!), isOfAnother(asked, known) ? PERSON : 0);
  if (shared < LEAST_SHARED && alone > 0) return 0;
  return shared / (shared + alone + substituted);
}

/** How a word with another ending counts, and how like its letters another spelling must be. */
const OTHER_FORM = 0.9;
const OTHER_SPELLING = 0.65;

/** Words that say the same of a question: `can you swim?`, `could you swim?`. */
const INTERCHANGEABLE: readonly (readonly [string, string])[] = [
  ['what', 'which'],
  ['can', 'could'],
];

/** Whether two words are the same word, 0…1: also in another form (`live`, `living`) or spelling (`colour`, `color`). */
function sameWord(one: string, other: string): number {
  if (one === other) return 1;
  for (const [a, b] of INTERCHANGEABLE) if ((one === a && other === b) || (one === b && other === a)) return OTHER_FORM;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  const stem = short.length > 3 && short.endsWith('e') ? short.slice(0, -1) : short;
  if (stem.length >= 3 && long.startsWith(stem)) {
    const ending = long.slice(stem.length);
    if (/^(s|es|ed|ing)$/.test(ending) || (stem.length >= 4 && ending.length <= 3)) return OTHER_FORM;
  }
  if (short.length < 5 || short[0] !== long[0]) return 0;
  const alike = pairsShared(short, long);
  return alike >= OTHER_SPELLING ? alike : 0;
}

/** Dice's coefficient of the pairs of letters. */
function pairsShared(one: string, other: string): number {
  const pairs = (word: string) => new Set(Array.from({ length: word.length - 1 }, (_, i) => word.slice(i, i + 2)));
  const [a, b] = [pairs(one), pairs(other)];
  let shared = 0;
  for (const pair of a) if (b.has(pair)) shared++;
  return (2 * shared) / (a.size + b.size);
}
