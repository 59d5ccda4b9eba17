import type { KernelName, Kernels } from '../../../brain/kernels/contract.ts';

/** The kernels of this suite: all but the matrix products, which have their own. */
export type Twin = Exclude<KernelName, `matmul${string}`>;

/** An array of a kernel. `room` may be written with anything; `in` must stay as it is. */
export interface Operand {
  role: 'in' | 'out' | 'room';
  values: ArrayLike<number>;
}

export interface Case {
  name: string;
  operands: Record<string, Operand>;
  /** length of the work axis; 0 for kernels of one worker, which are never cut */
  axis: number;
  /** |twin − truth| ≤ absolute + relative·|truth| */
  absolute: number;
  relative: number;
  run(kernels: Kernels, at: Record<string, number>, from: number, to: number): void;
}

/** Sizes around the lanes (4), the blocks (16) and more than one block. */
export const SIZES = [1, 3, 4, 5, 7, 15, 16, 17, 33, 130];

let seed = 1;

/** The same numbers in every run (mulberry32), in [0, 1). */
export function uniform(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let z = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
  return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
}

export const between = (low: number, high: number): number => low + (high - low) * uniform();

/** Normally distributed (Box & Muller). */
export const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

export function array(count: number, draw: () => number = normal): Float32Array {
  return Float32Array.from({ length: count }, draw);
}

export const input = (count: number, draw: () => number = normal): Operand => ({
  role: 'in',
  values: array(count, draw),
});

export const given = (values: ArrayLike<number>): Operand => ({ role: 'in', values: Float32Array.from(values) });

/** Filled with NaN, so that whoever reads what nobody wrote is found out. */
export const output = (count: number): Operand => ({ role: 'out', values: array(count, () => Number.NaN) });

/** To be added to where `accumulate` is 1, else as `output`. */
export const result = (count: number, accumulate: number): Operand =>
  accumulate ? { role: 'out', values: array(count) } : output(count);

/** Changed in place. */
export const changed = (values: ArrayLike<number>): Operand => ({ role: 'out', values });

export const room = (count: number): Operand => ({ role: 'room', values: array(count, () => Number.NaN) });

/** Whole numbers below `limit`, as token ids. */
export const ids = (count: number, limit: number): Operand => input(count, () => Math.floor(uniform() * limit));

export const FLAGS = [0, 1];
