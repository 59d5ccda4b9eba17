/** Mask files: which tokens of a token file are learnt, one bit a token, the first in the lowest bit. */
import { readFile, stat } from 'node:fs/promises';
import { enlarged } from '../tokenizer/pieces.ts';
import { cacheTexts } from './texts.ts';

/** Name of the mask file beside a token file. */
export function maskFileName(tokenFile: string): string {
  return tokenFile.replace(/\.tokens$/, '.mask');
}

/** Bytes of a mask, by its tokens. */
export function maskBytes(tokens: number): number {
  return Math.ceil(tokens / 8);
}

/** Makes a mask of marks of 0 and 1 that come in parts. */
export class MaskPacker {
  private packed = new Uint8Array(1024);
  private tokens = 0;

  push(marks: Uint8Array): void {
    const needed = maskBytes(this.tokens + marks.length);
    if (needed > this.packed.length) this.packed = enlarged(this.packed, new Uint8Array(2 * needed));
    for (const mark of marks) {
      if (mark) this.packed[this.tokens >> 3]! |= 1 << (this.tokens & 7);
      this.tokens++;
    }
  }

  /** The mask of all that came. */
  bytes(): Uint8Array {
    return this.packed.slice(0, maskBytes(this.tokens));
  }
}

/** @throws Error if a mask file is not of the size expected; and what the file system throws */
export async function checkMask(path: string, tokens: number): Promise<void> {
  const { size } = await stat(path);
  if (size !== maskBytes(tokens)) throw new Error(sizeSentence(tokens, size));
}

const sizeSentence = (tokens: number, size: number): string => cacheTexts.maskOfWrongSize(maskBytes(tokens), size);

/** Marks of 0 and 1. Shape (tokens). @throws Error if the file is not of the size expected; and what the file system throws. */
export async function readMask(path: string, tokens: number): Promise<Uint8Array> {
  const bytes = await readFile(path);
  if (bytes.length !== maskBytes(tokens)) throw new Error(sizeSentence(tokens, bytes.length));
  return Uint8Array.from({ length: tokens }, (_, i) => (bytes[i >> 3]! >> (i & 7)) & 1);
}
