/** How many columns a text takes in a terminal. Pure. */
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

/** @example columnsOf('日本') // 4 */
export function columnsOf(text: string): number {
  if (isNarrow(text)) return text.length;
  return clusters(text).reduce((sum, cluster) => sum + columnsOfCluster(cluster), 0);
}

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
    const columns = columnsOf(piece);
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
        const more = columnsOf(cluster);
        if (used > 0 && used + more > room) end();
        row += cluster;
        used += more;
      }
    }
  }
  end();
  return rows;
}

/** Rows of a text broken between characters alone, each with where it begins: for a line that is being typed. */
export function broken(characters: readonly string[], width: number): { from: number; to: number }[] {
  const rows: { from: number; to: number }[] = [];
  let from = 0;
  let used = 0;
  characters.forEach((character, at) => {
    const columns = columnsOf(character);
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
