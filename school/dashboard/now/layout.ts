/** How the Now page shares out its room. Pure. */

export interface Area {
  readonly width: number;
  readonly height: number;
}

export type ChartName = 'smoothLoss' | 'bitsPerByte' | 'exam' | 'tokensPerSecond';

export interface NowLayout {
  /** two columns side by side: curves left, all else right */
  readonly wide: boolean;
  /** rows of charts, from the top */
  readonly charts: readonly (readonly { readonly name: ChartName; readonly area: Area }[])[];
  /** the width of everything that is no chart */
  readonly width: number;
  /** heights with their rules; 0: not shown */
  readonly numbers: number;
  readonly guesses: number;
  readonly babble: number;
  readonly diary: number;
}

/** Columns between two charts, and between the halves of a wide page. */
export const CHART_GAP = 2;
const WIDE_FROM = 118;
/** Rows of the numbers, with their rule: in a line, or one below the other. */
const NUMBERS_IN_LINES = 4;
const NUMBERS_IN_COLUMNS = 10;
const LEAST_CHART = 22;

export function layoutNow(width: number, height: number): NowLayout {
  return width >= WIDE_FROM && height >= 24 ? wideLayout(width, height) : narrowLayout(width, height);
}

function narrowLayout(width: number, height: number): NowLayout {
  const guesses = height < 18 ? 3 : height < 30 ? 4 : Math.min(12, 4 + 4 * Math.floor((height - 22) / 8));
  const diary = height < 14 ? 0 : 1;
  const rest = Math.max(0, height - NUMBERS_IN_LINES - guesses - diary);
  const babble = rest < 7 ? Math.min(2, Math.max(0, rest - 3)) : Math.round(rest * 0.34);
  const names: ChartName[] = ['smoothLoss', 'bitsPerByte', 'exam'];
  const most = Math.max(1, Math.floor((width + CHART_GAP) / (LEAST_CHART + CHART_GAP)));
  return {
    wide: false,
    charts: [side(names.slice(0, most), width, rest - babble)],
    width,
    numbers: NUMBERS_IN_LINES,
    guesses,
    babble,
    diary,
  };
}

function wideLayout(width: number, height: number): NowLayout {
  const left = Math.floor((width - CHART_GAP) * 0.56);
  const loss = Math.round(height * 0.38);
  const bits = Math.round((height - loss) / 2);
  const diary = 3;
  const rest = height - NUMBERS_IN_COLUMNS - diary;
  const guesses = Math.round(rest * 0.55);
  return {
    wide: true,
    charts: [
      side(['smoothLoss'], left, loss),
      side(['bitsPerByte'], left, bits),
      side(['exam', 'tokensPerSecond'], left, height - loss - bits),
    ],
    width: width - left - CHART_GAP,
    numbers: NUMBERS_IN_COLUMNS,
    guesses,
    babble: rest - guesses,
    diary,
  };
}

/** Charts side by side, together exactly so wide. */
function side(names: readonly ChartName[], width: number, height: number): NowLayout['charts'][number] {
  const room = width - CHART_GAP * (names.length - 1);
  return names.map((name, i) => {
    const from = Math.floor((room * i) / names.length);
    const to = Math.floor((room * (i + 1)) / names.length);
    return { name, area: { width: to - from, height } };
  });
}
