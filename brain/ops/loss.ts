import { mustMatch, type Tensor } from '../engine/tensor.ts';
import { add, affine, multiply } from './pointwise.ts';

/** (y − target)², element by element; the gradient seeded for it weighs each element */
export function squaredError(y: Tensor, target: Tensor): Tensor {
  mustMatch('squaredError', y, target);
  const error = add(y, affine(target, -1, 0));
  return multiply(error, error);
}
