/** The words of PDF files, page by page. A PDF knows only where letters stand; lines are joined to paragraphs again here. */
import { open } from 'node:fs/promises';
import { getResolvedPDFJS } from 'unpdf';
import { fileName, type Reader } from '../reader.ts';
import { readWhole, type Source } from '../source.ts';

/** Bytes of a PDF that is not a file of its own and must be held. */
const LARGEST_HELD = 1 << 26;
/** Larger ones are scans. */
const LARGEST = 2 ** 30;
/** A file of its own is read in such parts, only where its pages are. */
const PART = 1 << 18;

export const pdf: Reader = {
  title: 'a PDF',
  conversations: false,
  detect: (head) =>
    Buffer.from(head.bytes.subarray(0, 1024)).includes('%PDF-') ||
    (fileName(head).endsWith('.pdf') && head.bytes.length > 0),
  async *read(source, _head, { leftOut, warn }) {
    const { document, close } = await openPdf(source);
    try {
      let begins = true;
      let empty = 0;
      for (let number = 1; number <= document.numPages; number++) {
        try {
          const page = await document.getPage(number);
          const content = await page.getTextContent();
          page.cleanup();
          const text = pageText(content.items as PdfItem[], number);
          if (text.trim() === '') {
            empty++;
            continue;
          }
          yield [{ kind: 'document', begins, text }];
          begins = false;
        } catch (error) {
          leftOut('damaged');
          warn(`is damaged on page ${number}: ${(error as Error).message}; the rest is read.`);
        }
      }
      if (empty > 0) {
        leftOut('attachment', empty);
        warn(`has ${empty} of ${document.numPages} pages without words, such as pictures and scans.`);
      }
    } finally {
      await close();
    }
  },
};

interface PdfItem {
  str?: string;
  hasEOL?: boolean;
  /** Of the item; [5] is how high it stands, in points. */
  transform?: number[];
  height?: number;
}

type PdfDocument = Awaited<ReturnType<Awaited<ReturnType<typeof getResolvedPDFJS>>['getDocument']>['promise']>;

async function openPdf(source: Source): Promise<{ document: PdfDocument; close: () => Promise<void> }> {
  if (source.size > LARGEST) throw new Error('PDFs of more than 1 GB are not read');
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
  if (error.name === 'PasswordException') throw new Error('it is locked by a password');
  throw new Error(`it is no whole PDF: ${error.message}`);
}

/** Paragraphs of a page: lines that go on are joined, words that were broken at a line's end are made whole. */
function pageText(items: readonly PdfItem[], page: number): string {
  const lines: { text: string; y: number; height: number }[] = [];
  let line = '';
  let y = 0;
  let height = 0;
  const end = (): void => {
    if (line.trim() !== '') lines.push({ text: line.replace(/\s+/g, ' ').trim(), y, height });
    line = '';
    height = 0;
  };
  for (const { str = '', hasEOL = false, transform, height: tall = 0 } of items) {
    if (str !== '' && line === '') y = transform?.[5] ?? y;
    line += str;
    height = Math.max(height, tall);
    if (hasEOL) end();
  }
  end();
  // The number of the page itself is no writing.
  const words = lines.filter(({ text }, i) => !((i === 0 || i === lines.length - 1) && isPageNumber(text, page)));
  const widest = Math.max(0, ...words.map(({ text }) => text.length));
  let text = '';
  words.forEach((now, i) => {
    const next = words[i + 1];
    if (next === undefined) text += `${now.text}\n`;
    else if (now.y - next.y > 1.8 * Math.max(now.height, next.height, 1)) text += `${now.text}\n\n`;
    else if (/\p{L}-$/u.test(now.text) && /^\p{Ll}/u.test(next.text)) text += now.text.slice(0, -1);
    else if (now.text.length > widest * 0.7 && !/^[-•*–\d]/.test(next.text)) text += `${now.text} `;
    else text += `${now.text}\n`;
  });
  return text;
}

function isPageNumber(text: string, page: number): boolean {
  return /^[-–— ]*\d{1,5}[-–— ]*$/.test(text) && Math.abs(Number(text.replace(/\D/g, '')) - page) <= 50;
}
