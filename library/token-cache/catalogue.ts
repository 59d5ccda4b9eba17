/** What stands on the shelf, and how it is written down between two wakes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../files/atomic-file.ts';
import type { HeldOut } from '../heldout/heldout.ts';
import type { FoundText } from '../texts/corpus.ts';
import type { Inspection } from '../texts/reading.ts';
import { maskFileName } from './mask-file.ts';
import { tokenFileName } from './token-file.ts';

/** One text, ready for learning. */
export interface CataloguedFile {
  /** Path relative to the library folder. */
  name: string;
  /** Token ids, the end of the text included, held-out text not. */
  tokens: number;
  /** UTF-8 bytes of the cleaned text that the tokens stand for. */
  bytes: number;
  /** Of the file in the library, in hexadecimal digits. */
  sha256: string;
  /** The token file: ids as little-endian Uint16, or Uint32 if the vocabulary has more than 65,536. */
  path: string;
  heldOutTokens: number;
  heldOutBytes: number;
  /** The file of marks on the tokens that are learnt; absent: all are. */
  mask?: string;
  /** It holds questions and answers, of which the answers are learnt. */
  answers?: boolean;
}

export interface Catalogue {
  /** The id that ends a text. */
  end: number;
  /** Hash of the tokenizer that made the tokens; '' before the first. */
  tokenizerHash: string;
  vocabularySize: number;
  /** In the order of their names. */
  files: CataloguedFile[];
  totalTokens: number;
  totalBytes: number;
}

const recordSchema = z.strictObject({
  name: z.string(),
  /** When these are unchanged, so is the file. */
  size: z.number(),
  mtimeMs: z.number(),
  ctimeMs: z.number(),
  inspection: z.strictObject({
    sha256: z.string(),
    encoding: z.string().max(40).optional(),
    markBytes: z.number(),
    invalid: z.number(),
    by: z.enum(['mark', 'form', 'letters', 'declared', 'named']).optional(),
  }),
  /** Absent: the file is no text, or the same as another. */
  shelved: z
    .strictObject({
      file: z.string(),
      sha256: z.string(),
      tokens: z.number(),
      bytes: z.number(),
      /** A file of turns: a mask file says which tokens are learnt. */
      masked: z.boolean().optional(),
      /** … and those are the baby's own answers. */
      answers: z.boolean().optional(),
    })
    .optional(),
});

/** The record of one file of the library. */
export type FileRecord = z.output<typeof recordSchema>;

/** The record of a file that is not on the shelf. */
export function recordOf({ file, inspection }: { file: FoundText; inspection: Inspection }): FileRecord {
  const { name, size, mtimeMs, ctimeMs } = file;
  return { name, size, mtimeMs, ctimeMs, inspection };
}

const bookSchema = z.strictObject({
  version: z.literal(1),
  tokenizerHash: z.string(),
  vocabularySize: z.number(),
  /** The id that ends a text; catalogues of before had tokenizers with 0 only. */
  end: z.number().default(0),
  records: z.array(recordSchema),
  /** Held-out texts as tokens. */
  heldOut: z.array(z.strictObject({ id: z.string(), file: z.string(), tokens: z.number() })),
});

/** catalogue.json. */
export type Book = z.output<typeof bookSchema>;

export const EMPTY_BOOK: Book = { version: 1, tokenizerHash: '', vocabularySize: 0, end: 0, records: [], heldOut: [] };

/** Reads catalogue.json. undefined: it is damaged, and every text is read again. */
export async function readBook(path: string): Promise<Book | undefined> {
  try {
    return bookSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? EMPTY_BOOK : undefined;
  }
}

/** @throws what the file system throws. */
export async function writeBook(path: string, book: Book): Promise<void> {
  await writeAtomically(path, JSON.stringify(book));
}

/** What a book says, for those who learn from it. @param heldOut where the held-out texts of the book are. */
export function catalogueOf(book: Book, shelfFolder: string, heldOut: HeldOut | undefined): Catalogue {
  const { tokenizerHash, vocabularySize, end, records } = book;
  const partsOf = Map.groupBy(book.heldOut, ({ file }) => file);
  const files = records.flatMap(({ name, shelved }) => {
    if (shelved === undefined) return [];
    const { file, masked, answers, ...counts } = shelved;
    const parts = partsOf.get(name) ?? [];
    const heldOutTokens = parts.reduce((sum, { tokens }) => sum + tokens, 0);
    const heldOutBytes = parts.reduce((sum, { id }) => sum + Buffer.byteLength(heldOut?.textOf(id) ?? ''), 0);
    const marks = masked ? { mask: join(shelfFolder, maskFileName(file)), answers: answers ?? false } : {};
    return [{ name, ...counts, path: join(shelfFolder, file), heldOutTokens, heldOutBytes, ...marks }];
  });
  const total = (key: 'tokens' | 'bytes'): number => files.reduce((sum, file) => sum + file[key], 0);
  return { tokenizerHash, vocabularySize, end, files, totalTokens: total('tokens'), totalBytes: total('bytes') };
}

/** The files of a book, of which none may be swept away. */
export function namedIn({ records, heldOut, tokenizerHash }: Book): ReadonlySet<string> {
  const own = records.flatMap(({ shelved }) => (shelved ? [shelved.file, maskFileName(shelved.file)] : []));
  return new Set([...own, ...heldOut.map(({ id }) => tokenFileName(id, tokenizerHash))]);
}
