import { normal, zeros } from '../../engine/parameters.ts';
import type { Recording } from '../../engine/recording.ts';
import { lastAxis, type Tensor } from '../../engine/tensor.ts';
import { linear } from '../../ops/matmul.ts';
import { affine, gelu } from '../../ops/pointwise.ts';
import { normLayer } from '../linear.ts';

/**
 * The original's neurons: a = gelu((W·LN(e) + b)/√C): (L,C) -> (L,N). Rows of W are kept at length 1…100 after every step
 * (`rowNorms`), so that forward only reads the weights.
 */
export function neurons(r: Recording, embedded: Tensor, count: number): Tensor {
  const channels = lastAxis(embedded);
  return r.inside('neurons', () => {
    const weight = r.parameter('n_weights', [count, channels], normal(0.01), { rowNorms: [1, 100] });
    const bias = r.parameter('n_biases', [count], zeros);
    const normed = normLayer(r, 'inputNorm', embedded);
    return gelu(affine(linear(normed, weight, bias), 1 / Math.sqrt(channels), 0));
  });
}
