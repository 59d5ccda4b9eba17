/** Questions that nobody corrected: what a correction must not answer. */
import { WordRarity, wordsOf } from '../../../library/sources/rarity.ts';

/** A turn that asks something short, in a text of dialogues. */
const QUESTION = /^\[[^\]\n]{1,32}\]: ([^\n]{4,80}\?)$/gmu;

/**
 * Different questions from all over a text of dialogues.
 * @param half every other question, so that what is learnt from one half can be examined on the other
 */
export function questionsOf(dialogues: string, most: number, half: 0 | 1): string[] {
  const questions = new Map<string, string>();
  for (const [, question] of dialogues.matchAll(QUESTION)) questions.set(wordsOf(question).join(' '), question);
  const all = [...questions.values()].filter((_, i) => i % 2 === half);
  const count = Math.min(most, all.length);
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]);
}

/** How often a word stands in the dialogues that may take the place of another, and its letters at least. */
const OFTEN = { least: 3, most: 20 };
const LETTERS = 4;

/** A word that says something is at least so rare. */
const CONTENT_BITS = 6;

/** Questions like others, with one content word in the place of another: those that are most easily taken for them. */
export class NearQuestions {
  private readonly rarity = new WordRarity();
  private readonly words: readonly string[];

  /** @param dialogues where the words come from */
  constructor(dialogues: string) {
    this.rarity.add(dialogues);
    const counts = new Map<string, number>();
    for (const word of wordsOf(dialogues)) counts.set(word, (counts.get(word) ?? 0) + 1);
    this.words = [...counts]
      .filter(([word, count]) => word.length >= LETTERS && count >= OFTEN.least && count <= OFTEN.most)
      .map(([word]) => word);
  }

  /** The question with any of its content words replaced by another: both drawn from random numbers, 0 ≤ random() < 1. */
  anyOf(question: string, random: () => number): string | undefined {
    const content = wordsOf(question).filter(
      (word) => /^\p{L}{3,}$/u.test(word) && this.rarity.bits(word) >= CONTENT_BITS,
    );
    if (content.length === 0 || this.words.length === 0) return undefined;
    const one = content[Math.floor(random() * content.length)]!;
    const other = this.words[Math.floor(random() * this.words.length)]!;
    const near = question.replace(new RegExp(`(?<!\\p{L})${one}(?!\\p{L})`, 'iu'), other);
    return near === question ? undefined : near;
  }

  /** The question with its rarest word replaced by another, a different one for each number; undefined where nothing can be replaced. */
  of(question: string, number: number): string | undefined {
    const bits = (word: string) => this.rarity.bits(word);
    const [rarest] = wordsOf(question)
      .filter((word) => /^\p{L}{3,}$/u.test(word))
      .sort((a, b) => bits(b) - bits(a));
    if (rarest === undefined || this.words.length === 0) return undefined;
    const other = this.words[Math.floor((number * GOLDEN) % this.words.length)];
    const near = question.replace(new RegExp(`(?<!\\p{L})${rarest}(?!\\p{L})`, 'iu'), other);
    return near === question ? undefined : near;
  }
}

/** Numbers that follow one another fall far apart. */
const GOLDEN = 0.618 * 997;
