import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Change } from '../../../library/cleaning/rewriter.ts';
import { LibraryWriter } from '../../../library/importing/writing.ts';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { loadRules } from '../../../school/ingest/cleaning-rules.ts';
import { type Fed, type FeedOptions, feed } from '../../../school/ingest/feed.ts';
import { texts } from '../../../school/ingest/texts.ts';
import { makeZip } from '../../library/importing/make.ts';
import { temporaryFolder } from '../temporary.ts';

const FIXTURES = fileURLToPath(new URL('../../library/importing/fixtures', import.meta.url));

let home: Home;
let folder: string;
let changes: Change[];
beforeEach(() => {
  home = makeHome(join(temporaryFolder(), 'home'), {});
  folder = temporaryFolder();
  changes = [];
});

async function give(path: string, options: Partial<FeedOptions> = {}): Promise<Fed[]> {
  const all: Fed[] = [];
  await feed(home, [path], { onFed: (fed) => all.push(fed), onChange: (change) => changes.push(change), ...options });
  return all;
}

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const chat = (): string => put('chat.txt', readFileSync(join(FIXTURES, 'whatsapp~android-us.txt')));
const rules = (values: unknown): void =>
  writeFileSync(join(home.folder, 'cleaning.json'), typeof values === 'string' ? values : JSON.stringify(values));
const inLibrary = (name: string): string => readFileSync(join(home.library, name), 'utf8');
const library = (): string[] =>
  readdirSync(home.library, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(home.library.length + 1))
    .sort();

