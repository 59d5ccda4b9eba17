import { constant } from '../../engine/parameters.ts';
import type { Recording } from '../../engine/recording.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { gatedSum, gateSoftmax } from '../../ops/gates.ts';
import { addBias } from '../../ops/matmul.ts';
import { add, affine, scaleBy, sigmoid } from '../../ops/pointwise.ts';
import { takeRows } from '../../ops/streams.ts';
import { linearLayer } from '../linear.ts';
import { refinement } from './windows.ts';

/**
 * The original's memory: a(M,N) -> (M,N). Short and long memory are the same for all positions of a step; those of the last
 * position are committed once the step is done (brain/README.md, step 5).
 */
export function constantMemory(
  r: Recording,
  name: string,
  a: Tensor,
  channels: number,
): { out: Tensor; short: Tensor; long: Tensor } {
  const [rows, count] = a.shape;
  return r.inside(name, () => {
    // S' = σ(s)·S + (1−σ(s))·a
    const fade = (memory: string, logit: string, start: number) => {
      const before = r.state(memory, [count]);
      const keep = sigmoid(r.parameter(logit, [1], constant(start), { bounds: [-5, 5] }));
      const now = addBias(scaleBy(affine(keep, -1, 1), a), scaleBy(keep, before));
      const last = takeRows(now, rows - 1, 1);
      r.commit(before, last);
      return { now, last };
    };
    const short = fade('shortTermMemory', 'shortTermDecay', 0.7);
    const long = fade('longTermMemory', 'longTermDecay', 0.95);
    const query = linearLayer(r, 'inputReducer', a, channels);
    const gates = gateSoftmax(linearLayer(r, 'gateLayer2', query, 4 * count));
    const first = gatedSum(gates, [
      [0, short.now],
      [1, long.now],
      [2, a],
    ]);
    const asked = add(r.stopGradient(query), linearLayer(r, 'memoryProjector', first, channels));
    const influence = refinement(r, 'memoryInfluence2', asked, count);
    return { out: add(first, gatedSum(gates, [[3, influence]])), short: short.last, long: long.last };
  });
}
