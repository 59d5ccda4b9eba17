import { overColumns, overNeurons } from '../engine/recording.ts';
import { describe, type Tensor } from '../engine/tensor.ts';

/**
 * A memory that moves every token: y[t] = d⊙y[t−1] + (1−d)⊙x[t], d = σ(decay). x(B,T,N), decay(N), before(B,N) → y(B,T,N) and
 * after(B,N) = y[T−1]. Gradients stop at `before`.
 */
export function scan(x: Tensor, decay: Tensor, before: Tensor): { y: Tensor; after: Tensor } {
  const [streams, time, cols] = x.shape;
  if (decay.size !== cols) throw new Error(`scan: ${describe(decay)} must have one decay per neuron of ${describe(x)}`);
  const r = x.recording;
  const y = r.activation(x.shape, x.requiresGrad || decay.requiresGrad, 'memory');
  const after = r.activation(before.shape, false, 'memoryAfter');
  const split = overNeurons(streams, cols, time);
  r.call('scan', split, [x, decay, before, y, after, time, cols]);
  // total[t] = dy[t] + d·total[t+1]; dx += (1−d)·total; ddecay += d(1−d)·Σ total·(y[t−1] − x[t])
  r.trace([y], (g) => {
    const [dx, accumulateX] = g.into(x);
    const [ddecay, accumulateDecay] = g.into(decay);
    const slopes = r.activation([streams, cols], false, 'decaySlopes');
    r.call('scanBackward', split, [x, decay, before, y, g.of(y), dx, slopes, time, cols, accumulateX]);
    r.call('sumRows', overColumns(cols, streams), [slopes, ddecay, streams, cols, accumulateDecay]);
  });
  return { y, after };
}
