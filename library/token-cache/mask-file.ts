/** Mask files: which tokens of a token file are learnt, one bit a token, the first in the lowest bit. */
import { readFile, stat } from 'node:fs/promises';

/** Name of the mask file beside a token file. */
export function maskFileName(tokenFile: string): string {
  return tokenFile.replace(/\.tokens$/, '.mask');
}

/** Bytes of a mask, by its tokens. */
export function maskBytes(tokens: number): number {
  return Math.ceil(tokens / 8);
}

/** @param parts marks of 0 and 1. Shape (tokens), in parts. */
export function packMask(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(maskBytes(parts.reduce((sum, { length }) => sum + length, 0)));
  let at = 0;
  for (const part of parts) {
    for (const mark of part) {
      if (mark) bytes[at >> 3]! |= 1 << (at & 7);
      at++;
    }
  }
  return bytes;
}

/** @throws Error if a mask file is not of the size expected; and what the file system throws */
export async function checkMask(path: string, tokens: number): Promise<void> {
  const { size } = await stat(path);
  if (size !== maskBytes(tokens)) throw new Error(sizeSentence(tokens, size));
}

const sizeSentence = (tokens: number, size: number): string =>
  `its mask file should have ${maskBytes(tokens)} bytes, but it has ${size}`;

/** Marks of 0 and 1. Shape (tokens). @throws Error if the file is not of the size expected; and what the file system throws. */
export async function readMask(path: string, tokens: number): Promise<Uint8Array> {
  const bytes = await readFile(path);
  if (bytes.length !== maskBytes(tokens)) throw new Error(sizeSentence(tokens, bytes.length));
  return Uint8Array.from({ length: tokens }, (_, i) => (bytes[i >> 3]! >> (i & 7)) & 1);
}
