// What every measurement shares: medians, and how far repeats lie apart.

/** The value below which a share `q` of all values lies. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** From so many repeats on, what counts is how the median wanders, and no longer how single ones differ. */
const MANY = 20;
const PARTS = 5;

/**
 * How far repeats lie apart: half their range, as a share of their median. Of many repeats, in the order in which they were taken, it is
 * the range of the medians of five parts. 0 for a single one, which says nothing.
 *
 * @example noiseOf([98, 100, 104]) // 0.03
 */
export function noiseOf(values: readonly number[]): number {
  const apart =
    values.length < MANY
      ? values
      : Array.from({ length: PARTS }, (_, i) =>
          median(values.slice((i * values.length) / PARTS, ((i + 1) * values.length) / PARTS)),
        );
  if (apart.length < 2) return 0;
  return (Math.max(...apart) - Math.min(...apart)) / 2 / Math.abs(median(apart) || 1);
}

/** Milliseconds that some work takes. */
export function millisecondsOf(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}
