/** Texts beside one another, in columns. Pure. */
import { clipped, padded } from './text-width.ts';
import { wrapped } from './wrap.ts';

const BETWEEN = '  ';

/** How many columns of at least `least` letters fit beside one another: 2 to 4. */
export const besideIn = (width: number, least: number): number =>
  Math.max(2, Math.min(4, Math.floor(width / (least + BETWEEN.length))));

/**
 * Columns of equal width, each with a heading and a text that is broken into rows; every row is as wide as `width` at most.
 *
 * @param columns texts that are fit to print
 */
export function sideBySide(
  columns: readonly { readonly head: string; readonly text: string }[],
  width: number,
): string[] {
  const room = Math.max(4, Math.floor((width - BETWEEN.length * (columns.length - 1)) / columns.length));
  const texts = columns.map(({ head, text }) => [clipped(head, room), ...wrapped(text, room)]);
  const rows = Math.max(0, ...texts.map(({ length }) => length));
  return Array.from({ length: rows }, (_, row) =>
    texts
      .map((lines) => padded(lines[row] ?? '', room))
      .join(BETWEEN)
      .trimEnd(),
  );
}

/** A table of texts as lines, its columns as wide as their widest cell. Pure. */

/** @param right columns whose cells stand to the right, as numbers do */
export function tableLines(rows: readonly (readonly string[])[], right: readonly number[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (right.includes(i) ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd(),
  );
}

/**
 * Labels with values beside them, as lines of at most `width` columns: a value that is too long goes on below itself.
 *
 * @param rows texts that are fit to print
 * @param paint of the labels
 */
export function definitionLines(
  rows: readonly (readonly [label: string, value: string])[],
  width: number,
  paint: (label: string) => string = (label) => label,
): string[] {
  const room = Math.max(...rows.map(([label]) => label.length));
  return rows.flatMap(([label, value]) => {
    const [first, ...more] = wrapped(value, Math.max(20, width - room - 3));
    return [`  ${paint(label.padEnd(room))} ${first}`, ...more.map((line) => `${' '.repeat(room + 3)}${line}`)];
  });
}
