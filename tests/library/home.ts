/** What the tests of the library share: a home in a temporary folder, a tokenizer of single bytes, and prose. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import type { Note } from '../../library/notices/notices.ts';
import { MaskPacker } from '../../library/token-cache/mask-file.ts';
import { type LoadedFile, Shelf } from '../../library/token-cache/shelf.ts';
import { SPECIAL, type Tokenizer } from '../../library/tokenizer/index.ts';

/** Every byte is one id. @param hash another one stands for another tokenizer. */
export function byteTokenizer(hash = 'bytes', vocabularySize = 260): Tokenizer {
  const encodeBytes = (bytes: Uint8Array): Int32Array => Int32Array.from(bytes, (byte) => byte + 4);
  const decodeBytes = (ids: ArrayLike<number>): Uint8Array =>
    Uint8Array.from(
      Array.from(ids).filter((id) => id >= 4),
      (id) => id - 4,
    );
  return {
    kind: 'bpe',
    vocabularySize,
    special: SPECIAL,
    control: new Set(Object.values(SPECIAL)),
    asDocument: (text) => text,
    stored: () => ({}),
    folds: false,
    hash,
    encode: (text) => encodeBytes(new TextEncoder().encode(text)),
    encodeBytes,
    decode: (ids) => new TextDecoder().decode(decodeBytes(ids)),
    decodeBytes,
    tokenBytes: (id) => decodeBytes([id]),
  };
}

export interface Home {
  library: string;
  shelf: string;
  /** Writes a file of the library. */
  put: (name: string, content: string | Uint8Array) => string;
  notes: Note[];
  /** A shelf as a new wake would open it. */
  open: () => Shelf;
}

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'babyllm-library-'));
  folders.push(folder);
  return folder;
}

export function makeHome(): Home {
  const folder = temporaryFolder();
  const library = join(folder, 'library');
  const shelf = join(folder, 'shelf');
  mkdirSync(library);
  const put = (name: string, content: string | Uint8Array): string => {
    const path = join(library, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  return {
    library,
    shelf,
    put,
    notes: [],
    open: () => new Shelf({ libraryFolder: library, shelfFolder: shelf }),
  };
}

/** What a baby would learn: the texts of loaded files, turns with their ends as newlines. */
export function learnt(files: readonly LoadedFile[]): string {
  return inMemory(files)
    .map(({ tokens }) => textOf(tokens))
    .join('\n=====\n');
}

/** Loaded files with all of their ids and marks in memory. */
export const inMemory = (files: readonly LoadedFile[]) =>
  files.map(({ tokens, learn, ...file }) => ({
    ...file,
    tokens: tokens.subarray(0, tokens.length),
    learn: learn?.subarray(0, tokens.length),
  }));

/** A mask file of marks in parts. */
export function packMask(parts: readonly Uint8Array[]): Uint8Array {
  const packer = new MaskPacker();
  for (const part of parts) packer.push(part);
  return packer.bytes();
}

export function textOf(tokens: ArrayLike<number>): string {
  const newline = 10 + 4;
  const ids = Array.from(tokens, (id) => (id === SPECIAL.done ? newline : id));
  return byteTokenizer().decode(ids);
}

const WORDS = (
  'baby bear small window morning river letter garden winter mother kitchen bread quiet story yellow table lamp friend ' +
  'summer road boat dream paper button apple candle pocket silver feather thunder meadow sister basket'
).split(' ');

/** A generator of numbers 0 ≤ x < 1: mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A sentence of 8 words and a number, so that no two are the same. */
export function sentence(random: () => number): string {
  const words = Array.from({ length: 8 }, () => WORDS[Math.floor(random() * WORDS.length)]!);
  return `The ${words.join(' ')} ${Math.floor(random() * 1e9)}.`;
}

/** Lines of one sentence each, all different. */
export function prose(lines: number, seed: number): string {
  const random = randomFrom(seed);
  return Array.from({ length: lines }, () => `${sentence(random)}\n`).join('');
}
