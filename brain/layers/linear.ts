import { constant, type Init, uniform, zeros } from '../engine/parameters.ts';
import type { Recording } from '../engine/recording.ts';
import { lastAxis, type Tensor } from '../engine/tensor.ts';
import { linear } from '../ops/matmul.ts';
import { layerNorm } from '../ops/norm.ts';
import { rmsNorm } from '../ops/rms-norm.ts';

/**
 * A learnt linear map y = x·Wᵀ + b: (…,K) -> (…,N). Begins U(±1/√K) unless told otherwise.
 * Parameters: `name.weight` (N,K), `name.bias` (N).
 */
export function linearLayer(
  r: Recording,
  name: string,
  x: Tensor,
  outputs: number,
  options: { weight?: Init; bias?: Init | false; isEdge?: boolean } = {},
): Tensor {
  const inputs = lastAxis(x);
  const limit = 1 / Math.sqrt(inputs);
  return r.inside(name, () => {
    const { isEdge = false } = options;
    const weight = r.parameter('weight', [outputs, inputs], options.weight ?? uniform(limit), { isEdge });
    if (options.bias === false) return linear(x, weight);
    return linear(x, weight, r.parameter('bias', [outputs], options.bias ?? (options.weight ? zeros : uniform(limit))));
  });
}

/** A learnt LayerNorm: (…,C) -> (…,C). Parameters: `name.weight` (C) = 1, and `name.bias` (C) = 0 unless told otherwise. */
export function normLayer(r: Recording, name: string, x: Tensor, options: { bias?: boolean } = {}): Tensor {
  const cols = lastAxis(x);
  return r.inside(name, () => {
    const weight = r.parameter('weight', [cols], constant(1));
    return options.bias === false ? layerNorm(x, weight) : layerNorm(x, weight, r.parameter('bias', [cols], zeros));
  });
}

/** A learnt RMSNorm: (…,C) -> (…,C). Parameter: `name.weight` (C) = 1. */
export const rmsNormLayer = (r: Recording, name: string, x: Tensor, epsilon: number): Tensor =>
  r.inside(name, () => rmsNorm(x, r.parameter('weight', [lastAxis(x)], constant(1)), epsilon));
