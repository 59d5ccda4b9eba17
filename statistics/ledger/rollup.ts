/** What stands for the values of one statistic in one span of one run. */
export interface Rollup {
  readonly key: number;
  readonly run: number;
  /** start of the span, milliseconds */
  readonly bucket: number;
  n: number;
  sum: number;
  min: number;
  max: number;
  /** the last one written, and its step */
  last: number;
  step: number;
}

export interface Measured {
  readonly key: number;
  readonly run: number;
  readonly ts: number;
  readonly step: number;
  readonly value: number | null;
}

/** Values in the order they were written → one rollup for each key, run and span of `width` milliseconds. Gaps are left out. */
export function rollUp(values: readonly Measured[], width: number): Rollup[] {
  const spans = new Map<string, Rollup>();
  for (const { key, run, ts, step, value } of values) {
    if (value === null) continue;
    const bucket = Math.floor(ts / width) * width;
    const name = `${key} ${run} ${bucket}`;
    const span = spans.get(name);
    if (!span) {
      spans.set(name, { key, run, bucket, n: 1, sum: value, min: value, max: value, last: value, step });
      continue;
    }
    span.n++;
    span.sum += value;
    span.min = Math.min(span.min, value);
    span.max = Math.max(span.max, value);
    span.last = value;
    span.step = step;
  }
  return [...spans.values()];
}
