import { each, type Variable } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';

/** The variables that masks are drawn from, beside the number of their call. Both begin at 0 and may be any whole number of 32 bits. */
export const DROPOUT_SEED = 'dropout.seed';
export const DROPOUT_STEP = 'dropout.step';

/** Where brains have dropout: on what they read, on what the neurons of a lobe or block say, and on what that adds to the residual stream. */
export const DROPOUT_PLACES = ['embedding', 'lobe', 'residual'] as const;
export type DropoutPlace = (typeof DROPOUT_PLACES)[number];

/** The variable that holds the rate of all dropout at one place. It begins at 0: nothing is left out. */
export const dropoutRate = (place: DropoutPlace): string => `dropout.${place}`;

/** Dropout at the rate of a place where a brain learns, and nothing of the kind where it speaks. */
export type LeaveOut = (x: Tensor, place: DropoutPlace) => Tensor;
export const leaveOut = (learning: boolean): LeaveOut =>
  learning ? (x, place) => dropout(x, x.recording.variable(dropoutRate(place), 0)) : (x) => x;

/**
 * y = x⊙mask/(1 − rate): every element is left out with probability `rate`, and the others are raised, so that the mean stays. Another
 * mask for every seed, step and call of a recording; the way back draws the same one again, so nothing is kept for it.
 */
export function dropout(x: Tensor, rate: Variable | number): Tensor {
  const r = x.recording;
  const y = r.activation(x.shape, x.requiresGrad, 'dropout');
  const draw = [rate, r.variable(DROPOUT_SEED, 0), r.variable(DROPOUT_STEP, 0), r.nextMask()] as const;
  r.call('dropout', each(y.size), [x, y, ...draw, 0]);
  // dx += dy⊙mask/(1 − rate)
  r.trace([y], (g) => {
    const [dx, accumulate] = g.into(x);
    r.call('dropout', each(y.size), [g.of(y), dx, ...draw, accumulate]);
  });
  return y;
}
