/** Breaking a text into rows. Pure. */
import { clusters, widthOf } from './text-width.ts';

/** Rows of a text, each of at most `width` columns, broken between words where there are some. At least one, perhaps empty. */
export function wrapped(text: string, width: number): string[] {
  const room = Math.max(2, width);
  return text.split('\n').flatMap((paragraph) => wrappedParagraph(paragraph.replace(/\t/g, '  '), room));
}

function wrappedParagraph(text: string, room: number): string[] {
  const rows: string[] = [];
  let row = '';
  let used = 0;
  const end = () => {
    rows.push(row.trimEnd());
    row = '';
    used = 0;
  };
  for (const piece of text.match(/ +|[^ ]+/g) ?? []) {
    const columns = widthOf(piece);
    if (used + columns <= room) {
      row += piece;
      used += columns;
    } else if (piece.startsWith(' ')) {
      end();
    } else if (columns <= room) {
      end();
      row = piece;
      used = columns;
    } else {
      // Longer than any row: it is broken between characters, and begins where there is room.
      for (const cluster of clusters(piece)) {
        const more = widthOf(cluster);
        if (used > 0 && used + more > room) end();
        row += cluster;
        used += more;
      }
    }
  }
  end();
  return rows;
}

/**
 * A text beside what stands before it: rows of at most `width` columns, those after the first as far in as the first begins.
 *
 * @param head as it is printed, escape sequences included
 * @param indent columns that the head takes
 * @param text fit to print, without escape sequences
 */
export function hanging(head: string, indent: number, text: string, width: number): string[] {
  const [first, ...more] = wrapped(text, Math.max(Math.min(LEAST_BESIDE, width), width - indent));
  return [head + first, ...more.map((row) => ' '.repeat(indent) + row)];
}

/** Columns that a text keeps beside its head in a narrow terminal. */
const LEAST_BESIDE = 20;

/**
 * Lines of a report as wide as a terminal: a longer line is broken between words, and goes on below where its last column begins, or
 * below its own indent.
 *
 * @param text fit to print, without escape sequences
 */
export function fitted(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => (widthOf(line) <= width ? line : fittedLine(line, width)))
    .join('\n');
}

function fittedLine(line: string, width: number): string {
  // A column begins behind two spaces or more; one too far to the right would leave no room for its text.
  const gaps = [...line.matchAll(/^ *(?:[-*•] )?|\S {2,}/g)];
  const ends = gaps
    .map(({ 0: gap, index }) => index + gap.length)
    .filter((end) => widthOf(line.slice(0, end)) <= width - LEAST_BESIDE);
  const at = ends.at(-1) ?? 0;
  const head = line.slice(0, at);
  return hanging(head, widthOf(head), line.slice(at), width).join('\n');
}

/** Words in as few rows as may be, with ` · ` between two, none broken; one that is longer than a row has a row of its own. */
export function wordRows(words: readonly string[], width: number): string[] {
  const rows: string[] = [];
  for (const word of words) {
    const last = rows.at(-1);
    if (last !== undefined && widthOf(last) + BETWEEN.length + widthOf(word) <= width) {
      rows[rows.length - 1] = last + BETWEEN + word;
    } else rows.push(word);
  }
  return rows;
}
const BETWEEN = ' · ';

/** Rows of a text broken between characters alone, each with where it begins: for a line that is being typed. */
export function broken(characters: readonly string[], width: number): { from: number; to: number }[] {
  const rows: { from: number; to: number }[] = [];
  let from = 0;
  let used = 0;
  characters.forEach((character, at) => {
    const columns = widthOf(character);
    if (used + columns > width && at > from) {
      rows.push({ from, to: at });
      from = at;
      used = 0;
    }
    used += columns;
  });
  rows.push({ from, to: characters.length });
  return rows;
}
