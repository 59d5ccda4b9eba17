/** Columns that a text of any script takes in a terminal; texts cut and padded to a width. Pure. */
import stringWidth from 'string-width';
import { isNarrow } from './cells.ts';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a person takes for one character each. */
export function clusters(text: string): string[] {
  return isNarrow(text) ? [...text] : Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/**
 * Emoji that are joined count one by one: many terminals draw them so, and a row that is too short does less harm than one that is
 * too long, which would run over its neighbours.
 * @example widthOf('日本') // 4
 */
export const widthOf = (text: string): number =>
  isNarrow(text) ? text.length : text.split(JOINER).reduce((sum, part) => sum + stringWidth(part), 0);

const JOINER = '\u200d';

/** Filled up with spaces to a width; what is wider stays as it is. */
export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** The longest beginning that fits, with … where something was left out. */
export function clipped(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return width < 1 ? '' : `${fitting(clusters(text), width - 1).join('')}…`;
}

/** The longest end that fits, likewise. */
export function tailOf(text: string, width: number): string {
  // Only about as many characters as there are columns can be seen, so no more are looked at.
  const end = text.slice(-4 * Math.max(1, width));
  if (end === text && widthOf(text) <= width) return text;
  return width < 1
    ? ''
    : `…${fitting(clusters(end).reverse(), width - 1)
        .reverse()
        .join('')}`;
}

function fitting(characters: readonly string[], width: number): string[] {
  let taken = 0;
  const most = characters.findIndex((character) => (taken += widthOf(character)) > width);
  return most < 0 ? [...characters] : characters.slice(0, most);
}
