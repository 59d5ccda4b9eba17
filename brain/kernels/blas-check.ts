import type { Backend, KernelName } from './contract.ts';
import { plainBackend } from './plain.ts';

type Product = Extract<KernelName, `matmul${string}`>;

const PRODUCTS: readonly Product[] = ['matmulNN', 'matmulNT', 'matmulTN'];
/**
 * [m, n, k]: tails of any tile, flat and tall ones, deeper than a library's blocks. Half of the last is more than the 10⁶ multiplications
 * up to which OpenBLAS takes another way, for small matrices.
 */
const SHAPES = [
  [2, 3, 1],
  [5, 17, 7],
  [33, 64, 31],
  [9, 40, 700],
  [120, 66, 129],
  [48, 64, 700],
] as const;
/** Written around c, so that a product that writes too far is found out. */
const FENCE = 16;
const SENTINEL = 12345;
const FIRST = 64;

/** Numbers of memory that `faultOf` needs in addition to the packing room of the backend. */
export const CHECK_ROOM = FIRST + 4 * FENCE + Math.max(...SHAPES.map(([m, n, k]) => m * k + k * n + m * n + n));

/** A number in [−1, 1) that looks like chance, the same on every run (the finisher of MurmurHash3). */
function scattered(i: number): number {
  let h = Math.imul(i ^ (i >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return Math.fround((h ^ (h >>> 16)) / 2 ** 31);
}

/**
 * Puts the products of a backend to the test against their definition in float64: every way of turning, with and without bias,
 * written and added to, in two shares of rows or of columns. The definition is slow, so each product is calculated by it once, and
 * the four variants add the bias and what stood in c.
 *
 * @param numbers the memory of `backend`, which is overwritten: `CHECK_ROOM` numbers and then its packing room
 * @returns what is wrong, in one clause; undefined where nothing is
 */
export function faultOf(backend: Backend, numbers: Float32Array): string | undefined {
  const scratch = CHECK_ROOM * backend.unit;
  for (const name of PRODUCTS) {
    for (const [m, n, k] of SHAPES) {
      const a = FIRST;
      const b = a + m * k;
      const bias = b + k * n;
      const c = bias + n + FENCE;
      const end = c + m * n + FENCE;
      const begin = new Float64Array(end);
      for (let i = FIRST; i < end; i++) begin[i] = scattered(i);
      for (let i = 0; i < FENCE; i++) begin[c - 1 - i] = begin[end - 1 - i] = SENTINEL;
      const addend = begin.slice(c, c + m * n);
      const defined = begin.slice();
      plainBackend(defined).kernels[name](0, m, a, b, 0, c, m, n, k, 0, 0, 0);
      // what float32 loses in sums of k products below 1, with room; a library that rounds its factors shorter loses more
      const tolerance = 8 * (k + 2) * 2 ** -24;
      for (const variant of [0, 1, 2, 3]) {
        const [accumulate, biased, byColumns] = [variant & 1, variant >> 1, (variant ^ k) & 1];
        // what is not to be added to must not be read either: a NaN there would show
        if (accumulate) begin.set(addend, c);
        else begin.fill(Number.NaN, c, c + m * n);
        numbers.set(begin);
        const work = byColumns ? n : m;
        const cut = work >> 1;
        for (const [from, to] of [
          [0, cut],
          [cut, work],
        ]) {
          const [A, B, C, V] = [a, b, c, biased && bias].map((at) => at * backend.unit);
          backend.kernels[name](from, to, A, B, V, C, m, n, k, accumulate, byColumns, scratch);
        }
        for (let i = FIRST; i < end; i++) {
          const isResult = i >= c && i < c + m * n;
          const added = isResult ? (biased && begin[bias + ((i - c) % n)]) + (accumulate && addend[i - c]) : 0;
          const right = defined[i] + added;
          if (!(Math.abs(numbers[i] - right) <= (isResult ? tolerance : 0)))
            return `${name} of ${m}×${n}×${k} gives ${numbers[i]} where ${right} is right`;
        }
      }
    }
  }
  return undefined;
}
