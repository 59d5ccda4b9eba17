import { overColumns, overNeurons } from '../engine/recording.ts';
import { describe, type Tensor } from '../engine/tensor.ts';
import type { WindowShape } from './window-shapes.ts';

/**
 * Interneuron windows: y[t] = Σ_k mix_k ⊙ mean of the last w_k rows up to t. x(B,T,N), history(B,H,N) the rows before x (no gradient
 * flows into it), mix(K,N) → y(B,T,N).
 */
export function windows(x: Tensor, history: Tensor, sizes: WindowShape, mix: Tensor): Tensor {
  const [streams, time, cols] = x.shape;
  const length = history.shape[1];
  const { shape, kinds } = sizes;
  if (mix.shape[0] !== kinds || mix.shape[1] !== cols)
    throw new Error(`windows: ${describe(mix)} must be (${kinds},${cols}): one weight per window and neuron`);
  if (history.shape[0] !== streams || history.shape[2] !== cols)
    throw new Error(`windows: ${describe(history)} must have the streams and neurons of ${describe(x)}`);
  const r = x.recording;
  const y = r.activation(x.shape, true, 'windows');
  const sums = r.activation([streams, length + time + 1, cols], false, 'runningSums');
  const split = overNeurons(streams, cols, (length + time) * kinds);
  r.call('windows', split, [x, history, shape, mix, sums, y, time, length, cols, kinds]);
  r.trace([y], (g) => {
    const dy = g.of(y);
    // dmix_k += Σ dy⊙mean_k, and the gradients of each window's fraction and divisor
    const [dmix, accumulateMix] = g.into(mix);
    const mixes = r.activation([streams, kinds, cols], false, 'mixSlopes');
    const parts = r.activation([streams * cols, kinds, 2], false, 'windowParts');
    // biome-ignore format: what is read, what is written, sizes
    r.call('windowsBackwardMix', split, [
      x, history, shape, mix, sums, dy,
      mixes, parts,
      time, length, cols, kinds,
    ]);
    r.call('sumRows', overColumns(kinds * cols, streams), [mixes, dmix, streams, kinds * cols, accumulateMix]);
    sizes.backward(g, parts, streams * cols);
    if (g.wants(x)) {
      // dx[s] += Σ_k mix_k·r_k·(Σ_{t=s}^{s+n_k−1} dy[t] + f_k·dy[s+n_k])
      const tails = r.activation([streams, time + 1, cols], false, 'runningSums');
      const [dx, accumulate] = g.into(x);
      r.call('windowsBackward', split, [shape, mix, dy, tails, dx, time, cols, kinds, accumulate]);
    }
  });
  return y;
}
