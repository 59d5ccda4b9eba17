import { each } from '../engine/recording.ts';
import { mustMatch, type Tensor } from '../engine/tensor.ts';

/**
 * (y − target)², element by element; the gradient seeded for it weighs each element. The backward pass computes the difference again: a target
 * may be known only after the forward pass, as the colour is that a chunk leaves behind.
 */
export function squaredError(y: Tensor, target: Tensor): Tensor {
  mustMatch('squaredError', y, target);
  const r = y.recording;
  const split = each(y.size);
  const difference = (): Tensor => {
    const minus = r.activation(y.shape, false, 'minusTarget');
    const error = r.activation(y.shape, false, 'error');
    r.call('affine', split, [target, -1, 0, minus]);
    r.call('add', split, [y, minus, error]);
    return error;
  };
  const error = difference();
  const squared = r.activation(y.shape, y.requiresGrad || target.requiresGrad, 'squaredError');
  r.call('multiplyInto', split, [error, error, squared, 0]);
  // slope = (y − target)⊙dsquared, dy += 2·slope, dtarget −= 2·slope
  r.trace([squared], (g) => {
    const slope = r.activation(y.shape, false, 'slope');
    r.call('multiplyInto', split, [difference(), g.of(squared), slope, 0]);
    if (g.wants(y)) r.call('scaleInto', split, [slope, 2, ...g.into(y)]);
    if (g.wants(target)) r.call('scaleInto', split, [slope, -2, ...g.into(target)]);
  });
  return squared;
}
