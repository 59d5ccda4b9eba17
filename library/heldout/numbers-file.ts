/** The numbers of a held-out text whose file is gone: no word can be read from them, and every passage is still recognised. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeAtomically } from '../files/atomic-file.ts';
import { heldOutTexts } from './texts.ts';

const numbersSchema = z.strictObject({
  version: z.literal(1),
  /** `Known.hash` of its passages, and of the words of its turns alone */
  passages: z.array(z.number()),
  /** numbers of its last short lines, which are recognised only behind another passage of it */
  endings: z.array(z.number()),
});

export interface Numbers {
  readonly passages: readonly number[];
  readonly endings: readonly number[];
}

/** Ascending, so that not even the order of the passages is kept. @throws what the file system throws */
export async function writeNumbers(path: string, { passages, endings }: Numbers): Promise<void> {
  const ascending = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
  await writeAtomically(
    path,
    JSON.stringify({ version: 1, passages: ascending(passages), endings: ascending(endings) }),
  );
}

/** @throws Error with a clause if the file is damaged; what the file system throws */
export async function readNumbers(path: string): Promise<Numbers> {
  const text = await readFile(path, 'utf8');
  try {
    return numbersSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(heldOutTexts.damaged, { cause: error });
  }
}
