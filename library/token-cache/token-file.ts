/** Token files: the ids of one text, two or four bytes each, little-endian, and nothing else. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { AtomicFile } from '../files/atomic-file.ts';

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
      await file.append(littleEndian(ids, width));
      count += ids.length;
    }
    await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
  return count;
}

function littleEndian(ids: Int32Array | Tokens, width: 2 | 4): Uint8Array {
  const fits = ids instanceof (width === 2 ? Uint16Array : Uint32Array);
  const tokens = fits ? ids : width === 2 ? new Uint16Array(ids) : new Uint32Array(ids);
  const bytes = Buffer.from(tokens.buffer, tokens.byteOffset, tokens.byteLength);
  if (endianness() === 'LE') return bytes;
  return width === 2 ? bytes.swap16() : bytes.swap32();
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
  const bytes = await readFile(path);
  if (bytes.length !== tokens * width) {
    throw new Error(`its token file should have ${tokens * width} bytes, but it has ${bytes.length}`);
  }
  const ids = width === 2 ? new Uint16Array(tokens) : new Uint32Array(tokens);
  for (let i = 0; i < tokens; i++) {
    const id = width === 2 ? bytes.readUInt16LE(i * 2) : bytes.readUInt32LE(i * 4);
    if (id >= vocabularySize) {
      throw new Error(`its token file should have ids below ${vocabularySize}, but it has ${id} at ${i}`);
    }
    ids[i] = id;
  }
  return ids;
}

/** Removes token and mask files that are not named, and drafts that were never finished. @throws what the file system throws. */
export async function sweepTokens(folder: string, named: ReadonlySet<string | undefined>): Promise<void> {
  for (const entry of await readdir(folder)) {
    const stale = /\.(?:tokens|mask)$/.test(entry) ? !named.has(entry) : /^\..*\.tmp$/.test(entry);
    if (stale) await rm(join(folder, entry), { force: true });
  }
}
