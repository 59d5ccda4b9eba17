import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { type Files, feedFiles, type Learnt } from '../../school/ingest/feed-files.ts';
import { temporaryFolder } from '../../school/temporary.ts';
import { makeZip } from './make.ts';

const line = (minute: number, name: string, words: string): string =>
  `3/${15 + Math.floor(minute / 60)}/24, 9:${String(minute % 60).padStart(2, '0')} PM - ${name}: ${words}`;
/** A chat in which the owner says "words 1", "words 2" and so on. */
const chat = (from: number, to: number, of = 'about the boat'): string =>
  Array.from({ length: to - from }, (_unused, i) => [
    line(from + i, 'Jonas', `words ${from + i} ${of}`),
    line(from + i, 'Mara', 'good'),
  ])
    .flat()
    .join('\n');
const words = (from: number, to: number, of = 'about the boat'): string =>
  Array.from({ length: to - from }, (_unused, i) => `words ${from + i} ${of}\n`).join('');

const NAME = 'WhatsApp Chat with Mara.txt';
const at = (folder: string, text: string, name = NAME): Files => ({ [`${folder}/${name}`]: text });
const makeNew = (): Home => makeHome(join(temporaryFolder(), 'home'), {});

async function give(home: Home, ...exports: Files[]): Promise<Learnt> {
  let last!: Learnt;
  for (const files of exports) {
    last = await feedFiles(files, { home, me: ['Jonas'], paths: Object.keys(files) });
  }
  return last;
}

describe('a chat that is exported again', () => {
  it('takes the place of the earlier export, also of a single message', async () => {
    const { library, says } = await give(makeNew(), at('a', chat(0, 1)), at('b', chat(0, 2)));
    expect(library).toEqual({ [NAME]: words(0, 2) });
    expect(says).toMatch(
      /WhatsApp Chat with Mara\.txt was an earlier export of the same chat, and the newer one takes its place\./,
    );
  });

  it.each([
    ['under a number', 'WhatsApp Chat with Mara (1).txt'],
    ['under another name', '_chat.txt'],
  ])('is known again %s', async (_how, name) => {
    const { library } = await give(makeNew(), at('a', chat(0, 10)), at('b', chat(0, 15), name));
    expect(library).toEqual({ [name]: words(0, 15) });
  });

  it('is known again as a zip and unpacked', async () => {
    const zip = { 'WhatsApp Chat - Mara.zip': makeZip([{ name: '_chat.txt', content: chat(0, 10) }]) };
    const { library, fed } = await give(makeNew(), at('a', chat(0, 12), '_chat.txt'), zip);
    expect(library).toEqual({ '_chat.txt': words(0, 12) });
    expect(fed.at(-1)).toMatchObject({ outcome: 'known' });
  });

  it('is not written twice where only a part is the same', async () => {
    const { library, says } = await give(makeNew(), at('a', chat(0, 20)), at('b', chat(15, 30)));
    expect(Object.values(library).sort()).toEqual([words(0, 20), words(20, 30)].sort());
    expect(says).toMatch(
      /5 of the 15 lines of WhatsApp Chat with Mara\.txt are in the library already, as WhatsApp Chat with Mara\.txt, and are not written twice\./,
    );
  });

  it('takes the place also where some messages were edited or deleted since', async () => {
    const edited = chat(0, 40).replace('words 7 about', 'words seven about');
    const { library } = await give(makeNew(), at('a', chat(0, 40)), at('b', edited));
    expect(library).toEqual({ [NAME]: words(0, 40).replace('words 7 about', 'words seven about') });
  });

  it('stays the same when all are fed again', async () => {
    const home = makeNew();
    const [a, b] = [at('a', chat(0, 5)), at('b', chat(0, 9))];
    await give(home, a, b);
    expect((await give(home, a)).library).toEqual({ [NAME]: words(0, 9) });
    expect((await give(home, b)).library).toEqual({ [NAME]: words(0, 9) });
  });

  it('is another chat where the words differ, or are only short answers', async () => {
    const { library } = await give(makeNew(), at('a', chat(0, 5)), at('b', chat(0, 5, 'about the oar')));
    expect(Object.values(library).sort()).toEqual([words(0, 5), words(0, 5, 'about the oar')].sort());
    const ok = Array.from({ length: 4 }, (_unused, i) => `${line(i, 'Jonas', 'ok')}\n${line(i, 'Bo', 'ok')}`).join(
      '\n',
    );
    const two = await give(
      makeNew(),
      at('a', ok, 'WhatsApp Chat with Bo.txt'),
      at('b', ok.replaceAll('Bo', 'Ann'), 'WhatsApp Chat with Ann.txt'),
    );
    expect(Object.values(two.library)).toEqual(['ok\nok\nok\nok\n', 'ok\nok\nok\nok\n']);
  });
});
