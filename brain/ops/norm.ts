import { overColumns, overRows } from '../engine/recording.ts';
import { describe, lastAxis, rowsOf, type Tensor } from '../engine/tensor.ts';

/**
 * LayerNorm over the last axis (Ba et al. 2016): y = gamma⊙(x − mean)/√(var + 1e-5) + beta. Shapes: x(…,C), gamma(C), beta(C) → (…,C)
 */
export function layerNorm(x: Tensor, gamma: Tensor, beta?: Tensor): Tensor {
  const [rows, cols] = [rowsOf(x), lastAxis(x)];
  if (gamma.size !== cols || (beta && beta.size !== cols)) {
    throw new Error(`layerNorm: ${describe(gamma)} must have as many elements as the last axis of ${describe(x)}`);
  }
  const r = x.recording;
  const y = r.activation(x.shape, x.requiresGrad || gamma.requiresGrad, 'layerNorm');
  const mean = r.activation([rows], false, 'mean');
  const inverse = r.activation([rows], false, 'inverseDeviation');
  r.call('layerNorm', overRows(rows, cols), [x, gamma, beta ?? 0, y, mean, inverse, cols]);
  r.trace([y], (g) => {
    const dy = g.of(y);
    if (g.wants(gamma)) {
      // dgamma += Σ_rows dy⊙x̂, dbeta += Σ_rows dy
      const [dgamma, accumulateGamma] = g.into(gamma);
      const [dbeta, accumulateBeta] = beta && g.wants(beta) ? g.into(beta) : [0 as const, 0];
      r.call('layerNormBackwardAffine', overColumns(cols, rows), [
        x,
        mean,
        inverse,
        dy,
        dgamma,
        dbeta,
        rows,
        cols,
        accumulateGamma,
        accumulateBeta,
      ]);
    }
    if (g.wants(x)) {
      // dx += inverse·(g − mean(g) − x̂·mean(g⊙x̂)), g = gamma⊙dy
      const [dx, accumulate] = g.into(x);
      r.call('layerNormBackward', overRows(rows, cols), [x, gamma, mean, inverse, dy, dx, cols, accumulate]);
    }
  });
  return y;
}
