/** The words of PDF files, page by page. A PDF knows only where letters stand; lines are joined to paragraphs again here. */
import { open } from 'node:fs/promises';
import { constants, inflateSync } from 'node:zlib';
import { getResolvedPDFJS } from 'unpdf';
import { fileName, type Reader } from '../reader.ts';
import type { DocumentPiece } from '../record.ts';
import { readWhole, type Source } from '../source.ts';
import { importingTexts } from '../texts.ts';
import { linesOf, type PdfItem } from './pdf-layout.ts';
import { PdfPages } from './pdf-pages.ts';

/** Bytes of a PDF that is not a file of its own and must be held. */
const LARGEST_HELD = 1 << 26;
/** Larger ones are scans. */
const LARGEST = 2 ** 30;
/** A file of its own is read in such parts, only where its pages are. */
const PART = 1 << 18;

/** Letters of a page. */
const MOST_LETTERS = 1 << 20;

/** Bytes to which a part may unpack; pictures are not unpacked here. */
const LARGEST_PART = 1 << 26;

/** In front of the bytes of a part, behind its head. */
const STREAM = Buffer.from('stream');
const LONGEST_HEAD = 2048;

export const pdf: Reader = {
  title: importingTexts.titles.pdf,
  conversations: false,
  detect: (head) =>
    Buffer.from(head.bytes.subarray(0, 1024)).includes('%PDF-') ||
    (fileName(head).endsWith('.pdf') && head.bytes.length > 0),
  async *read(source, _head, { leftOut, warn }) {
    const end = catchLateErrors();
    const { document, close } = await openPdf(source).catch((error: Error) => {
      end();
      throw error;
    });
    try {
      const pages = new PdfPages();
      let begins = true;
      let empty = 0;
      const records = (texts: readonly string[]): DocumentPiece[] =>
        texts.map((text) => {
          const piece: DocumentPiece = { kind: 'document', begins, text };
          begins = false;
          return piece;
        });
      for (let number = 1; number <= document.numPages; number++) {
        try {
          const { items, whole, heights } = await itemsOf(document, number);
          if (!whole) warn(importingTexts.pdf.fullPage(number));
          const lines = linesOf(items);
          if (lines.length === 0) empty++;
          yield records(pages.push(number, lines, heights));
        } catch (error) {
          leftOut('damaged');
          warn(importingTexts.pdf.damagedPage(number, (error as Error).message));
        }
      }
      yield records(pages.end());
      if (empty > 0) {
        leftOut('attachment', empty);
        warn(importingTexts.pdf.emptyPages(empty, document.numPages));
      }
    } finally {
      await close();
      end();
    }
  },
};

/** Errors of pdf.js about what a file holds. */
const OF_PDF =
  /^(?:FormatError|InvalidPDFException|XRefEntryException|XRefParseException|MissingDataException|ParserEOFException|UnknownErrorException|AbortException|ResponseException|JpxError|Jbig2Error|JpegError|BaseException)$/;

/**
 * Of several promises about one damaged page pdf.js awaits the first that fails, and Node ends the process for the others. What they
 * say is said already. @returns what ends this
 */
function catchLateErrors(): () => void {
  const listener = (reason: unknown): void => {
    if (!(reason instanceof Error) || !OF_PDF.test(reason.name)) throw reason;
  };
  process.on('unhandledRejection', listener);
  // They come when the current work is done.
  return () => void setImmediate(() => process.off('unhandledRejection', listener));
}

type PdfDocument = Awaited<ReturnType<Awaited<ReturnType<typeof getResolvedPDFJS>>['getDocument']>['promise']>;

interface PageItems {
  items: PdfItem[];
  /** Whether they are all of the page. */
  whole: boolean;
  /** Where the page ends below and above, in points. */
  heights: [number, number];
}

async function itemsOf(document: PdfDocument, number: number): Promise<PageItems> {
  const page = await document.getPage(number);
  const heights: [number, number] = [page.view[1]!, page.view[3]!];
  const reader = page.streamTextContent().getReader();
  const items: PdfItem[] = [];
  let letters = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { items, whole: true, heights };
      for (const item of (value as { items: PdfItem[] }).items) {
        items.push(item);
        letters += 1 + (item.str?.length ?? 0);
      }
      if (letters <= MOST_LETTERS) continue;
      await reader.cancel(new Error(importingTexts.pdf.pageHoldsTooMuch));
      return { items, whole: false, heights };
    }
  } finally {
    page.cleanup();
  }
}

/** Refuses a file of which a part unpacks to more than any page holds. @throws Error in one clause */
async function refuseBombs(source: Source): Promise<void> {
  // What is so large itself is no bomb.
  if (source.size > LARGEST_HELD) return;
  const bytes = Buffer.from(await readWhole(source, LARGEST_HELD));
  for (let at = bytes.indexOf(STREAM); at !== -1; at = bytes.indexOf(STREAM, at + STREAM.length)) {
    const before = bytes.toString('latin1', Math.max(0, at - LONGEST_HEAD), at);
    const head = before.slice(before.lastIndexOf(' obj'));
    if (before.endsWith('end')) continue;
    const filters = head.match(/\/Fl(?:ateDecode)?\b/g)?.length ?? 0;
    if (filters === 0 || /\/Subtype\s*\/Image/.test(head)) continue;
    const from = at + STREAM.length + (bytes[at + STREAM.length] === 0x0d ? 2 : 1);
    const end = bytes.indexOf('endstream', from);
    if (unpacksToMore(bytes.subarray(from, end === -1 ? bytes.length : end), filters)) {
      throw new Error(importingTexts.pdf.bomb(LARGEST_PART / 2 ** 20));
    }
  }
}

function unpacksToMore(packed: Uint8Array, filters: number): boolean {
  let bytes = packed;
  try {
    for (let i = 0; i < filters; i++) {
      bytes = inflateSync(bytes, { maxOutputLength: LARGEST_PART, finishFlush: constants.Z_SYNC_FLUSH });
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
  }
  return false;
}

async function openPdf(source: Source): Promise<{ document: PdfDocument; close: () => Promise<void> }> {
  if (source.size > LARGEST) throw new Error(importingTexts.pdf.tooLarge);
  await refuseBombs(source);
  const { getDocument, PDFDataRangeTransport, VerbosityLevel } = await getResolvedPDFJS();
  const common = {
    verbosity: VerbosityLevel.ERRORS,
    isEvalSupported: false,
    useSystemFonts: false,
    stopAtErrors: false,
  };
  if (source.path === undefined) {
    const data = new Uint8Array(await readWhole(source, LARGEST_HELD));
    const task = getDocument({ ...common, data });
    return { document: await task.promise.catch(fail), close: () => task.destroy() };
  }
  const handle = await open(source.path, 'r');
  try {
    const range = new PDFDataRangeTransport(source.size, null);
    range.requestDataRange = (begin: number, end: number): void => {
      const part = new Uint8Array(end - begin);
      handle.read(part, 0, part.length, begin).then(
        () => range.onDataRange(begin, part),
        // Zeros instead: the page that needs them is damaged, and says so.
        () => range.onDataRange(begin, new Uint8Array(end - begin)),
      );
    };
    const task = getDocument({ ...common, range, rangeChunkSize: PART, disableAutoFetch: true, disableStream: true });
    const close = async (): Promise<void> => {
      await task.destroy();
      await handle.close();
    };
    return { document: await task.promise.catch(fail), close };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function fail(error: Error): never {
  if (error.name === 'PasswordException') throw new Error(importingTexts.locked);
  throw new Error(importingTexts.pdf.notWhole(error.message));
}
