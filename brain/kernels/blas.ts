import type { Backend, Kernels } from './contract.ts';

/**
 * c(m,n) = op(a)·op(b) + beta·c of row-major float32 matrices, as `cblas_sgemm` counts (netlib.org/blas/blast-forum, C interface):
 * op(a) is (m,k), op(b) is (k,n); lda, ldb, ldc are elements from row to row as the matrices lie in memory. a, b and c are bytes
 * from the start of the memory that it was bound to.
 */
// biome-ignore format: as the table of the library
export type Sgemm = (
  aTurned: boolean, bTurned: boolean, m: number, n: number, k: number,
  a: number, lda: number, b: number, ldb: number, beta: number, c: number, ldc: number,
) => void;

/** Every product but an empty one, whatever it costs: for checks. */
export const ALWAYS = { rows: 1, depth: 1, work: 1 } as const;

/** A foreign library's product, bound to one memory. */
export interface MatrixLibrary {
  /** as it introduces itself: `openblas 0.3.21` */
  readonly name: string;
  readonly sgemm: Sgemm;
}

/**
 * From where on a library is faster than the embedded kernels (OpenBLAS 0.3.21 with AVX2; with AVX-512 a little earlier): below, its
 * packing, and its second way over c where few numbers are added up for each, cost more than its arithmetic saves.
 */
export const WORTH_CALLING = { rows: 8, depth: 48, work: 65_536 } as const;

/**
 * The kernels of `base` with its matrix products done by a foreign library, of stored matrices decoded block by block; small ones stay, and so do those of a few rows, which
 * wait for memory and not for arithmetic. What would reach outside of memory is refused before the library sees it, since it
 * would take the whole process down.
 *
 * @param numbers all of the memory that `base` works on, in float32
 * @param worth from which rows, depth and multiply-adds of a share on the library is called
 * @throws when `base` does not count its addresses in bytes
 */
export function blasBackend(
  base: Backend,
  { name, sgemm }: MatrixLibrary,
  numbers: Float32Array,
  worth: Record<keyof typeof WORTH_CALLING, number> = WORTH_CALLING,
): Backend {
  if (base.unit !== 4)
    throw new Error(`a library needs kernels that count their memory in bytes, and ${base.name} does not`);
  const { matmulNN, matmulNT, matmulTN, matmulStored, matmulStoredNN, readStored, scaleInto } = base.kernels;
  const product =
    (small: Kernels['matmulNN'], aTurned: boolean, bTurned: boolean): Kernels['matmulNN'] =>
    (from, to, a, b, bias, c, m, n, k, accumulate, byColumns, scratch) => {
      const rows = byColumns ? m : to - from;
      const cols = byColumns ? to - from : n;
      if (isSmall(rows, cols, k)) return small(from, to, a, b, bias, c, m, n, k, accumulate, byColumns, scratch);
      const top = byColumns ? 0 : from;
      const left = byColumns ? from : 0;
      countable(from, to, m, n, k, byColumns ? n : m);
      reachable(a, m * k, numbers);
      reachable(b, k * n, numbers);
      reachable(c, m * n, numbers);
      if (bias) reachable(bias, n, numbers);
      const corner = c + 4 * (top * n + left);
      if (bias) layBias(bias + 4 * left, corner, rows, cols, n, accumulate);
      sgemm(
        aTurned,
        bTurned,
        rows,
        cols,
        k,
        a + 4 * top * (aTurned ? 1 : k),
        aTurned ? m : k,
        b + 4 * left * (bTurned ? k : 1),
        bTurned ? k : n,
        accumulate || bias ? 1 : 0,
        corner,
        n,
      );
    };
  /** rows of bias, where a product begins with them: the library adds to what it finds, itself too where c is added to */
  const layBias = (bias: number, corner: number, rows: number, cols: number, n: number, accumulate: number) => {
    for (let i = 0; i < rows; i++) scaleInto(0, cols, bias, 1, corner + 4 * i * n, accumulate);
  };
  const isSmall = (rows: number, cols: number, k: number) =>
    rows < worth.rows || k < worth.depth || rows * cols * k < worth.work;
  /** how many rows of a stored matrix fit into the packing room as float32, beside one row that is being decoded */
  const rowsThatFit = (length: number) => Math.floor((base.scratch - 64) / (length + 32)) - 1;
  const stored: Kernels['matmulStored'] = (from, to, a, b, bias, c, m, n, k, type, scratch) => {
    const fit = rowsThatFit(k);
    if (isSmall(m, to - from, k) || fit < 16) return matmulStored(from, to, a, b, bias, c, m, n, k, type, scratch);
    countable(from, to, m, n, k, n);
    reachable(a, m * k, numbers);
    reachable(c, m * n, numbers);
    const room = scratch + 4 * (k + 32);
    for (let j = from; j < to; j += fit) {
      const cols = Math.min(fit, to - j);
      readStored(j, j + cols, b, room - 4 * j * k, n, k, 0, k, type, scratch);
      if (bias) layBias(bias + 4 * j, c + 4 * j, m, cols, n, 0);
      sgemm(false, true, m, cols, k, a, k, room, k, bias ? 1 : 0, c + 4 * j, n);
    }
  };
  const storedNN: Kernels['matmulStoredNN'] = (from, to, a, b, c, m, n, k, accumulate, type, scratch) => {
    // whole blocks of columns are decoded
    const first = 32 * Math.floor(from / 32);
    const count = to - first;
    const fit = rowsThatFit(count);
    if (isSmall(m, to - from, k) || fit < 16)
      return matmulStoredNN(from, to, a, b, c, m, n, k, accumulate, type, scratch);
    countable(from, to, m, n, k, n);
    reachable(a, m * k, numbers);
    reachable(c, m * n, numbers);
    const room = scratch + 4 * (count + 32);
    for (let p = 0; p < k; p += fit) {
      const steps = Math.min(fit, k - p);
      readStored(p, p + steps, b, room - 4 * p * count, k, n, first, count, type, scratch);
      const skipped = 4 * (from - first);
      sgemm(
        false,
        false,
        m,
        to - from,
        steps,
        a + 4 * p,
        k,
        room + skipped,
        count,
        p > 0 || accumulate ? 1 : 0,
        c + 4 * from,
        n,
      );
    }
  };
  return {
    ...base,
    name: `${name} + ${base.name as 'simd'}`,
    kernels: {
      ...base.kernels,
      matmulNN: product(matmulNN, false, false),
      matmulNT: product(matmulNT, false, true),
      matmulTN: product(matmulTN, true, false),
      matmulStored: stored,
      matmulStoredNN: storedNN,
    },
  };
}

/** Sizes are whole and fit 32 bits, and the share lies within the work. */
function countable(from: number, to: number, m: number, n: number, k: number, work: number): void {
  if ((m | 0) !== m || (n | 0) !== n || (k | 0) !== k || m < 0 || n < 0 || k < 0)
    throw new Error(`a product needs whole sizes, not ${m}×${n}×${k}`);
  if ((from | 0) !== from || (to | 0) !== to || from < 0 || to > work)
    throw new Error(`a product over ${work} was to be shared from ${from} to ${to}: it must lie within`);
}

function reachable(at: number, size: number, numbers: Float32Array): void {
  if (!(at >= 0 && at % 4 === 0 && at / 4 + size <= numbers.length))
    throw new Error(
      `a matrix of ${size} numbers at byte ${at} reaches outside of a memory of ${numbers.length} numbers`,
    );
}
