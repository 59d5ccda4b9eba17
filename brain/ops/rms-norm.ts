import { overColumns, overRows } from '../engine/recording.ts';
import { describe, lastAxis, rowsOf, type Tensor } from '../engine/tensor.ts';

/**
 * RMSNorm over the last axis (Zhang & Sennrich 2019): y = gamma⊙x/√(mean x² + epsilon). Shapes: x(…,C), gamma(C) → (…,C).
 * Unlike layerNorm: the mean stays in, and there is no beta.
 */
export function rmsNorm(x: Tensor, gamma: Tensor, epsilon = 1e-5): Tensor {
  const [rows, cols] = [rowsOf(x), lastAxis(x)];
  if (gamma.size !== cols)
    throw new Error(`rmsNorm: ${describe(gamma)} must have as many elements as the last axis of ${describe(x)}`);
  const r = x.recording;
  const y = r.activation(x.shape, x.requiresGrad || gamma.requiresGrad, 'rmsNorm');
  const inverse = r.activation([rows], false, 'inverseRoot');
  r.call('rmsNorm', overRows(rows, cols), [x, gamma, y, inverse, cols, epsilon]);
  r.trace([y], (g) => {
    const dy = g.of(y);
    if (g.wants(gamma)) {
      // dgamma += Σ_rows dy⊙x·inverse
      const [dgamma, accumulate] = g.into(gamma);
      r.call('rmsNormBackwardAffine', overColumns(cols, rows), [x, inverse, dy, dgamma, rows, cols, accumulate]);
    }
    if (g.wants(x)) {
      // dx += inverse·(g − x̂·mean(g⊙x̂)), g = gamma⊙dy, x̂ = x·inverse
      const [dx, accumulate] = g.into(x);
      r.call('rmsNormBackward', overRows(rows, cols), [x, gamma, inverse, dy, dx, cols, accumulate]);
    }
  });
  return y;
}
