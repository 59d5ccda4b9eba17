/** Where values lie between a low and a high end. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
}

export interface ScaleOptions {
  /** the scale never shows less than from here to there */
  readonly range?: readonly [low: number | null, high: number | null];
  /** logarithmic; values of 0 and less are then gaps */
  readonly log?: boolean;
}

/** A scale that holds all finite values; null where there are none. A constant series lies in its middle. */
export function scaleOf(
  values: Iterable<number>,
  { range = [null, null], log = false }: ScaleOptions = {},
): Scale | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value) || (log && value <= 0)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return null;
  low = Math.min(low, usable(range[0], log) ?? low);
  high = Math.max(high, usable(range[1], log) ?? high);
  if (low < high) return { low, high, log };
  if (log) return { low: low / 2, high: high * 2, log };
  const margin = Math.abs(low) / 10 || 1;
  return { low: low - margin, high: high + margin, log };
}

const usable = (end: number | null, log: boolean): number | null => (end === null || (log && end <= 0) ? null : end);

/** The place of a value, 0 (low end) … 1 (high end), infinite ones at the ends; NaN for what has no place. */
export function placeOf(value: number, { low, high, log }: Scale): number {
  if (Number.isNaN(value) || (log && value <= 0)) return Number.NaN;
  // Halves keep the difference of two huge numbers from overflowing.
  const place = log
    ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
    : (value / 2 - low / 2) / (high / 2 - low / 2);
  // The middle of a constant series must be the same whatever the constant is.
  return Math.round(Math.min(Math.max(place, 0), 1) * 1e9) / 1e9;
}

/** The value at a place 0 … 1. */
export const valueAt = (place: number, { low, high, log }: Scale): number =>
  log ? Math.exp(Math.log(low) * (1 - place) + Math.log(high) * place) : low * (1 - place) + high * place;

/** A number in at most six characters or so: 0.03, 12.5, 3.4k, 2e-5. */
export function compact(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '-∞';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.001 || size >= 1e15) return value.toExponential(1).replace('.0e', 'e').replace('e+', 'e');
  for (const [unit, letter] of UNITS) if (size >= unit * 0.9995) return `${short(value / unit)}${letter}`;
  return short(value);
}

const UNITS: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];
/** Three significant digits, without trailing zeros. */
const short = (value: number): string => String(Number(value.toPrecision(3)));
