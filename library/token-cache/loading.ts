/** Taking texts from the shelf: tokens to learn, and to be examined on. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HeldOut } from '../heldout/heldout.ts';
import { note, type OnNote, reason } from '../notices/notices.ts';
import type { Book, Catalogue } from './catalogue.ts';
import { readMask } from './mask-file.ts';
import { readTokens, type Tokens, tokenFileName } from './token-file.ts';

/** A held-out text as the exams want it. */
export interface ExamPassage {
  /** Stays the same for as long as the text is kept. */
  id: string;
  /** The file that it is from. */
  file: string;
  /** Shape (ids). Without `special.end`. */
  ids: Int32Array;
  /** UTF-8 bytes of the text: what bits per byte divides by. */
  bytes: number;
}

/** A text as the streams want it. */
export interface LoadedFile {
  name: string;
  tokens: Tokens;
  /** Shape (tokens): 1 where a token is learnt; absent: all are. */
  learn?: Uint8Array;
  answers?: boolean;
}

/** The tokens of all texts of a catalogue that have any. A damaged file is told and removed, and its text left out. */
export async function loadFiles({ files, vocabularySize }: Catalogue, onNote: OnNote): Promise<LoadedFile[]> {
  const loaded: LoadedFile[] = [];
  for (const { name, path, tokens, mask, answers = false } of files) {
    if (tokens === 0) continue;
    const ids = await readOrRemove(path, name, onNote, () => readTokens(path, vocabularySize, tokens));
    if (ids === undefined) continue;
    if (mask === undefined) {
      loaded.push({ name, tokens: ids });
      continue;
    }
    const learn = await readOrRemove(mask, name, onNote, () => readMask(mask, tokens));
    if (learn !== undefined) loaded.push({ name, tokens: ids, learn, answers });
  }
  return loaded;
}

/** All held-out texts of a book. */
export async function loadExams(
  { heldOut: parts, tokenizerHash, vocabularySize }: Book,
  shelfFolder: string,
  heldOut: HeldOut,
  onNote: OnNote,
): Promise<ExamPassage[]> {
  const passages: ExamPassage[] = [];
  for (const { id, file, tokens } of parts) {
    const path = join(shelfFolder, tokenFileName(id, tokenizerHash));
    const ids = await readOrRemove(path, file, onNote, () => readTokens(path, vocabularySize, tokens));
    if (ids === undefined) continue;
    passages.push({ id, file, ids: Int32Array.from(ids), bytes: Buffer.byteLength(heldOut.textOf(id) ?? '') });
  }
  return passages;
}

async function readOrRemove<T>(
  path: string,
  name: string,
  onNote: OnNote,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    onNote(note('error', name, `cannot be read from the token cache: ${reason(error)}; it is rebuilt next time.`));
    await rm(path, { force: true });
    return undefined;
  }
}
