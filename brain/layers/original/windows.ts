import { constant, values } from '../../engine/parameters.ts';
import type { Recording } from '../../engine/recording.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { matmul } from '../../ops/matmul.ts';
import { clamp, gelu, sigmoid } from '../../ops/pointwise.ts';
import { shares } from '../../ops/softmax.ts';
import { takeRows } from '../../ops/streams.ts';
import { seedWindows } from '../../ops/window-shapes.ts';
import { windows } from '../../ops/windows.ts';
import { linearLayer, normLayer } from '../linear.ts';

/** Start sizes before squashing, as the original had them. */
const START = [2.01, 32.01, 28.01, 24.01, 20.01, 16.01, 12.01, 8.01, 4.01];
export const KINDS = START.length;

/** The original's bottleneck inside refinement and memory. */
export const BOTTLENECK = 512;

/**
 * The original's interneuron windows: K running means of the activations, mixed by one weight each ("cerebellum") that all
 * neurons share. a(L,N), and before it (1,H,N) or silence -> (P,N) for the last P positions; no window is longer than `most` (brain/README.md, step 3).
 */
export function interneuronWindows(
  r: Recording,
  activations: Tensor,
  most: number,
  positions: number,
  before?: Tensor,
): { means: Tensor; shape: Tensor; weights: Tensor } {
  const [length, count] = activations.shape;
  const logSize = r.parameter('logWindowSizes', [KINDS], values(START.map(Math.log)));
  const fractionality = r.parameter('windowFractionality', [KINDS], constant(-6), { bounds: [-6, 6] });
  const cerebellum = r.parameter('cerebellum', [KINDS], constant(1), { bounds: [-5, 5] });
  // w_k = max(σ(c_k), 1e-4) / Σ, the same for every neuron: an outer product with ones
  const weights = shares(clamp(sigmoid(cerebellum), 1e-4, 1));
  const ones = r.fixedInput('ones', new Float32Array(count).fill(1), [1, count]);
  const mix = matmul(r.view(weights, [KINDS, 1]), ones);
  const sizes = seedWindows(logSize, fractionality, most);
  const history = before ?? r.fixedInput('silence', new Float32Array(count), [1, 1, count]);
  const means = windows(r.view(activations, [1, length, count]), history, sizes, mix);
  return {
    means: takeRows(r.view(means, [length, count]), length - positions, positions),
    shape: sizes.shape,
    weights,
  };
}

/** Refinement, without a residual: LN_N(W₂·LN_512(gelu(W₁·x + b₁)) + b₂): (M,N) -> (M,N). `name` and numbers as in the original. */
export function refinement(r: Recording, name: string, x: Tensor, count: number): Tensor {
  return r.inside(name, () => {
    const narrow = normLayer(r, '2', gelu(linearLayer(r, '0', x, BOTTLENECK)));
    return normLayer(r, '4', linearLayer(r, '3', narrow, count));
  });
}
