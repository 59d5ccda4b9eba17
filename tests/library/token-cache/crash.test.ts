import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AtomicFile } from '../../../library/files/atomic-file.ts';
import { trainTokenizer } from '../../../library/tokenizer/index.ts';
import { type Home, inMemory, makeHome, prose } from '../home.ts';

const tokenizer = trainTokenizer([Buffer.from('the old sea and the old man '.repeat(30))], { vocabularySize: 300 });
const options = (home: Home) => ({ speaker: 'mia', onNote: (note: Home['notes'][0]) => home.notes.push(note) });

/** Enough for several pieces of 256 KiB, so that it is killed in the middle of a text. */
const TEXTS = { 'a.txt': prose(300, 1), 'b.txt': prose(8000, 2), 'c.txt': prose(300, 3) };

async function learntOf(home: Home) {
  const shelf = home.open();
  await shelf.refresh(tokenizer, options(home));
  return { files: inMemory(await shelf.load()), exams: (await shelf.exams()).sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

afterEach(() => vi.restoreAllMocks());

describe('a library that is read', () => {
  it('has lost nothing, and goes on with what was done, when the process was killed', async () => {
    const home = makeHome();
    const whole = makeHome();
    for (const [name, text] of Object.entries(TEXTS)) for (const one of [home, whole]) one.put(name, text);
    for (const [phase, nth] of [
      ['looking', 3],
      ['holding out', 4],
      ['encoding', 3],
    ]) {
      const child = spawnSync(process.execPath, [
        join(import.meta.dirname, 'refresher.ts'),
        home.library,
        home.shelf,
        String(phase),
        String(nth),
      ]);
      expect([child.signal, child.stderr.toString()]).toEqual(['SIGKILL', '']);
    }
    const encoded = readdirSync(home.shelf).filter((name) => name.endsWith('.tokens'));
    expect(encoded.length).toBeGreaterThan(0);
    expect(await learntOf(home)).toEqual(await learntOf(whole));
    expect(home.notes).toEqual([]);
    // no draft of the killed process is left
    expect(readdirSync(home.shelf).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it.each(['ENOSPC', 'EFBIG'])(
    'stays as it was where the disk is full, with one sentence, and is read when there is room: %s',
    async (code) => {
      const home = makeHome();
      home.put('a.txt', TEXTS['a.txt']);
      const before = await learntOf(home);
      home.put('b.txt', TEXTS['b.txt']);
      home.put('c.txt', TEXTS['c.txt']);
      const append = AtomicFile.prototype.append;
      let written = 0;
      vi.spyOn(AtomicFile.prototype, 'append').mockImplementation(function (this: AtomicFile, data) {
        written += data.length;
        if (written > 200_000) throw Object.assign(new Error(`${code}: write`), { code });
        return append.call(this, data);
      });
      const shelf = home.open();
      await shelf.refresh(tokenizer, options(home));
      expect(home.notes.map(({ message }) => message)).toEqual([
        expect.stringMatching(/^The library folder could not be put on the shelf: .*; the shelf stays as it was\.$/),
      ]);
      expect(inMemory(await shelf.load())).toEqual(before.files);
      vi.restoreAllMocks();
      const whole = makeHome();
      whole.put('a.txt', TEXTS['a.txt']);
      await learntOf(whole);
      for (const name of ['b.txt', 'c.txt'] as const) whole.put(name, TEXTS[name]);
      expect(await learntOf(home)).toEqual(await learntOf(whole));
    },
  );
});
