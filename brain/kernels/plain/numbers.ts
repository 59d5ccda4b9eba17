import type { Numbers } from '../contract.ts';

/** The position of the greatest of a row, the first of equals. */
export const greatest = (M: Numbers, x: number, cols: number): number => {
  let top = 0;
  for (let c = 1; c < cols; c++) if (M[x + c] > M[x + top]) top = c;
  return top;
};

/** 1 / (1 + e^−x) */
export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * The error function, to about 1e-15.
 * Below 3: erf x = 2/√π·e^(−x²)·Σ 2ⁿx^(2n+1)/(2n+1)!! (Abramowitz & Stegun 7.1.6), all terms positive, so nothing cancels.
 * From 3 on: the continued fraction of erfc (7.1.14), evaluated from its tail.
 */
export function erf(x: number): number {
  const z = Math.abs(x);
  if (z > 6) return Math.sign(x);
  let value: number;
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let n = 1; term > 1e-17 * sum; n++) {
      term *= (2 * z * z) / (2 * n + 1);
      sum += term;
    }
    value = (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum;
  } else {
    let tail = z;
    for (let n = 60; n > 0; n--) tail = z + n / 2 / tail;
    value = 1 - Math.exp(-z * z) / (Math.sqrt(Math.PI) * tail);
  }
  return x < 0 ? -value : value;
}

/** Φ(x): the standard normal distribution function */
export const normalCdf = (x: number): number => 0.5 * (1 + erf(x / Math.SQRT2));

/** φ(x): the standard normal density */
export const normalPdf = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

/** The streams of which a share from..to of all streams' neurons has some: [stream, its first neuron, the one behind its last]. */
export function* streamsOf(
  from: number,
  to: number,
  cols: number,
): Generator<[b: number, first: number, last: number]> {
  for (let b = Math.floor(from / cols); b * cols < to; b++)
    yield [b, Math.max(from - b * cols, 0), Math.min(to - b * cols, cols)];
}
