/** E-books (EPUB 2 and 3): a zip file of web pages, with a list that says in which order they are read. */
import { posix } from 'node:path';
import { Parser } from 'htmlparser2';
import { fileName, type Reader } from '../reader.ts';
import type { Telling } from '../record.ts';
import { type Head, readHead, readWhole, type Source, textPieces } from '../source.ts';
import { importingTexts } from '../texts.ts';
import { withDeclared } from './declared-encoding.ts';
import { HtmlText } from './html-text.ts';
import { isZip, openZip } from './zip.ts';

/** Bytes of one chapter or list. */
const LARGEST = 1 << 25;

/** Fonts may be scrambled so; that is no lock. */
const FONT_SCRAMBLING = /http:\/\/(?:www\.idpf\.org\/2008\/embedding|ns\.adobe\.com\/pdf\/enc#RC)/;

export const epub: Reader = {
  title: importingTexts.titles.ebook,
  conversations: false,
  detect: (head) =>
    isZip(head.bytes) &&
    (fileName(head).endsWith('.epub') ||
      Buffer.from(head.bytes.subarray(30, 58)).toString('latin1') === 'mimetypeapplication/epub+zip'),
  async *read(source, head, { leftOut, warn }) {
    const zip = await openZip(source);
    try {
      const files = new Files(zip.sources);
      const chapters = await readingOrder(files);
      const locked = await lockedIn(files);
      let begins = true;
      for (const { name, file } of chapters) {
        if (file === undefined) {
          leftOut('damaged');
          warn(importingTexts.book.missingChapter(name));
          continue;
        }
        if (locked.has(file)) {
          leftOut('encrypted');
          warn(importingTexts.book.lockedChapter(name));
          continue;
        }
        if (file.size > LARGEST) {
          leftOut('damaged');
          warn(importingTexts.book.longChapter(name, mega(file.size), mega(LARGEST)));
          continue;
        }
        try {
          const text = await chapterText(file, head, warn);
          if (text.trim() === '') continue;
          yield [{ kind: 'document', begins, text: `${text}\n` }];
          begins = false;
        } catch (error) {
          leftOut('damaged');
          warn(importingTexts.book.damagedChapter(name, (error as Error).message));
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

/** The files of a book, by names that lists write in other ways than the zip file does. */
class Files {
  private readonly exact: ReadonlyMap<string, Source>;
  /** By names in small letters and composed. */
  private readonly similar = new Map<string, Source>();

  constructor(sources: readonly Source[]) {
    this.exact = new Map(sources.map((file) => [file.name, file]));
    for (const file of sources) this.similar.set(similarName(file.name), file);
  }

  /** @param folder that a name is relative to; one that begins with a slash is not */
  find(href: string, folder = '.'): { name: string; file: Source | undefined } {
    // A name may hold a `#` or `?` itself, and percent signs that decode nothing.
    const path = href.replace(/[?#].*$/s, '');
    const names = [decoded(path), path, decoded(href), href].map((name) =>
      posix.join(name.startsWith('/') ? '.' : folder, name).replace(/^(?:\.\.\/)+|^\//, ''),
    );
    const [name] = names as [string];
    for (const candidate of names) {
      const file = this.exact.get(candidate);
      if (file !== undefined) return { name, file };
    }
    return { name, file: names.map((candidate) => this.similar.get(similarName(candidate))).find(Boolean) };
  }
}

function similarName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** Percent signs decoded where that gives text. @example decoded('100%.xhtml') // '100%.xhtml' */
function decoded(name: string): string {
  return name.replace(/(?:%[\da-f]{2})+/gi, (coded) => {
    try {
      return decodeURIComponent(coded);
    } catch {
      return coded;
    }
  });
}

/** What stands in the order of a book and holds no words. */
const NO_TEXT =
  /^(?:image|audio|video|font)\/|^text\/css|^application\/(?:x-dtbncx|x-font|font|vnd\.ms-opentype|javascript)/;

/** The chapters, in the order of the book's spine. */
async function readingOrder(files: Files): Promise<{ name: string; file: Source | undefined }[]> {
  const container = await elementsOf(files, 'META-INF/container.xml');
  const book = container.find(({ name }) => name === 'rootfile')?.attributes['full-path'];
  if (book === undefined) throw new Error(importingTexts.book.noContainer);
  const elements = await elementsOf(files, book);
  const folder = posix.dirname(files.find(book).file?.name ?? book);
  const items = new Map<string, string>();
  for (const { name, attributes } of elements) {
    if (name !== 'item' || NO_TEXT.test(attributes['media-type'] ?? '')) continue;
    if (!/\bnav\b/.test(attributes['properties'] ?? '')) items.set(attributes['id'] ?? '', attributes['href'] ?? '');
  }
  return elements.flatMap(({ name, attributes }) => {
    const href = name === 'itemref' ? items.get(attributes['idref'] ?? '') : undefined;
    return href === undefined ? [] : [files.find(href, folder)];
  });
}

/** Chapters that only a licence opens. */
async function lockedIn(files: Files): Promise<ReadonlySet<Source>> {
  const locked = new Set<Source>();
  if (files.find('META-INF/encryption.xml').file === undefined) return locked;
  let method = '';
  for (const { name, attributes } of await elementsOf(files, 'META-INF/encryption.xml')) {
    if (name === 'EncryptionMethod') method = attributes['Algorithm'] ?? '';
    if (name !== 'CipherReference' || FONT_SCRAMBLING.test(method)) continue;
    const { file } = files.find(attributes['URI'] ?? '');
    if (file !== undefined) locked.add(file);
  }
  return locked;
}

interface Element {
  /** Without its namespace. */
  name: string;
  attributes: Record<string, string>;
}

async function elementsOf(files: Files, path: string): Promise<Element[]> {
  const { file } = files.find(path);
  if (file === undefined) throw new Error(importingTexts.book.missingFile(path));
  const elements: Element[] = [];
  const parser = new Parser(
    { onopentag: (name, attributes) => elements.push({ name: name.replace(/^.*:/, ''), attributes }) },
    { xmlMode: true },
  );
  parser.end(Buffer.from(await readWhole(file, LARGEST)).toString('utf8'));
  return elements;
}
