/** The index of the held-out texts: which file gave which. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../files/atomic-file.ts';
import { heldOutTexts } from './texts.ts';

const entrySchema = z.strictObject({
  name: z.string(),
  /** Of the file's bytes when it was last seen. */
  sha256: z.string(),
  bytesAtChoice: z.number(),
  /** Ids of its held-out texts. */
  parts: z.array(z.string()),
});
const indexSchema = z.strictObject({ version: z.literal(1), files: z.array(entrySchema) });
export type Entry = z.output<typeof entrySchema>;

/** What was held out of files that were taken out of the library, so that it can come back with them. */
export const releasedSchema = z.strictObject({ files: z.array(entrySchema), texts: z.record(z.string(), z.string()) });
export type Released = z.output<typeof releasedSchema>;

/**
 * @param expected whether there must be one
 * @throws Error with a clause if it is missing or damaged
 */
export async function readIndex(folder: string, expected: boolean): Promise<Entry[]> {
  const json = await readFile(join(folder, 'index.json'), 'utf8').catch(() => undefined);
  if (json === undefined && expected) throw new Error(heldOutTexts.missing);
  if (json === undefined) return [];
  try {
    return indexSchema.parse(JSON.parse(json)).files;
  } catch (error) {
    throw new Error(heldOutTexts.damaged, { cause: error });
  }
}

/** @throws what the file system throws */
export async function writeIndex(folder: string, files: readonly Entry[]): Promise<void> {
  await writeAtomically(join(folder, 'index.json'), JSON.stringify({ version: 1, files }));
}

/** First 16 hexadecimal digits of the SHA-256 of a held-out text. */
export function idOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
