import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../../library/token-cache/catalogue.ts';
import { Shelf } from '../../../library/token-cache/shelf.ts';
import { SPECIAL, trainTokenizer } from '../../../library/tokenizer/index.ts';
import { byteTokenizer, type Home, inMemory, learnt, makeHome, prose, textOf } from '../home.ts';

const tokenizer = byteTokenizer();

function refresh(home: Home, shelf = home.open(), with_ = tokenizer): Promise<Catalogue> {
  return shelf.refresh(with_, { speaker: 'mia', onNote: (note) => home.notes.push(note) });
}

function tokenFiles(home: Home): string[] {
  return readdirSync(home.shelf).filter((name) => name.endsWith('.tokens'));
}

/** The inodes of the token files: a file that was written anew has another. */
function inodes(home: Home): Record<string, number> {
  return Object.fromEntries(tokenFiles(home).map((name) => [name, statSync(join(home.shelf, name)).ino]));
}

describe('Shelf', () => {
  it('makes a catalogue and token files of a library', async () => {
    const home = makeHome();
    home.put('b.txt', prose(100, 1));
    home.put('deep/a.md', 'short\r\ntext');
    const shelf = home.open();
    const catalogue = await refresh(home, shelf);
    expect(catalogue.files.map(({ name }) => name)).toEqual(['b.txt', 'deep/a.md']);
    const [b, a] = catalogue.files;
    expect(a).toMatchObject({ tokens: 11, bytes: 10, heldOutTokens: 0, heldOutBytes: 0 });
    expect(b!.bytes + b!.heldOutBytes).toBe(prose(100, 1).length);
    expect(b!.tokens).toBe(b!.bytes + 1);
    expect(b!.heldOutTokens).toBe(b!.heldOutBytes);
    expect(catalogue).toMatchObject({ tokenizerHash: 'bytes', totalTokens: b!.tokens + 11, totalBytes: b!.bytes + 10 });
    const stored = readFileSync(a!.path);
    expect(stored.length).toBe(22);
    expect(stored.readUInt16LE(0)).toBe('s'.charCodeAt(0) + 4);
    const loaded = inMemory(await shelf.load());
    expect([...loaded[1]!.tokens]).toEqual([...tokenizer.encode('short\ntext'), SPECIAL.end]);
    expect(home.notes).toEqual([]);
  });

  it('keeps everything private', async () => {
    const home = makeHome();
    home.put('a.txt', prose(100, 1));
    await refresh(home);
    expect(statSync(home.shelf).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(home.shelf)) {
      expect(statSync(join(home.shelf, name)).mode & 0o077).toBe(0);
    }
  });

  it('uses four bytes an id where two are too few', async () => {
    const home = makeHome();
    home.put('a.txt', 'abc');
    const shelf = home.open();
    const catalogue = await refresh(home, shelf, byteTokenizer('large', 70_000));
    expect(statSync(catalogue.files[0]!.path).size).toBe(16);
    expect((await shelf.load())[0]!.tokens).toBeInstanceOf(Uint32Array);
  });

  it('reads only what changed, and removes what is stale', async () => {
    const home = makeHome();
    home.put('a.txt', prose(50, 1));
    home.put('b.txt', prose(50, 2));
    const first = await refresh(home);
    const before = inodes(home);
    expect((await refresh(home)).files).toEqual(first.files);
    expect(inodes(home)).toEqual(before);
    // Another time with the same content changes nothing either.
    utimesSync(join(home.library, 'a.txt'), 1, 1);
    await refresh(home);
    expect(inodes(home)).toEqual(before);
    home.put('a.txt', `${prose(50, 1)}new\n`);
    const second = await refresh(home);
    expect(second.files[1]).toEqual(first.files[1]);
    expect(second.files[0]!.tokens).toBe(first.files[0]!.tokens + 4);
    expect(existsSync(first.files[0]!.path)).toBe(false);
    rmSync(join(home.library, 'b.txt'));
    expect((await refresh(home)).files.map(({ name }) => name)).toEqual(['a.txt']);
    expect(existsSync(first.files[1]!.path)).toBe(false);
  });

  it('encodes everything anew with another tokenizer, from the same words', async () => {
    const home = makeHome();
    home.put('a.txt', prose(200, 1));
    const shelf = home.open();
    await refresh(home, shelf);
    const text = learnt(await shelf.load());
    const held = (await shelf.exams())[0]!;
    const merged = trainTokenizer([new TextEncoder().encode(text)], { vocabularySize: 500 });
    const catalogue = await refresh(home, shelf, merged);
    expect(catalogue).toMatchObject({ tokenizerHash: merged.hash, vocabularySize: merged.vocabularySize });
    const [loaded] = inMemory(await shelf.load());
    expect(loaded!.tokens.length).toBe(catalogue.totalTokens);
    expect(loaded!.tokens.length).toBeLessThan(text.length / 2);
    expect(merged.decode(loaded!.tokens)).toBe(text);
    const exam = (await shelf.exams())[0]!;
    expect(exam).toMatchObject({ id: held.id, bytes: held.bytes });
    expect(merged.decode(exam.ids)).toBe(textOf(held.ids));
    expect(tokenFiles(home)).toHaveLength(2);
  });

  it('makes damaged token files and a damaged catalogue anew', async () => {
    const home = makeHome();
    home.put('a.txt', prose(50, 1));
    const shelf = home.open();
    const { files } = await refresh(home, shelf);
    const sound = learnt(await shelf.load());
    truncateSync(files[0]!.path, 10);
    expect(learnt(await (await opened(home)).load())).toBe(sound);

    writeFileSync(files[0]!.path, Buffer.alloc(files[0]!.tokens * 2, 0xff));
    const notes: string[] = [];
    const again = await opened(home);
    expect(await again.load((note) => notes.push(note.message))).toEqual([]);
    expect(notes[0]).toMatch(
      /^a\.txt cannot be read from the token cache: its token file should have ids below 260, but it has 65535 at 0/,
    );
    await refresh(home, again);
    expect(learnt(await again.load())).toBe(sound);

    for (const damage of ['', '{"version":1', '{"version":2}', '[]', 'null']) {
      writeFileSync(join(home.shelf, 'catalogue.json'), damage);
      expect(learnt(await (await opened(home)).load())).toBe(sound);
    }
    expect(home.notes.at(-1)!.message).toBe('catalogue.json is damaged; the token cache of all texts is rebuilt.');
    writeFileSync(join(home.shelf, '.x.tokens.1.tmp'), 'draft');
    home.put('b.txt', 'x');
    await refresh(home);
    expect(readdirSync(home.shelf).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('reads a text anew that a version without other legacy encodings took for Windows-1252', async () => {
    const home = makeHome();
    const russian = 'Сегодня утром я пошёл на рынок и купил хлеб, сыр и яблоки. '.repeat(9);
    home.put('dnevnik.txt', iconv.encode(russian, 'windows-1251'));
    home.put('tagebuch.txt', iconv.encode('Heute früh war ich auf dem Markt, für Käse. '.repeat(9), 'windows-1252'));
    const before = await refresh(home);
    // As that version wrote it down: another encoding, and not what told it.
    const path = join(home.shelf, 'catalogue.json');
    const book = JSON.parse(readFileSync(path, 'utf8'));
    for (const { inspection } of book.records) {
      inspection.encoding = 'windows-1252';
      inspection.by = undefined;
    }
    writeFileSync(path, JSON.stringify(book));
    for (const { path: tokens } of before.files) writeFileSync(tokens, Buffer.alloc(statSync(tokens).size));
    const after = await refresh(home);
    expect(after.files.map(({ name, bytes }) => [name, bytes])).toEqual(
      before.files.map(({ name, bytes }) => [name, bytes]),
    );
    const [dnevnik, tagebuch] = after.files.map(({ path: tokens }) => readFileSync(tokens).some((byte) => byte !== 0));
    // What is read in the same encoding as before is not made anew.
    expect([dnevnik, tagebuch]).toEqual([true, false]);
    expect(home.notes.map(({ message }) => message)).toContain('dnevnik.txt is not UTF-8; it is read as Windows-1251.');
  });

  it('says once what is wrong with a file, and again when it came back', async () => {
    const home = makeHome();
    home.put('empty.txt', '');
    home.put(
      'binary.txt',
      Uint8Array.from({ length: 999 }, (_, i) => (i * 7) & 255),
    );
    home.put('latin.txt', Buffer.from('sch\xf6n', 'latin1'));
    home.put('wide.txt', Buffer.from('\ufeffwide', 'utf16le'));
    home.put('damaged.txt', Buffer.concat([Buffer.from('schön und grün '), Buffer.of(0xc3, 0x28)]));
    home.put('letter.docx', 'PK');
    home.put('twin.txt', 'a text');
    home.put('the same.txt', 'a text');
    const shelf = home.open();
    const catalogue = await refresh(home, shelf);
    expect(catalogue.files.map(({ name }) => name)).toEqual(['damaged.txt', 'latin.txt', 'the same.txt', 'wide.txt']);
    expect(home.notes.map(({ level, message }) => `${level}: ${message}`).sort()).toEqual([
      'info: empty.txt is empty.',
      'info: latin.txt is not UTF-8; it is read as Windows-1252.',
      'info: letter.docx is skipped: files of the kind .docx are not read yet, only .txt, .md, .text, .log.',
      'info: twin.txt is the same as the same.txt and is not read twice.',
      'info: wide.txt is UTF-16LE; it is read as that.',
      'warning: binary.txt is no text but binary, and is skipped.',
      'warning: damaged.txt is not valid UTF-8 in one place; a replacement character stands there.',
    ]);
    home.notes.length = 0;
    await refresh(home, shelf);
    expect(home.notes).toEqual([]);
    home.put('empty.txt', 'full now');
    await refresh(home, shelf);
    home.put('empty.txt', '');
    await refresh(home, shelf);
    expect(home.notes.map(({ message }) => message)).toEqual(['empty.txt is empty.']);
  });

  it('keeps reading a file by the name it has, whatever copies come', async () => {
    const home = makeHome();
    home.put('m.txt', prose(50, 1));
    await refresh(home);
    home.put('a copy.txt', prose(50, 1));
    expect((await refresh(home)).files.map(({ name }) => name)).toEqual(['m.txt']);
    rmSync(join(home.library, 'm.txt'));
    expect((await refresh(home)).files.map(({ name }) => name)).toEqual(['a copy.txt']);
  });

  it('keeps what it had of files and folders that cannot be opened', async () => {
    const home = makeHome();
    home.put('in/a.txt', prose(50, 1));
    home.put('b.txt', prose(50, 2));
    const shelf = home.open();
    const first = await refresh(home, shelf);
    rmSync(home.library, { recursive: true });
    expect(await refresh(home, shelf)).toEqual(first);
    expect(home.notes.map(({ message }) => message)).toEqual([
      'The library folder cannot be opened: it is not there any more; the text read from it before stays.',
    ]);
    expect(await shelf.load()).toHaveLength(2);
  });

  it.skipIf(process.getuid!() !== 0)(
    'keeps what it had of a file that became unreadable (needs root to change users)',
    async () => {
      const home = makeHome();
      const path = home.put('a.txt', prose(50, 1));
      home.put('b.txt', prose(50, 2));
      for (const folder of [join(home.library, '..'), home.library]) chmodSync(folder, 0o777);
      process.seteuid!(65534);
      try {
        const shelf = home.open();
        const first = await refresh(home, shelf);
        process.seteuid!(0);
        writeFileSync(path, prose(60, 3));
        chmodSync(path, 0);
        process.seteuid!(65534);
        const second = await refresh(home, shelf);
        expect(second).toEqual(first);
        expect(home.notes.map(({ message }) => message)).toEqual([
          'a.txt cannot be read: permission denied; the text read from it before stays.',
        ]);
        process.seteuid!(0);
        chmodSync(path, 0o644);
        process.seteuid!(65534);
        expect((await refresh(home, shelf)).totalTokens).toBeGreaterThan(first.totalTokens);
      } finally {
        process.seteuid!(0);
      }
    },
  );

  it('keeps token files that another thread may read until it is told to sweep', async () => {
    const home = makeHome();
    const gone = home.put('a.txt', prose(50, 1));
    home.put('b.txt', prose(50, 2));
    const shelf = new Shelf({ libraryFolder: home.library, shelfFolder: home.shelf, isRead: true });
    const first = await refresh(home, shelf);
    const paths = first.files.map(({ path }) => path);
    rmSync(gone);
    await refresh(home, shelf);
    expect(paths.map((path) => existsSync(path))).toEqual([true, true]);
    await shelf.sweep();
    expect(paths.map((path) => existsSync(path))).toEqual([false, true]);
  });

  it('does not throw when the shelf cannot be written', async () => {
    const home = makeHome();
    home.put('a.txt', prose(50, 1));
    writeFileSync(home.shelf, 'a file where the folder should be');
    const catalogue = await refresh(home);
    expect(catalogue.files).toEqual([]);
    expect(home.notes).toHaveLength(1);
    expect(home.notes[0]!.message).toMatch(
      /^The library folder could not be put on the shelf: .*; the shelf stays as it was\.$/,
    );
  });

  it('keeps the old tokens of a file that changes while it is read', async () => {
    const home = makeHome();
    const path = home.put('a.txt', prose(50, 1));
    home.put('z.txt', prose(10_000, 2));
    const shelf = home.open();
    const first = await refresh(home, shelf);
    writeFileSync(path, prose(9000, 3));
    let done = false;
    const options = {
      speaker: 'mia',
      onNote: (note: { message: string }) => home.notes.push({ level: 'info', file: '', message: note.message }),
      onProgress: ({ phase, file }: { phase: string; file: string }) => {
        if (done || phase !== 'encoding' || file !== 'a.txt') return;
        done = true;
        truncateSync(path, 5000);
      },
    };
    const second = await shelf.refresh(tokenizer, options);
    const shelved = ({ files }: Catalogue): unknown =>
      files.map(({ name, sha256, tokens, path }) => [name, sha256, tokens, path]);
    expect(shelved(second)).toEqual(shelved(first));
    expect(await shelf.load()).toHaveLength(2);
    expect(home.notes.map(({ message }) => message)).toEqual([
      'a.txt was changed while it was read; the text read from it before stays, and it is read again next time.',
    ]);
    const third = await shelf.refresh(tokenizer, { speaker: 'mia' });
    expect(third.files[0]!.bytes).toBe(5000);
  });

  it('reports how far it is, and lets refreshes wait for one another', async () => {
    const home = makeHome();
    home.put('a.txt', prose(20_000, 1));
    const shelf = home.open();
    const phases: string[] = [];
    let bytes = 0;
    const onProgress = (progress: { phase: string; bytes: number }): void => {
      if (phases.at(-1) !== progress.phase) phases.push(progress.phase);
      if (progress.phase === 'encoding') bytes = progress.bytes;
    };
    const both = await Promise.all([
      shelf.refresh(tokenizer, { speaker: 'mia', onProgress }),
      shelf.refresh(tokenizer, { speaker: 'mia', onProgress }),
    ]);
    expect(phases).toEqual(['looking', 'holding out', 'encoding']);
    expect(bytes).toBe(statSync(join(home.library, 'a.txt')).size);
    expect(both[1]).toEqual(both[0]);
  });

  it('reads files with names of any kind', async () => {
    const home = makeHome();
    const names = ['__proto__', 'constructor', 'a\nb.txt', 'ü 😀.txt', "it's.txt"];
    for (const [seed, name] of names.entries()) home.put(name, prose(30, seed));
    const shelf = home.open();
    expect((await refresh(home, shelf)).files).toHaveLength(5);
    expect((await refresh(home)).files).toHaveLength(5);
    expect(new Set((await shelf.exams()).map(({ file }) => file)).size).toBe(5);
  });

  it('reads one line of many megabytes', async () => {
    const home = makeHome();
    home.put('line.txt', prose(60_000, 1).replaceAll('\n', ' '));
    const shelf = home.open();
    const { files } = await refresh(home, shelf);
    expect(files[0]!.bytes + files[0]!.heldOutBytes).toBe(statSync(join(home.library, 'line.txt')).size);
  });
});

describe('sample', () => {
  it('gives what may be learnt before there is a tokenizer', async () => {
    const home = makeHome();
    home.put('a.txt', prose(300, 1));
    home.put('b.txt', '[owner]: hello\n');
    const shelf = home.open();
    let text = '';
    for await (const bytes of shelf.sample({ speaker: 'mia' })) text += Buffer.from(bytes).toString();
    await refresh(home, shelf);
    expect(text).toBe(learnt(await shelf.load()).replace('\n=====\n', ''));
    for (const { ids } of await shelf.exams()) expect(text).not.toContain(textOf(ids));
  });

  it('gives evenly spread stretches of a large library', async () => {
    const home = makeHome();
    for (const name of ['a', 'b', 'c', 'd']) home.put(`${name}.txt`, prose(16_000, name.charCodeAt(0)));
    const parts: string[] = [];
    for await (const bytes of home.open().sample({ speaker: 'mia', maximumBytes: 2_000_000 }))
      parts.push(Buffer.from(bytes).toString());
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    expect(size).toBeGreaterThan(1_500_000);
    expect(size).toBeLessThan(2_500_000);
    for (const name of ['a', 'b', 'c', 'd']) {
      const from = prose(16_000, name.charCodeAt(0));
      expect(parts.some((part) => from.includes(part.slice(0, 2000)))).toBe(true);
    }
  });
});

async function opened(home: Home): Promise<ReturnType<Home['open']>> {
  const shelf = home.open();
  await refresh(home, shelf);
  return shelf;
}
