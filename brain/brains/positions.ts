import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { add, affine } from '../ops/pointwise.ts';
import { repeatRow } from '../ops/streams.ts';
import { POSITION } from './kind.ts';

/** Positions (T) of new tokens behind the `position` (1) tokens before them. */
export function nextPositions(r: Recording, position: Tensor, time: number): Tensor {
  const steps = r.fixedInput(
    'steps',
    Float32Array.from({ length: time }, (_, i) => i),
    [time, 1],
  );
  return r.view(add(repeatRow(position, time), steps), [time]);
}

/** How many tokens came before: (1) */
export const positionState = (r: Recording): Tensor => r.state(POSITION, [1]);

/** Counts new tokens when a run is committed: after all else that is committed and goes by the old count. */
export function advancePosition(r: Recording, position: Tensor, time: number): void {
  r.during('commit', () => r.commit(position, affine(position, 1, time)));
}
