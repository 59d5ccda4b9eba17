import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { makeZip } from '../make.ts';
import { memorySource, readAll, said } from '../read.ts';

const RUSSIAN = 'Сегодня утром я пошёл на рынок';
const JAPANESE = '今日は朝から雨が降っていました';
const POLISH = 'Dziś rano poszedłem na targ';

/** The words of a page, whichever pieces it comes in. */
async function wordsOf(bytes: Uint8Array, name = 'a.html'): Promise<string> {
  const texts = await Promise.all(
    [61, 1, 1 << 16].map(async (piece) => said(await readAll(memorySource(name, bytes, piece))).join('')),
  );
  expect(new Set(texts).size).toBe(1);
  return texts[0]!.trim();
}

const page = (head: string, words: string): string => `${head}<html><body><p>${words}</p></body></html>`;

describe('the encoding that a page names', () => {
  it.each([
    ['<meta charset="windows-1251">', 'windows-1251', RUSSIAN],
    ['<meta charset=koi8-r>', 'koi8-r', RUSSIAN],
    ["<META http-equiv='Content-Type' content='text/html; charset=Windows-1251'>", 'windows-1251', RUSSIAN],
    ['<meta content="text/html; charset=Shift_JIS" http-equiv="Content-Type">', 'shift_jis', JAPANESE],
    ['<?xml version="1.0" encoding="iso-8859-2"?>\n', 'iso-8859-2', POLISH],
    ["<?xml version='1.0' encoding='euc-jp' standalone='yes'?>", 'euc-jp', JAPANESE],
    ['<meta charset="cp852">', 'cp852', POLISH],
    ['<meta charset="iso-8859-1">', 'windows-1252', '“Grüße” aus Köln'],
  ])('is used: %s', async (head, encoding, words) => {
    expect(await wordsOf(iconv.encode(page(head, words), encoding))).toBe(words);
    // Also where the first letter comes late.
    const late = iconv.encode(page(head, `${'a '.repeat(40_000)}${words}`), encoding);
    expect(
      said(await readAll(memorySource('a.html', late, 4096)))
        .join('')
        .trim()
        .endsWith(words),
    ).toBe(true);
  });

  it.each([
    ['a byte order mark', Buffer.from(`\ufeff${page('<meta charset="windows-1251">', RUSSIAN)}`), RUSSIAN],
    [
      'a byte order mark of UTF-16',
      Buffer.from(`\ufeff${page('<meta charset="windows-1251">', RUSSIAN)}`, 'utf16le'),
      RUSSIAN,
    ],
    ['bytes that are right UTF-8', Buffer.from(page('<meta charset="iso-8859-1">', 'Grüße')), 'Grüße'],
    [
      'letters, where the name is not known',
      iconv.encode(page('<meta charset="x-mine">', `${RUSSIAN}. ${RUSSIAN}`), 'windows-1251'),
      `${RUSSIAN}. ${RUSSIAN}`,
    ],
    [
      'letters, where the name is UTF-8 and wrong',
      iconv.encode(page('<meta charset="utf-8">', `${RUSSIAN}. ${RUSSIAN}`), 'windows-1251'),
      `${RUSSIAN}. ${RUSSIAN}`,
    ],
    [
      'letters, where the bytes are none in it',
      iconv.encode(page('<meta charset="euc-kr">', 'Grüße aus Köln, früh übers weiße Meer'), 'windows-1252'),
      'Grüße aus Köln, früh übers weiße Meer',
    ],
  ])('goes behind %s', async (_what, bytes, words) => {
    expect(await wordsOf(bytes)).toBe(words);
  });

  it('is used in chapters of books', async () => {
    const chapter = (encoding: string, words: string): Buffer =>
      iconv.encode(`<?xml version="1.0" encoding="${encoding}"?><html><body><p>${words}</p></body></html>`, encoding);
    const book = makeZip([
      { name: 'mimetype', content: 'application/epub+zip', stored: true },
      {
        name: 'META-INF/container.xml',
        content: '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>',
      },
      {
        name: 'a.opf',
        content:
          '<package><manifest><item id="1" href="1.xhtml" media-type="application/xhtml+xml"/><item id="2" href="2.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="1"/><itemref idref="2"/></spine></package>',
      },
      { name: '1.xhtml', content: chapter('windows-1251', RUSSIAN) },
      { name: '2.xhtml', content: chapter('shift_jis', JAPANESE) },
    ]);
    expect(said(await readAll(memorySource('b.epub', book, 1000)))).toEqual([`${RUSSIAN}\n\n`, `${JAPANESE}\n\n`]);
  });
});
