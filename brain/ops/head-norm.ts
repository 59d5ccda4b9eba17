import { overColumns, overRows } from '../engine/recording.ts';
import { describe, rowsOf, type Tensor } from '../engine/tensor.ts';

/**
 * RMSNorm of each head of queries and of keys (Henry et al. 2020): qkv(B,T,(H+2G)·D), queries(D), keys(D) → (B,T,(H+2G)·D). Scores are then
 * bounded by the learnt lengths, however large the weights grow. Values stay as they are.
 */
export function headNorm(
  qkv: Tensor,
  queries: Tensor,
  keys: Tensor,
  heads: number,
  kvHeads: number,
  epsilon = 1e-5,
): Tensor {
  const [rows, depth, width] = [rowsOf(qkv), queries.size, (heads + 2 * kvHeads) * queries.size];
  if (keys.size !== depth || qkv.size !== rows * width)
    throw new Error(
      `headNorm: ${describe(qkv)} must be (${heads} + 2·${kvHeads})·D wide, with D as in ${describe(queries)} and ${describe(keys)}`,
    );
  const r = qkv.recording;
  const learnt = qkv.requiresGrad || queries.requiresGrad || keys.requiresGrad;
  const y = r.activation(qkv.shape, learnt, 'headNorm');
  const inverse = r.activation([rows, heads + kvHeads], false, 'inverseRoot');
  const split = overRows(rows, width);
  r.call('headNorm', split, [qkv, queries, keys, y, inverse, heads, kvHeads, depth, epsilon]);
  r.trace([y], (g) => {
    const dy = g.of(y);
    for (const [gamma, first, count] of [
      [queries, 0, heads],
      [keys, heads, kvHeads],
    ] as const) {
      if (!g.wants(gamma)) continue;
      // dgamma += Σ dy⊙x·inverse over the rows and the heads that share it
      const [dgamma, accumulate] = g.into(gamma);
      r.call('headNormBackwardAffine', overColumns(depth, rows * count), [
        qkv,
        inverse,
        dy,
        dgamma,
        rows,
        first,
        count,
        heads,
        kvHeads,
        depth,
        accumulate,
      ]);
    }
    if (g.wants(qkv)) {
      // of each head dx += inverse·(g − x̂·mean(g⊙x̂)), g = gamma⊙dy; of the values dx += dy
      const [dx, accumulate] = g.into(qkv);
      r.call('headNormBackward', split, [qkv, queries, keys, inverse, dy, dx, heads, kvHeads, depth, accumulate]);
    }
  });
  return y;
}
