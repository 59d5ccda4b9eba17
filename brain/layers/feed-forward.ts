import type { Recording } from '../engine/recording.ts';
import { lastAxis, type Tensor } from '../engine/tensor.ts';
import { gelu, geluTanh, relu } from '../ops/pointwise.ts';
import { swiglu } from '../ops/swiglu.ts';
import { type BlockOptions, mapIn, mapOut } from './attention.ts';

/** What stands between the linear maps of a feed-forward layer; `map` makes one that leads into it. */
const ACTIVATIONS = {
  gelu: (map) => gelu(map('in')),
  'gelu-tanh': (map) => geluTanh(map('in')),
  relu: (map) => relu(map('in')),
  swiglu: (map) => swiglu(map('gate'), map('in')),
} satisfies Record<string, (map: (name: string) => Tensor) => Tensor>;

export type Activation = keyof typeof ACTIVATIONS;

/**
 * The feed-forward layer of a transformer: x(B,T,C) -> (B,T,C): W_out·gelu(W_in·x), or with relu in its place, or
 * W_out·(silu(W_gate·x)⊙W_in·x), F wide in between. Dropout as in `selfAttention`.
 */
export function feedForward(
  r: Recording,
  x: Tensor,
  { activation, width, ...options }: BlockOptions & { readonly activation: Activation; readonly width: number },
): Tensor {
  return r.inside('neurons', () => {
    const active = ACTIVATIONS[activation]((name) => mapIn(r, name, x, width, options));
    return mapOut(r, active, lastAxis(x), options);
  });
}
