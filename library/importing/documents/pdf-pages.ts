/** Paragraphs of a PDF's pages: without heads and feet that return on most pages, and joined where they go on. */
import type { PdfLine } from './pdf-layout.ts';

/** Pages on either side among which a head or foot returns: a chapter's title does not stand on all pages. */
const AROUND = 4;

/** Pages on which the same line stands at the same height. */
const LEAST_PAGES = 3;

interface Page {
  number: number;
  lines: readonly PdfLine[];
  /** Of the page, in points. */
  bottom: number;
  top: number;
  /** Of its lines: the same for those that differ in numbers alone. */
  marks: ReadonlySet<string>;
}

/** Takes pages in order and gives the text of each, as soon as the pages behind it are known. */
export class PdfPages {
  private readonly pages: Page[] = [];
  /** The page that is given out next. */
  private next = 0;
  private text = '';

  /** @param bottom @param top of the page, in points @returns texts of pages that are whole, each of which ends with a line */
  push(number: number, lines: readonly PdfLine[], [bottom, top]: readonly [number, number]): string[] {
    this.pages.push({ number, lines, bottom, top, marks: new Set(lines.map(markOf)) });
    return this.pages.length - this.next > AROUND ? this.take() : [];
  }

  end(): string[] {
    const texts: string[] = [];
    while (this.next < this.pages.length) texts.push(...this.take());
    if (this.text !== '') texts.push(`${this.text}\n`);
    this.text = '';
    return texts;
  }

  private take(): string[] {
    const page = this.pages[this.next]!;
    const around = this.pages.slice(Math.max(0, this.next - AROUND), this.next + AROUND + 1);
    const edges = edgesOf(page);
    const words = page.lines.filter((line, i) => {
      // The number of the page itself is no writing.
      if ((i === 0 || i === page.lines.length - 1) && isPageNumber(line.text, page.number)) return false;
      if (!edges.has(line)) return true;
      const mark = markOf(line);
      return around.filter(({ marks }) => marks.has(mark)).length < LEAST_PAGES;
    });
    if (this.next < AROUND) this.next++;
    else this.pages.shift();
    return this.append(paragraphsOf(words));
  }

  /** Joins a page to the one before it, where a sentence goes on. */
  private append(text: string): string[] {
    if (text === '') return [];
    const before = this.text;
    if (before !== '' && /^\p{Ll}/u.test(text) && !/[.!?:;…"”»)\]]$/.test(before)) {
      this.text = /\p{L}-$/u.test(before) ? before.slice(0, -1) + text : `${before} ${text}`;
      return [];
    }
    this.text = text;
    return before === '' ? [] : [`${before}\n`];
  }
}

/** Lines of a head or foot, which a gap parts from the text. */
const LONGEST_EDGE = 3;
const GAP = 1.8;
/** How much of the page's height, at the top and at the bottom. */
const EDGE = 0.1;

/** Height of a watermark's letters, as a multiple of the usual height. */
const WATERMARK = 2;

/** Lines that may be a head, a foot or a watermark: the same words in the middle of several pages are the writer's. */
function edgesOf({ lines, bottom, top }: Page): ReadonlySet<PdfLine> {
  const down = [...lines].sort((a, b) => b.y - a.y);
  const heights = lines.map(({ height }) => height).sort((a, b) => a - b);
  const usual = heights[heights.length >> 1] ?? 0;
  const edges = new Set(lines.filter(({ height }) => height > WATERMARK * usual));
  for (const order of [down, [...down].reverse()]) {
    const gap = order.findIndex((line, i) => {
      const next = order[i + 1];
      return next !== undefined && Math.abs(line.y - next.y) > GAP * Math.max(line.height, next.height, 1);
    });
    if (gap === -1 || gap >= LONGEST_EDGE) continue;
    const block = order.slice(0, gap + 1);
    const isOutside = ({ y }: PdfLine): boolean =>
      y > top - (top - bottom) * EDGE || y < bottom + (top - bottom) * EDGE;
    if (block.every(isOutside)) for (const line of block) edges.add(line);
  }
  return edges;
}

/** The same for lines at one height with the same words, whatever numbers stand in them, also Roman ones. */
function markOf({ text, y }: PdfLine): string {
  return `${Math.round(y / 3)} ${text.replace(/\d+|\b[ivxlc]+\b/gi, '#')}`;
}

/** Paragraphs: lines that go on are joined, words that were broken at a line's end are made whole. */
function paragraphsOf(lines: readonly PdfLine[]): string {
  const widest = Math.max(0, ...lines.map(({ text }) => text.length));
  let text = '';
  lines.forEach((now, i) => {
    const next = lines[i + 1];
    if (next === undefined) text += now.text;
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
