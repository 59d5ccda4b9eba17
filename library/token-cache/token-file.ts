/** Token files: the ids of one text, two or four bytes each, little-endian, and nothing else. */
import { createHash } from 'node:crypto';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { AtomicFile } from '../files/atomic-file.ts';
import { cacheTexts } from './texts.ts';

export type Tokens = Uint16Array | Uint32Array;

/** Changes whenever the same content and tokenizer should give other tokens than before. */
const FORMAT = 1;

/** Name of the token file of some content, known by its hash. */
export function tokenFileName(content: string, tokenizerHash: string): string {
  return `${createHash('sha256').update(`${FORMAT} ${content} ${tokenizerHash}`).digest('hex').slice(0, 32)}.tokens`;
}

/** Bytes of an id. */
export function idBytes(vocabularySize: number): 2 | 4 {
  return vocabularySize <= 65_536 ? 2 : 4;
}

/** Writes a token file from parts. The file appears whole, or not at all. @throws what the file system or `parts` throw. */
export async function writeTokens(
  path: string,
  width: 2 | 4,
  parts: AsyncIterable<Int32Array | Tokens> | Iterable<Int32Array | Tokens>,
): Promise<number> {
  const file = await AtomicFile.create(path);
  let count = 0;
  try {
    for await (const ids of parts) {
      await file.append(bytesOf(ids, width));
      count += ids.length;
    }
    await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
  return count;
}

function bytesOf(ids: Int32Array | Tokens, width: 2 | 4): Uint8Array {
  const fits = ids instanceof (width === 2 ? Uint16Array : Uint32Array);
  const tokens = fits ? ids : width === 2 ? new Uint16Array(ids) : new Uint32Array(ids);
  const bytes = Buffer.from(tokens.buffer, tokens.byteOffset, tokens.byteLength);
  if (endianness() === 'LE') return bytes;
  return width === 2 ? bytes.swap16() : bytes.swap32();
}

/** Ids of the bytes of a token file: a view where this machine has their order. @param bytes whole ids, from an even place on */
export function idsOf(bytes: Uint8Array, width: 2 | 4): Tokens {
  const own = endianness() === 'LE' ? bytes : Uint8Array.from(bytes);
  if (own !== bytes) Buffer.from(own.buffer)[width === 2 ? 'swap16' : 'swap32']();
  const { buffer, byteOffset, length } = own;
  return width === 2
    ? new Uint16Array(buffer, byteOffset, length / 2)
    : new Uint32Array(buffer, byteOffset, length / 4);
}

/** Whether a token file is there with this many tokens. */
export async function hasTokens(path: string, width: 2 | 4, tokens: number): Promise<boolean> {
  const size = await stat(path).then(
    (stats) => stats.size,
    () => -1,
  );
  return size === tokens * width;
}

/**
 * Reads a token file. Shape (tokens).
 * @throws Error if it is not of the size expected, or holds an id outside the vocabulary; and what the file system throws.
 */
export async function readTokens(path: string, vocabularySize: number, tokens: number): Promise<Tokens> {
  const width = idBytes(vocabularySize);
  const ids = width === 2 ? new Uint16Array(tokens) : new Uint32Array(tokens);
  await eachBlock(path, width, tokens, vocabularySize, (block, at) => ids.set(block, at));
  return ids;
}

/** Token files that were read to their ends, as they were then: nobody writes into one. */
const checked = new Set<string>();

/** Reads a token file that is too large to be held, once. @throws as `readTokens` */
export async function checkTokens(path: string, vocabularySize: number, tokens: number): Promise<void> {
  const { size, mtimeMs } = await stat(path);
  const key = JSON.stringify([path, size, mtimeMs, vocabularySize, tokens]);
  if (checked.has(key)) return;
  await eachBlock(path, idBytes(vocabularySize), tokens, vocabularySize, () => {});
  checked.add(key);
}

/** Bytes that are read at once. */
const BLOCK = 1 << 20;

async function eachBlock(
  path: string,
  width: 2 | 4,
  tokens: number,
  vocabularySize: number,
  take: (ids: Tokens, at: number) => void,
): Promise<void> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (size !== tokens * width) {
      throw new Error(cacheTexts.tokensOfWrongSize(tokens * width, size));
    }
    const bytes = Buffer.alloc(Math.min(BLOCK, size));
    for (let at = 0; at < size; ) {
      const { bytesRead } = await handle.read(bytes, 0, Math.min(BLOCK, size - at), at);
      const whole = bytesRead - (bytesRead % width);
      if (whole === 0) throw new Error(cacheTexts.tokensCut(size));
      const ids = idsOf(bytes.subarray(0, whole), width);
      for (let i = 0; i < ids.length; i++) {
        if (ids[i]! >= vocabularySize) {
          throw new Error(cacheTexts.badTokenId(vocabularySize, ids[i], at / width + i));
        }
      }
      take(ids, at / width);
      at += whole;
    }
  } finally {
    await handle.close();
  }
}

/** Removes token and mask files that are not named, and drafts that were never finished. @throws what the file system throws. */
export async function sweepTokens(folder: string, named: ReadonlySet<string | undefined>): Promise<void> {
  for (const entry of await readdir(folder)) {
    const stale = /\.(?:tokens|mask)$/.test(entry) ? !named.has(entry) : /^\..*\.tmp$/.test(entry);
    if (stale) await rm(join(folder, entry), { force: true });
  }
}
