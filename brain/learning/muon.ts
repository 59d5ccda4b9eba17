import type { Parameter, Parameters } from '../engine/parameters.ts';
import { each, once, overProduct, type Recording, SCRATCH, type Variable } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';

/** Elements whose squares are summed together: fixed, so that a norm is the same for any number of threads. */
export const SQUARES_BLOCK = 1 << 15;

/** How slowly its momentum follows the gradients (Jordan 2024). */
export const MUON_MOMENTUM = 0.95;
/** Newton–Schulz steps, and the coefficients of the odd polynomial x ← a·x + b·x³ + c·x⁵ on singular values (Jordan 2024). */
const STEPS = 5;
const [A, B, C] = [3.4445, -4.775, 2.0315];
/** Lengths below this are not raised to 1. */
const LEAST_NORM = 1e-7;
/** The root mean square of what AdamW adds to a weight, in rates (Liu et al. 2025): with it one rate serves both. */
const LIKE_ADAMW = 0.2;

/** Whether Muon moves a parameter: hidden matrices that decay; the edges, tables, gains and biases are AdamW's. */
export const isMuons = ({ group, shape, isEdge }: Parameter): boolean =>
  group === 'decayed' && shape.length === 2 && !isEdge;

/** Where matrices are orthogonalised: room for the largest, taken once for all. */
export interface MuonRoom {
  readonly x: Tensor;
  readonly gram: Tensor;
  readonly square: Tensor;
  readonly partials: Tensor;
  readonly scale: Tensor;
  /** where second moments are halves, so that no matrix fits into those of its own */
  readonly spare?: Tensor;
}

/** Room for every matrix of some parameters; undefined where there is none. */
export function muonRoom(r: Recording, parameters: Parameters): MuonRoom | undefined {
  const matrices = [...parameters.all.values()].filter(isMuons);
  if (matrices.length === 0) return undefined;
  const largest = Math.max(...matrices.map(({ size }) => size));
  const side = Math.max(...matrices.map(({ shape }) => Math.min(...shape)));
  return {
    x: r.activation([largest], false, 'matrix'),
    gram: r.activation([side * side], false, 'gram'),
    square: r.activation([side * side], false, 'gramSquare'),
    partials: r.activation([Math.ceil(largest / SQUARES_BLOCK)], false, 'matrixPartials'),
    scale: r.activation([2], false, 'matrixScale'),
    ...(parameters.learningType === 'f32' ? {} : { spare: r.activation([largest], false, 'spareMatrix') }),
  };
}

/** One matrix (rows,cols). */
export interface MuonMatrix {
  readonly weights: Tensor;
  /** records the momentum and its look ahead, which is written to a tensor */
  readonly direction: (into: Tensor) => void;
  /** room for one more of its size, filled with 0 behind it; left out: the one of the room for all */
  readonly spare?: Tensor;
  readonly rows: number;
  readonly cols: number;
}

/**
 * Muon (Jordan 2024) on one matrix: m = β·m + (1−β)·g, u = (1−β)·g + β·m, w = w − rate·(0.2·√max(rows,cols)·orthogonal(u) + decay·w).
 * orthogonal(u) is the nearest matrix whose singular values are about 1, by five Newton–Schulz steps: X = u/‖u‖, then X ← aX + (bG + cG²)X with
 * G = XXᵀ; or X ← aX + X(bG + cG²) with G = XᵀX where there are more rows than columns, so that G is the smaller one.
 */
export function recordMuon(
  r: Recording,
  { weights, direction, spare, rows, cols }: MuonMatrix,
  room: MuonRoom,
  { rate, decay }: { rate: Variable; decay: Variable },
): void {
  const size = rows * cols;
  const side = Math.min(rows, cols);
  const first = r.part(room.x, 0, size);
  const [gram, square] = [room.gram, room.square].map((t) => r.part(t, 0, side * side));
  direction(first);
  const blocks = Math.ceil(size / SQUARES_BLOCK);
  r.call('sumSquares', { work: blocks, grain: 1, cost: size }, [first, room.partials, size, SQUARES_BLOCK]);
  // scale[1] = 1/max(‖u‖, LEAST_NORM)
  r.call('clipFactor', once, [room.partials, blocks, 1, 1 / LEAST_NORM, room.scale]);
  r.call('scaleByInto', each(size), [r.part(room.scale, 1, 1), first, first, 0]);

  let [x, next] = [first, spare ?? r.part(room.spare as Tensor, 0, size)];
  const [split, byColumns] = overProduct(side, side, Math.max(rows, cols));
  const [squareSplit, squareByColumns] = overProduct(side, side, side);
  const [stepSplit, stepByColumns] = overProduct(rows, cols, side);
  for (let i = 0; i < STEPS; i++) {
    // the last step scales its result too
    const scale = i < STEPS - 1 ? 1 : LIKE_ADAMW * Math.sqrt(Math.max(rows, cols));
    const how = [side, side, Math.max(rows, cols), 0, byColumns, SCRATCH] as const;
    r.call(rows <= cols ? 'matmulNT' : 'matmulTN', split, [x, x, 0, gram, ...how]);
    r.call('matmulNN', squareSplit, [gram, gram, 0, square, side, side, side, 0, squareByColumns, SCRATCH]);
    // square = b·G + c·G²
    r.call('scaleInto', each(side * side), [square, scale * C, square, 0]);
    r.call('scaleInto', each(side * side), [gram, scale * B, square, 1]);
    r.call('scaleInto', each(size), [x, scale * A, next, 0]);
    const [left, right] = rows <= cols ? [square, x] : [x, square];
    r.call('matmulNN', stepSplit, [left, right, 0, next, rows, cols, side, 1, stepByColumns, SCRATCH]);
    [x, next] = [next, x];
  }
  r.call('sgd', each(size), [weights, x, r.fixedInput('one', new Float32Array([1, 1]), [2]), rate, decay]);
  // a spare row of moments holds nothing between two steps
  if (spare) r.call('fill', each(size), [spare, 0]);
}
