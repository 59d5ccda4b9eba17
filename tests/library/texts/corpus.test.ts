import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clean } from '../../../library/cleaning/clean.ts';
import { type FoundText, findTexts } from '../../../library/texts/corpus.ts';
import { ChangedWhileReading, inspect, readText } from '../../../library/texts/reading.ts';
import { makeHome, prose } from '../home.ts';

async function read(library: string, name: string): Promise<string> {
  const file = await find(library, name);
  let text = '';
  for await (const piece of readText(file, await inspect(file))) text += piece;
  return text;
}

async function find(library: string, name: string): Promise<FoundText> {
  return (await findTexts(library)).texts.find((file) => file.name === name)!;
}

function utf16(text: string, bigEndian: boolean): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

describe('findTexts', () => {
  it('finds the texts of a folder and all below it, in order, without what begins with a dot', async () => {
    const { library, put } = makeHome();
    for (const name of ['b.txt', 'a.MD', 'notes', 'deep/er/c.log', 'deep/d.text', '.hidden.txt', '.git/x.txt'])
      put(name, 'x');
    const { texts, notes } = await findTexts(library);
    expect(texts.map(({ name }) => name)).toEqual(['a.MD', 'b.txt', 'deep/d.text', 'deep/er/c.log', 'notes']);
    expect(notes).toEqual([]);
  });

  it('names what it does not read', async () => {
    const { library, put } = makeHome();
    put('photo.jpg', 'x');
    execFileSync('mkfifo', [join(library, 'pipe.txt')]);
    symlinkSync(join(library, 'nowhere'), join(library, 'dangling.txt'));
    const { texts, notes } = await findTexts(library);
    expect(texts).toEqual([]);
    expect(notes.map(({ message }) => message).sort()).toEqual([
      'dangling.txt is a link to nothing and is skipped.',
      'photo.jpg is skipped: files of the kind .jpg are not read yet, only .txt, .md, .text, .log.',
      'pipe.txt is no file but a device, pipe or socket, and is skipped.',
    ]);
  });

  it('follows no link to a folder that holds the library, be it the whole disk', async () => {
    const { library, put } = makeHome();
    put('a.txt', 'x');
    put('in/b.txt', 'y');
    const home = realpathSync(join(library, '..'));
    symlinkSync('/', join(library, 'disk'));
    symlinkSync(home, join(library, 'in', 'home'));
    symlinkSync(join(library, 'in'), join(library, 'within'));
    const { texts, notes } = await findTexts(library);
    expect(texts.map(({ name }) => name)).toEqual(['a.txt', 'in/b.txt']);
    expect(notes.map(({ message }) => message).sort()).toEqual([
      'disk leads to a folder that holds the library itself, and is skipped.',
      'in/home leads to a folder that holds the library itself, and is skipped.',
      'within leads to in, which is read already.',
    ]);
  });

  it('looks at so many files and no more, and says so in one sentence', async () => {
    const { library, put } = makeHome();
    for (let i = 0; i < 300; i++) put(`${String(i).padStart(3, '0')}${i % 2 ? '.txt' : '.jpg'}`, 'x');
    const { texts, notes } = await findTexts(library, 250);
    expect(texts).toHaveLength(125);
    expect(notes).toHaveLength(102);
    expect(notes.slice(100).map(({ message }) => message)).toEqual([
      'The library folder holds 25 more files of other kinds, which are skipped.',
      'The library folder holds more than 250 files and folders, of which the rest is not read: remove the link that leads to them, or join the texts into fewer files.',
    ]);
    expect((await findTexts(library, 300)).notes.at(-1)!.message).toMatch(/^The library folder holds 50 more files/);
  });

  it('ends in circles of links and takes every file once', async () => {
    const { library, put } = makeHome();
    put('a.txt', 'x');
    put('in/b.txt', 'y');
    symlinkSync(library, join(library, 'in/up'));
    symlinkSync(join(library, 'in'), join(library, 'in/self'));
    symlinkSync(join(library, 'loop'), join(library, 'loop'));
    symlinkSync(join(library, 'a.txt'), join(library, 'again.txt'));
    linkSync(join(library, 'a.txt'), join(library, 'hard.txt'));
    const { texts, notes } = await findTexts(library);
    expect(texts.map(({ name }) => name)).toEqual(['a.txt', 'in/b.txt']);
    expect(notes.map(({ file }) => file).sort()).toEqual(['again.txt', 'hard.txt', 'in/self', 'in/up', 'loop']);
  });

  it('says what is forbidden, and that its content is unknown', async () => {
    const { library, put } = makeHome();
    put('closed/a.txt', 'x');
    put('b.txt', 'y');
    chmodSync(join(library, 'closed'), 0);
    chmodSync(join(library, '..'), 0o755);
    const { texts, notes, unknown } = await asNobody(() => findTexts(library));
    expect(texts.map(({ name }) => name)).toEqual(['b.txt']);
    expect(unknown).toEqual(['closed']);
    expect(notes[0]!.message).toBe('closed cannot be opened: permission denied; the text read from it before stays.');
  });

  it('does not throw for a folder that is not there', async () => {
    const { library } = makeHome();
    rmSync(library, { recursive: true });
    expect((await findTexts(library)).unknown).toEqual(['']);
  });

  it('makes names safe to show', async () => {
    const { library, put } = makeHome();
    put('evil\x1b[2J\u202e.png', 'x');
    expect((await findTexts(library)).notes[0]!.message).toMatch(/^evil\.png is skipped/);
  });
});

