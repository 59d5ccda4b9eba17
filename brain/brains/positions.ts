import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { add, affine, wrap } from '../ops/pointwise.ts';
import { repeatRow } from '../ops/streams.ts';
import { POSITION } from './kind.ts';

/** Positions (T) of new tokens behind the `position` (1) tokens before them; those beyond `length`, where it is given, begin again at 0. */
export function nextPositions(r: Recording, position: Tensor, time: number, length?: number): Tensor {
  const steps = r.fixedInput(
    'steps',
    Float32Array.from({ length: time }, (_, i) => i),
    [time, 1],
  );
  const places = add(repeatRow(position, time), steps);
  return r.view(length === undefined ? places : wrap(places, length), [time]);
}

/** How many tokens came before: (1) */
export const positionState = (r: Recording): Tensor => r.state(POSITION, [1]);

/** Counts new tokens when a run is committed: after all else that is committed and goes by the old count. `length` as above. */
export function advancePosition(r: Recording, position: Tensor, time: number, length?: number): void {
  r.during('commit', () => {
    const next = affine(position, 1, time);
    r.commit(position, length === undefined ? next : wrap(next, length));
  });
}
