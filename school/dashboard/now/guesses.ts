/** Its guesses beside the truth, token under token. Pure. */
import type { Guess, Guesses } from '../../api/messages.ts';
import { clipped, padded, tailOf, widthOf } from '../../terminal/text-width.ts';
import { oneLine } from '../../text/view-format.ts';
import { seenToken } from '../../text/visible-tokens.ts';

/** Pieces of one line, in order; `lit` ones were exactly right. */
export interface GuessLine {
  readonly kind: 'prompt' | 'guess' | 'truth' | 'blank';
  readonly pieces: readonly { readonly text: string; readonly lit: boolean }[];
}

/** What stands in front of each line; all are equally wide. */
export const LABELS = { prompt: 'prompt ', guess: 'guess  ', truth: 'truth  ', blank: '' } as const;
const LABEL_WIDTH = LABELS.prompt.length;

/** Tokens are mostly short; the rare long one must not push out all others. */
const WIDEST_TOKEN = 14;
const BRACKETS = 2;

interface Cell {
  readonly guess: string;
  readonly truth: string;
  readonly exact: boolean;
  readonly width: number;
}

/** Without colours, what is exact stands in brackets. */
function cellOf({ guess, truth, exact }: Guess, colours: boolean, room: number): Cell {
  const most = Math.min(WIDEST_TOKEN, room - BRACKETS);
  const shown = clipped(seenToken(guess), most);
  const cell = { guess: exact && !colours ? `[${shown}]` : shown, truth: clipped(seenToken(truth), most), exact };
  return { ...cell, width: Math.max(widthOf(cell.guess), widthOf(cell.truth)) };
}

/**
 * As many lines as fit into `rows`, each at most `width` columns with its label: the newest guesses first, whole blocks only, but of the
 * first at least what fits.
 */
export function guessLines(
  newestLast: readonly Guesses[],
  width: number,
  rows: number,
  colours: boolean,
): readonly GuessLine[] {
  const lines: GuessLine[] = [];
  const shown = newestLast.map(withoutPadding).filter(({ guesses }) => guesses.length > 0);
  for (let i = shown.length - 1; i >= 0; i--) {
    const block = blockOf(shown[i], width, i === shown.length - 1 ? rows : 3, colours);
    const gap = lines.length > 0 && rows > 8 ? 1 : 0;
    if (block.length === 0 || (lines.length > 0 && lines.length + gap + block.length > rows)) break;
    if (gap > 0) lines.push({ kind: 'blank', pieces: [] });
    lines.push(...block);
  }
  return lines.slice(0, Math.max(0, rows));
}

/** Rows of a batch that are not filled hold tokens without text: they are padding, and no thought. */
const withoutPadding = (one: Guesses): Guesses => ({
  ...one,
  guesses: one.guesses.filter(({ truth }) => truth !== ''),
});

/** A prompt, and below it pairs of lines of guesses and truths: two pairs at most. */
function blockOf({ prompt, guesses }: Guesses, width: number, rows: number, colours: boolean): GuessLine[] {
  const room = width - LABEL_WIDTH;
  if (room < 4 || rows < 2 || guesses.length === 0) return [];
  const lines: GuessLine[] = [];
  if (rows >= 3) lines.push({ kind: 'prompt', pieces: [{ text: tailOf(oneLine(prompt), room), lit: false }] });
  const pairs = Math.min(2, (rows - lines.length) >> 1);
  const cells = guesses.map((guess) => cellOf(guess, colours, room));
  let at = 0;
  for (let pair = 0; pair < pairs && at < cells.length; pair++) {
    const from = at;
    let taken = 0;
    while (at < cells.length && (at === from || taken + cells[at].width <= room)) taken += cells[at++].width + 1;
    const row = cells.slice(from, at);
    lines.push(
      {
        kind: 'guess',
        pieces: runs(row.map(({ guess, exact, width: w }) => ({ text: `${padded(guess, w)} `, lit: exact }))),
      },
      { kind: 'truth', pieces: runs(row.map(({ truth, width: w }) => ({ text: `${padded(truth, w)} `, lit: false }))) },
    );
  }
  return lines;
}

/** Neighbours that look alike become one piece: the fewer there are, the less work is each drawing. */
function runs(pieces: readonly { readonly text: string; readonly lit: boolean }[]): GuessLine['pieces'] {
  const joined: { text: string; lit: boolean }[] = [];
  for (const { text, lit } of pieces) {
    const last = joined.at(-1);
    if (last && last.lit === lit) last.text += text;
    else joined.push({ text, lit });
  }
  return joined;
}
