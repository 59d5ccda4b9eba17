/** The scribe as a character: looks over the baby's shoulder, and now and then says what it thinks of a guess. Unlike school/lesson/scribe.ts,
 * which carries words in and out, it only talks. */

import { asLine, type Chance, fill, fillable, oneOf } from '../../library/notices/templates.ts';
import { History, STEPS } from '../../statistics/percentile.ts';
import type { Guess, Guesses } from '../api/messages.ts';
import { scribeMoodTexts } from './texts/scribe-moods.ts';

/** What it said of one guess. */
export interface Comment {
  /** of the sixteen */
  readonly mood: string;
  /** 15 (best) … 0: where the guess stands among the latest ones */
  readonly standing: number;
  /** 0 … 1 (`goodness`) */
  readonly goodness: number;
  readonly text: string;
  /** what the baby had guessed, in one line; may be empty */
  readonly guess: string;
}

/** Guesses that it compares with: those of some minutes. */
const COMPARED = 1000;
/** What is right in a guess that begins alike, against one that is the same. */
const HALF = 0.5;
/** Characters of a guess that it repeats, and of all that was guessed. */
const REPEATED = 40;
const LONGEST_GUESS = 200;

export class ScribeCharacter {
  private history = new History(COMPARED);
  private readonly chance: Chance;
  private readonly name: string;

  /**
   * @param name of the baby
   * @param compared how good the guesses were that it compares with, oldest first
   */
  constructor(name: string, chance: Chance, compared: readonly number[] = []) {
    this.name = name;
    this.chance = chance;
    for (const value of compared) this.history.add(value);
  }

  /** How good the guesses were that it compares with, oldest first. */
  get compared(): number[] {
    return this.history.inOrder();
  }

  /** It reads other texts now: guesses of before are not compared with those to come. */
  beginAnew(): void {
    this.history = new History(COMPARED);
  }

  /** Sees a guess; says something with this chance (0 … 1), once it has seen enough to compare with. */
  see({ guesses }: Pick<Guesses, 'guesses'>, chance: number): Comment | undefined {
    if (guesses.length === 0) return undefined;
    const value = goodness(guesses);
    const standing = this.history.step(value, 'higher');
    this.history.add(value);
    // drawn in any case, so that what it says does not hang on when it began to compare
    const speaks = this.chance.uniform() < chance;
    if (!speaks || standing === null) return undefined;
    return this.comment(guesses, value, standing);
  }

  private comment(guesses: readonly Guess[], value: number, standing: number): Comment {
    const { mood, faces, lines } = scribeMoodTexts[STEPS - 1 - standing];
    const [guess, truth] = [textOf(guesses, 'guess'), textOf(guesses, 'truth')];
    const facts = {
      name: this.name,
      right: String(guesses.filter(({ exact }) => exact).length),
      all: String(guesses.length),
      ...(guess !== '' && { guess: end(guess) }),
      ...(truth !== '' && { truth: end(truth) }),
    };
    // a guess of nothing but spaces can be said nothing of
    const text = `${fill(oneOf(fillable(lines, facts), this.chance), facts)} ${oneOf(faces, this.chance)}`;
    return { mood, standing, goodness: value, text, guess: asLine(guess, LONGEST_GUESS) };
  }
}

/** How good guesses are, 0 … 1, on average: 1 for the same token, up to a half for one that begins alike. */
export function goodness(guesses: readonly Guess[]): number {
  return guesses.reduce((sum, one) => sum + (one.exact ? 1 : HALF * alike(one.guess, one.truth)), 0) / guesses.length;
}

/** The share of the longer text that both begin with. */
function alike(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  let same = 0;
  while (same < Math.min(a.length, b.length) && a[same] === b[same]) same++;
  return longer === 0 ? 0 : same / longer;
}

const textOf = (guesses: readonly Guess[], which: 'guess' | 'truth'): string =>
  asLine(guesses.map((one) => one[which]).join(''), 10_000)
    .replaceAll('“', '"')
    .replaceAll('”', '"');

/** The end of a text, from a word on. */
function end(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= REPEATED) return text;
  const tail = characters.slice(-REPEATED).join('');
  return tail.replace(/^\S*\s+/, '').trim() || tail;
}