describe('feeding exports', () => {
  it('tells what was found, by whom, when, and what was left out', async () => {
    const [fed] = await give(chat(), { me: ['Sam Loom'] });
    expect(fed).toMatchObject({
      outcome: 'imported',
      message: expect.stringMatching(/chat\.txt is a WhatsApp chat; to learn: 5 words in 2 of 4 messages\.$/),
      as: ['chat.txt'],
      files: 1,
      bytes: 19,
      account: {
        messages: 4,
        learntMessages: 2,
        words: 9,
        people: [
          { name: 'Dee Park', messages: 2 },
          { name: 'Sam Loom', messages: 2 },
        ],
        from: '2024-03-04T21:04:00.000Z',
        to: '2024-03-06T01:00:00.000Z',
        leftOut: { 'messages of others': 2 },
      },
    });
    expect(inLibrary('chat.txt')).toBe('now I am\n\ntoo late\n');
    expect(statSync(join(home.library, 'chat.txt')).mode & 0o777).toBe(0o600);
    expect(statSync(join(home.folder, 'fed.json')).mode & 0o777).toBe(0o600);
  });

  it('asks once who the owner is, and remembers', async () => {
    let asked = 0;
    const askOwner = async (): Promise<string[]> => {
      asked++;
      return ['Sam Loom'];
    };
    await give(chat(), { askOwner });
    put('chat.txt', `${readFileSync(join(folder, 'chat.txt'), 'utf8')}3/7/24, 1:00\u202fAM - Sam Loom: more\n`);
    expect(await give(join(folder, 'chat.txt'), { askOwner })).toMatchObject([
      { outcome: 'imported', as: ['chat.txt'] },
    ]);
    expect(asked).toBe(1);
    expect(library()).toEqual(['chat.txt']);
    expect(inLibrary('chat.txt')).toBe('now I am\n\ntoo late\n\nmore\n');
  });

  it('refuses in one sentence what it cannot know or find', async () => {
    expect(await give(chat())).toEqual([
      {
        outcome: 'refused',
        message: expect.stringMatching(/chat\.txt is not fed: it should be known which .* is you, .* --me "Dee Park"/),
      },
    ]);
    expect(await give(chat(), { me: ['Nobody'] })).toEqual([
      {
        outcome: 'refused',
        message: expect.stringMatching(
          /nothing in it is by Nobody, but by Dee Park \(2\), Sam Loom \(2\); say with --me which/,
        ),
      },
    ]);
    expect(await give(put('t.csv', 'a,b\n1,2\n'))).toEqual([
      {
        outcome: 'refused',
        message: expect.stringMatching(
          /t\.csv cannot be read: it should have a column of words .* but has a, b; rename the right one\.$/,
        ),
      },
    ]);
    expect(library()).toEqual([]);
    expect(readdirSync(home.library)).toEqual(['.shelf']);
  });

  it('keeps what was written when the same source cannot be read any more', async () => {
    await give(chat(), { me: ['Sam Loom'] });
    put('chat.txt', '01/02/2024, 21:03 - Messages are encrypted.\n'.repeat(3));
    expect(await give(join(folder, 'chat.txt'))).toMatchObject([{ outcome: 'refused' }]);
    expect(inLibrary('chat.txt')).toBe('now I am\n\ntoo late\n');
  });

  it('knows what stands in the library also when it was broken off, and replaces it the next time', async () => {
    const inTheWay = join(home.library, 'all', 'm');
    const write = (word: string) => {
      put('all/a.html', `<p>${word} a</p>`);
      put('all/m/b.html', `<p>${word} b</p>`);
      put('all/z/c.html', `<p>${word} c</p>`);
    };
    mkdirSync(join(home.library, 'all'));
    for (const word of ['first', 'second']) {
      write(word);
      // a file stands where a folder is to be made
      rmSync(inTheWay, { recursive: true, force: true });
      writeFileSync(inTheWay, 'in the way');
      expect(await give(join(folder, 'all'))).toMatchObject([
        { outcome: 'refused', message: expect.stringMatching(/cannot be fed: /) },
      ]);
      expect(inLibrary('all/a.txt')).toBe(`${word} a\n`);
      rmSync(inTheWay);
      write(`${word} again`);
      expect(await give(join(folder, 'all'))).toMatchObject([{ outcome: 'imported', files: 3 }]);
      expect(library()).toEqual(['all/a.txt', 'all/m/b.txt', 'all/z/c.txt']);
      expect(library().map(inLibrary)).toEqual(['a', 'b', 'c'].map((name) => `${word} again ${name}\n`));
    }
  });

  it('keeps who is who before anything stands in the library', async () => {
    const finish = LibraryWriter.prototype.finish;
    const standIns: boolean[] = [];
    const spy = vi.spyOn(LibraryWriter.prototype, 'finish').mockImplementation(function (this: LibraryWriter, before) {
      standIns.push(existsSync(join(home.folder, 'stand-ins.json')));
      return finish.call(this, before);
    });
    await give(put('b.html', '<p>first a@b.de</p>'));
    spy.mockRestore();
    expect(standIns).toEqual([true]);
  });

  it('feeds a folder of texts and exports', async () => {
    put('all/diary.txt', 'today\n');
    put('all/set.json', readFileSync(join(FIXTURES, 'dataset.json')));
    put('all/page.html', '<p>a page</p>');
    put('all/photo.jpg', 'x');
    const fed = await give(join(folder, 'all'));
    expect(fed.map(({ outcome }) => outcome)).toEqual(['skipped', 'fed', 'imported']);
    expect(library()).toEqual(['all/diary.txt', 'all/page.txt', 'all/set.turns.jsonl']);
    expect(inLibrary('all/set.turns.jsonl').split('\n')[1]).toBe(
      '{"speaker":"babyllm","text":"Hey there, how are you?","learn":true}',
    );
  });

  it('says which files it takes for parts of an export, and that they can be fed by themselves', async () => {
    for (const name of ['channels.json', 'users.json', 'general/2024-02-29.json'])
      put(`slack/${name}`, readFileSync(join(FIXTURES, `slack~${name.replace('/', '~')}`)));
    put('slack/set.json', readFileSync(join(FIXTURES, 'dataset.json')));
    put('slack/logo.png', 'x');
    const [others, parts] = await give(join(folder, 'slack'), { me: ['nobody in it'] });
    expect(others).toMatchObject({
      outcome: 'skipped',
      message: expect.stringContaining(texts.skipped.oneNotWriting('logo.png')),
    });
    expect(parts).toMatchObject({
      outcome: 'skipped',
      message: expect.stringContaining(texts.skipped.besideExport(3, 'channels.json, set.json, users.json')),
    });
    expect(await give(join(folder, 'slack/set.json'))).toMatchObject([{ outcome: 'imported' }]);
  });

  it('goes from context to words alone and back, replacing what was written', async () => {
    await give(chat(), { me: ['Sam Loom'], others: 'context' });
    expect(library()).toEqual(['chat.turns.jsonl']);
    await give(chat(), { me: ['Sam Loom'] });
    expect(library()).toEqual(['chat.txt']);
  });
});

