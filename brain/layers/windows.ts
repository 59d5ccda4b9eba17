import { normal, values } from '../engine/parameters.ts';
import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { shiftHistory } from '../ops/streams.ts';
import { realWindows } from '../ops/window-shapes.ts';
import { windows } from '../ops/windows.ts';

/** Sizes the windows begin with, in tokens; those longer than the longest allowed are left out. */
const START = [1, 2, 3, 4, 8, 32];

/**
 * Interneuron windows: each neuron hears its own mix of means over the last w tokens. a(B,T,N) -> (B,T,N).
 * Unlike the original: sizes are real numbers from 1 token up with a true gradient, and the cerebellum is per neuron and may be
 * negative, so that a neuron can hear "the token three back". The last H activations are carried from chunk to chunk.
 */
export function interneurons(r: Recording, activations: Tensor, longest: number): Tensor {
  const [streams, , count] = activations.shape;
  return r.inside('windows', () => {
    const start = START.filter((size) => size <= longest);
    const logSize = r.parameter('logSize', [start.length], values(start.map(Math.log)), {
      bounds: [0, Math.log(longest)],
    });
    const cerebellum = r.parameter('cerebellum', [start.length, count], normal(0.3), { group: 'plain' });
    const history = r.state('history', [streams, longest, count]);
    const sizes = realWindows(logSize, longest);
    const means = windows(activations, history, sizes, cerebellum);
    r.during('commit', () => shiftHistory(history, activations, history));
    return means;
  });
}
