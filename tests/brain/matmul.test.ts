// The matrix products against a plain float64 triple loop, and the promise that dividing the work changes no bit.
import { describe, expect, it } from 'vitest';
import { type Kernels, loadKernels, variants } from './wasm.ts';

type Kind = 'NN' | 'NT' | 'TN';
type Problem = { kind: Kind; m: number; n: number; k: number; accumulate: number; biased: number };
type Operands = { a: Float32Array; b: Float32Array; bias: Float32Array; c: Float32Array };

const kinds: Kind[] = ['NN', 'NT', 'TN'];
const epsilon = 2 ** -23;
/** Written around c, so that a tile that writes too far is found out. */
const fence = 16;
const sentinel = 12345;

/** [m, n, k]: ones, every tail of tile, panel and block, and sizes beyond one block of rows, columns and depth. */
const shapes: [number, number, number][] = [
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

function operandsFor({ m, n, k }: Problem): Operands {
  return { a: numbers(1, m * k), b: numbers(2, k * n), bias: numbers(3, n), c: numbers(4, m * n) };
}

/** Hands out the cells, divided as `cuts` say, and gives back c; throws if anything around c was touched. */
function run(kernels: Kernels, problem: Problem, operands: Operands, cuts: number[], byColumns: number): Float32Array {
  const { kind, m, n, k, accumulate, biased } = problem;
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
  for (let i = 0; i + 1 < cuts.length; i++) {
    const product = kernels.call[`matmul${kind}`]!;
    product(cuts[i]!, cuts[i + 1]!, a, b, biased ? bias : 0, c, m, n, k, accumulate, byColumns, scratch);
  }
  const result = kernels.view(c, m * n).slice();
  const edges = [...kernels.view(around, fence), ...kernels.view(c + m * n * 4, fence)];
  expect(new Set(edges)).toEqual(new Set([sentinel]));
  kernels.release(start);
  return result;
}

/** The largest error of any element, in units of what float32 sums of k products may lose (Higham, 2002, (3.5)). */
function worstError(problem: Problem, { a, b, bias, c }: Operands, result: Float32Array): number {
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

describe.each(variants)('matmul of %s', async (variant) => {
  const kernels = await loadKernels(variant, 32 << 20);

  it('needs at most 4 MiB of scratch', () => {
    expect(kernels.call['matmulScratchBytes']!()).toBeLessThanOrEqual(4 << 20);
  });

  describe.each(kinds)('%s', (kind) => {
    it.each(shapes)('%i x %i x %i equals the float64 triple loop', (m, n, k) => {
      for (const [accumulate, biased] of [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ] as const) {
        const problem = { kind, m, n, k, accumulate, biased };
        const operands = operandsFor(problem);
        const result = run(kernels, problem, operands, [0, m], 0);
        expect(worstError(problem, operands, result)).toBeLessThan(1);
      }
    });

    it.each(shapes)('%i x %i x %i is the same bit for bit however it is divided', (m, n, k) => {
      const problem = { kind, m, n, k, accumulate: 1, biased: 1 };
      const operands = operandsFor(problem);
      const whole = run(kernels, problem, operands, [0, m], 0);
      for (const byColumns of [0, 1]) {
        const all = byColumns ? n : m;
        const step = Math.max(1, Math.floor(all / 3));
        const divisions = [
          [0, all],
          [0, 0, Math.ceil(all / 2), all, all],
          [...[0, 1, 2 + step, 3 + 2 * step].filter((cut) => cut < all), all],
        ];
        if (all <= 40) divisions.push(Array.from({ length: all + 1 }, (_, i) => i));
        for (const cuts of divisions) {
          const divided = run(kernels, problem, operands, cuts, byColumns);
          expect(Buffer.compare(Buffer.from(divided.buffer), Buffer.from(whole.buffer))).toBe(0);
        }
      }
    });

    it('writes nothing outside its range', () => {
      const problem = { kind, m: 21, n: 27, k: 10, accumulate: 0, biased: 1 };
      const operands = operandsFor(problem);
      for (const byColumns of [0, 1]) {
        const result = run(kernels, problem, operands, [5, 13], byColumns);
        const written = result.map((value, at) => {
          const place = byColumns ? at % problem.n : Math.floor(at / problem.n);
          return Number(Number.isNaN(value) === (place >= 5 && place < 13));
        });
        expect(written.indexOf(1)).toBe(-1);
      }
    });
  });

  it('gives a row alone the same bits as in a batch', () => {
    for (const kind of ['NN', 'NT'] as const) {
      const batch = { kind, m: 7, n: 45, k: 522, accumulate: 0, biased: 1 };
      const operands = operandsFor(batch);
      const rows = run(kernels, batch, operands, [0, 7], 0);
      for (let i = 0; i < batch.m; i++) {
        const row = {
          ...operands,
          a: operands.a.slice(i * batch.k, (i + 1) * batch.k),
          c: operands.c.slice(0, batch.n),
        };
        const alone = run(kernels, { ...batch, m: 1 }, row, [0, 45], 1);
        expect(alone).toEqual(rows.slice(i * batch.n, (i + 1) * batch.n));
      }
    }
  });
});
