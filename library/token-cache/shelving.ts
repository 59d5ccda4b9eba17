/** Putting one text on the shelf: its cleaned words, without all that is held out, as tokens. */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LearningFilter } from '../heldout/decontaminate.ts';
import { lineOf } from '../sources/admission.ts';
import { isTurnsFile } from '../texts/corpus.ts';
import { readText } from '../texts/reading.ts';
import { encodePieces } from '../tokenizer/chat-template.ts';
import type { FileRecord } from './catalogue.ts';
import { maskBytes, maskFileName } from './mask-file.ts';
import type { SurveyedText } from './scan.ts';
import type { LearnableOptions, ShelvingOptions } from './shelving-options.ts';
import { learnableTurns, learntLines, shelveTurns } from './shelving-turns.ts';
import { hasTokens, idBytes, tokenFileName, writeTokens } from './token-file.ts';

/** Pieces of the text, none of them empty. @throws as `readText`; then what came should be thrown away. */
export async function* learnableText(text: SurveyedText, options: LearnableOptions): AsyncGenerator<string> {
  const { file, inspection } = text;
  const { withheld, onBytes, onGiven } = options;
  if (isTurnsFile(file.name)) {
    for await (const turns of learnableTurns(text, options)) if (turns.length > 0) yield turns.map(lineOf).join('');
    return;
  }
  const filter = new LearningFilter(withheld, onGiven);
  for await (const piece of readText(file, inspection, (bytes) => onBytes(file.name, bytes))) {
    const kept = filter.push(piece);
    if (kept !== '') yield kept;
  }
  const rest = filter.end();
  if (rest !== '') yield rest;
}

/** What of a text may be held out. @throws as `readText` */
export function heldOutFrom(text: SurveyedText, onBytes: LearnableOptions['onBytes']): AsyncIterable<string> {
  const { file, inspection } = text;
  if (isTurnsFile(file.name)) return learntLines(text, onBytes);
  return readText(file, inspection, (bytes) => onBytes(file.name, bytes));
}

/** Whether what a record says stands on the shelf. */
export async function stands({ shelved }: FileRecord, shelfFolder: string, width: 2 | 4): Promise<boolean> {
  if (shelved === undefined) return false;
  const { file, tokens, masked } = shelved;
  if (!(await hasTokens(join(shelfFolder, file), width, tokens))) return false;
  if (!masked) return true;
  const mask = await stat(join(shelfFolder, maskFileName(file))).catch(() => undefined);
  return mask?.size === maskBytes(tokens);
}

/** Writes the token file of a text. @throws as `readText`, and what the file system throws; then there is no new file. */
export async function shelveText(
  text: SurveyedText,
  shelving: ShelvingOptions,
): Promise<NonNullable<FileRecord['shelved']>> {
  if (isTurnsFile(text.file.name)) return shelveTurns(text, shelving);
  const { shelfFolder, tokenizer, given, ...options } = shelving;
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
