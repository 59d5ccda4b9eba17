/** How the Now page shares out its room. Pure. */

export interface Area {
  readonly width: number;
  readonly height: number;
}

export type ChartName = 'smoothLoss' | 'bitsPerByte' | 'exam' | 'tokensPerSecond';

/**
 * Words first: what it says stands at the top, the exam is the largest curve, numbers and the loss stand beside it, guesses and diary
 * below. In a wide window words and exam are the left half, everything else the right.
 */
export interface NowLayout {
  readonly wide: boolean;
  /** what it says to itself, with its rule */
  readonly words: Area;
  readonly exam: Area;
  /** rows of the exam's chart that hold marks; part of its height */
  readonly marks: 0 | 1;
  /** numbers, feelings, what it reads; beside the exam, or below it where `numbersInLine` */
  readonly numbers: Area;
  readonly numbersInLine: boolean;
  /** the curve of the loss; no height where there is no room */
  readonly loss: Area;
  readonly guesses: Area;
  readonly diary: Area;
}

/** Columns between two parts side by side. */
export const GAP = 2;

const WIDE_FROM = 118;
/** Rows of the numbers, with their rule: in lines, or one below the other. */
const NUMBERS_IN_LINES = 4;
const NUMBERS_IN_COLUMNS = 9;
/** Columns that numbers one below the other need, and the narrowest chart beside them. */
const NUMBERS_WIDTH = 38;
const LEAST_CHART = 36;
const LEAST_LOSS = 5;

export function layoutNow(width: number, height: number): NowLayout {
  return width >= WIDE_FROM && height >= 24 ? wideLayout(width, height) : narrowLayout(width, height);
}

function narrowLayout(width: number, height: number): NowLayout {
  const diary = height < 14 ? 0 : 1;
  const guesses = height < 16 ? 0 : height < 30 ? 4 : 7;
  const rest = Math.max(0, height - guesses - diary);
  const isSide = width >= LEAST_CHART + GAP + NUMBERS_WIDTH && rest >= NUMBERS_IN_COLUMNS + 4;
  const words = isSide
    ? Math.max(4, Math.min(rest - NUMBERS_IN_COLUMNS, Math.round(height * 0.3)))
    : Math.max(3, Math.round(rest * 0.36));
  const numbers = isSide ? rest - words : NUMBERS_IN_LINES;
  const chart = isSide ? rest - words : Math.max(0, rest - words - numbers);
  const side = isSide ? Math.max(NUMBERS_WIDTH, Math.round(width * 0.36)) : width;
  const loss = isSide && numbers - NUMBERS_IN_COLUMNS >= LEAST_LOSS ? numbers - NUMBERS_IN_COLUMNS : 0;
  return {
    wide: false,
    words: { width, height: words },
    exam: { width: isSide ? width - side - GAP : width, height: chart },
    marks: chart >= 6 ? 1 : 0,
    numbers: { width: side, height: isSide ? numbers - loss : numbers },
    numbersInLine: !isSide,
    loss: { width: side, height: loss },
    guesses: { width, height: guesses },
    diary: { width, height: diary },
  };
}

function wideLayout(width: number, height: number): NowLayout {
  const left = Math.floor((width - GAP) * 0.58);
  const right = width - left - GAP;
  const words = Math.max(6, Math.round(height * 0.4));
  // its rule, and the line of most saves in whole
  const diary = height < 30 ? 2 : 4;
  const rest = height - NUMBERS_IN_COLUMNS - diary;
  const loss = Math.max(LEAST_LOSS, Math.round(rest * 0.4));
  return {
    wide: true,
    words: { width: left, height: words },
    exam: { width: left, height: height - words },
    marks: 1,
    numbers: { width: right, height: NUMBERS_IN_COLUMNS },
    numbersInLine: false,
    loss: { width: right, height: loss },
    guesses: { width: right, height: rest - loss },
    diary: { width: right, height: diary },
  };
}
