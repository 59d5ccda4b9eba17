import { once, overColumns, overNeurons } from '../engine/recording.ts';
import { describe, type Tensor } from '../engine/tensor.ts';

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
  const share = overNeurons(streams, cols, (length + time) * kinds);
  r.call('windows', share, [x, history, shape, mix, sums, y, time, length, cols, kinds]);
  r.trace([y], (g) => {
    const dy = g.of(y);
    // dmix_k += Σ dy⊙mean_k, and the gradients of each window's fraction and divisor
    const [dmix, accumulateMix] = g.into(mix);
    const mixes = r.activation([streams, kinds, cols], false, 'mixSlopes');
    const parts = r.activation([streams * cols, kinds, 2], false, 'windowParts');
    // biome-ignore format: what is read, what is written, sizes
    r.call('windowsBackwardMix', share, [
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
      r.call('windowsBackward', share, [shape, mix, dy, tails, dx, time, cols, kinds, accumulate]);
    }
  });
  return y;
}

/** next(B,H,N): the last H rows of [history; x]; it may be the history itself. No gradient. */
export function shiftHistory(
  history: Tensor,
  x: Tensor,
  next = x.recording.activation(history.shape, false, 'nextHistory'),
): Tensor {
  const [streams, length, cols] = history.shape;
  const share = { work: streams, grain: 1, cost: next.size };
  x.recording.call('shiftHistory', share, [history, x, next, length, x.shape[1], cols]);
  return next;
}
