/** Sentences with gaps. */
import { noticeTexts } from './texts.ts';

/** A random generator: 0 ≤ uniform() < 1. */
export interface Chance {
  uniform(): number;
}

export const oneOf = <T>(list: readonly T[], chance: Chance): T => list[Math.floor(chance.uniform() * list.length)];

/**
 * Fills the gaps of a sentence.
 *
 * @example fill('hello {name}', { name: 'mia' }) // 'hello mia'
 * @throws Error for a gap without a fact: a table of words is wrong then
 */
export function fill(sentence: string, facts: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, gap: string) => {
    const fact = facts[gap];
    if (fact === undefined) throw new Error(noticeTexts.unknownGap(sentence, gap));
    return fact;
  });
}

/** The sentences whose gaps can all be filled. */
export const fillable = (sentences: readonly string[], facts: Readonly<Record<string, string>>): readonly string[] =>
  sentences.filter((sentence) => [...sentence.matchAll(/\{(\w+)\}/g)].every(([, gap]) => facts[gap] !== undefined));

/** As one line of a turn: no line ends, no controls, nothing that a decoder could not read. */
export function asLine(text: string, longest: number): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\ufffd]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = Array.from(line);
  return characters.length > longest
    ? `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`
    : line;
}
