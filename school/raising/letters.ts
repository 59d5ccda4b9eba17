/** A passage of its owner's own letters. */

import { LETTERS } from '../../library/sources/names.ts';
import type { Catalogue, CataloguedFile } from '../../library/token-cache/catalogue.ts';
import { excerpt } from '../../library/token-cache/excerpt.ts';
import type { Tokenizer } from '../../library/tokenizer/index.ts';
import { asLine, type Chance, oneOf } from '../text/templates.ts';

/** Tokens that are looked at for a passage, and characters of one. */
const LOOKED_AT = 400;
const LONGEST = 240;
const SHORTEST = 12;

/**
 * One line of a letter, from anywhere in the folder `letters` of its library, longer letters more often; undefined where there is none.
 * What is held out for exams is not on the shelf, and so it never comes.
 * @throws what the file system throws
 */
export async function letterPassage(
  { files }: Pick<Catalogue, 'files'>,
  tokenizer: Pick<Tokenizer, 'decode' | 'vocabularySize'>,
  chance: Chance,
): Promise<string | undefined> {
  const letters = files.filter(({ name }) => name.startsWith(LETTERS));
  const lines = ((await linesAnywhere(letters, tokenizer, LOOKED_AT, chance)) ?? [])
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
  tokenizer: Pick<Tokenizer, 'decode' | 'vocabularySize'>,
  length: number,
  chance: Chance,
): Promise<string[] | undefined> {
  let at = Math.floor(chance.uniform() * files.reduce((sum, { tokens }) => sum + tokens, 0));
  for (const file of files) {
    if (at < file.tokens) return excerpt(file, tokenizer, Math.max(0, Math.min(at, file.tokens - length)), length);
    at -= file.tokens;
  }
  return undefined;
}
