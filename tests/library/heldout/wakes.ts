/** Wakes of a library, and what they would learn and hold out. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ExamPassage } from '../../../library/token-cache/shelf.ts';
import { byteTokenizer, type Home, learnt, textOf } from '../home.ts';

export const tokenizer = byteTokenizer();

/** One wake: refreshes, and says what would be learnt and what is held out. */
export async function wake(home: Home, heldOutFraction = 0.05): Promise<{ text: string; exams: ExamPassage[] }> {
  const shelf = home.open();
  await shelf.refresh(tokenizer, { heldOutFraction, speaker: 'mia', onNote: (note) => home.notes.push(note) });
  return { text: learnt(await shelf.load()), exams: await shelf.exams() };
}

export function lines(exams: readonly ExamPassage[]): string[] {
  return exams.flatMap(({ ids }) =>
    textOf(ids)
      .split('\n')
      .filter((line) => line.trim().length >= 24),
  );
}

/** Files of the shelf in which a line can be read, as text or as tokens. */
export function wordsOnShelf(home: Home, held: readonly string[]): string[] {
  const shelf = join(home.shelf);
  return readdirSync(shelf, { recursive: true, encoding: 'utf8' }).filter((file) => {
    if (statSync(join(shelf, file)).isDirectory()) return false;
    const bytes = readFileSync(join(shelf, file));
    const ids = new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~1)));
    const text = file.endsWith('.tokens') ? textOf(ids) : bytes.toString();
    return held.some((line) => text.includes(line.trim()));
  });
}

export function expectNeverLearnt(text: string, held: readonly string[]): void {
  expect(held.length).toBeGreaterThan(0);
  for (const line of held) expect(text).not.toContain(line.trim());
}
