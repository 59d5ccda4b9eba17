import { constant, normal, zeros } from '../../engine/parameters.ts';
import type { Recording } from '../../engine/recording.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { addBias, matmul } from '../../ops/matmul.ts';
import { add, affine, clamp, scaleBy, sigmoid } from '../../ops/pointwise.ts';
import { normLayer } from '../linear.ts';

const BOUNDS = { bounds: [-10, 10] as const };

/**
 * The original's logits, from all neurons: (M,N) -> (M,V). y = clamp(σ(ρ₁)·x + σ(ρ₂)·LN(x), ±10), z = clamp(y·W/√N + b, ±60),
 * logits = σ(o₁)·z + σ(o₂)·LN(z) (brain/README.md, step 6).
 */
export function scaledLogits(r: Recording, x: Tensor, vocabulary: number): Tensor {
  const [, count] = x.shape;
  return r.inside('logits', () => {
    const scaled = (name: string, v: Tensor) => scaleBy(sigmoid(r.parameter(name, [1], constant(0.5), BOUNDS)), v);
    const y = clamp(
      add(scaled('rawActivationsScale', x), scaled('normedActivationsScale', normLayer(r, 'activationNorm', x))),
      -10,
      10,
    );
    const weight = r.parameter('l_weights', [count, vocabulary], normal(1), { isEdge: true });
    const scores = affine(matmul(y, weight), 1 / Math.sqrt(count), 0);
    const z = clamp(addBias(scores, r.parameter('l_bias', [vocabulary], zeros)), -60, 60);
    return add(scaled('outputScale', z), scaled('normOutputScale', normLayer(r, 'logitNorm', z)));
  });
}
