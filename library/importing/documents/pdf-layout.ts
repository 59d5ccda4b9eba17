/** Lines of a PDF's page in the order in which they are read. A PDF knows only where letters stand. */

/** What pdf.js gives for a run of letters, or for a space between two. */
export interface PdfItem {
  str?: string;
  hasEOL?: boolean;
  /** Of the item; [4] is how far right it stands, and [5] how high, in points. */
  transform?: number[];
  width?: number;
  height?: number;
}

/** A line, or the part of one that stands in a column. Points. */
export interface PdfLine {
  text: string;
  x: number;
  end: number;
  y: number;
  height: number;
}

/** Between columns, in heights of letters: words stand closer, even in justified text. */
const LEAST_GAP = 1.6;

/** Rows that have the same gap, at least. */
const LEAST_ROWS = 3;

/** Characters of a line in a column of text, in the middle of all; in tables there are fewer. */
const LEAST_CHARACTERS = 16;

/** Rows of one block are no farther apart, in heights of letters. */
const FARTHEST = 2.6;

/** Lines of a page: columns one after another, and what is drawn twice once. */
export function linesOf(items: readonly PdfItem[]): PdfLine[] {
  const rows = rowsOf(items);
  const lines: PdfLine[] = [];
  for (let from = 0; from < rows.length; ) {
    const block = columnsAt(rows, from);
    if (block === undefined) {
      lines.push(joined(rows[from]!));
      from++;
    } else {
      lines.push(...block.lines);
      from = block.to;
    }
  }
  return lines;
}

/** Rows in the order in which they are drawn, each in parts with gaps between. */
function rowsOf(items: readonly PdfItem[]): PdfLine[][] {
  const rows: PdfLine[][] = [];
  let row: PdfLine[] = [];
  let last: Required<Pick<PdfLine, 'x' | 'y' | 'text'>> | undefined;
  const end = (): void => {
    const parts = row.map((part) => ({ ...part, text: part.text.replace(/\s+/g, ' ').trim() }));
    const words = parts.filter(({ text }) => text !== '');
    const twin = rows.at(-1);
    if (words.length > 0 && !(twin !== undefined && isTwin(twin, words))) rows.push(words);
    row = [];
  };
  for (const { str = '', hasEOL = false, transform = [], width = 0, height = 0 } of items) {
    const [x, y] = [transform[4] ?? 0, transform[5] ?? 0];
    const part = row.at(-1);
    const high = Math.max(height, part?.height ?? 0);
    const bold = str.trim() !== '' && last?.text === str && near(last, { x, y }, 0.3 * high);
    if (str.trim() !== '') last = { x, y, text: str };
    if (bold) {
      // Drawn twice to look bold.
    } else if (part === undefined || (str.trim() !== '' && x - part.end > LEAST_GAP * high)) {
      if (str.trim() !== '' || part === undefined) row.push({ text: str, x, end: x + width, y, height });
    } else {
      part.text += str;
      part.height = high;
      // A wide space is a gap, if it is one at all, when the next letters come.
      if (str.trim() !== '') part.end = Math.max(part.end, x + width);
    }
    if (hasEOL) end();
  }
  end();
  return rows;
}

function near(a: { x: number; y: number }, b: { x: number; y: number }, distance: number): boolean {
  return Math.abs(a.x - b.x) <= distance && Math.abs(a.y - b.y) <= distance;
}

/** Whether two rows are the same letters at nearly the same place. */
function isTwin(one: readonly PdfLine[], other: readonly PdfLine[]): boolean {
  return (
    one.length === other.length &&
    one.every((part, i) => part.text === other[i]!.text && near(part, other[i]!, 0.3 * part.height))
  );
}

function joined(row: readonly PdfLine[]): PdfLine {
  const [first] = row as [PdfLine];
  const height = Math.max(...row.map((part) => part.height));
  return { ...first, text: row.map(({ text }) => text).join(' '), end: row.at(-1)!.end, height };
}

interface Gap {
  from: number;
  to: number;
}

/** The columns that begin at a row, one after another; undefined: none do. */
function columnsAt(rows: readonly PdfLine[][], from: number): { lines: PdfLine[]; to: number } | undefined {
  let gaps = gapsOf(rows[from]!);
  let to = from + 1;
  for (; to < rows.length && gaps.length > 0; to++) {
    const row = rows[to]!;
    const [above] = rows[to - 1] as [PdfLine];
    const down = above.y - row[0]!.y;
    if (down < 0 || down > FARTHEST * Math.max(above.height, row[0]!.height, 1)) break;
    const left = gaps.flatMap((gap) => narrowed(gap, row));
    if (left.length === 0) break;
    gaps = left;
  }
  const block = rows.slice(from, to);
  const columns = Array.from({ length: gaps.length + 1 }, (_column, i) => {
    const [after, before] = [gaps[i - 1]?.to ?? Number.NEGATIVE_INFINITY, gaps[i]?.from ?? Number.POSITIVE_INFINITY];
    return block.flatMap((row) => {
      const parts = row.filter(({ x, end }) => x >= after - 1 && end <= before + 1);
      return parts.length === 0 ? [] : [joined(parts)];
    });
  });
  return gaps.length > 0 && columns.every(isText) ? { lines: columns.flat(), to } : undefined;
}

function gapsOf(row: readonly PdfLine[]): Gap[] {
  return row.slice(1).map((part, i) => ({ from: row[i]!.end, to: part.x }));
}

/** What of a gap a row leaves free; nothing if letters stand in the middle of it. */
function narrowed(gap: Gap, row: readonly PdfLine[]): Gap[] {
  const middle = (gap.from + gap.to) / 2;
  if (row.some(({ x, end }) => x < middle && end > middle)) return [];
  const left = row.filter(({ end }) => end <= middle).map(({ end }) => end);
  const right = row.filter(({ x }) => x >= middle).map(({ x }) => x);
  const free = { from: Math.max(gap.from, ...left), to: Math.min(gap.to, ...right) };
  return free.to - free.from > (row[0]?.height ?? 1) ? [free] : [];
}

/** Whether a column holds running text: lines of words, not the short values of a table. */
function isText(column: readonly PdfLine[]): boolean {
  if (column.length < LEAST_ROWS) return false;
  const lengths = column.map(({ text }) => text.length).sort((a, b) => a - b);
  return lengths[lengths.length >> 1]! >= LEAST_CHARACTERS && column.some(({ text }) => /\p{L}+\s+\p{Ll}+/u.test(text));
}