describe('a rehearsal', () => {
  it('writes nothing at all and shows what would be changed', async () => {
    const path = put('a.txt', 'write to me@here.de\nor not\n');
    const html = put('p.html', '<p>“x” www.a.org</p>');
    expect(await give(path, { dryRun: true })).toEqual([
      {
        outcome: 'rehearsed',
        message: expect.stringContaining(
          `a.txt ${texts.rehearsed.isText(texts.rehearsed.changed('e-mail addresses: 1'))}`,
        ),
        name: path,
        bytes: 27,
        changed: { 'e-mail addresses': 1 },
      },
    ]);
    expect(await give(html, { dryRun: true })).toMatchObject([
      { outcome: 'imported', files: 0, account: { changed: { 'curly quotes': 2, links: 1 } } },
    ]);
    expect(changes).toEqual([
      { rules: ['emails'], before: 'write to me@here.de', after: 'write to mail1@example.org' },
      { rules: ['quotes', 'links'], before: '“x” www.a.org', after: '"x" https://example.org/1' },
    ]);
    expect(library()).toEqual([]);
    expect(existsSync(join(home.folder, 'stand-ins.json'))).toBe(false);
    expect(existsSync(join(home.folder, 'fed.json'))).toBe(false);
  });
});

describe('a text that is not UTF-8', () => {
  const RUSSIAN = 'Сегодня утром я пошёл на рынок и купил хлеб, сыр и яблоки.\n';
  const bytes = (encoding: string, text = RUSSIAN): Buffer => iconv.encode(text, encoding);

  it.each([
    ['windows-1251', 'windows-1251'],
    ['koi8-r', 'koi8-u'],
    ['cp866', 'cp866'],
  ])(
    'in %s is read by its letters, told with its first words, and stands in the library in UTF-8',
    async (written, encoding) => {
      const legacy = { encoding, by: 'letters', begins: RUSSIAN.trim() };
      const path = put('dnevnik.txt', bytes(written));
      const [rehearsed] = await give(path, { dryRun: true });
      expect(rehearsed).toMatchObject({ outcome: 'rehearsed', legacy });
      expect(await give(path)).toMatchObject([{ outcome: 'fed', as: 'dnevnik.txt', legacy }]);
      expect(inLibrary('dnevnik.txt')).toBe(RUSSIAN);
      expect(await give(path)).toMatchObject([{ outcome: 'known' }]);
    },
  );

  it('is read in the encoding that its owner names, and replaces what was read wrongly before', async () => {
    // Of so few letters nothing can be told.
    const path = put('a.txt', bytes('windows-1251', 'хлеб 1'));
    await give(path);
    expect(inLibrary('a.txt')).not.toBe('хлеб 1');
    const [fed] = await give(path, { encoding: 'windows-1251' });
    expect(fed).toMatchObject({ legacy: { encoding: 'windows-1251', by: 'named', begins: 'хлеб 1' } });
    expect([library(), inLibrary('a.txt')]).toEqual([['a.txt'], 'хлеб 1']);
  });

  it('is read so in tables, lists and zip files too, and their account says so', async () => {
    const told = { encoding: 'windows-1251', by: 'letters', texts: 1 };
    const table = bytes('windows-1251', `text\n"${RUSSIAN.trim()}"\n`);
    const list = bytes('windows-1251', JSON.stringify([{ text: RUSSIAN }]));
    for (const [name, content] of [
      ['a.csv', table],
      ['b.json', list],
      ['c.zip', makeZip([{ name: 'd.txt', content: bytes('windows-1251') }])],
    ] as const) {
      expect(await give(put(name, content))).toMatchObject([{ outcome: 'imported', account: { encodings: [told] } }]);
      expect(inLibrary(name.replace(/\..*/, '.txt')).trim()).toBe(RUSSIAN.trim());
    }
    const [named] = await give(put('e.csv', bytes('cp866', 'text\nхлеб 1\n')), { encoding: 'cp866' });
    expect(named).toMatchObject({ account: { encodings: [{ encoding: 'cp866', by: 'named', texts: 1 }] } });
    expect(inLibrary('e.txt')).toBe('хлеб 1\n');
  });

  it('keeps to UTF-8 and to byte order marks, whatever its owner names', async () => {
    await give(put('a.txt', RUSSIAN), { encoding: 'windows-1251' });
    await give(put('b.txt', Buffer.from(`\ufeff${RUSSIAN}`)), { encoding: 'windows-1251' });
    expect([inLibrary('a.txt'), inLibrary('b.txt')]).toEqual([RUSSIAN, `\ufeff${RUSSIAN}`]);
  });

  it('that looks like no text is read where its owner names the encoding', async () => {
    const path = put('a.txt', Buffer.from('дождь '.repeat(20), 'utf16le'));
    expect(await give(path)).toMatchObject([
      { outcome: 'refused', message: expect.stringContaining(texts.refused.notText) },
    ]);
    expect(await give(path, { encoding: 'utf-16le' })).toMatchObject([{ outcome: 'fed' }]);
    expect(inLibrary('a.txt').trim()).toBe('дождь '.repeat(20).trim());
  });
});

