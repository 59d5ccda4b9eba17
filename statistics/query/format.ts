import type { Cell } from './sql.ts';

/** What JSON leaves as it is, but a terminal may act upon, or a reader may not see. */
const UNSEEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** One line of JSON that holds every character and is safe to print: unseen ones are escaped. NaN and infinities become null. */
export const jsonLine = (value: object): string =>
  JSON.stringify(value).replace(UNSEEN, (unseen) => `\\u${unseen.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Rows of a table as one JSON object a line. Of columns with one name, the last counts; blobs are written as hex. */
export const jsonLines = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string[] =>
  rows.map((row) => jsonLine(Object.fromEntries(row.map((cell, i) => [columns[i], plainCell(cell)]))));

/**
 * CSV by RFC 4180, lines ended by CR LF, the header included. A text that a spreadsheet would run as a formula is given a `'` in
 * front. `clean` makes text fit to print.
 */
export const csv = (
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  clean?: (text: string) => string,
): string => [columns, ...rows].map((row) => csvLine(row, clean)).join('');

export const csvLine = (cells: readonly Cell[], clean: (text: string) => string = (text) => text): string =>
  `${cells.map((cell) => csvCell(plainCell(cell), clean)).join(',')}\r\n`;

function csvCell(cell: string | number | null, clean: (text: string) => string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = clean(cell);
  const harmless = /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/.test(text) && !isNumber(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const isNumber = (text: string): boolean => /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);

const plainCell = (cell: Cell): string | number | null =>
  cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : cell;
