// Matrix products against a plain float64 triple loop: problems, how they are run, and how wrong an answer is.
import { expect } from 'vitest';
import type { Kernels } from './wasm.ts';

export type Kind = 'NN' | 'NT' | 'TN';
export type Problem = { kind: Kind; m: number; n: number; k: number; accumulate: number; biased: number };
export type Operands = { a: Float32Array; b: Float32Array; bias: Float32Array; c: Float32Array };

export const kinds: Kind[] = ['NN', 'NT', 'TN'];
const epsilon = 2 ** -23;
/** Written around c, so that a tile that writes too far is found out. */
const fence = 16;
const sentinel = 12345;

/** [m, n, k]: ones, every tail of tile, panel and block, and sizes beyond one block of rows, columns and depth. */
export const shapes: [number, number, number][] = [
  [1, 1, 1],
  [1, 8, 1],
  [6, 8, 1],
  [2, 1, 3],
  [1, 37, 19],
  [1, 100, 515],
  [3, 5, 7],
  [5, 9, 2],
  [7, 17, 13],
  [8, 8, 8],
  [10, 16, 5],
  [13, 31, 33],
  [16, 64, 66],
  [97, 83, 101],
  [4, 70, 1100],
  [200, 12, 20],
  [395, 9, 515],
  [9, 1043, 6],
  [14, 2065, 11],
  [200, 1030, 3],
];

/** All four ways to write and to add. */
export const ways = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
] as const;

/** Uniform numbers in [-1, 1), the same on every run (mulberry32). */
function numbers(seed: number, count: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

export function operandsFor({ m, n, k }: Problem): Operands {
  return { a: numbers(1, m * k), b: numbers(2, k * n), bias: numbers(3, n), c: numbers(4, m * n) };
}

/** Hands out the cells, divided as `cuts` say, and gives back c; throws if anything around c was touched. */
export function run(
  kernels: Kernels,
  problem: Problem,
  operands: Operands,
  cuts: number[],
  byColumns: number,
): Float32Array {
  const { kind, m, n, k, accumulate, biased } = problem;
  return onMemory(kernels, problem, operands, cuts, (from, to, a, b, c, bias, scratch) =>
    kernels.call[`matmul${kind}`]!(from, to, a, b, biased ? bias : 0, c, m, n, k, accumulate, byColumns, scratch),
  );
}

/** The same by the kernel for a few rows, divided by columns. */
export const runEach = (kernels: Kernels, problem: Problem, operands: Operands, cuts: number[]): Float32Array =>
  onMemory(kernels, problem, operands, cuts, (from, to, a, b, c, bias) =>
    kernels.call['matmulEachNT']!(from, to, a, b, problem.biased ? bias : 0, c, problem.m, problem.n, problem.k),
  );

function onMemory(
  kernels: Kernels,
  { m, n, accumulate }: Problem,
  operands: Operands,
  cuts: number[],
  product: (from: number, to: number, a: number, b: number, c: number, bias: number, scratch: number) => void,
): Float32Array {
  const start = kernels.take(0);
  const put = (values: Float32Array) => {
    const address = kernels.take(values.length);
    kernels.view(address, values.length).set(values);
    return address;
  };
  const a = put(operands.a);
  const b = put(operands.b);
  const bias = put(operands.bias);
  const around = kernels.take(m * n + 2 * fence);
  kernels.view(around, m * n + 2 * fence).fill(sentinel);
  const c = around + fence * 4;
  // What is not to be accumulated must not be read either: a NaN there would show.
  kernels.view(c, m * n).set(accumulate ? operands.c : new Float32Array(m * n).fill(Number.NaN));
  const scratch = kernels.take(kernels.call['matmulScratchBytes']!() / 4);
  kernels.view(scratch, kernels.call['matmulScratchBytes']!() / 4).fill(Number.NaN);
  for (let i = 0; i + 1 < cuts.length; i++) product(cuts[i]!, cuts[i + 1]!, a, b, c, bias, scratch);
  const result = kernels.view(c, m * n).slice();
  const edges = [...kernels.view(around, fence), ...kernels.view(c + m * n * 4, fence)];
  expect(new Set(edges)).toEqual(new Set([sentinel]));
  kernels.release(start);
  return result;
}

/** The largest error of any element, in units of what float32 sums of k products may lose (Higham, 2002, (3.5)). */
export function worstError(problem: Problem, { a, b, bias, c }: Operands, result: Float32Array): number {
  const { kind, m, n, k, accumulate, biased } = problem;
  let worst = 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = (accumulate ? c[i * n + j]! : 0) + (biased ? bias[j]! : 0);
      let size = Math.abs(sum) + epsilon;
      for (let p = 0; p < k; p++) {
        const x = kind === 'TN' ? a[p * m + i]! : a[i * k + p]!;
        const y = kind === 'NT' ? b[j * k + p]! : b[p * n + j]!;
        sum += x * y;
        size += Math.abs(x * y);
      }
      const error = Math.abs(result[i * n + j]! - sum) / (size * (k + 2) * (epsilon / 2));
      worst = Math.max(worst, Number.isNaN(error) ? Infinity : error);
    }
  }
  return worst;
}
