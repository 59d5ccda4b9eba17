/** Putting one text on the shelf: its cleaned words, without all that is held out, as tokens. */
import { join } from 'node:path';
import type { FileRecord } from './catalogue.ts';
import type { Given } from './given.ts';
import { readText } from './reading.ts';
import type { SurveyedText } from './survey.ts';
import { idBytes, tokenFileName, writeTokens } from './tokenfile.ts';
import type { Tokenizer } from './tokenizer/index.ts';
import { encodePieces } from './turns.ts';
import { LearningFilter, type Withheld } from './withheld.ts';

export interface LearnableOptions {
  withheld: Withheld;
  /** Told the bytes of the file as they are read. */
  onBytes: (file: string, bytes: number) => void;
  /** Told the number of each passage that is let through; see withheld.ts. */
  onGiven?: (hash: number) => void;
}

/** Pieces of the text, none of them empty. @throws as `readText`; then what came should be thrown away. */
export async function* learnableText(
  { file, inspection }: SurveyedText,
  { withheld, onBytes, onGiven }: LearnableOptions,
): AsyncGenerator<string> {
  const filter = new LearningFilter(withheld, onGiven);
  for await (const piece of readText(file, inspection, (bytes) => onBytes(file.name, bytes))) {
    const kept = filter.push(piece);
    if (kept !== '') yield kept;
  }
  const rest = filter.end();
  if (rest !== '') yield rest;
}

export interface ShelvingOptions extends LearnableOptions {
  shelfFolder: string;
  tokenizer: Tokenizer;
  /** Takes in what is given out with this text. */
  given: Given;
}

/** Writes the token file of a text. @throws as `readText`, and what the file system throws; then there is no new file. */
export async function shelveText(
  text: SurveyedText,
  { shelfFolder, tokenizer, given, ...options }: ShelvingOptions,
): Promise<NonNullable<FileRecord['shelved']>> {
  const { sha256 } = text.inspection;
  const file = tokenFileName(sha256, tokenizer.hash);
  const hashes: number[] = [];
  let bytes = 0;
  const pieces = learnableText(text, { ...options, onGiven: (hash) => hashes.push(hash) });
  const counted = async function* (): AsyncGenerator<string> {
    for await (const piece of pieces) {
      bytes += Buffer.byteLength(piece);
      yield piece;
    }
  };
  const ids = encodePieces(tokenizer, counted());
  const tokens = await writeTokens(join(shelfFolder, file), idBytes(tokenizer.vocabularySize), ids);
  given.add(hashes);
  return { file, sha256, tokens, bytes };
}
