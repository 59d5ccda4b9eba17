/** A heat strip of values around zero. Pure. */
import { columnsOf } from '../../../statistics/charts/columns.ts';
import { mindPageTexts } from '../texts/mind-page.ts';

/** Characters side by side of one colour. */
export interface Run {
  readonly text: string;
  /** `#rrggbb` */
  readonly colour?: string;
}

/** By distance from zero: near it, then three steps. */
const ABOVE = ['#4a4a4a', '#7d611f', '#c4962a', '#ffcf4d'];
const BELOW = ['#4a4a4a', '#22557f', '#2b86cf', '#5cc0ff'];
const SIGNS_ABOVE = '·░▒█';
const SIGNS_BELOW = '·-=≡';
/** Where the steps begin. */
const BOUNDS = [1 / 8, 3 / 8, 5 / 8];

/**
 * Values of −1 … 1 as exactly `width` characters: amber above zero, blue below, grey near it; without colours by signs alone.
 * More values than characters are averaged, fewer are stretched; what is no number is a gap.
 */
export function signedStrip(values: readonly number[], width: number, colours: boolean): readonly Run[] {
  const before = drawn.get(values);
  if (before && before.width === width && before.colours === colours) return before.runs;
  const runs = runsOf(values, width, colours);
  drawn.set(values, { width, colours, runs });
  return runs;
}

/** What was drawn of values that are still there: the very same runs again need no new drawing. */
const drawn = new WeakMap<readonly number[], { width: number; colours: boolean; runs: readonly Run[] }>();

function runsOf(values: readonly number[], width: number, colours: boolean): Run[] {
  const columns = columnsOf(values, width);
  const runs: { text: string; colour?: string }[] = [];
  for (let i = 0; i < width; i++) {
    const value = columns.length === 0 ? Number.NaN : columns[Math.floor((i * columns.length) / width)];
    const { text, colour } = markOf(value, colours);
    const last = runs[runs.length - 1];
    if (last && last.colour === colour) last.text += text;
    else runs.push(colour === undefined ? { text } : { text, colour });
  }
  return runs;
}

function markOf(value: number, colours: boolean): Run {
  if (Number.isNaN(value)) return { text: ' ' };
  const level = BOUNDS.filter((bound) => Math.abs(value) >= bound).length;
  if (!colours) return { text: (value < 0 ? SIGNS_BELOW : SIGNS_ABOVE)[level] };
  return { text: '█', colour: (value < 0 ? BELOW : ABOVE)[level] };
}

/** What the signs mean, as a line of runs. */
export function stripLegend(colours: boolean): Run[] {
  const mark = (value: number): Run => markOf(value, colours);
  return [
    { ...mark(1) },
    { text: mindPageTexts.strips.hearsIt },
    { ...mark(-1) },
    { text: mindPageTexts.strips.turnedRound },
    { ...mark(0) },
    { text: mindPageTexts.strips.notAtAll },
  ];
}
