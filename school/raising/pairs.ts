/** Two lines in a row from anywhere in a library. */

import { asLine, type Chance, oneOf } from '../../library/notices/templates.ts';
import type { Catalogue } from '../../library/token-cache/catalogue.ts';
import type { Tokenizer } from '../../library/tokenizer/index.ts';
import type { Pair } from './game.ts';
import { linesAnywhere } from './letters.ts';

const LOOKED_AT = 300;
const LONGEST = 300;
const LEAST_LETTERS = 8;
/** Places that are tried: some texts are one long line. */
const TRIES = 20;

const TURN = /^\[([^\]\n]{1,32})\]: (.*\S.*)$/u;

/**
 * A line and the next, two turns where there are turns. Held-out text is not on the shelf, and so it never comes. undefined where no two
 * lines are found.
 * @throws what the file system throws
 */
export async function linePair(
  { files }: Pick<Catalogue, 'files'>,
  tokenizer: Pick<Tokenizer, 'decode' | 'special' | 'vocabularySize'>,
  chance: Chance,
): Promise<Pair | undefined> {
  for (let i = 0; i < TRIES; i++) {
    const lines = await linesAnywhere(files, tokenizer, LOOKED_AT, chance);
    if (!lines) return undefined;
    const pairs = pairsOf(lines);
    if (pairs.length > 0) return oneOf(pairs, chance);
  }
  return undefined;
}

/** All pairs of neighbours that say something; of turns those of two speakers. */
export function pairsOf(lines: readonly string[]): Pair[] {
  const read = lines.map((line) => {
    const [, speaker, words] = TURN.exec(line) ?? [];
    return { speaker, text: asLine(words ?? line, LONGEST) };
  });
  return read.slice(1).flatMap((next, i): Pair[] => {
    const { speaker, text } = read[i];
    const isTalk = speaker !== undefined && next.speaker !== undefined;
    const fits = isTalk ? speaker !== next.speaker : speaker === undefined && next.speaker === undefined;
    const says = (words: string): boolean => (words.match(/\p{L}/gu) ?? []).length >= LEAST_LETTERS;
    return fits && says(text) && (isTalk || says(next.text)) ? [{ speaker, line: text, next: next.text }] : [];
  });
}
