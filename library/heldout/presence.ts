/** Which passages of held-out texts still stand in a file. */
import { HeldOutSet, KnownReader, knownIn, Sieve } from './decontaminate.ts';
import type { Known } from './fingerprint.ts';
import type { Numbers } from './numbers-file.ts';
import { RECOGNISABLE } from './segments.ts';

type Read = () => AsyncIterable<string>;

async function* passagesOf(read: Read): AsyncGenerator<Known> {
  const reader = new KnownReader();
  for await (const piece of read()) yield* reader.push(piece);
  yield* reader.end();
}

/** The numbers of these texts that passages of a file have. */
export async function numbersIn(read: Read, texts: readonly Numbers[]): Promise<Set<number>> {
  const wanted = new Set(texts.flatMap(({ passages }) => passages));
  const numbers = new Set<number>();
  for await (const { hash } of passagesOf(read)) if (wanted.has(hash)) numbers.add(hash);
  return numbers;
}

/**
 * What of a text still stands in a file of these numbers; the text itself if all of it does. What cannot be recognised by itself (short
 * lines, blank ones) goes with the passage before it.
 */
export function remainderOf(text: string, inFile: ReadonlySet<number>): string {
  let stands = true;
  let covered = 0;
  let rest = '';
  for (const { text: passage, hash, span, blank } of knownIn(text)) {
    if (!blank && !Number.isNaN(hash)) {
      const found = inFile.has(hash);
      covered = found ? Math.max(covered, span) : covered;
      stands = found || covered > 0;
    }
    if (covered > 0) covered--;
    if (stands) rest += passage;
  }
  return rest;
}

/** How many of these passages a file of these numbers holds, 0 … 1. */
export function shareOf({ passages }: Numbers, inFile: ReadonlySet<number>): number {
  return passages.length === 0 ? 0 : passages.filter((hash) => inFile.has(hash)).length / passages.length;
}

/** The passages of a file that have these numbers, joined: a held-out text whose file has come back. */
export async function recovered(read: Read, numbers: Numbers): Promise<string> {
  const own = new HeldOutSet();
  own.addNumbers(numbers);
  const sieve = new Sieve(own);
  let text = '';
  for await (const known of passagesOf(read)) if (sieve.drops(known)) text += known.text;
  return text;
}

/** Whether a text has enough characters to be recognised, and so to be held out. */
export const isRecognisable = (text: string): boolean => text.replace(/\s+/g, ' ').trim().length >= RECOGNISABLE;
