/** Columns that a text of any script takes in a terminal, and texts cut and filled up to so many. Pure. */
import { isNarrow } from './cells.ts';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a person takes for one character each. */
export function clusters(text: string): string[] {
  return isNarrow(text) ? [...text] : Array.from(segmenter.segment(text), ({ segment }) => segment);
}

const INVISIBLE = /^[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Cs}]*$/u;

/** Wide and fullwidth characters (Unicode Standard Annex 11), and what is drawn as a picture. */
const WIDE =
  /[\u1100-\u11ff\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7ff\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{1d300}-\u{1d376}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]|\ufe0f/gu;

/** Marks that take a column of their own beside the character that they belong to. */
const BESIDE = /[\p{Mc}\uff9e\uff9f]/gu;

/**
 * Columns of one character: never fewer than the terminal takes, so that a row of so many always fits; more for a few that programs
 * disagree about.
 */
function columnsOfCluster(cluster: string): number {
  if (INVISIBLE.test(cluster)) return 0;
  const wide = cluster.match(WIDE)?.length ?? 0;
  // one picture of several, or a syllable of several parts
  const base = /^\p{RGI_Emoji}$/v.test(cluster) ? 2 : Math.max(1, 2 * wide);
  return base + (cluster.match(BESIDE)?.length ?? 0);
}

/** @example widthOf('日本') // 4 */
export function widthOf(text: string): number {
  if (isNarrow(text)) return text.length;
  return clusters(text).reduce((sum, cluster) => sum + columnsOfCluster(cluster), 0);
}

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
