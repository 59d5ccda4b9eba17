import { describe, expect, it } from 'vitest';
import { importingTexts } from '../../../../library/importing/texts.ts';
import { makeZip } from '../make.ts';
import { memorySource, type ReadAll, readAll, said } from '../read.ts';

interface Chapter {
  /** In the list of the book. */
  href: string;
  /** In the zip file. */
  file: string;
  type?: string;
}

/** A book whose chapters say the names of their files. */
function readBook(
  chapters: readonly Chapter[],
  { opf = 'OEBPS/book.opf', named = '', locked = [] as string[] } = {},
): Promise<ReadAll> {
  const items = chapters.map(
    ({ href, type = 'application/xhtml+xml' }, i) => `<item id="c${i}" href="${href}" media-type="${type}"/>`,
  );
  const references = chapters.map((_chapter, i) => `<itemref idref="c${i}"/>`);
  const locks = locked.map(
    (uri) => `<EncryptedData><EncryptionMethod Algorithm="aes"/><CipherReference URI="${uri}"/></EncryptedData>`,
  );
  const book = makeZip([
    { name: 'mimetype', content: 'application/epub+zip', stored: true },
    {
      name: 'META-INF/container.xml',
      content: `<container><rootfiles><rootfile full-path="${named || opf}"/></rootfiles></container>`,
    },
    { name: 'META-INF/encryption.xml', content: `<encryption>${locks.join('')}</encryption>` },
    {
      name: opf,
      content: `<package><manifest>${items.join('')}</manifest><spine>${references.join('')}</spine></package>`,
    },
    ...chapters.map(({ file }) => ({
      name: file,
      content: `<html><body><p>of ${file.normalize('NFC')}</p></body></html>`,
    })),
  ]);
  return readAll(memorySource('b.epub', book, 1000));
}

describe('chapters of a book', () => {
  it.each([
    ['a percent sign that decodes nothing', '100%.xhtml', 'OEBPS/100%.xhtml'],
    ['percent signs that are right', 'chapter%201.xhtml', 'OEBPS/chapter 1.xhtml'],
    ['percent signs of which some are right', '50%25%20or%2.xhtml', 'OEBPS/50% or%2.xhtml'],
    ['percent signs that are no text', 'caf%E9.xhtml', 'OEBPS/caf%E9.xhtml'],
    ['a fragment', 'c1.xhtml#start', 'OEBPS/c1.xhtml'],
    ['a query', 'c1.xhtml?page=2#start', 'OEBPS/c1.xhtml'],
    ['a mark of its own', 'what#now.xhtml', 'OEBPS/what#now.xhtml'],
    ['dots', '../text/./c1.xhtml', 'text/c1.xhtml'],
    ['too many dots', '../../../text/c1.xhtml', 'text/c1.xhtml'],
    ['a slash in front', '/text/c2.xhtml', 'text/c2.xhtml'],
    ['other letters large', 'Text/C1.XHTML', 'OEBPS/text/c1.xhtml'],
    ['composed letters', 'Caf%C3%A9.xhtml', 'OEBPS/Cafe\u0301.xhtml'],
    ['decomposed letters', 'Cafe\u0301.xhtml', 'OEBPS/Café.xhtml'],
  ])('are found by names with %s', async (_what, href, file) => {
    const read = await readBook([
      { href, file },
      { href: 'last.xhtml', file: 'OEBPS/last.xhtml' },
    ]);
    expect(said(read)).toEqual([`of ${file.normalize('NFC')}\n\n`, 'of OEBPS/last.xhtml\n\n']);
    expect([read.warnings, read.leftOut]).toEqual([[], {}]);
  });

  it('count whatever their type, but for pictures and lists', async () => {
    const types = [
      'text/x-oeb1-document',
      'text/html',
      'application/xml',
      'text/plain',
      '',
      'image/jpeg',
      'application/x-dtbncx+xml',
      'text/css',
    ];
    const read = await readBook(types.map((type, i) => ({ type, href: `${i}.x`, file: `OEBPS/${i}.x` })));
    expect(said(read)).toEqual([0, 1, 2, 3, 4].map((i) => `of OEBPS/${i}.x\n\n`));
  });

  it('that are not there are told as missing, and locked ones by any name as locked', async () => {
    const chapters = ['one', 'two'].map((name) => ({ href: `${name}.xhtml`, file: `OEBPS/${name}.xhtml` }));
    const read = await readBook([...chapters, { href: 'gone.xhtml', file: 'elsewhere.xhtml' }], {
      locked: ['/oebps/ONE.xhtml'],
    });
    expect(said(read)).toEqual(['of OEBPS/two.xhtml\n\n']);
    expect(read.warnings).toEqual([
      'has the chapter OEBPS/one.xhtml locked.',
      importingTexts.book.missingChapter('OEBPS/gone.xhtml'),
    ]);
    expect(read.leftOut).toEqual({ encrypted: 1, damaged: 1 });
  });

  it('are found where the list of the book has another name than is said', async () => {
    const read = await readBook([{ href: 'a.xhtml', file: 'Ops/a.xhtml' }], {
      opf: 'Ops/Book.opf',
      named: '/ops/book%2Eopf',
    });
    expect(said(read)).toEqual(['of Ops/a.xhtml\n\n']);
  });
});
