import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../../library/importing/collection.ts';
import { importingTexts } from '../../../../library/importing/texts.ts';
import { temporaryFolder } from '../../home.ts';
import { makeZip, type ZipEntry } from '../make.ts';
import { memorySource, readAll, said } from '../read.ts';

const TYPES = { name: '[Content_Types].xml', content: '<Types/>' };
const RELATIONS = (target: string): ZipEntry => ({
  name: '_rels/.rels',
  content: `<Relationships><Relationship Id="1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="${target}"/></Relationships>`,
});

/** A Word document (ECMA-376) with a body. */
function word(body: string, { more = [] as ZipEntry[], target = 'word/document.xml' } = {}): Buffer {
  return makeZip([
    TYPES,
    RELATIONS(target),
    {
      name: target.replace(/^\//, ''),
      content: `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w"><w:body>${body}<w:sectPr/></w:body></w:document>`,
    },
    { name: 'word/styles.xml', content: '<w:styles><w:style><w:name w:val="Normal"/></w:style></w:styles>' },
    { name: 'word/header1.xml', content: '<w:hdr><w:p><w:r><w:t>a running head</w:t></w:r></w:p></w:hdr>' },
    {
      name: 'word/comments.xml',
      content: '<w:comments><w:comment><w:p><w:r><w:t>of Mara</w:t></w:r></w:p></w:comment></w:comments>',
    },
    { name: 'docProps/core.xml', content: '<cp><dc:title>no writing</dc:title></cp>' },
    ...more,
  ]);
}

const p = (...runs: string[]): string =>
  `<w:p><w:pPr><w:rPr><w:b/></w:rPr></w:pPr>${runs.map((run) => `<w:r>${run}</w:r>`).join('')}</w:p>`;
const t = (text: string): string => `<w:t xml:space="preserve">${text}</w:t>`;

/** An OpenDocument text (OASIS ODF 1.3). */
function open(body: string, more: ZipEntry[] = []): Buffer {
  return makeZip([
    { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text', stored: true },
    {
      name: 'content.xml',
      content: `<?xml version="1.0" encoding="UTF-8"?><office:document-content><office:automatic-styles><style:style>no words</style:style></office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    },
    { name: 'styles.xml', content: '<office:styles><text:p>a running head</text:p></office:styles>' },
    { name: 'meta.xml', content: '<office:meta><dc:title>no writing</dc:title></office:meta>' },
    ...more,
  ]);
}

async function wordsOf(name: string, bytes: Uint8Array): Promise<string> {
  const read = await readAll(memorySource(name, bytes, 97));
  expect([read.format, read.warnings]).toEqual(['office', []]);
  return said(read).join('');
}

describe('a Word document', () => {
  it.each([
    [
      'runs of a paragraph',
      p(t('It rained on '), `<w:rPr><w:b/></w:rPr>${t('Monday')}`, t('.')),
      'It rained on Monday.\n',
    ],
    ['paragraphs, and empty ones between', p(t('one')) + p() + p(t('two')), 'one\n\ntwo\n'],
    [
      'tabs, breaks and hyphens',
      p(`${t('a')}<w:tab/>${t('b')}<w:br/>${t('c')}<w:noBreakHyphen/>${t('d &amp; e')}`),
      'a b\nc-d & e\n',
    ],
    ['white space between elements', `\n  <w:p>\n  <w:r>\n ${t('one')}\n</w:r>\n</w:p>\n`, 'one\n'],
    [
      'a table',
      `<w:tbl><w:tr><w:tc>${p(t('first'))}</w:tc><w:tc>${p(t('second'))}</w:tc></w:tr></w:tbl>`,
      'first\nsecond\n',
    ],
    [
      'text that was deleted or moved away',
      p(t('kept')) +
        `<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:moveFrom><w:r>${t('moved')}</w:r></w:moveFrom><w:ins><w:r>${t('added')}</w:r></w:ins></w:p>`,
      'kept\nadded\n',
    ],
    ['fields', p('<w:instrText>DATE \\* MERGEFORMAT</w:instrText>', t('May')), 'May\n'],
    [
      'hidden text',
      p(`<w:rPr><w:vanish/></w:rPr>${t('hidden')}`, t('seen'), `<w:rPr><w:vanish w:val="0"/></w:rPr>${t(' too')}`),
      'seen too\n',
    ],
    [
      'a list of contents',
      `<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r>${t('One 1')}</w:r></w:p>${p(t('One'))}`,
      'One\n',
    ],
    [
      'a text box that is written twice',
      `<w:p><w:r><mc:AlternateContent><mc:Choice>${p(t('box'))}</mc:Choice><mc:Fallback>${p(t('box'))}</mc:Fallback></mc:AlternateContent></w:r><w:r>${t('around')}</w:r></w:p>`,
      'box\naround\n',
    ],
    [
      'readings above letters',
      p(`<w:ruby><w:rt><w:r>${t('しゅんかん')}</w:r></w:rt><w:rubyBase><w:r>${t('瞬間')}</w:r></w:rubyBase></w:ruby>`),
      '瞬間\n',
    ],
  ])('with %s', async (_what, body, words) => {
    expect(await wordsOf('a.docx', word(body))).toBe(words);
  });

  it('with notes, under another name of its body and of itself', async () => {
    const notes = `<w:footnotes><w:footnote w:type="separator"><w:p/></w:footnote><w:footnote w:id="1">${p(t('a note'))}</w:footnote></w:footnotes>`;
    const more = [{ name: 'word/footnotes.xml', content: notes }];
    expect(await wordsOf('a.docx', word(p(t('words')), { more, target: '/word/document2.xml' }))).toBe(
      'words\na note\n',
    );
    expect(await wordsOf('a', word(p(t('words')), { more }))).toBe('words\na note\n');
  });
});

describe('an OpenDocument text', () => {
  it.each([
    [
      'headings and paragraphs',
      '<text:h>One</text:h><text:p>It <text:span>rained</text:span>.</text:p>',
      'One\nIt rained.\n',
    ],
    [
      'spaces, tabs and line ends',
      '<text:p>a\n   b<text:s text:c="3"/>c<text:tab/>d<text:line-break/>e</text:p>',
      'a b   c d\ne\n',
    ],
    [
      'lists and tables',
      '<text:list><text:list-item><text:p>bread</text:p></text:list-item></text:list><table:table-cell><text:p>cell</text:p></table:table-cell>',
      'bread\ncell\n',
    ],
    [
      'comments and deleted text',
      '<text:tracked-changes><text:deletion><text:p>gone</text:p></text:deletion></text:tracked-changes><text:p>kept<office:annotation><text:p>of Mara</text:p></office:annotation></text:p>',
      'kept\n',
    ],
    [
      'a note',
      '<text:p>words<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>a note</text:p></text:note-body></text:note> go on</text:p>',
      'words go on\na note\n',
    ],
    [
      'a list of contents',
      '<text:table-of-content><text:index-body><text:p>One 1</text:p></text:index-body></text:table-of-content><text:p>One</text:p>',
      'One\n',
    ],
    ['white space between elements', '\n <text:p>one</text:p>\n <text:p>two</text:p>\n', 'one\ntwo\n'],
  ])('with %s', async (_what, body, words) => {
    expect(await wordsOf('a.odt', open(body))).toBe(words);
    const flat = `<?xml version="1.0"?>\n<office:document xmlns:office="o" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>${body}</office:text></office:body></office:document>`;
    expect(await wordsOf('a.fodt', Buffer.from(flat))).toBe(words);
  });

  it('of OpenOffice 1, whose body holds its paragraphs itself', async () => {
    const content =
      '<office:document-content><office:body><text:p>old words</text:p></office:body></office:document-content>';
    const bytes = makeZip([
      { name: 'mimetype', content: 'application/vnd.sun.xml.writer', stored: true },
      { name: 'content.xml', content },
    ]);
    expect(await wordsOf('a.sxw', bytes)).toBe('old words\n');
  });
});

describe('a document that cannot be read', () => {
  it.each([
    [
      'a password',
      open('x', [
        {
          name: 'META-INF/manifest.xml',
          content:
            '<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>',
        },
      ]),
      importingTexts.locked,
    ],
    ['no body', makeZip([TYPES]), importingTexts.office.noDocument],
    ['elements in one another', word('<w:sdt>'.repeat(2000)), importingTexts.office.tooDeep(1000)],
  ])('for %s says so', async (_what, bytes, says) => {
    await expect(readAll(memorySource('a.docx', bytes, 500))).rejects.toThrow(says);
  });

  const ole = Buffer.from('d0cf11e0a1b11ae10000', 'hex');
  const rtf = '{\\rtf1\\ansi My words.\\par}';

  it.each<[string, Uint8Array | string, string]>([
    [
      'a.xlsx',
      makeZip([TYPES, { name: 'xl/workbook.xml', content: '<x/>' }]),
      importingTexts.office.notRead('an Excel table', 'save it as CSV'),
    ],
    [
      'a.zip',
      makeZip([TYPES, { name: 'xl/workbook.xml', content: '<x/>' }]),
      importingTexts.office.notRead('an Excel table', 'save it as CSV'),
    ],
    [
      'a.pptx',
      makeZip([TYPES, { name: 'ppt/presentation.xml', content: '<x/>' }]),
      importingTexts.office.notRead('a PowerPoint presentation', 'save it as PDF'),
    ],
    [
      'a.ods',
      makeZip([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet', stored: true }]),
      importingTexts.office.notRead('a table of OpenDocument', 'save it as CSV'),
    ],
    [
      'a',
      makeZip([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.presentation', stored: true }]),
      importingTexts.office.notRead(importingTexts.office.openPresentation, 'save it as PDF'),
    ],
    [
      'a.pages',
      makeZip([{ name: 'Index/Document.iwa', content: 'x' }]),
      importingTexts.office.notRead('a Pages document', importingTexts.office.exportAsDocument),
    ],
    [
      'a.zip',
      makeZip([{ name: 'Index/Document.iwa', content: 'x' }]),
      importingTexts.office.notRead('a Pages document', importingTexts.office.exportAsDocument),
    ],
    ['a.rtf', rtf, importingTexts.office.notRead('a document in RTF', importingTexts.office.saveAsDocument)],
    ['a.doc', rtf, importingTexts.office.notRead('a document in RTF', importingTexts.office.saveAsDocument)],
    ['a.txt', rtf, importingTexts.office.notRead('a document in RTF', importingTexts.office.saveAsDocument)],
    ['a.doc', ole, importingTexts.office.notRead(importingTexts.office.oldWord, importingTexts.office.saveAsNewWord)],
    ['a.docx', ole, importingTexts.office.lockedOrOld],
  ])('by its kind is refused with a way out: %s', async (name, content, why) => {
    const path = join(temporaryFolder(), name);
    writeFileSync(path, content);
    const collection = await collect(path, name);
    collection.close();
    expect([collection.items, collection.others, collection.refused]).toEqual([[], [], [{ name, why }]]);
  });

  it('is not a text that only has such a name', async () => {
    for (const name of ['a.key', 'a.doc', 'a.xls']) {
      const path = join(temporaryFolder(), name);
      writeFileSync(path, 'plain words\n');
      expect((await collect(path, name)).refused).toEqual([]);
    }
  });
});