describe("the owner's rules", () => {
  it('clean plain texts only of what is private, and leave the others byte for byte', async () => {
    const fed = await give(put('a.txt', '“call” +49 170 1234567\r\n'));
    expect(fed).toMatchObject([{ outcome: 'fed', as: 'a.txt', changed: { 'phone numbers': 1 } }]);
    expect(inLibrary('a.txt')).toBe('“call” 555-0001\n');
    await give(put('b.txt', '“call” me\r\n'));
    expect(inLibrary('b.txt')).toBe('“call” me\r\n');
  });

  it('hold again when the same text is fed again: changed, back, and changed once more', async () => {
    const path = put('a.txt', 'Ann, me@here.de\n');
    rules({ plainTexts: 'none' });
    await give(path);
    expect(inLibrary('a.txt')).toBe('Ann, me@here.de\n');
    rules({ names: ['Ann'] });
    expect(await give(path)).toMatchObject([{ outcome: 'fed', as: 'a.txt' }]);
    expect(inLibrary('a.txt')).toMatch(/^\w+, mail1@example\.org\n$/);
    expect(inLibrary('a.txt')).not.toContain('Ann');
    expect(await give(path)).toMatchObject([
      { outcome: 'known', message: expect.stringContaining(texts.inLibraryAs('a.txt')) },
    ]);
    rules({ plainTexts: 'none' });
    expect(await give(path)).toMatchObject([{ outcome: 'fed', as: 'a.txt' }]);
    expect(inLibrary('a.txt')).toBe('Ann, me@here.de\n');
    expect(library()).toEqual(['a.txt']);
  });

  it('replace a text that was copied before anything was noted down', async () => {
    writeFileSync(join(home.library, 'a.txt'), 'me@here.de\n');
    expect(await give(put('a.txt', 'me@here.de\n'))).toMatchObject([{ outcome: 'fed', as: 'a.txt' }]);
    expect([library(), inLibrary('a.txt')]).toEqual([['a.txt'], 'mail1@example.org\n']);
  });

  it('give the same stand-ins in everything that is fed', async () => {
    await give(put('a.txt', 'x@y.de\n'));
    await give(put('b.html', '<p>first a@b.de then X@Y.de</p>'));
    expect(inLibrary('b.txt')).toBe('first mail2@example.org then mail1@example.org\n');
    expect(statSync(join(home.folder, 'stand-ins.json')).mode & 0o777).toBe(0o600);
  });

  it('may be in small letters for once', async () => {
    await give(put('a.txt', 'Ann GOES\n'), { lowerCase: true });
    expect(inLibrary('a.txt')).toBe('ann goes\n');
  });

  it('are read with names in every form', async () => {
    rules({ names: ['Ann', ['Bo Lind', 'Bo'], { names: ['Cy'], as: 'Wren' }], repeats: 0 });
    expect(await loadRules(home)).toMatchObject({
      repeats: 0,
      emails: true,
      names: [{ names: ['Ann'] }, { names: ['Bo Lind', 'Bo'] }, { names: ['Cy'], as: 'Wren' }],
    });
  });

  it.each([
    ['{"emial": true}', /cleaning\.json: there is no key "emial"; did you mean "emails"\?/],
    ['{"emails": "yes"}', /cleaning\.json: emails should be true or false, but "yes" came\./],
    ['{"names": [3]}', /cleaning\.json: names.* should be /],
    ['{', /cleaning\.json should be JSON, but it is not .*: correct it, or remove it/],
    ['[]', /cleaning\.json should hold one JSON object/],
  ])('are refused with one sentence where they are %s', async (text, sentence) => {
    rules(text);
    await expect(give(put('a.txt', 'x'))).rejects.toThrow(sentence);
    expect(library()).toEqual([]);
  });
});
