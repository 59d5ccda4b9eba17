/** A passage of its owner's own letters. */
import type { Catalogue, CataloguedFile } from '../../library/catalogue.ts';
import { excerpt } from '../../library/excerpt.ts';
import { LETTERS } from '../../library/sources/names.ts';
import type { Tokenizer } from '../../library/tokenizer/index.ts';
import { asLine, type Chance } from './wording.ts';

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
  const place = placeIn(
    files.filter(({ name, tokens }) => name.startsWith(LETTERS) && tokens > 0),
    chance,
  );
  if (!place) return undefined;
  const { file, at } = place;
  const from = Math.max(0, Math.min(at, file.tokens - LOOKED_AT));
  const lines = (await excerpt(file, tokenizer, from, LOOKED_AT))
    .map((line) => asLine(line.replace(/^\[[^\]]{1,32}\]: /, ''), LONGEST))
    .filter((line) => line.length >= SHORTEST);
  return lines.length === 0 ? undefined : lines[Math.floor(chance.uniform() * lines.length)];
}

/** A token of all texts, each equally likely. */
export function placeIn<F extends Pick<CataloguedFile, 'tokens'>>(
  files: readonly F[],
  chance: Chance,
): { file: F; at: number } | undefined {
  let at = Math.floor(chance.uniform() * files.reduce((sum, { tokens }) => sum + tokens, 0));
  for (const file of files) {
    if (at < file.tokens) return { file, at };
    at -= file.tokens;
  }
  return undefined;
}
