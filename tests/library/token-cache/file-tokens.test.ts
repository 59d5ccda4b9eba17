import { execFile } from 'node:child_process';
import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { FileMask, FileTokens, receivedFile, sentFile } from '../../../library/token-cache/file-tokens.ts';
import { writeTokens } from '../../../library/token-cache/token-file.ts';
import { packMask, randomFrom, temporaryFolder } from '../home.ts';

/** More than two blocks of 128 KiB, and no whole number of them. */
const COUNT = 150_001;

async function written(width: 2 | 4) {
  const random = randomFrom(width);
  const ids = Uint32Array.from({ length: COUNT }, () => Math.floor(random() * (width === 2 ? 65_536 : 2 ** 32)));
  const path = join(temporaryFolder(), 'a.tokens');
  await writeTokens(path, width, [ids]);
  return { ids, path, tokens: new FileTokens({ path, width, first: 0, length: COUNT, all: COUNT }) };
}

describe('the ids of a token file', () => {
  it.each([2, 4] as const)('are those of a typed array, in stretches and one by one: %i bytes', async (width) => {
    const { ids, tokens } = await written(width);
    const random = randomFrom(9);
    const block = (1 << 17) / width;
    const stretches: [number, number][] = [
      [0, COUNT],
      [0, 0],
      [block - 1, block + 1],
      [block, 2 * block],
      [COUNT - 1, COUNT + 5],
      [COUNT, COUNT + 5],
    ];
    for (let i = 0; i < 200; i++) {
      const at = Math.floor(random() * COUNT);
      stretches.push([at, at + Math.floor(random() * 1000)]);
    }
    const isSame = (some: Uint16Array | Uint32Array, others: Uint32Array) =>
      some.length === others.length && some.every((id, i) => id === others[i]);
    for (const [from, to] of stretches) expect(isSame(tokens.subarray(from, to), ids.subarray(from, to))).toBe(true);
    for (const at of [0, 1, block - 1, block, COUNT - 1]) expect(tokens.at(at)).toBe(ids[at]);
    expect(tokens.at(COUNT)).toBeUndefined();
    const part = tokens.slice(70_000, 140_000).slice(10, 69_990);
    expect(part.length).toBe(69_980);
    expect(isSame(part.subarray(0, part.length), ids.subarray(70_010, 139_990))).toBe(true);
    expect(part.at(0)).toBe(ids[70_010]);
  });

  it('can be read when the file was removed from its folder, and more of it than is kept in memory', async () => {
    const { ids, path, tokens } = await written(2);
    expect(tokens.subarray(0, 3)).toHaveLength(3);
    const large = join(temporaryFolder(), 'b.tokens');
    const all = 9_000_000;
    await writeTokens(large, 2, [new Uint16Array(all)]);
    rmSync(path);
    const other = new FileTokens({ path: large, width: 2, first: 0, length: all, all });
    for (let at = 0; at < all; at += 1 << 16) expect(other.subarray(at, at + 1)[0]).toBe(0);
    expect(tokens.subarray(0, COUNT).every((id, i) => id === ids[i])).toBe(true);
  });

  it('are refused with one sentence where the file was cut', async () => {
    const { path, tokens } = await written(2);
    truncateSync(path, 1001);
    expect(() => tokens.subarray(90_000, 90_010)).toThrow(/should have 300002 bytes, but it was cut to \d+ while/);
  });

  it('are the same in another thread, which gets only where they lie', async () => {
    const { ids, tokens } = await written(4);
    const marks = Uint8Array.from(ids, (id) => id & 1);
    const mask = join(temporaryFolder(), 'a.mask');
    writeFileSync(mask, packMask([marks]));
    const file = { name: 'a', tokens, learn: new FileMask({ mask, length: COUNT }), answers: true };
    const sent = structuredClone(sentFile(file));
    expect(JSON.stringify(sent).length).toBeLessThan(1000);
    const received = receivedFile(sent);
    expect([...received.tokens.subarray(100, 900)]).toEqual([...ids.subarray(100, 900)]);
    expect([...received.learn!.subarray(100, 900)]).toEqual([...marks.subarray(100, 900)]);
    expect(received).toMatchObject({ name: 'a', answers: true });
    const held = { name: 'b', tokens: Uint16Array.of(1, 2), learn: Uint8Array.of(0, 1) };
    expect(receivedFile(structuredClone(sentFile(held)))).toEqual(held);
  });
});

it.skipIf(process.platform === 'win32')('more texts than a process may open files are read all the same', async () => {
  const script = join(import.meta.dirname, 'many-files.ts');
  const command = 'ulimit -n 256 && exec "$0" "$1" "$2" 300';
  const { stdout } = await promisify(execFile)('sh', ['-c', command, process.execPath, script, temporaryFolder()]);
  expect(stdout).toBe('900');
});

describe('the marks of a mask file', () => {
  it('are those of a typed array, over the ends of blocks', () => {
    const random = randomFrom(3);
    const marks = Uint8Array.from({ length: (1 << 20) + 77 }, () => (random() < 0.5 ? 0 : 1));
    const mask = join(temporaryFolder(), 'a.mask');
    writeFileSync(mask, packMask([marks]));
    const all = new FileMask({ mask, length: marks.length });
    for (const [from, to] of [
      [0, 20],
      [3, 3],
      [(1 << 20) - 9, (1 << 20) + 9],
      [5, marks.length + 9],
    ]) {
      expect(Buffer.compare(all.subarray(from!, to!), marks.subarray(from, to))).toBe(0);
    }
  });
});
