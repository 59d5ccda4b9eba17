import { overRows } from '../engine/recording.ts';
import { describe, lastAxis, rowsOf, type Tensor } from '../engine/tensor.ts';

/** Of the first heads of each row, which to turn: `heads` of them (queries and keys), each `depth` wide. */
export interface Turned {
  readonly heads: number;
  readonly depth: number;
}

/**
 * Rotary positions (Su et al. 2021): each pair (x[d], x[d+D/2]) of the first heads of a row is turned by the angle of its place, so that
 * q·k depends on how far apart they stand and on nothing else. qkv(B,T,N), table(P,D) with a place's D/2 cosines, then its sines → (B,T,N).
 * Places count from 0 in each stream, or from `position` (1) on.
 */
export function rope(qkv: Tensor, table: Tensor, { heads, depth }: Turned, position?: Tensor): Tensor {
  const [rows, cols, time] = [rowsOf(qkv), lastAxis(qkv), qkv.shape[qkv.shape.length - 2]];
  if (depth % 2 !== 0 || lastAxis(table) !== depth || heads * depth > cols)
    throw new Error(
      `rope: ${heads} heads, an even number wide each, must fit into ${describe(qkv)} and be as wide as a row of ${describe(table)}, got ${depth}`,
    );
  if (time > table.shape[0]) throw new Error(`rope: ${describe(table)} must have a row for each of ${time} places`);
  const r = qkv.recording;
  const y = r.activation(qkv.shape, qkv.requiresGrad, 'rope');
  const turn = (x: Tensor, direction: 1 | -1, into: Tensor, accumulate: Parameters<typeof r.call<'rope'>>[2][9]) =>
    r.call('rope', overRows(rows, cols), [
      x,
      table,
      position ?? 0,
      into,
      time,
      heads,
      depth,
      cols,
      direction,
      accumulate,
    ]);
  turn(qkv, 1, y, 0);
  // dqkv += dy, turned back
  r.trace([y], (g) => turn(g.of(y), -1, ...g.into(qkv)));
  return y;
}
