/** Making few numbers of many, so that people can look at them. */

/** Columns of a picture. */
const COLUMNS = 48;

export const meanOf = (values: ArrayLike<number>, of: (value: number) => number = (value) => value): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += of(values[i]);
  return sum / Math.max(1, values.length);
};

/** Root of the mean of squares. */
export const rootMeanSquare = (values: ArrayLike<number>): number =>
  Math.sqrt(meanOf(values, (value) => value * value));

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Row `row` of a table whose rows are `length` long. */
export const rowOf = (table: ArrayLike<number>, row: number, length: number): number[] =>
  Array.from({ length }, (_, i) => table[row * length + i]);

/** A long row as a short one of means, in order, at most `columns`. */
export function buckets(values: ArrayLike<number>, columns = COLUMNS): number[] {
  const count = Math.min(columns, values.length);
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [Math.floor((i * values.length) / count), Math.floor(((i + 1) * values.length) / count)];
    let sum = 0;
    for (let j = from; j < to; j++) sum += values[j];
    return sum / (to - from);
  });
}

/** Rows scaled together so that the furthest from zero is ±1. */
export function scaled(rows: readonly (readonly number[])[]): number[][] {
  const most = Math.max(...rows.flat().map(Math.abs)) || 1;
  return rows.map((row) => row.map((value) => value / most));
}
