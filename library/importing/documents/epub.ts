/** E-books (EPUB 2 and 3): a zip file of web pages, with a list that says in which order they are read. */
import { posix } from 'node:path';
import { Parser } from 'htmlparser2';
import { fileName, type Reader } from '../reader.ts';
import type { Telling } from '../record.ts';
import { type Head, readHead, readWhole, type Source, textPieces } from '../source.ts';
import { withDeclared } from './declared-encoding.ts';
import { HtmlText } from './html-text.ts';
import { isZip, openZip } from './zip.ts';

/** Bytes of one chapter or list. */
const LARGEST = 1 << 25;

/** Fonts may be scrambled so; that is no lock. */
const FONT_SCRAMBLING = /http:\/\/(?:www\.idpf\.org\/2008\/embedding|ns\.adobe\.com\/pdf\/enc#RC)/;

export const epub: Reader = {
  title: 'an e-book',
  conversations: false,
  detect: (head) =>
    isZip(head.bytes) &&
    (fileName(head).endsWith('.epub') ||
      Buffer.from(head.bytes.subarray(30, 58)).toString('latin1') === 'mimetypeapplication/epub+zip'),
  async *read(source, head, { leftOut, warn }) {
    const zip = await openZip(source);
    try {
      const files = new Map(zip.sources.map((file) => [file.name, file]));
      const chapters = await readingOrder(files);
      const locked = await lockedIn(files);
      let begins = true;
      for (const name of chapters) {
        const file = files.get(name);
        if (file === undefined || locked.has(name)) {
          leftOut('encrypted');
          warn(
            file === undefined ? `names the chapter ${name}, which is not in it.` : `has the chapter ${name} locked.`,
          );
          continue;
        }
        if (file.size > LARGEST) {
          leftOut('damaged');
          warn(`has the chapter ${name} of ${mega(file.size)}, of which at most ${mega(LARGEST)} can be read.`);
          continue;
        }
        try {
          const text = await chapterText(file, head, warn);
          if (text.trim() === '') continue;
          yield [{ kind: 'document', begins, text: `${text}\n` }];
          begins = false;
        } catch (error) {
          leftOut('damaged');
          warn(`is damaged in the chapter ${name}: ${(error as Error).message}; the rest is read.`);
        }
      }
    } finally {
      zip.close();
    }
  },
};

const mega = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

async function chapterText(file: Source, { onEncoding }: Head, warn: Telling['warn']): Promise<string> {
  const page = new HtmlText({ xml: true });
  let text = '';
  for await (const piece of textPieces(file, { ...withDeclared(await readHead(file)), onEncoding }, warn))
    text += page.push(piece);
  return text + page.end();
}

/** The chapters, in the order of the book's spine. */
async function readingOrder(files: ReadonlyMap<string, Source>): Promise<string[]> {
  const container = await elementsOf(files, 'META-INF/container.xml');
  const book = container.find(({ name }) => name === 'rootfile')?.attributes['full-path'];
  if (book === undefined) throw new Error('it should name its book in META-INF/container.xml, but does not');
  const elements = await elementsOf(files, book);
  const items = new Map<string, string>();
  for (const { name, attributes } of elements) {
    if (
      name !== 'item' ||
      !/html|xml$/.test(attributes['media-type'] ?? '') ||
      /\bnav\b/.test(attributes['properties'] ?? '')
    )
      continue;
    const path = posix.join(posix.dirname(book), decodeURIComponent(attributes['href'] ?? ''));
    items.set(attributes['id'] ?? '', path);
  }
  return elements.flatMap(({ name, attributes }) => {
    const path = name === 'itemref' ? items.get(attributes['idref'] ?? '') : undefined;
    return path === undefined ? [] : [path];
  });
}

/** Chapters that only a licence opens. */
async function lockedIn(files: ReadonlyMap<string, Source>): Promise<ReadonlySet<string>> {
  if (!files.has('META-INF/encryption.xml')) return new Set();
  const locked = new Set<string>();
  let method = '';
  for (const { name, attributes } of await elementsOf(files, 'META-INF/encryption.xml')) {
    if (name === 'EncryptionMethod') method = attributes['Algorithm'] ?? '';
    if (name === 'CipherReference' && !FONT_SCRAMBLING.test(method)) locked.add(attributes['URI'] ?? '');
  }
  return locked;
}

interface Element {
  /** Without its namespace. */
  name: string;
  attributes: Record<string, string>;
}

async function elementsOf(files: ReadonlyMap<string, Source>, path: string): Promise<Element[]> {
  const file = files.get(path);
  if (file === undefined) throw new Error(`it should hold ${path}, but does not`);
  const elements: Element[] = [];
  const parser = new Parser(
    { onopentag: (name, attributes) => elements.push({ name: name.replace(/^.*:/, ''), attributes }) },
    { xmlMode: true },
  );
  parser.end(Buffer.from(await readWhole(file, LARGEST)).toString('utf8'));
  return elements;
}
