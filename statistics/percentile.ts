import type { Polarity } from './names.ts';
import { texts } from './texts.ts';

/** Colours from worst to best (or from little to much where neither is good). */
export const STEPS = 16;
/** Fewer values than this are no history yet. */
export const ENOUGH = 20;

/**
 * Where a value stands among others, 0…1: the share below it plus half the share equal to it, so that a constant history gives 0.5.
 * `sorted` is ascending. NaN for an empty history or a value that is no number.
 */
export function percentile(sorted: ArrayLike<number>, value: number): number {
  if (sorted.length === 0 || Number.isNaN(value)) return Number.NaN;
  return (lowerBound(sorted, value) + upperBound(sorted, value)) / (2 * sorted.length);
}

/** The step of a percentile, 0 (worst) … 15 (best); null where there is none. */
export function stepOf(share: number, polarity: Polarity): number | null {
  if (!(share >= 0 && share <= 1)) return null;
  const good = polarity === 'lower' ? 1 - share : share;
  return Math.min(Math.floor(good * STEPS), STEPS - 1);
}

/** The value below which a share of the history lies, by linear interpolation between ranks (type 7 of Hyndman and Fan, 1996). */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = Math.min(Math.max(share, 0), 1) * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/**
 * The last values of one statistic, always in order, with the records of all that ever went through.
 * What is not finite is passed over.
 */
export class History {
  private readonly newest: Float64Array;
  private readonly sorted: Float64Array;
  private next = 0;
  private held = 0;
  private least = Number.POSITIVE_INFINITY;
  private most = Number.NEGATIVE_INFINITY;

  constructor(capacity: number) {
    if (!(Number.isInteger(capacity) && capacity >= 1)) throw new Error(texts.historyWithoutRoom(capacity));
    this.newest = new Float64Array(capacity);
    this.sorted = new Float64Array(capacity);
  }

  get length(): number {
    return this.held;
  }

  /** Takes a value in; true where it is a record in the good direction (never among the first few, never without polarity). */
  add(value: number, polarity: Polarity = 'neither'): boolean {
    if (!Number.isFinite(value)) return false;
    const enough = this.held >= ENOUGH;
    const record = polarity === 'higher' ? value > this.most : polarity === 'lower' ? value < this.least : false;
    this.least = Math.min(this.least, value);
    this.most = Math.max(this.most, value);
    if (this.held === this.newest.length) this.remove(this.newest[this.next]);
    this.newest[this.next] = value;
    this.next = (this.next + 1) % this.newest.length;
    const at = upperBound(this.values(), value);
    this.sorted.copyWithin(at + 1, at, this.held);
    this.sorted[at] = value;
    this.held++;
    return record && enough;
  }

  /** Those held, oldest first: added again in this order they make the same history. */
  inOrder(): number[] {
    const from = this.held === this.newest.length ? this.next : 0;
    return Array.from({ length: this.held }, (_, i) => this.newest[(from + i) % this.newest.length]);
  }

  /** Where a value stands among those held, 0…1. */
  percentile(value: number): number {
    return percentile(this.values(), value);
  }

  /** The step of a value, 0…15; null while there is too little history. */
  step(value: number, polarity: Polarity): number | null {
    return this.held < ENOUGH ? null : stepOf(this.percentile(value), polarity);
  }

  /** Least and greatest of all that ever went through. */
  get records(): { readonly least: number; readonly most: number } {
    return { least: this.least, most: this.most };
  }

  /** Those held, ascending; a view, valid until the next `add`. */
  values(): Float64Array {
    return this.sorted.subarray(0, this.held);
  }

  private remove(value: number): void {
    const at = lowerBound(this.values(), value);
    this.sorted.copyWithin(at, at + 1, this.held);
    this.held--;
  }
}

/** How many are less than `value`. */
function lowerBound(sorted: ArrayLike<number>, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many are less than or equal to `value`. */
function upperBound(sorted: ArrayLike<number>, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
