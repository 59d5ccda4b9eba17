import { normal } from '../engine/parameters.ts';
import type { Recording } from '../engine/recording.ts';
import { lastAxis, type Tensor } from '../engine/tensor.ts';
import type { LeaveOut } from '../ops/dropout.ts';
import { add, gelu } from '../ops/pointwise.ts';
import { linearLayer, normLayer } from './linear.ts';
import { memories } from './memory.ts';
import { interneurons } from './windows.ts';

/**
 * A lobe: neurons, windows of time and memory around a residual stream. x(B,T,C) -> (B,T,C):
 * u = LN(x), a = gelu(W·u + b), c = windows(a), x + P·memory(u, c) + p. While it learns, dropout falls on what memory says (`lobe`)
 * and on what is added (`residual`).
 */
export function lobe(
  r: Recording,
  x: Tensor,
  sizes: { neurons: number; history: number; lobes: number },
  leaveOut: LeaveOut,
) {
  const u = normLayer(r, 'norm', x);
  const activations = gelu(linearLayer(r, 'neurons', u, sizes.neurons));
  const heard = interneurons(r, activations, sizes.history);
  const c = r.isWithout('windows') ? activations : heard;
  const { out, ...organs } = memories(r, u, c);
  // the more lobes, the more quietly each begins to speak
  const projected = linearLayer(r, 'project', leaveOut(out, 'lobe'), lastAxis(x), {
    weight: normal(1 / Math.sqrt(2 * sizes.lobes * sizes.neurons)),
  });
  return { out: add(x, leaveOut(projected, 'residual')), activations, heard: c, ...organs };
}
