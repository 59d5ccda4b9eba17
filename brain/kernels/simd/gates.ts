// The four gates through which a neuron hears. Row sizes and offsets `c` are in bytes.
import { madd } from './lanes';
import { exp4 } from './math';
import { multiplyInto } from './pointwise';
import { keep, read, write } from './tails';

/** p = softmax over the four gates of one vector of neurons */
function soften(x0: v128, x1: v128, x2: v128, x3: v128, p: usize, size: usize, left: usize): void {
  const top = f32x4.pmax(f32x4.pmax(x0, x1), f32x4.pmax(x2, x3));
  const e0 = exp4(f32x4.sub(x0, top));
  const e1 = exp4(f32x4.sub(x1, top));
  const e2 = exp4(f32x4.sub(x2, top));
  const e3 = exp4(f32x4.sub(x3, top));
  const share = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.add(e0, e1), f32x4.add(e2, e3)));
  write(p, f32x4.mul(e0, share), left);
  write(p + size, f32x4.mul(e1, share), left);
  write(p + 2 * size, f32x4.mul(e2, share), left);
  write(p + 3 * size, f32x4.mul(e3, share), left);
}

/** Beyond ±30 the gates of gateSoftmax do not open further. */
function bounded(x: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, f32x4.splat(-30)), f32x4.splat(30));
}

export function gateSoftmax(from: usize, to: usize, x: usize, p: usize, cols: usize): void {
  const size = cols << 2;
  for (let i = from; i < to; i++) {
    for (let c: usize = 0; c < size; c += 16) {
      const left = size - c;
      const at = 4 * i * size + c;
      const x0 = bounded(read(x + at, left));
      const x1 = bounded(read(x + at + size, left));
      const x2 = bounded(read(x + at + 2 * size, left));
      const x3 = bounded(read(x + at + 3 * size, left));
      soften(x0, x1, x2, x3, p + at, size, left);
    }
  }
}

export function gateSoftmaxBackward(
  from: usize,
  to: usize,
  x: usize,
  p: usize,
  dp: usize,
  dx: usize,
  cols: usize,
  accumulate: i32,
): void {
  const size = cols << 2;
  const kept = keep(accumulate);
  for (let i = from; i < to; i++) {
    for (let c: usize = 0; c < size; c += 16) {
      const left = size - c;
      const begin = 4 * i * size + c;
      let along = f32x4.splat(0);
      for (let at = begin; at < begin + 4 * size; at += size)
        along = madd(read(p + at, left), read(dp + at, left), along);
      for (let at = begin; at < begin + 4 * size; at += size) {
        const open = f32x4.le(f32x4.abs(read(x + at, left)), f32x4.splat(30));
        const d = f32x4.mul(read(p + at, left), f32x4.sub(read(dp + at, left), along));
        write(dx + at, f32x4.add(v128.and(d, open), v128.and(read(dx + at, left), kept)), left);
      }
    }
  }
}

export function gated(
  from: usize,
  to: usize,
  p: usize,
  gate: usize,
  v: usize,
  y: usize,
  cols: usize,
  shared: i32,
  accumulate: i32,
): void {
  const size = cols << 2;
  for (let i = from; i < to; i++) {
    multiplyInto(0, cols, p + (4 * i + gate) * size, v + (shared ? 0 : i * size), y + i * size, accumulate);
  }
}

export function gatedBackward(
  from: usize,
  to: usize,
  v: usize,
  gate: usize,
  dy: usize,
  dp: usize,
  cols: usize,
  shared: i32,
  accumulate: i32,
): void {
  const size = cols << 2;
  for (let i = from; i < to; i++) {
    multiplyInto(0, cols, dy + i * size, v + (shared ? 0 : i * size), dp + (4 * i + gate) * size, accumulate);
  }
}
