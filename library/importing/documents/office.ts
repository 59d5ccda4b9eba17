/** Documents of word processors: Word (.docx), OpenDocument (.odt, .fodt) and OpenOffice (.sxw); by which others are known. */
import { Parser } from 'htmlparser2';
import { fileName, type Reader } from '../reader.ts';
import type { DocumentPiece } from '../record.ts';
import { type Head, readHead, readWhole, type Source, textPieces } from '../source.ts';
import { importingTexts } from '../texts.ts';
import { Pieces } from '../words.ts';
import { withDeclared } from './declared-encoding.ts';
import { type OfficeKind, OfficeText } from './office-text.ts';
import { isZip, openZip } from './zip.ts';

/** Bytes of a list of parts. */
const LONGEST_LIST = 1 << 22;

const WORD = /\.(?:docx|docm|dotx|dotm)$/;
const OPEN = /\.(?:odt|ott|odm|sxw|stw)$/;
const OPEN_TYPE = /^mimetypeapplication\/(?:vnd\.oasis\.opendocument\.text|vnd\.sun\.xml\.writer)/;
const FLAT_TYPE = /^\s*<\?xml[^>]*>\s*<office:document\s[^>]*mimetype="application\/vnd\.oasis\.opendocument\.text/;

/** Whether a file of Word, Excel or PowerPoint holds a part, whatever its own name is. */
function holds({ bytes }: Head, part: string): boolean {
  return beginningOf(bytes).startsWith('[Content_Types].xml') && Buffer.from(bytes).includes(part);
}

/** The name of the first file in a zip file, and the first bytes of that. */
function beginningOf(bytes: Uint8Array): string {
  return isZip(bytes) ? Buffer.from(bytes.subarray(30, 120)).toString('latin1') : '';
}

export const office: Reader = {
  title: importingTexts.titles.document,
  conversations: false,
  detect(head) {
    if (FLAT_TYPE.test(head.text)) return true;
    const begins = beginningOf(head.bytes);
    if (begins === '' || otherOffice(head) !== undefined) return false;
    const known = WORD.test(fileName(head)) || OPEN.test(fileName(head)) || OPEN_TYPE.test(begins);
    return known || holds(head, 'word/document.xml');
  },
  async *read(source, head, { warn }) {
    const pieces = new Pieces();
    let begins = true;
    const record = (text: string | undefined): [DocumentPiece] | [] => {
      if (text === undefined || (begins && text.trim() === '')) return [];
      const piece: DocumentPiece = { kind: 'document', begins, text };
      begins = false;
      return [piece];
    };
    for await (const text of isZip(head.bytes) ? zippedText(source, head, warn) : xmlText(source, head, 'open', warn)) {
      yield record(pieces.push(text));
    }
    yield record(pieces.end());
  },
};

/** The text of the parts of a document that hold words. */
async function* zippedText(source: Source, head: Head, warn: (says: string) => void): AsyncGenerator<string> {
  const zip = await openZip(source, { hidden: true });
  try {
    const files = new Map(zip.sources.map((file) => [file.name, file]));
    const content = files.get('content.xml');
    const list = files.get('META-INF/manifest.xml');
    if (list !== undefined && /<(?:\w+:)?encryption-data\b/.test(await textOf(list))) {
      throw new Error(importingTexts.locked);
    }
    if (content !== undefined) return yield* xmlText(content, head, 'open', warn);
    const body = await wordBody(files);
    if (body === undefined) throw new Error(importingTexts.office.noDocument);
    for (const name of [body, ...['footnotes', 'endnotes'].map((part) => body.replace(/[^/]*$/, `${part}.xml`))]) {
      const file = files.get(name);
      if (file !== undefined) yield* xmlText(file, head, 'word', warn);
    }
  } finally {
    zip.close();
  }
}

async function* xmlText(
  file: Source,
  { onEncoding }: Head,
  kind: OfficeKind,
  warn: (says: string) => void,
): AsyncGenerator<string> {
  const words = new OfficeText(kind);
  for await (const xml of textPieces(file, { ...withDeclared(await readHead(file)), onEncoding }, warn)) {
    yield words.push(xml);
  }
  yield words.end();
}

