import { once } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';

/** The shape of K windows: (K,3) of [whole lags, fraction of the next lag, divisor], and how its gradient goes back. */
export interface WindowShape {
  readonly shape: Tensor;
  readonly kinds: number;
  /** carries gradients (cols,K,2) of [fraction, divisor], of every neuron of every stream, back to what the sizes are made of */
  readonly backward: (
    gradients: Parameters<Parameters<Tensor['recording']['trace']>[1]>[0],
    parts: Tensor,
    cols: number,
  ) => void;
}

/** Real-valued sizes w = e^logSize, between 1 and `largest`: mean over w is (Σ_{lag<⌊w⌋} a + (w−⌊w⌋)·a_⌊w⌋)/w (brain/README.md). logSize(K) */
export function realWindows(logSize: Tensor, largest: number): WindowShape {
  const r = logSize.recording;
  const kinds = logSize.size;
  const shape = r.activation([kinds, 3], logSize.requiresGrad, 'windowShape');
  r.call('windowShape', once, [logSize, shape, kinds, largest]);
  return {
    shape,
    kinds,
    // dlogSize += w·(∂f − ∂r/w²)
    backward(g, parts, cols) {
      if (!g.wants(logSize)) return;
      const [dlogSize, accumulate] = g.into(logSize);
      r.call('windowShapeBackward', once, [logSize, parts, dlogSize, kinds, cols, largest, accumulate]);
    },
  };
}

/** The original's sizes, squashed into 0.1…most and rounded up (brain/README.md, step 3). logSize(K), fractionality(K) */
export function seedWindows(logSize: Tensor, fractionality: Tensor, most: number): WindowShape {
  const r = logSize.recording;
  const kinds = logSize.size;
  const shape = r.activation([kinds, 3], true, 'windowShape');
  r.call('seedWindowShape', once, [logSize, fractionality, shape, kinds, most]);
  return {
    shape,
    kinds,
    backward(g, parts, cols) {
      const [dlogSize, accumulate] = g.into(logSize);
      // parameters both, and of nothing else: they are new, or added to, together
      const [dfraction] = g.into(fractionality);
      r.call('seedWindowShapeBackward', once, [
        logSize,
        fractionality,
        parts,
        dlogSize,
        dfraction,
        kinds,
        cols,
        most,
        accumulate,
      ]);
    },
  };
}
