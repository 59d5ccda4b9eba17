import type { Parameter } from '../engine/parameters.ts';
import { Random } from '../engine/random.ts';
import { sizeOf } from '../engine/tensor.ts';

/** Ways in which a brain becomes larger: one lobe more, or more neurons in every lobe. */
export const ENLARGEMENTS = ['lobe', 'neurons'] as const;
export type Enlargement = (typeof ENLARGEMENTS)[number];

/** How brains of one kind become larger without a change of what they say (Net2Net, Chen et al. 2016, https://arxiv.org/abs/1511.05641). */
export interface Enlarging<Shape> {
  larger(shape: Shape, by: Enlargement): Shape;
  /** by what it grows where nobody chooses */
  prefers(shape: Shape): Enlargement;
  /** whether the new numbers of a parameter begin at 0, so that the new parts add nothing to the logits */
  beginsSilent(parameter: string): boolean;
  /** parameters with a row for each id */
  readonly tables: readonly string[];
}

/** Gives each new row of a table, in order, the mean of the rows of its two parts. @param parts ids of both, of each row from `from` on */
export function meanRows(
  table: Float32Array,
  columns: number,
  from: number,
  parts: readonly (readonly [number, number])[],
): void {
  parts.forEach(([left, right], i) => {
    const row = (from + i) * columns;
    for (let c = 0; c < columns; c++) table[row + c] = (table[left * columns + c] + table[right * columns + c]) / 2;
  });
}

/** Numbers of a tensor, row-major. */
export interface Values {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** Copies a tensor into the leading corner of a larger one with as many axes. @throws Error where it does not fit */
export function copyIntoCorner(from: Values, shape: readonly number[], into: Float32Array): void {
  if (from.shape.length !== shape.length || from.shape.some((size, axis) => size > shape[axis]))
    throw new Error(`a tensor of (${from.shape.join(',')}) is no corner of one of (${shape.join(',')})`);
  const row = from.shape.at(-1) ?? 1;
  for (let at = 0; at < from.data.length; at += row) {
    let place = 0;
    let rest = at;
    let stride = sizeOf(shape);
    let inside = from.data.length;
    shape.forEach((size, axis) => {
      stride /= size;
      inside /= from.shape[axis];
      place += Math.floor(rest / inside) * stride;
      rest %= inside;
    });
    for (let i = 0; i < row; i++) into[place + i] = from.data[at + i];
  }
}

/**
 * The weights of a larger brain that says what a smaller one says: the smaller one's numbers, and beside them new ones, which begin by
 * their own rules, or at 0 where they would be heard.
 *
 * @param parameters of the larger brain
 * @param weights of the smaller one, by name
 * @param seed of the new numbers: several sets of weights of one brain need the same
 */
export function enlargedWeights(
  parameters: Iterable<Parameter>,
  weights: ReadonlyMap<string, Values>,
  beginsSilent: (parameter: string) => boolean,
  seed: number,
): Map<string, Float32Array> {
  const random = new Random(seed);
  const enlarged = new Map<string, Float32Array>();
  for (const { name, shape, size, init } of parameters) {
    const data = new Float32Array(size);
    // drawn also where it is not used, so that chance is the same for all sets of weights
    init(data, random);
    if (beginsSilent(name)) data.fill(0);
    const old = weights.get(name);
    if (old) copyIntoCorner(old, shape, data);
    enlarged.set(name, data);
  }
  return enlarged;
}
