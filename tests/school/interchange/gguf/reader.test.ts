import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../../brain/engine/random.ts';
import { FormatError } from '../../../../school/interchange/file-reader.ts';
import { openGguf } from '../../../../school/interchange/gguf/reader.ts';
import { ggufFile, type Key } from '../../../../school/interchange/gguf/writer.ts';
import { OutputFile, type TensorOut } from '../../../../school/interchange/output.ts';
import { fileTexts } from '../../../../school/interchange/texts/files.ts';
import { temporaryFolder } from '../../temporary.ts';

const numbers = (length: number) => Float32Array.from({ length }, (_, i) => (i % 13) / 4 - 1);
const tensor = (name: string, shape: number[], type: TensorOut['type']): TensorOut => ({
  name,
  shape,
  type,
  read: () => numbers(shape.reduce((a, b) => a * b)),
});
const TENSORS = [
  tensor('a', [3, 5], 'f32'),
  tensor('b', [7], 'f16'),
  tensor('c', [2, 32], 'q8_0'),
  tensor('d', [2, 1], 'bf16'),
];
const KEYS: Key[] = [
  ['general.architecture', 'string', 'gpt2'],
  ['count', 'u32', 7],
  ['epsilon', 'f32', 0.5],
  ['flag', 'bool', true],
  ['words', 'strings', ['a', 'Ġthé', '']],
  ['kinds', 'i32s', [-1, 3]],
];

async function written(path = join(temporaryFolder(), 'a.gguf')): Promise<string> {
  const file = ggufFile('a.gguf', KEYS, TENSORS);
  await OutputFile.write(
    path,
    (to) => file.write(to),
    () => {},
  );
  expect(readFileSync(path).length).toBe(file.bytes);
  return path;
}

describe('a GGUF', () => {
  it('holds what was written: keys, and numbers of every type', async () => {
    const file = openGguf(await written());
    expect([...file.keys]).toEqual(KEYS.map(([name, , value]) => [name, value]));
    for (const { name, shape, read } of TENSORS) {
      expect(file.tensors.get(name)?.shape).toEqual(shape);
      const found = file.read(name);
      const wanted = read();
      const most = Math.max(...wanted.map(Math.abs));
      found.forEach((x, i) => expect(Math.abs(x - wanted[i]!)).toBeLessThan(name === 'c' ? most / 200 : 1e-7));
    }
    expect([...file.tensors.values()].map(({ begin }) => begin % 32)).toEqual([0, 0, 0, 0]);
    file.close();
  });

  it('that lies is refused in one sentence', async () => {
    const path = await written();
    const whole = readFileSync(path);
    const says = (change: (bytes: Buffer) => Buffer | undefined) => {
      const copy = Buffer.from(whole);
      writeFileSync(path, change(copy) ?? copy);
      try {
        openGguf(path).close();
        return 'fine';
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
        return (error as Error).message;
      }
    };
    const at = (name: string) => whole.indexOf(`${name}`, 24, 'latin1');
    const tensorA = whole.lastIndexOf(Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 'a'.charCodeAt(0), 2, 0, 0, 0]));
    expect(says((bytes) => void bytes.write('GGML'))).toBe(fileTexts.notGguf);
    expect(says((bytes) => void bytes.writeUInt32LE(4, 4))).toBe(fileTexts.wrongGgufVersion(4));
    expect(says((bytes) => void bytes.writeBigUInt64LE(10n ** 6n, 8))).toBe(
      fileTexts.tooLargeNumber(fileTexts.numberOfTensors, 1_000_000),
    );
    expect(says((bytes) => void bytes.writeBigUInt64LE(2n ** 63n, 16))).toContain(
      'the number of keys is 9223372036854775808',
    );
    expect(says((bytes) => void bytes.writeBigUInt64LE(10n ** 12n, at('general') - 8))).toBe(
      fileTexts.tooLongText(10 ** 12),
    );
    expect(says((bytes) => void bytes.writeBigUInt64LE(10n ** 6n, at('words') + 13))).toBe(
      fileTexts.tooLargeNumber(fileTexts.lengthOfKey('words'), 1_000_000),
    );
    expect(says((bytes) => void bytes.writeBigUInt64LE(10n ** 12n, tensorA + 13))).toMatch(
      /^the tensor "a" is of shape \[3,1000000000000\]/,
    );
    expect(says((bytes) => void bytes.writeUInt32LE(12, tensorA + 29))).toMatch(
      /^the tensor "a" is of type 12, and f32/,
    );
    expect(says((bytes) => void bytes.writeBigUInt64LE(64n, tensorA + 33))).toMatch(
      /^the tensor "\w" should lie where others do/,
    );
    expect(says((bytes) => bytes.subarray(0, 100))).toBe(fileTexts.tooLargeNumber(fileTexts.numberOfTensors, 4));
    expect(says((bytes) => bytes.subarray(0, bytes.length - 40))).toMatch(/^the tensor "\w" should lie/);
    expect(says(() => undefined)).toBe('fine');
  });

  it('that was changed anywhere is read, or refused in one sentence', async () => {
    const path = await written();
    const whole = readFileSync(path);
    const header = openGguf(path);
    const end = Math.min(...[...header.tensors.values()].map(({ begin }) => begin));
    header.close();
    const random = new Random(16);
    let refused = 0;
    for (let i = 0; i < 150; i++) {
      const copy = Buffer.from(whole);
      for (let n = 1 + random.below(3); n > 0; n--) copy[random.below(end)] = random.below(256);
      writeFileSync(path, copy.subarray(0, random.below(4) === 0 ? random.below(copy.length) : copy.length));
      try {
        const file = openGguf(path);
        for (const name of file.tensors.keys()) file.read(name);
        file.close();
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
        expect((error as Error).message).not.toContain('\n');
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(90);
  });
});
