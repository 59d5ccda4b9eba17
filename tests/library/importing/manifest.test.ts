import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Entry, Manifest } from '../../../library/importing/manifest.ts';
import { temporaryFolder } from '../home.ts';

const entry = (name: string): Entry => ({
  what: 'a text',
  fed: '2026-11-30T22:00:00.000Z',
  outputs: [{ key: name, name, size: 3, mtimeMs: 7 }],
});

const names = (manifest: Manifest): string[] => [...manifest.entries().keys()];

describe('what was fed', () => {
  it('is known after a feeding that was killed, but for a line that was cut', async () => {
    const path = join(temporaryFolder(), 'fed.json');
    const manifest = await Manifest.open(path);
    manifest.set('a', entry('a.txt'));
    manifest.set('b', entry('b.txt'));
    await manifest.save();
    manifest.set('c', entry('c.txt'));
    await manifest.keep();
    manifest.delete('a');
    manifest.set('b', entry('b2.txt'));
    await manifest.keep();
    expect(Object.keys(JSON.parse(readFileSync(path, 'utf8')).sources)).toEqual(['a', 'b']);
    expect(statSync(`${path}.journal`).mode & 0o777).toBe(0o600);
    appendFileSync(`${path}.journal`, '{"source":"d","ent');

    const again = await Manifest.open(path);
    expect(names(again)).toEqual(['b', 'c']);
    expect(again.get('b')).toEqual(entry('b2.txt'));
    // the journal has become a part of the file
    expect(existsSync(`${path}.journal`)).toBe(false);
    expect(Object.keys(JSON.parse(readFileSync(path, 'utf8')).sources)).toEqual(['b', 'c']);
  });

  it('is written at the cost of what changed, and not of all', async () => {
    const path = join(temporaryFolder(), 'fed.json');
    const manifest = await Manifest.open(path);
    let written = 0;
    let whole = 0;
    for (let i = 0; i < 2000; i++) {
      manifest.set(`source ${i}`, entry(`${i}.txt`));
      await manifest.keep();
      // the journal is gone when the whole file was written
      if (existsSync(`${path}.journal`)) continue;
      whole++;
      written += statSync(path).size;
    }
    await manifest.save();
    expect(whole).toBeGreaterThan(0);
    expect(written).toBeLessThan(3 * statSync(path).size);
    expect(names(await Manifest.open(path))).toHaveLength(2000);
  });
});
