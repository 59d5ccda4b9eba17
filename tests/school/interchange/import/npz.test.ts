import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../../school/interchange/file-reader.ts';
import { isNpz, openNpz } from '../../../../school/interchange/import/npz.ts';
import { generator } from '../../../library/tokenizer/support.ts';
import { temporaryFolder } from '../../temporary.ts';

const golden = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../goldens/llm-from-scratch/${name}`, import.meta.url)));
const [packed, stored] = ['weights.npz', 'weights-lora.npz'].map(golden) as [Buffer, Buffer];

function written(bytes: Uint8Array): string {
  const path = join(temporaryFolder(), 'arrays.npz');
  writeFileSync(path, bytes);
  return path;
}

/** A vast number of four bytes in the place of what stands there. */
function with32(bytes: Buffer, at: number): Buffer {
  bytes.writeUInt32LE(0x7fffffff, at);
  return bytes;
}

function readAll(bytes: Uint8Array): number {
  const file = openNpz(written(bytes));
  try {
    return [...file.shapes.keys()].reduce((sum, name) => sum + file.read(name).length, 0);
  } finally {
    file.close();
  }
}

describe('arrays of NumPy', () => {
  it('are read, packed and stored', () => {
    const path = written(packed);
    expect(isNpz(path)).toBe(true);
    const file = openNpz(path);
    expect(file.shapes.get('embedding_matrix')).toEqual([11, 16]);
    expect(file.shapes.get('transform.0.layer_norm1.gamma')).toEqual([16]);
    expect(file.read('transform.1.W1')).toHaveLength(16 * 24);
    expect(() => file.read('W3')).toThrow('it has no array "W3"');
    file.close();
    expect(readAll(stored)).toBe(2 * 4 * 2 * (16 * 3 + 3 * 4));
  });

  it('are told from other files', () => {
    expect(isNpz(written(Buffer.from('PK\x03\x04')))).toBe(false);
    expect(isNpz(written(Buffer.alloc(100)))).toBe(false);
  });

  it.each<[string, (bytes: Buffer) => Buffer, RegExp]>([
    ['half a file', (bytes) => bytes.subarray(0, bytes.length / 2), /no list of arrays at its end: it may be cut off/],
    ['a list outside of the file', (bytes) => with32(bytes, bytes.length - 6), /lies outside of its \d+ bytes/],
    [
      'a vast array',
      (bytes) => with32(bytes, bytes.readUInt32LE(bytes.length - 6) + 24),
      /claims 2147483647 bytes in \d+, more than it can hold/,
    ],
    [
      'numbers of another type',
      (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('<f8', '<i8'), 'latin1'),
      /is of type <i8, and <f4 and <f8 can be read/,
    ],
    [
      'columns first',
      (bytes) =>
        Buffer.from(bytes.toString('latin1').replaceAll("'fortran_order': False", "'fortran_order': True "), 'latin1'),
      /is not stored row by row/,
    ],
    [
      'another shape',
      (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('(16, 3)', '(16, 9)'), 'latin1'),
      /is \[16,9\], but has 384 bytes of numbers/,
    ],
  ])('%s is refused in one clause', (_, damage, sentence) => {
    expect(() => readAll(damage(Buffer.from(stored)))).toThrow(sentence);
  });

  it('with random damage are read, or refused in one clause', () => {
    const random = generator(5);
    let refused = 0;
    for (let i = 0; i < 120; i++) {
      const bytes = Buffer.from(i % 2 ? packed : stored);
      const from = random() < 0.5 ? bytes.readUInt32LE(bytes.length - 6) : 0;
      for (let times = 0; times < 4; times++)
        bytes[from + Math.floor(random() * Math.min(3000, bytes.length - from))] = Math.floor(random() * 256);
      try {
        readAll(bytes);
      } catch (error) {
        refused++;
        expect(error).toBeInstanceOf(FormatError);
        expect((error as Error).message).toMatch(/^[^\n]{10,300}$/);
      }
    }
    expect(refused).toBeGreaterThan(30);
  });
});
