/** Texts of an exact width, and tables that fit. Pure. */

export interface Column {
  readonly key: string;
  /** characters */
  readonly width: number;
  readonly align?: 'left' | 'right';
}

/** A column that a table would like to have. */
export interface WantedColumn extends Column {
  /** its share of the room that is left over; none if left out */
  readonly grow?: number;
  /** Columns with a greater number go first where there is little room; those of 0, or without one, stay. */
  readonly rank?: number;
}

/** Characters that take one column in every terminal and font. */
const NARROW =
  /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u203b\u2190-\u2193\u2500-\u259f\u2800-\u28ff−≤≥ʕʔᴥ]*$/;

/** Whether each of its characters takes one column, so that it may be cut and filled up by counting them. */
export const isNarrow = (text: string): boolean => NARROW.test(text);

/** A narrow text of exactly `width` characters. */
export function sized(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  if (width < 1) return '';
  if (text.length > width) return `${text.slice(0, width - 1)}…`;
  return align === 'right' ? text.padStart(width) : text.padEnd(width);
}

/** What two columns are apart. */
export const GAP = 2;

/** The widths of columns that fit into `width`, in their order; undefined for those left out. */
export function fitColumns(wanted: readonly WantedColumn[], width: number): (number | undefined)[] {
  const kept = new Set(wanted.keys());
  const needed = () => [...kept].reduce((sum, i) => sum + wanted[i].width, GAP * (kept.size - 1));
  const byRank = [...wanted.keys()].filter((i) => (wanted[i].rank ?? 0) > 0);
  byRank.sort((a, b) => wanted[b].rank! - wanted[a].rank!);
  for (const i of byRank) if (needed() > width) kept.delete(i);
  const left = Math.max(0, width - needed());
  const shares = [...kept].reduce((sum, i) => sum + (wanted[i].grow ?? 0), 0);
  return wanted.map((column, i) => {
    if (!kept.has(i)) return undefined;
    return column.width + (shares === 0 ? 0 : Math.floor((left * (column.grow ?? 0)) / shares));
  });
}
