/** A passage of its owner's own letters, and lines from anywhere in its library. */

import type { StreamFile } from '../../library/batches/token-ring.ts';
import { asLine, type Chance, oneOf } from '../../library/notices/templates.ts';
import { LETTERS } from '../../library/sources/names.ts';
import type { CataloguedFile } from '../../library/token-cache/catalogue.ts';
import { excerpt, linesWithin } from '../../library/token-cache/excerpt.ts';
import type { Tokenizer } from '../../library/tokenizer/index.ts';

/** Tokens that are looked at for a passage, and characters of one. */
const LOOKED_AT = 400;
const LONGEST = 240;
const SHORTEST = 12;

/**
 * One line of a letter, from anywhere in the folder `letters` of its library, longer letters more often; undefined where there is none.
 * What is held out for exams is not among the texts of a lesson, and so it never comes.
 */
export function letterPassage(
  files: readonly StreamFile[],
  tokenizer: Pick<Tokenizer, 'decode' | 'special'>,
  chance: Chance,
): string | undefined {
  const letters = files.filter(({ name }) => name.startsWith(LETTERS));
  const place = placeIn(letters, ({ tokens }) => tokens.length, LOOKED_AT, chance);
  const lines = (place ? linesWithin(place.file.tokens, tokenizer, place.from, LOOKED_AT) : [])
    .map((line) => asLine(line.replace(/^\[[^\]]{1,32}\]: /, ''), LONGEST))
    .filter((line) => line.length >= SHORTEST);
  return lines.length === 0 ? undefined : oneOf(lines, chance);
}

/**
 * Whole lines around a token drawn from all texts, up to a number of tokens; undefined where there are no texts.
 * @throws what the file system throws
 */
export async function linesAnywhere(
  files: readonly CataloguedFile[],
  tokenizer: Pick<Tokenizer, 'decode' | 'special' | 'vocabularySize'>,
  length: number,
  chance: Chance,
): Promise<string[] | undefined> {
  const place = placeIn(files, ({ tokens }) => tokens, length, chance);
  return place && excerpt(place.file, tokenizer, place.from, length);
}

/** A file, and the first of `length` tokens of it, drawn from all tokens. */
function placeIn<F>(files: readonly F[], sizeOf: (file: F) => number, length: number, chance: Chance) {
  let at = Math.floor(chance.uniform() * files.reduce((sum, file) => sum + sizeOf(file), 0));
  for (const file of files) {
    const size = sizeOf(file);
    if (at < size) return { file, from: Math.max(0, Math.min(at, size - length)) };
    at -= size;
  }
  return undefined;
}
