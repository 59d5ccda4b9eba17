/** Lines of a text on the shelf: what may be learnt of it, and nothing of what is held out. */
import { open } from 'node:fs/promises';
import type { TokenText } from '../batches/token-text.ts';
import type { Tokenizer } from '../tokenizer/index.ts';
import type { CataloguedFile } from './catalogue.ts';
import { idBytes } from './token-file.ts';

/**
 * The whole lines and turns that stand within a stretch of a text, empty ones left out. Never more than `length` tokens are read.
 *
 * @param at the first token of the stretch, 0 … file.tokens − 1
 * @throws what the file system throws; RangeError for a token file that the tokenizer does not know
 */
export async function excerpt(
  file: Pick<CataloguedFile, 'path' | 'tokens'>,
  tokenizer: Pick<Tokenizer, 'decode' | 'special' | 'vocabularySize'>,
  at: number,
  length: number,
): Promise<string[]> {
  const width = idBytes(tokenizer.vocabularySize);
  const count = Math.max(0, Math.min(length, file.tokens - at));
  const bytes = Buffer.alloc(count * width);
  const handle = await open(file.path, 'r');
  try {
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, at * width);
    const ids = Array.from({ length: Math.floor(bytesRead / width) }, (_, i) =>
      width === 2 ? bytes.readUInt16LE(i * 2) : bytes.readUInt32LE(i * 4),
    );
    return wholeLines(ids, tokenizer, at === 0, at + ids.length >= file.tokens);
  } finally {
    await handle.close();
  }
}

/** As `excerpt`, of a text that is open already. */
export function linesWithin(
  tokens: TokenText,
  tokenizer: Pick<Tokenizer, 'decode' | 'special'>,
  at: number,
  length: number,
): string[] {
  const ids = Array.from(tokens.subarray(at, Math.min(at + length, tokens.length)));
  return wholeLines(ids, tokenizer, at === 0, at + ids.length >= tokens.length);
}

/** A line may have begun before the stretch, and go on behind it. */
function wholeLines(
  ids: readonly number[],
  tokenizer: Pick<Tokenizer, 'decode' | 'special'>,
  begins: boolean,
  ends: boolean,
): string[] {
  const { special } = tokenizer;
  const lines: string[] = [];
  let from = 0;
  const take = (to: number): void => {
    lines.push(...tokenizer.decode(ids.slice(from, to)).split('\n'));
    from = to + 1;
  };
  ids.forEach((id, i) => {
    // a turn ends with its mark instead of a newline; texts end with theirs
    if (id === special.done || id === special.end) take(i);
  });
  take(ids.length);
  return lines
    .slice(begins ? 0 : 1, ends ? lines.length : -1)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
