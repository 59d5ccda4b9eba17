import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BLOCK, decodeHeader, END, type Entry, encodeHeader, padded } from '../../../../school/babies/archive/tar.ts';
import { texts } from '../../../../school/babies/texts.ts';
import { temporaryFolder } from '../../temporary.ts';

const ENTRIES: readonly Entry[] = [
  { name: 'mia/baby.json', size: 3, modified: 1_700_000_000 },
  { name: `mia/${'n'.repeat(96)}`, size: 0, modified: 0 },
  { name: `mia/${'f'.repeat(120)}/${'n'.repeat(99)}`, size: 512, modified: 1 },
  { name: `mia/${'f'.repeat(200)}/${'n'.repeat(200)}.txt`, size: 513, modified: 1_700_000_000 },
  { name: 'mia/library/Tagebuch für Zoë – 日記.txt', size: 7, modified: 1_700_000_000 },
  { name: `mia/${'ä'.repeat(120)}`, size: 1, modified: 1_700_000_000 },
];

const reader = (bytes: Buffer) => {
  let at = 0;
  return async (count: number) => bytes.subarray(at, (at += count));
};

describe('a header', () => {
  it.each(ENTRIES.map((entry) => [entry.name.slice(0, 30), entry] as const))(
    'of %s… is read as written',
    async (_, entry) => {
      const header = encodeHeader(entry);
      expect(header.length % BLOCK).toBe(0);
      expect(await decodeHeader(reader(header))).toEqual(entry);
    },
  );

  it('holds sizes that octal digits cannot', async () => {
    for (const size of [8 ** 11 - 1, 8 ** 11, 2 ** 50]) {
      const entry = { name: 'mia/big', size, modified: 5 };
      expect(await decodeHeader(reader(encodeHeader(entry)))).toEqual(entry);
    }
  });

  it('is over where blocks are empty', async () => {
    expect(await decodeHeader(reader(END))).toBeUndefined();
  });

  it('is refused when any bit of it is another, or it is cut short', async () => {
    const good = encodeHeader({ name: 'mia/baby.json', size: 3, modified: 1_700_000_000 });
    // what stands behind the digits of the checksum says nothing
    for (let byte = 0; byte < good.length; byte++) {
      if (byte === 154 || byte === 155) continue;
      const bad = Buffer.from(good);
      bad[byte]! ^= 4;
      await expect(decodeHeader(reader(bad)), `byte ${byte}`).rejects.toThrow(texts.archive.headerDamaged);
    }
    await expect(decodeHeader(reader(good.subarray(0, 511)))).rejects.toThrow(texts.archive.cutShort);
    await expect(decodeHeader(reader(Buffer.alloc(0)))).rejects.toThrow(texts.archive.cutShort);
  });

  it.each(['1', '2', '3', '5', '6', 'L', 'g'])('of the type %s is none of ours', async (type) => {
    const bytes = encodeHeader({ name: 'mia/link', size: 0, modified: 0 });
    bytes.write(type, 156, 'latin1');
    bytes.write('        ', 148, 'latin1');
    const sum = bytes.reduce((total, byte) => total + byte, 0);
    bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    await expect(decodeHeader(reader(bytes))).rejects.toThrow(texts.archive.notPlainFile);
  });
});

const tar = (() => {
  try {
    return execFileSync('tar', ['--version'], { encoding: 'utf8' });
  } catch {
    console.info('skipped: what the tar of this system makes of an archive (there is none)');
    return undefined;
  }
})();

describe.skipIf(!tar)('the tar of this system', () => {
  it('unpacks what is written', () => {
    const folder = temporaryFolder();
    const contents = ENTRIES.map(({ size }, i) => Buffer.alloc(size, `${i}`));
    const parts = ENTRIES.flatMap((entry, i) => [
      encodeHeader(entry),
      contents[i]!,
      Buffer.alloc(padded(entry.size) - entry.size),
    ]);
    writeFileSync(join(folder, 'a.tar'), Buffer.concat([...parts, END]));
    mkdirSync(join(folder, 'out'));
    execFileSync('tar', ['-xf', join(folder, 'a.tar'), '-C', join(folder, 'out')], { stdio: 'pipe' });
    for (const [i, { name, modified }] of ENTRIES.entries()) {
      const path = join(folder, 'out', name);
      expect(readFileSync(path).equals(contents[i]!)).toBe(true);
      expect(statSync(path).mtimeMs / 1000).toBe(modified);
      expect(statSync(path).mode & 0o077).toBe(0);
    }
    expect(readdirSync(join(folder, 'out'))).toEqual(['mia']);
  });

  it('writes plain files that are read', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'mia'));
    writeFileSync(join(folder, 'mia', 'ö.txt'), 'hello');
    const packed = execFileSync('tar', ['--format=pax', '-cf', '-', '-C', folder, 'mia/ö.txt']);
    expect(await decodeHeader(reader(packed))).toMatchObject({ name: 'mia/ö.txt', size: 5 });
  });
});
