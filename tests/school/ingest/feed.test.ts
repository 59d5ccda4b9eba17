import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { type Fed, feed } from '../../../school/ingest/feed.ts';
import { texts } from '../../../school/ingest/texts.ts';
import { temporaryFolder } from '../temporary.ts';

let home: Home;
let folder: string;
beforeEach(() => {
  home = makeHome(join(temporaryFolder(), 'home'), {});
  folder = temporaryFolder();
});

async function give(...paths: string[]): Promise<Fed[]> {
  const all: Fed[] = [];
  await feed(home, paths, { onFed: (fed) => all.push(fed) });
  return all;
}

function text(name: string, content: string | Uint8Array = `the text of ${name}\n`): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const inLibrary = (name: string) => readFileSync(join(home.library, name), 'utf8');
const library = () =>
  readdirSync(home.library, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(home.library.length + 1))
    .sort();

describe('feeding', () => {
  it('copies files, private, and leaves the originals', async () => {
    const path = text('diary.txt');
    expect(await give(path)).toEqual([{ outcome: 'fed', as: 'diary.txt', bytes: 22 }]);
    expect(inLibrary('diary.txt')).toBe('the text of diary.txt\n');
    expect(statSync(join(home.library, 'diary.txt')).mode & 0o777).toBe(0o600);
    expect(existsSync(path)).toBe(true);
    expect(library()).toEqual(['diary.txt']);
  });

  it('copies folders with what is in them', async () => {
    text('letters/a.txt');
    text('letters/old/b.md');
    text('letters/.hidden.txt');
    text('letters/photo.jpg');
    const fed = await give(join(folder, 'letters'));
    expect(fed).toEqual([
      {
        outcome: 'skipped',
        message: expect.stringContaining(`letters ${texts.skipped.oneNotWriting('photo.jpg')}`),
      },
      { outcome: 'fed', as: 'letters/a.txt', bytes: 26 },
      { outcome: 'fed', as: 'letters/old/b.md', bytes: 29 },
    ]);
    expect(library()).toEqual(['letters/a.txt', 'letters/old/b.md']);
    expect(statSync(join(home.library, 'letters', 'old')).mode & 0o777).toBe(0o700);
  });

  it('never writes over another text, and knows its own again', async () => {
    await give(text('a.txt', 'first'));
    expect(await give(text('a.txt', 'second'))).toMatchObject([{ as: 'a-2.txt' }]);
    expect(await give(text('a.txt', 'third'))).toMatchObject([{ as: 'a-3.txt' }]);
    expect(await give(text('a.txt', 'second'))).toMatchObject([
      { outcome: 'known', message: expect.stringContaining(`a.txt ${texts.inLibraryAs('a-2.txt')}`) },
    ]);
    expect(['a.txt', 'a-2.txt', 'a-3.txt'].map(inLibrary)).toEqual(['first', 'second', 'third']);
    expect(library()).toEqual(['a-2.txt', 'a-3.txt', 'a.txt']);
  });

  it('goes past a folder of the same name', async () => {
    mkdirSync(join(home.library, 'a.txt'));
    expect(await give(text('a.txt'))).toMatchObject([{ as: 'a-2.txt' }]);
  });

  it('keeps the bytes of every encoding', async () => {
    const utf16 = Buffer.from('\ufeffünïcode text\n', 'utf16le');
    expect(await give(text('wide.txt', utf16))).toMatchObject([{ outcome: 'fed' }]);
    expect(readFileSync(join(home.library, 'wide.txt'))).toEqual(utf16);
  });

  it.each([
    ['empty.txt', '', `/empty.txt ${texts.refused.isEmpty}`],
    ['binary.txt', Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) % 256), `/binary.txt ${texts.refused.notText}`],
    ['book.pdf', '%PDF', /book\.pdf cannot be read: it is not a whole PDF: [^.]+\.$/],
    ['photo.jpg', 'x', `/photo.jpg ${texts.refused.unknownKind}`],
  ])('refuses %s in one sentence', async (name, content, sentence) => {
    expect(await give(text(name, content))).toEqual([{ outcome: 'refused', message: expect.stringMatching(sentence) }]);
    expect(library()).toEqual([]);
  });

  it('says that a file is not there, or is no file, and goes on', async () => {
    const pipe = join(folder, 'pipe.txt');
    spawnSync('mkfifo', [pipe]);
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link.txt'));
    mkdirSync(join(folder, 'nothing'));
    const fed = await give(
      join(folder, 'none\x1b[2J.txt'),
      pipe,
      join(folder, 'link.txt'),
      join(folder, 'nothing'),
      text('good.txt'),
    );
    expect(fed.map((one) => (one.outcome === 'fed' ? one.as : one.message.slice(folder.length + 1)))).toEqual([
      `none.txt ${texts.refused.notThere}`,
      `pipe.txt ${texts.refused.notAFile}`,
      `link.txt ${texts.refused.notThere}`,
      `nothing ${texts.refused.noTexts}`,
      'good.txt',
    ]);
  });

  it('does not feed the library to itself', async () => {
    await give(text('a.txt'));
    expect(await give(join(home.library, 'a.txt'), home.library)).toMatchObject([
      { outcome: 'known' },
      { outcome: 'known' },
    ]);
    expect(library()).toEqual(['a.txt']);
  });

  it('gives a name that hides or steers a plain one', async () => {
    const fed = await give(text('.secret.txt'), text('a\x1b[31m\nb.txt'));
    expect(fed).toMatchObject([{ as: 'secret.txt' }, { as: 'a b.txt' }]);
  });

  it('tells how far it is', async () => {
    const steps: [number, number][] = [];
    text('all/a.txt', 'x'.repeat(600_000));
    text('all/b.txt', 'y'.repeat(100_000));
    await feed(home, [join(folder, 'all')], {
      onFed: () => {},
      onProgress: (done, total) => steps.push([done, total]),
    });
    expect(steps.length).toBeGreaterThan(3);
    expect(steps.at(-1)).toEqual([700_000, 700_000]);
    expect(steps.every(([done], index) => index === 0 || done >= steps[index - 1]![0])).toBe(true);
  });
});
