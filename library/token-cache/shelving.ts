/** Putting one text on the shelf: its cleaned words, without all that is held out, as tokens. */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LearningFilter } from '../heldout/decontaminate.ts';
import { GivenPassages } from '../heldout/given-passages.ts';
import { lineOf } from '../sources/admission.ts';
import { isTurnsFile } from '../texts/corpus.ts';
import { readText } from '../texts/reading.ts';
import { encodePieces, encodeText, partsOf } from '../tokenizer/chat-template.ts';
import type { Tokenizer } from '../tokenizer/index.ts';
import type { Book, FileRecord } from './catalogue.ts';
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

/** It is the shelf that cannot be written, not a text that cannot be read. */
const DISK: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS']);

export const isDiskFull = (error: unknown): boolean => DISK.has((error as NodeJS.ErrnoException).code);

/** Bytes from which on a text is encoded by all cores: beneath, starting the threads costs more. */
const LARGE = 8 << 20;

/** Writes the token file of a text. @throws as `readText`, and what the file system throws; then there is no new file. */
export async function shelveText(
  text: SurveyedText,
  shelving: ShelvingOptions,
): Promise<NonNullable<FileRecord['shelved']>> {
  if (isTurnsFile(text.file.name)) return shelveTurns(text, shelving);
  const { shelfFolder, tokenizer, given, pool, ...options } = shelving;
  const { sha256 } = text.inspection;
  const file = tokenFileName(sha256, tokenizer.hash);
  const passages = new GivenPassages(given);
  let bytes = 0;
  const pieces = learnableText(text, { ...options, onGiven: passages.push });
  const counted = async function* (): AsyncGenerator<string> {
    for await (const piece of pieces) {
      bytes += Buffer.byteLength(piece);
      await passages.keepSmall();
      yield piece;
    }
  };
  const isLarge = text.file.size >= LARGE;
  const ids = isLarge && pool ? pool().encode(partsOf(tokenizer, counted())) : encodePieces(tokenizer, counted());
  const tokens = await writeTokens(join(shelfFolder, file), idBytes(tokenizer.vocabularySize), ids);
  await passages.end();
  return { file, sha256, tokens, bytes };
}

/** Writes the token files of held-out texts that are not there yet. @param old those that were there with the same tokenizer */
export async function shelveHeldOut(
  texts: Iterable<{ readonly id: string; readonly file: string; readonly text: string }>,
  old: Book['heldOut'],
  tokenizer: Tokenizer,
  shelfFolder: string,
): Promise<Book['heldOut']> {
  const width = idBytes(tokenizer.vocabularySize);
  const parts: Book['heldOut'] = [];
  const before = new Map(old.map((part) => [part.id, part]));
  for (const { id, file, text } of texts) {
    const path = join(shelfFolder, tokenFileName(id, tokenizer.hash));
    const known = before.get(id);
    const fits = known !== undefined && (await hasTokens(path, width, known.tokens));
    parts.push({
      id,
      file,
      tokens: fits ? known.tokens : await writeTokens(path, width, [encodeText(tokenizer, text)]),
    });
  }
  return parts;
}
