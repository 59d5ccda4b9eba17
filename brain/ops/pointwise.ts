import { each, once } from '../engine/recording.ts';
import { mustMatch, type Tensor } from '../engine/tensor.ts';

/** y = a + b, same shapes */
export function add(a: Tensor, b: Tensor): Tensor {
  mustMatch('add', a, b);
  const r = a.recording;
  const y = r.activation(a.shape, a.requiresGrad || b.requiresGrad, 'sum');
  r.call('add', each(y.size), [a, b, y]);
  // da += dy, db += dy
  r.trace([y], (g) => {
    for (const x of [a, b]) if (g.wants(x)) r.call('scaleInto', each(y.size), [g.of(y), 1, ...g.into(x)]);
  });
  return y;
}

/** y = scale·x + shift, with fixed numbers */
export function affine(x: Tensor, scale: number, shift: number): Tensor {
  const r = x.recording;
  const y = r.activation(x.shape, x.requiresGrad, 'affine');
  r.call('affine', each(y.size), [x, scale, shift, y]);
  // dx += scale·dy
  r.trace([y], (g) => r.call('scaleInto', each(y.size), [g.of(y), scale, ...g.into(x)]));
  return y;
}

/** y = a⊙b, same shapes */
export function multiply(a: Tensor, b: Tensor): Tensor {
  mustMatch('multiply', a, b);
  const r = a.recording;
  const y = r.activation(a.shape, a.requiresGrad || b.requiresGrad, 'product');
  r.call('multiplyInto', each(y.size), [a, b, y, 0]);
  // da += dy⊙b, db += dy⊙a
  r.trace([y], (g) => {
    if (g.wants(a)) r.call('multiplyInto', each(y.size), [g.of(y), b, ...g.into(a)]);
    if (g.wants(b)) r.call('multiplyInto', each(y.size), [g.of(y), a, ...g.into(b)]);
  });
  return y;
}

/** y = s·x, where s holds one number */
export function scaleBy(s: Tensor, x: Tensor): Tensor {
  if (s.size !== 1) throw new Error(`scaleBy: the factor must hold one number, got (${s.shape.join(',')})`);
  const r = x.recording;
  const y = r.activation(x.shape, x.requiresGrad || s.requiresGrad, 'scaled');
  r.call('scaleByInto', each(y.size), [s, x, y, 0]);
  // dx += s·dy, ds += Σ dy·x
  r.trace([y], (g) => {
    if (g.wants(x)) r.call('scaleByInto', each(y.size), [s, g.of(y), ...g.into(x)]);
    if (g.wants(s)) r.call('dot', once, [g.of(y), x, y.size, ...g.into(s)]);
  });
  return y;
}

/** y = min(max(x, low), high); no slope outside */
export function clamp(x: Tensor, low: number, high: number): Tensor {
  const r = x.recording;
  const y = r.activation(x.shape, x.requiresGrad, 'clamped');
  r.call('clamp', each(y.size), [x, low, high, y]);
  // dx += dy where low ≤ x ≤ high
  r.trace([y], (g) => r.call('clampBackward', each(y.size), [x, low, high, g.of(y), ...g.into(x)]));
  return y;
}

/** y = σ(x) = 1/(1 + e^−x) */
export function sigmoid(x: Tensor): Tensor {
  const r = x.recording;
  const y = r.activation(x.shape, x.requiresGrad, 'sigmoid');
  r.call('sigmoid', each(y.size), [x, y]);
  // dx += dy⊙y⊙(1 − y)
  r.trace([y], (g) => r.call('sigmoidBackward', each(y.size), [y, g.of(y), ...g.into(x)]));
  return y;
}

/** A gelu whose slope is found on the way, so that going back is one product. */
function smoothGate(x: Tensor, kernel: 'gelu' | 'geluTanh'): Tensor {
  const r = x.recording;
  const y = r.activation(x.shape, x.requiresGrad, 'gelu');
  if (!x.requiresGrad) {
    r.call(kernel, each(y.size), [x, y]);
    return y;
  }
  const slope = r.activation(x.shape, false, 'slope');
  r.call(`${kernel}WithSlope`, each(y.size), [x, y, slope]);
  // dx += dy⊙slope
  r.trace([y], (g) => r.call('multiplyInto', each(y.size), [g.of(y), slope, ...g.into(x)]));
  return y;
}

/** y = x·Φ(x), the exact form (Hendrycks & Gimpel 2016); slope Φ(x) + x⊙φ(x) */
export const gelu = (x: Tensor): Tensor => smoothGate(x, 'gelu');

/** y = x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))): the form of the same paper that OpenAI's GPT-2 has, within 0.0005 of the exact one */
export const geluTanh = (x: Tensor): Tensor => smoothGate(x, 'geluTanh');

/** y = max(x, 0) */
export function relu(x: Tensor): Tensor {
  const r = x.recording;
  const y = r.activation(x.shape, x.requiresGrad, 'relu');
  r.call('relu', each(y.size), [x, y]);
  // dx += dy where x > 0
  r.trace([y], (g) => r.call('reluBackward', each(y.size), [y, g.of(y), ...g.into(x)]));
  return y;
}

/** y = x − length·⌊x/length⌋, for places that begin again after `length`. No gradient. */
export function wrap(x: Tensor, length: number): Tensor {
  const r = x.recording;
  const y = r.activation(x.shape, false, 'wrapped');
  r.call('wrap', each(y.size), [x, length, y]);
  return y;
}
