import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../../library/importing/collection.ts';
import { MOST_FILES } from '../../../../library/importing/folder.ts';
import { temporaryFolder } from '../../home.ts';
import { makeZip, type ZipEntry } from '../make.ts';

/** Names of what is read of a zip file, and what is refused. */
async function contents(entries: readonly ZipEntry[], name = 'all.zip'): Promise<[string[], string[]]> {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, makeZip(entries));
  const { items, refused, close } = await collect(path, name);
  close();
  return [items.map(({ source }) => source.name), refused.map((one) => `${one.name} ${one.why}`)];
}

describe('a zip file', () => {
  it('that unpacks to what no writing is, is not read', async () => {
    const zeros = new Uint8Array(110e6);
    const [read, refused] = await contents([
      { name: 'a.txt', content: zeros },
      { name: 'b.txt', content: zeros },
    ]);
    expect(read).toEqual([]);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatch(
      /^all\.zip cannot be read: it unpacks to 220 MB, 1,0\d\d times its size, which no writing does: unpack it, and feed what you wrote\.$/,
    );
  });

  it('of pictures with one file that unpacks so is read without that', async () => {
    const pictures = Uint8Array.from({ length: 3e6 }, (_byte, i) => (Math.imul(i, 2654435761) >>> 13) & 255);
    const [read, refused] = await contents([
      { name: 'a.txt', content: 'words\n' },
      { name: 'bomb.txt', content: new Uint8Array(210e6) },
      { name: 'b.jpg', content: pictures, stored: true },
    ]);
    expect(read).toEqual(['a.txt']);
    expect(refused[0]).toMatch(/^all\.zip\/bomb\.txt unpacks to 210 MB, 1,0\d\d times its size, which no writing does/);
  });

  it('of a text that packs well is read', async () => {
    const chat = JSON.stringify(Array.from({ length: 90_000 }, (_message, i) => ({ id: i, from: 'Ann', text: 'ok' })));
    expect(await contents([{ name: 'a.json', content: chat }])).toEqual([['a.json'], []]);
  });

  it('of more files than are fed at once is not read, nor are several in one', async () => {
    const files = (count: number): ZipEntry[] =>
      Array.from({ length: count }, (_file, i) => ({ name: `${i}.txt`, content: '', stored: true }));
    expect(await contents(files(MOST_FILES + 1))).toEqual([
      [],
      ['all.zip cannot be read: it holds more than 50,000 files: feed its folders one by one.'],
    ]);
    const half = makeZip(files(MOST_FILES / 2 + 1));
    const [, refused] = await contents([1, 2].map((i) => ({ name: `${i}.zip`, content: half, stored: true })));
    expect(refused.filter((why) => why.includes('more than 50,000 files'))).toHaveLength(1);
  }, 60_000);
});
