/**
 * Values → at most `width` columns in the same order, each the mean of its part. What is no number is left out of the mean; a part
 * with nothing else is a gap (NaN), unless it holds an infinity, which is kept to be drawn at the edge.
 */
export function columnsOf(values: readonly (number | null)[], width: number): number[] {
  const columns = Math.min(values.length, Math.max(0, Math.floor(width)));
  return Array.from({ length: columns }, (_, i) => {
    const from = Math.floor((i * values.length) / columns);
    const to = Math.floor(((i + 1) * values.length) / columns);
    return meanOf(values.slice(from, to));
  });
}

function meanOf(values: readonly (number | null)[]): number {
  let [sum, n, other] = [0, 0, Number.NaN];
  for (const value of values) {
    if (value === null || Number.isNaN(value)) continue;
    if (!Number.isFinite(value)) other = value;
    else {
      n++;
      // Step by step, since the sum of huge numbers would not be finite.
      sum += value / values.length;
    }
  }
  return n > 0 ? sum * (values.length / n) : other;
}