async function textOf(file: Source): Promise<string> {
  return Buffer.from(await readWhole(file, LONGEST_LIST)).toString('utf8');
}

/** Where the text of a Word document stands, as its list of parts says. */
async function wordBody(files: ReadonlyMap<string, Source>): Promise<string | undefined> {
  const list = files.get('_rels/.rels');
  let found: string | undefined;
  if (list !== undefined) {
    const parser = new Parser(
      {
        onopentag(_name, { Type = '', Target = '' }) {
          if (Type.endsWith('/officeDocument')) found ??= Target.replace(/^\//, '');
        },
      },
      { xmlMode: true },
    );
    parser.end(await textOf(list));
  }
  return [found, 'word/document.xml'].find((name) => name !== undefined && files.has(name));
}

/** Kinds of documents that are not read: by the ends of their names, and what to do with them. */
const OTHERS: readonly [RegExp, string, string][] = [
  [/\.(?:xlsx|xlsm|xlsb|xltx|xls)$/, importingTexts.office.excel, importingTexts.office.saveAsCsv],
  [/\.(?:ods|ots|sxc|fods)$/, importingTexts.office.openTable, importingTexts.office.saveAsCsv],
  [/\.(?:pptx|pptm|ppsx|potx|ppt|pps)$/, importingTexts.office.powerpoint, importingTexts.office.saveAsPdf],
  [/\.(?:odp|otp|sxi|fodp)$/, importingTexts.office.openPresentation, importingTexts.office.saveAsPdf],
  [/\.(?:odg|odf|odb|sxd)$/, importingTexts.office.openDrawing, importingTexts.office.saveWriting],
  [/\.pages$/, importingTexts.office.pages, importingTexts.office.exportAsDocument],
  [/\.(?:numbers|key)$/, importingTexts.office.numbers, importingTexts.office.exportAsCsv],
  [/\.rtf$/, importingTexts.office.rtf, importingTexts.office.saveAsDocument],
  [/\.(?:doc|dot)$/, importingTexts.office.oldWord, importingTexts.office.saveAsNewWord],
  [/\.(?:wpd|wps|abw|lyx|hwp|hwpx)$/, importingTexts.office.otherProcessor, importingTexts.office.saveAsDocument],
];

/** The beginnings of OpenDocument's files, and of Apple's, by their types and names. */
const BEGINNINGS: readonly [RegExp, string][] = [
  [/^mimetypeapplication\/(?:vnd\.oasis\.opendocument|vnd\.sun\.xml)\.(?:spreadsheet|calc)/, '.ods'],
  [/^mimetypeapplication\/(?:vnd\.oasis\.opendocument|vnd\.sun\.xml)\.(?:presentation|impress)/, '.odp'],
  [/^mimetypeapplication\/vnd\.oasis\.opendocument\.(?!text)/, '.odg'],
  [/^Index\/[\w-]+\.iwa/, '.pages'],
];

const PARTS = [
  ['xl/workbook.', '.xlsx'],
  ['ppt/presentation.xml', '.pptx'],
] as const;

/** One sentence about a document of a kind that is not read, which goes on after its name; undefined: it is none. */
export function otherOffice(head: Head): string | undefined {
  const name = fileName(head);
  const begins = beginningOf(head.bytes);
  const told = BEGINNINGS.find(([beginning]) => beginning.test(begins))?.[1];
  const held = PARTS.find(([part]) => holds(head, part))?.[1];
  const written = head.text.startsWith('{\\rtf') ? '.rtf' : undefined;
  const kind = told ?? held ?? written ?? (isOffice(head) ? name : '');
  const found = OTHERS.find(([end]) => end.test(kind));
  if (found !== undefined) return importingTexts.office.notRead(found[1], found[2]);
  if (!isCompound(head)) return undefined;
  return importingTexts.office.lockedOrOld;
}

/** Whether a file is what its name says: a text may have any name. */
function isOffice(head: Head): boolean {
  return isZip(head.bytes) || isCompound(head) || head.encoding === undefined;
}

/** The form of documents before 2007, and of newer ones with a password. */
function isCompound({ bytes }: Head): boolean {
  return Buffer.from(bytes.subarray(0, 8)).toString('hex') === 'd0cf11e0a1b11ae1';
}
