/** Columns that a text of any script takes in a terminal, and texts cut and filled up to so many. Pure. */
import stringWidth from 'string-width';
import { isNarrow } from './cells.ts';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a person takes for one character each. */
export function clusters(text: string): string[] {
  return isNarrow(text) ? [...text] : Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** @example widthOf('日本') // 4 */
export const widthOf = (text: string): number => (isNarrow(text) ? text.length : stringWidth(text));

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
