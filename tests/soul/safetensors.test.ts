import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sumFile } from '../../soul/checksum.ts';
import { realDisk } from '../../soul/disk.ts';
import { type NamedTensor, openTensors, tensorFileBytes, writeTensors } from '../../soul/safetensors.ts';
import { soulTexts } from '../../soul/texts.ts';
import { pythonFile, pythonFileWithMetadata } from './python-fixture.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'soul-tensors-'));
  file = path.join(folder, 'weights.safetensors');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pythonTensors = (): NamedTensor[] => [
  { name: 'alone', shape: [], data: Float32Array.of(7) },
  { name: 'none', shape: [0, 4], data: new Float32Array(0) },
  { name: 'w', shape: [2, 3], data: Float32Array.of(1.5, -2, 0.25, 3, Number.POSITIVE_INFINITY, -0) },
  { name: 'ids', shape: [3], data: Int32Array.of(1, -2, 2 ** 31 - 1) },
  { name: 'mask', shape: [3], data: Uint8Array.of(0, 1, 255) },
];

function emptyLike(tensors: readonly NamedTensor[]): NamedTensor[] {
  return tensors.map(({ name, shape, data }) => ({ name, shape, data: data.slice().fill(99) }));
}

/** A file with the given header text and as many zero bytes of data. */
function handMade(header: unknown, dataBytes: number, claimed?: bigint): void {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(claimed ?? BigInt(json.length));
  writeFileSync(file, Buffer.concat([length, json, Buffer.alloc(dataBytes)]));
}

