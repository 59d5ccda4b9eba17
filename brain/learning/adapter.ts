import type { Parameter } from '../engine/parameters.ts';
import type { Random } from '../engine/random.ts';

/** A change of one matrix W(N,K) of low rank R: (alpha/R)·B·A, with A(R,K) and B(N,R), each row-major. */
export interface LowRankChange {
  readonly rows: number;
  readonly cols: number;
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/** A low-rank adapter (LoRA, Hu et al. 2021, https://arxiv.org/abs/2106.09685): changes of some matrices, which themselves stay as they are. */
export interface Adapter {
  readonly rank: number;
  /** a change counts `alpha / rank` times */
  readonly alpha: number;
  /** by the name of the parameter */
  readonly changes: ReadonlyMap<string, LowRankChange>;
}

/** The matrices of a brain that its kind lets adapters change. */
export const adaptedMatrices = (
  parameters: Iterable<Parameter>,
  adapts: (parameter: string) => boolean,
): readonly Parameter[] => [...parameters].filter(({ name, shape }) => shape.length === 2 && adapts(name));

/** The largest rank of an adapter of these matrices: below both sides of each of them, since more would be no saving. */
export const largestRank = (matrices: readonly Pick<Parameter, 'shape'>[]): number =>
  Math.min(...matrices.flatMap(({ shape }) => shape)) - 1;

/** How many numbers an adapter has. */
export const adapterSize = (matrices: readonly Pick<Parameter, 'shape'>[], rank: number): number =>
  matrices.reduce((sum, { shape: [rows, cols] }) => sum + rank * (rows + cols), 0);

/**
 * An adapter over numbers that lie one after another: A, then B, of each matrix in turn.
 *
 * @param numbers of `adapterSize` elements
 */
export function adapterOver(
  matrices: readonly Pick<Parameter, 'name' | 'shape'>[],
  { rank, alpha }: Pick<Adapter, 'rank' | 'alpha'>,
  numbers: Float32Array,
): Adapter {
  let at = 0;
  const take = (size: number): Float32Array => numbers.subarray(at, (at += size));
  const changes = new Map<string, LowRankChange>();
  for (const { name, shape } of matrices) {
    const [rows, cols] = shape;
    changes.set(name, { rows, cols, a: take(rank * cols), b: take(rows * rank) });
  }
  return { rank, alpha, changes };
}

/** Begins an adapter, which changes nothing yet: A is U(±1/√K), as a linear map begins, and B is 0. */
export function beginAdapter({ changes }: Adapter, random: Random): void {
  for (const { cols, a, b } of changes.values()) {
    const limit = 1 / Math.sqrt(cols);
    for (let i = 0; i < a.length; i++) a[i] = limit * (2 * random.uniform() - 1);
    b.fill(0);
  }
}

/** W += (alpha/R)·B·A, for every matrix of an adapter that is there. */
export function addAdapter(
  { rank, alpha, changes }: Adapter,
  weights: (parameter: string) => Float32Array | undefined,
) {
  const scale = alpha / rank;
  for (const [name, { rows, cols, a, b }] of changes) {
    const w = weights(name);
    if (!w) continue;
    for (let n = 0; n < rows; n++)
      for (let r = 0; r < rank; r++) {
        const factor = scale * b[n * rank + r];
        if (factor === 0) continue;
        for (let k = 0; k < cols; k++) w[n * cols + k] += factor * a[r * cols + k];
      }
  }
}
