import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { Sizes } from './shapes/shape.ts';
import { rotationBase, type TransformerShape } from './shapes/transformer.ts';

/** Fixed positions (Vaswani et al. 2017): (T,C), [p, 2i] = sin(p/10000^(2i/C)), [p, 2i+1] = cos of the same. */
export function sinusoids(r: Recording, time: number, channels: number): Tensor {
  const table = Float64Array.from({ length: time * channels }, (_, n) => {
    const [place, c] = [Math.floor(n / channels), n % channels];
    const angle = place / 10_000 ** ((c - (c % 2)) / channels);
    return c % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
  return r.fixedInput('sinusoids', table, [time, channels]);
}

/** Rotations of every place: (T,D), D/2 cosines of p·θ^(−2i/D), then as many sines. */
export function rotations(r: Recording, sizes: Sizes<TransformerShape>): Tensor {
  const { contextLength, channels, heads } = sizes;
  const depth = channels / heads;
  const base = rotationBase(sizes, depth);
  const half = depth / 2;
  const table = Float64Array.from({ length: contextLength * depth }, (_, n) => {
    const [place, c] = [Math.floor(n / depth), n % depth];
    const angle = place * base ** ((-2 * (c % half)) / depth);
    return c < half ? Math.cos(angle) : Math.sin(angle);
  });
  return r.fixedInput('rotations', table, [contextLength, depth]);
}
