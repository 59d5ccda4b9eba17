/** Taking texts from the shelf: tokens to learn, and to be examined on. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StreamFile } from '../batches/token-ring.ts';
import type { HeldOut } from '../heldout/heldout.ts';
import { note, type OnNote, reason } from '../notices/notices.ts';
import type { Book, Catalogue } from './catalogue.ts';
import { FileMask, FileTokens } from './file-tokens.ts';
import { checkMask, readMask } from './mask-file.ts';
import { cacheTexts } from './texts.ts';
import { checkTokens, idBytes, readTokens, tokenFileName } from './token-file.ts';

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

/** Tokens from which on a text stays on the disk, and is read by blocks. */
const LARGE = 1 << 19;
/** Bytes of ids in memory, of all smaller texts together; what is more stays on the disk as well. */
const IN_MEMORY = 64 << 20;

/** A text as the streams want it. */
export type LoadedFile = StreamFile;

export interface LoadingOptions {
  /** How much of a library is taken into memory; tests take less. */
  readonly large?: number;
  readonly inMemory?: number;
  /** Damaged files are neither told nor removed: the caller only looks. */
  readonly keepDamaged?: boolean;
}

/**
 * All texts of a catalogue that have tokens; large ones stay on the disk, so that memory does not grow with the library.
 * A damaged file is told and removed, and its text left out.
 */
export async function loadFiles(
  { files, vocabularySize }: Pick<Catalogue, 'files' | 'vocabularySize'>,
  onNote: OnNote,
  { large = LARGE, inMemory = IN_MEMORY, keepDamaged = false }: LoadingOptions = {},
): Promise<LoadedFile[]> {
  const loaded: LoadedFile[] = [];
  const width = idBytes(vocabularySize);
  const read = async <T>(at: string, name: string, open: () => Promise<T>): Promise<T | undefined> =>
    keepDamaged ? open().catch(() => undefined) : readOrRemove(at, name, onNote, open);
  let held = 0;
  for (const { name, path, tokens, mask, answers = false } of files) {
    if (tokens === 0) continue;
    const size = tokens * width + (mask === undefined ? 0 : tokens);
    const isHeld = tokens < large && held + size <= inMemory;
    const ids = await read(path, name, async () => {
      if (isHeld) return readTokens(path, vocabularySize, tokens);
      await checkTokens(path, vocabularySize, tokens);
      return new FileTokens({ path, width, first: 0, length: tokens, all: tokens });
    });
    if (ids === undefined) continue;
    if (isHeld) held += size;
    if (mask === undefined) {
      loaded.push({ name, tokens: ids });
      continue;
    }
    const learn = await read(mask, name, async () => {
      if (isHeld) return readMask(mask, tokens);
      await checkMask(mask, tokens);
      return new FileMask({ mask, length: tokens });
    });
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
    onNote(note('error', name, cacheTexts.unreadableInCache(reason(error))));
    await rm(path, { force: true });
    return undefined;
  }
}
