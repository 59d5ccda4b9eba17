import { once, overRows } from '../engine/recording.ts';
import { lastAxis, rowsOf, type Tensor } from '../engine/tensor.ts';

/** y = softmax over the last axis; same shape */
export function softmax(x: Tensor): Tensor {
  const [rows, cols] = [rowsOf(x), lastAxis(x)];
  const r = x.recording;
  const y = r.activation(x.shape, x.requiresGrad, 'softmax');
  r.call('softmax', overRows(rows, cols), [x, y, cols]);
  // dx += y⊙(dy − Σ dy⊙y)
  r.trace([y], (g) => {
    const [dx, accumulate] = g.into(x);
    r.call('softmaxBackward', overRows(rows, cols), [y, g.of(y), dx, cols, accumulate]);
  });
  return y;
}

/** y = x / Σx of positive numbers; same shape */
export function shares(x: Tensor): Tensor {
  const r = x.recording;
  const y = r.activation(x.shape, x.requiresGrad, 'shares');
  r.call('shares', once, [x, y, x.size]);
  // dx += (dy − Σ dy⊙y) / Σx
  r.trace([y], (g) => {
    const [dx, accumulate] = g.into(x);
    r.call('sharesBackward', once, [x, y, g.of(y), dx, x.size, accumulate]);
  });
  return y;
}