describe('the layout of the reference library', () => {
  it('is read, with and without metadata', () => {
    for (const [text, metadata] of [
      [pythonFile, []],
      [pythonFileWithMetadata, [['format', 'np']]],
    ] as const) {
      writeFileSync(file, Buffer.from(text, 'base64'));
      const opened = openTensors(file);
      const targets = emptyLike(pythonTensors());
      opened.read(targets);
      expect(targets).toEqual(pythonTensors());
      expect([...opened.metadata]).toEqual(metadata);
      expect(opened.places.get('w')).toMatchObject({ dtype: 'F32', shape: [2, 3], begin: 4, end: 28 });
    }
  });

  it('is written, byte for byte', () => {
    const sum = writeTensors(realDisk, file, pythonTensors());
    expect(readFileSync(file).toString('base64')).toBe(pythonFile);
    expect(sum).toEqual(sumFile(file));
    expect(sum.bytes).toBe(tensorFileBytes(pythonTensors()));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('shared memory', () => {
  const length = 2_500_000;
  const memory = new WebAssembly.Memory({ initial: 200, maximum: 200, shared: true });
  const shared = new Float32Array(memory.buffer, 128, length);

  it('is written from and read into in slices of at most 4 MiB, with a call after each', () => {
    for (let i = 0; i < length; i++) shared[i] = Math.sin(i);
    const tensor: NamedTensor = { name: 'big', shape: [length], data: shared };
    const slices: number[] = [];
    let written = 0;
    const disk = {
      ...realDisk,
      // Half of what is asked: a system may always write less.
      write: (fd: number, bytes: Uint8Array) => {
        const count = realDisk.write(fd, bytes.subarray(0, Math.ceil(bytes.length / 2)));
        written += count;
        return count;
      },
    };
    const sum = writeTensors(disk, file, [tensor], () => {
      slices.push(written);
      written = 0;
    });
    expect(slices.length).toBe(3);
    expect(Math.max(...slices)).toBeLessThanOrEqual(4 * 1024 * 1024);
    expect(slices.reduce((a, b) => a + b)).toBe(sum.bytes);
    expect(sum).toEqual(sumFile(file));
    shared.fill(0);
    openTensors(file).read([tensor]);
    expect(shared.every((value, i) => value === Math.fround(Math.sin(i)))).toBe(true);
  });

  it('may change while it is written: the checksum is that of the bytes on disk', () => {
    const sum = writeTensors(realDisk, file, [{ name: 'big', shape: [length], data: shared }], () => {
      shared.fill(Math.random());
    });
    expect(sum).toEqual(sumFile(file));
  });
});

describe('unfit tensors', () => {
  it('are refused before a file is made', () => {
    const data = new Float32Array(6);
    expect(() => writeTensors(realDisk, file, [{ name: 'w', shape: [2, 2], data }])).toThrow(
      soulTexts.save.tensorSizeMismatch('w', [2, 2], 4, 6),
    );
    const twice = { name: 'w', shape: [6], data };
    expect(() => writeTensors(realDisk, file, [twice, twice])).toThrow(/unique/);
    expect(() => writeTensors(realDisk, file, [{ ...twice, name: '__metadata__' }])).toThrow(/unique/);
    expect(() => statSync(file)).toThrow(/ENOENT/);
  });

  it('names that JSON treats apart come back', () => {
    const tensors = ['z', '7', '__proto__', 'a"b\n'].map((name, i) => ({
      name,
      shape: [1],
      data: Float32Array.of(i),
    }));
    writeTensors(realDisk, file, tensors);
    const targets = emptyLike(tensors);
    openTensors(file).read(targets);
    expect(targets).toEqual(tensors);
  });

  it('are refused on reading, and no target is touched', () => {
    writeTensors(realDisk, file, pythonTensors());
    const alone: NamedTensor = { name: 'alone', shape: [], data: Float32Array.of(42) };
    const tries: [NamedTensor, string][] = [
      [
        { name: 'v', shape: [1], data: new Float32Array(1) },
        soulTexts.safetensors.noSuchTensor('weights.safetensors', 'v', 'F32 [1]'),
      ],
      [
        { name: 'w', shape: [3, 2], data: new Float32Array(6) },
        soulTexts.safetensors.otherTensor('w', 'weights.safetensors', 'F32 [2,3]', 'F32 [3,2]'),
      ],
      [{ name: 'ids', shape: [3], data: new Float32Array(3) }, 'is I32 [3], but F32 [3] was expected'],
      [{ name: 'w', shape: [2, 3], data: new Float32Array(5) }, 'does not fit into 5 numbers'],
    ];
    for (const [target, sentence] of tries) {
      expect(() => openTensors(file).read([alone, target])).toThrow(sentence);
      expect(alone.data[0]).toBe(42);
    }
  });
});

describe('a corrupt or hostile header', () => {
  const f32 = (shape: unknown, ...data_offsets: unknown[]) => ({ dtype: 'F32', shape, data_offsets });
  const cases: [string, unknown, number, RegExp][] = [
    ['not JSON', '{"w":', 0, /not JSON/],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]).toString('latin1'), 0, /not JSON/],
    ['a list', [], 0, /not a JSON object/],
    ['an entry that is no object', { w: 3 }, 0, /"w" is not an object/],
    ['metadata that is no text', { __metadata__: { a: 1 } }, 0, /metadata "a" is not text/],
    ['another type', { w: { dtype: 'F16', shape: [2], data_offsets: [0, 4] } }, 4, /F16; F32, I32 and U8 can be read/],
    ['a type from the prototype', { w: { dtype: 'toString', shape: [1], data_offsets: [0, 4] } }, 4, /the type of/],
    ['a negative size', { w: f32([-1], 0, 4) }, 4, /not a list of sizes/],
    ['a broken size', { w: f32([0.5], 0, 2) }, 2, /not a list of sizes/],
    ['sizes beyond all numbers', { w: f32([2 ** 53 - 1, 2 ** 53 - 1, 2 ** 53 - 1], 0, 4) }, 4, /needs .* bytes/],
    ['three offsets', { w: f32([1], 0, 4, 8) }, 4, /the offsets/],
    ['offsets that run back', { w: f32([1], 4, 0) }, 4, /outside/],
    ['offsets past the end', { w: f32([2], 0, 8) }, 4, /outside the file/],
    ['a shape that is not its bytes', { w: f32([3], 0, 8) }, 8, /needs 12 bytes, but its offsets give 8/],
    ['an overlap', { a: f32([2], 0, 8), b: f32([2], 4, 12) }, 12, /begins at byte 4, but the one before it ends at 8/],
    ['a hole', { a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12, /begins at byte 8/],
    ['bytes left over', { a: f32([1], 0, 4) }, 8, /need 4 bytes of data, but it holds 8/],
    [
      'a name used twice',
      '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
      8,
      /begins at byte 4/,
    ],
  ];
  it.each(cases)('%s is named', (_what, header, dataBytes, sentence) => {
    handMade(header, dataBytes);
    expect(() => openTensors(file)).toThrow(sentence);
    expect(() => openTensors(file)).toThrow(/^weights\.safetensors is damaged: /);
  });

  it('claimed lengths are not believed', () => {
    for (const claimed of [3n, 10_000n, 2n ** 63n, 2n ** 64n - 1n]) {
      handMade('{}', 0, claimed);
      expect(() => openTensors(file)).toThrow(/claims a header of \d+ bytes/);
    }
    writeFileSync(file, 'short');
    expect(() => openTensors(file)).toThrow(/5 bytes, fewer than the 8/);
  });

  it('a terminal is not steered by names in a file', () => {
    handMade({ '\u001b[2J\u202e': 3 }, 0);
    expect(() => openTensors(file)).toThrow('"�[2J�"');
  });
});