describe('readText', () => {
  const writing = 'Grüße, ‘friend’ — 你好 😀\nsecond line\n';

  it('reads UTF-8 with and without a mark, and UTF-16 both ways', async () => {
    const { library, put } = makeHome();
    put('plain.txt', writing);
    put('marked.txt', `\ufeff${writing}`);
    put('le.txt', utf16(`\ufeff${writing}`, false));
    put('be.txt', utf16(`\ufeff${writing}`, true));
    const english = 'It is a long way to the sea, and no mark says so.\n';
    put('bare-le.txt', utf16(english, false));
    put('bare-be.txt', utf16(english, true));
    for (const name of ['plain.txt', 'marked.txt', 'le.txt', 'be.txt']) expect(await read(library, name)).toBe(writing);
    for (const name of ['bare-le.txt', 'bare-be.txt']) expect(await read(library, name)).toBe(english);
  });

  it('reads what is not UTF-8 as Windows-1252', async () => {
    const { library, put } = makeHome();
    put('old.txt', Buffer.from('\x93Gr\xfc\xdfe\x94 aus K\xf6ln\n', 'latin1'));
    expect(await read(library, 'old.txt')).toBe('“Grüße” aus Köln\n');
  });

  it('keeps UTF-8 as such when few bytes are wrong or the last character is cut off', async () => {
    const { library, put } = makeHome();
    put('wrong.txt', Buffer.concat([Buffer.from('Grüße und Küsse '), Buffer.of(0xff), Buffer.from(' aus Köln')]));
    put('cut.txt', Buffer.from('nur ein ü').subarray(0, -1));
    expect(await read(library, 'wrong.txt')).toBe('Grüße und Küsse \ufffd aus Köln');
    expect((await inspect(await find(library, 'wrong.txt'))).invalid).toBe(1);
    expect(await inspect(await find(library, 'cut.txt'))).toMatchObject({ encoding: 'utf-8', invalid: 0 });
  });

  it.each([
    [[0xf4, 0x90, 0x80, 0x80]],
    [[0xed, 0xa0, 0x80]],
    [[0xe0, 0x80, 0x80]],
    [[0xc0, 0x80]],
    [[0xc3, 0x41]],
    [[0x80]],
  ])('knows that %j is not UTF-8, as TextDecoder does', async (bytes) => {
    const { library, put } = makeHome();
    const content = Buffer.concat([Buffer.of(...bytes), Buffer.from(' and on')]);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(content)).toThrow();
    put('x.txt', content);
    expect((await inspect(await find(library, 'x.txt'))).encoding).toBe('windows-1252');
  });

  it('tells binary files from texts', async () => {
    const { library, put } = makeHome();
    let state = 1;
    const noise = Uint8Array.from(
      { length: 5000 },
      () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 16,
    );
    put('noise.txt', noise);
    put(
      'program.txt',
      Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(300), Buffer.from('text in it'.repeat(20))]),
    );
    put('text.txt', `${prose(20, 1)}\0`);
    expect((await inspect(await find(library, 'noise.txt'))).encoding).toBeUndefined();
    expect((await inspect(await find(library, 'program.txt'))).encoding).toBeUndefined();
    expect(await read(library, 'text.txt')).toBe(prose(20, 1));
  });

  it('reads characters that lie across the edges of pieces', async () => {
    const { library, put } = makeHome();
    for (const [i, text] of [0, 1, 2, 3].map((shift) => 'x'.repeat(shift) + '😀é你\r\n'.repeat(60_000)).entries()) {
      put(`${i}.txt`, text);
      put(`${i}.log`, utf16(`\ufeff${text}`, true));
      expect((await read(library, `${i}.txt`)) === clean(text)).toBe(true);
      expect((await read(library, `${i}.log`)) === clean(text)).toBe(true);
    }
  });

  it('takes what is appended meanwhile the next time, and says so if a file is cut off, changed or gone', async () => {
    const { library, put } = makeHome();
    const path = put('a.txt', prose(10, 1));
    const file = await find(library, 'a.txt');
    const inspection = await inspect(file);
    const all = async (): Promise<string> => {
      let text = '';
      for await (const piece of readText(file, inspection)) text += piece;
      return text;
    };
    appendFileSync(path, 'more\n');
    expect(await all()).toBe(prose(10, 1));
    writeFileSync(path, prose(10, 2));
    await expect(all()).rejects.toThrow(ChangedWhileReading);
    truncateSync(path, 100);
    await expect(all()).rejects.toThrow(ChangedWhileReading);
    rmSync(path);
    await expect(all()).rejects.toThrow('ENOENT');
  });

  it('lets other work go on while it reads', async () => {
    const { library, put } = makeHome();
    mkdirSync(join(library, 'x'));
    put('long.txt', prose(40_000, 1));
    let ticks = 0;
    const timer = setInterval(() => ticks++, 0);
    await read(library, 'long.txt');
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(2);
  });
});

/** Runs as a user without rights, since the administrator may read everything. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid!() !== 0) return work();
  process.seteuid!(65534);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
  }
}
