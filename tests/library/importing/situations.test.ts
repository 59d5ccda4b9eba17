/** Situations from public bug reports that were read rightly when they were first tried, and must stay so. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../library/importing/collection.ts';
import { importingTexts } from '../../../library/importing/texts.ts';
import { temporaryFolder } from '../home.ts';
import { makePdf, makeZip } from './make.ts';
import { memorySource, type ReadAll, readAll, said } from './read.ts';

const read = (name: string, content: string | Uint8Array): Promise<ReadAll> => readAll(memorySource(name, content, 17));
const mail = async (head: string, body: string | Buffer): Promise<string> => {
  const bytes = Buffer.concat([Buffer.from(`From: a@b.org\n${head}\n\n`), Buffer.from(body as string)]);
  return said(await read('a.eml', bytes))
    .join()
    .replace('a@b.org: ', '');
};

describe('mails', () => {
  it('in ISO-8859-1 that are Windows-1252', async () => {
    const body = Buffer.from('\x93Gr\xfc\xdfe\x94 \x96 3 \x80', 'latin1');
    expect(await mail('Content-Type: text/plain; charset=iso-8859-1', body)).toBe('“Grüße” – 3 €');
  });

  it('in Base64 with CRLF, and with line ends inside of a letter', async () => {
    const coded = Buffer.from('Grüße aus Köln, und noch viel mehr Wörter.')
      .toString('base64')
      .replace(/.{9}/g, '$&\r\n');
    expect(await mail('Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64', coded)).toBe(
      'Grüße aus Köln, und noch viel mehr Wörter.',
    );
  });

  it('with a Windows-1252 page in quoted-printable', async () => {
    const head = 'Content-Type: text/html; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable';
    expect(await mail(head, '<p>=93Gr=FC=DFe=94 aus=\n K=F6ln</p>')).toBe('“Grüße” aus Köln');
  });

  it('with broken quoted-printable, whose stray signs stay', async () => {
    const head = 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable';
    expect(await mail(head, '50=% of it, 1=1, a=ZZ and =C3=A9')).toBe('50=% of it, 1=1, a=ZZ and é');
  });
});

describe('tables and lists', () => {
  it('in UTF-16 with tabs', async () => {
    const table = Buffer.from('\ufeffdate\ttext\n2024-03-15\tdie Möwe, und der Wind\n', 'utf16le');
    expect(said(await read('a.csv', table))).toEqual([': die Möwe, und der Wind']);
    expect(said(await read('a.tsv', table.swap16()))).toEqual([': die Möwe, und der Wind']);
  });

  it('of one column with a byte order mark', async () => {
    expect(said(await read('a.csv', '\ufefftext\r\nthe well\r\nthe bucket\r\n'))).toEqual([
      ': the well',
      ': the bucket',
    ]);
  });

  it('in JSON with a byte order mark, and in UTF-16', async () => {
    const json = '\ufeff[{"text":"Grüße"}]';
    for (const bytes of [Buffer.from(json), Buffer.from(json, 'utf16le'), Buffer.from(json, 'utf16le').swap16()]) {
      expect(said(await read('a.json', bytes))).toEqual([': Grüße']);
    }
  });

  it('in JSON lines that are cut off at the end', async () => {
    const lines = await read('a.jsonl', '{"text":"one"}\n{"text":"two"}\n{"text":"thr');
    expect(said(lines)).toEqual([': one', ': two']);
    expect(lines.warnings).toEqual([importingTexts.lines.badJson(3)]);
  });
});

describe('texts and documents', () => {
  it('that are UTF-16 without a mark in Russian, or UTF-32, are no texts', async () => {
    const russian = 'Сегодня утром я пошёл на рынок.\n'.repeat(9);
    const wide = Buffer.concat(
      Array.from('plain words\n'.repeat(9), (letter) => Buffer.from([letter.charCodeAt(0), 0, 0, 0])),
    );
    for (const bytes of [Buffer.from(russian, 'utf16le'), wide]) {
      expect((await read('a.txt', bytes)).format).toBeUndefined();
    }
  });

  it('in a book in UTF-16', async () => {
    const chapter = Buffer.from(
      '\ufeff<?xml version="1.0" encoding="utf-16"?><html><body><p>Grüße</p></body></html>',
      'utf16le',
    );
    const book = makeZip([
      { name: 'mimetype', content: 'application/epub+zip', stored: true },
      {
        name: 'META-INF/container.xml',
        content: '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>',
      },
      {
        name: 'a.opf',
        content:
          '<package><manifest><item id="1" href="1.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="1"/></spine></package>',
      },
      { name: '1.xhtml', content: chapter },
    ]);
    expect(said(await read('b.epub', book))).toEqual(['Grüße\n\n']);
  });

  it('in PDF: hyphens at the ends of lines, and pages without words', async () => {
    const lines = [
      'A long line of the paragraph which ends with light-',
      'house, and another long line which ends with well-',
      'known words, so that is that.',
    ];
    const pdf = await read('a.pdf', makePdf([lines, []]));
    expect(said(pdf)).toEqual([
      'A long line of the paragraph which ends with lighthouse, and another long line which ends with wellknown words, so that is that.\n',
    ]);
    expect(pdf.warnings).toEqual([importingTexts.pdf.emptyPages(1, 2)]);
  });

  it('in an empty zip file, and in one inside of another', async () => {
    const at = async (content: Uint8Array): Promise<[string[], string[]]> => {
      const path = join(temporaryFolder(), 'all.zip');
      writeFileSync(path, content);
      const { items, refused, close } = await collect(path, 'all.zip');
      close();
      return [items.map(({ source }) => source.name), refused.map(({ why }) => why)];
    };
    expect(await at(makeZip([]))).toEqual([[], []]);
    expect(await at(makeZip([{ name: 'b.zip', content: makeZip([{ name: 'c.txt', content: 'words' }]) }]))).toEqual([
      ['c.txt'],
      [],
    ]);
    const large = makeZip([
      {
        name: 'b.zip',
        content: Buffer.concat([makeZip([{ name: 'c.txt', content: 'words' }]), Buffer.alloc(70e6, 1)]),
      },
    ]);
    expect((await at(large))[1]).toEqual([
      'cannot be read: it should have at most 67 MB to be read at once, but it has more.',
    ]);
  });
});
