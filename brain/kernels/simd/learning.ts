// Sums over many elements (those over all parameters end in float64, because they are long), and the optimizer.
import { madd } from './lanes';
import { addRows } from './streams';
import { read, write } from './tails';

function low(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

function high(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<u64>(x, x, 1, 1));
}

/** Σ a·b over `size` bytes */
function product(a: usize, b: usize, size: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let i: usize = 0;
  for (; i < size; i += 16) {
    const left = size - i;
    const u = read(a + i, left);
    const v = read(b + i, left);
    s0 = f64x2.add(s0, f64x2.mul(low(u), low(v)));
    s1 = f64x2.add(s1, f64x2.mul(high(u), high(v)));
  }
  const sum = f64x2.add(s0, s1);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

export function dot(_from: usize, _to: usize, a: usize, b: usize, count: usize, out: usize, accumulate: i32): void {
  const before: f64 = accumulate ? load<f32>(out) : 0;
  store<f32>(out, <f32>(product(a, b, count << 2) + before));
}

export function sumRows(from: usize, to: usize, x: usize, y: usize, rows: usize, cols: usize, accumulate: i32): void {
  if (!accumulate) memory.fill(y + (from << 2), 0, (to - from) << 2);
  addRows(from, to, x, y, rows, cols);
}

/** Bytes whose squares are added up in float32 first, eight to a lane: the sum differs by about one rounding to float32. */
const PIECE: usize = 512;

/** Σ x² from `at` to `end`; in float64 all but the first few of each sum, which is where the time goes. */
function squares(at: usize, end: usize): f64 {
  let total = f64x2.splat(0);
  while (at + PIECE <= end) {
    const stop = at + PIECE;
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (; at < stop; at += 64) {
      const u0 = v128.load(at);
      const u1 = v128.load(at, 16);
      const u2 = v128.load(at, 32);
      const u3 = v128.load(at, 48);
      s0 = madd(u0, u0, s0);
      s1 = madd(u1, u1, s1);
      s2 = madd(u2, u2, s2);
      s3 = madd(u3, u3, s3);
    }
    total = f64x2.add(total, f64x2.add(f64x2.add(low(s0), high(s0)), f64x2.add(low(s1), high(s1))));
    total = f64x2.add(total, f64x2.add(f64x2.add(low(s2), high(s2)), f64x2.add(low(s3), high(s3))));
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1) + product(at, at, end - at);
}

export function sumSquares(from: usize, to: usize, x: usize, y: usize, count: usize, block: usize): void {
  for (let b = from; b < to; b++) {
    const begin = b * block;
    const end = min<usize>(begin + block, max<usize>(begin, count));
    store<f32>(y + (b << 2), <f32>squares(x + (begin << 2), x + (end << 2)));
  }
}

export function clipFactor(
  _from: usize,
  _to: usize,
  partials: usize,
  count: usize,
  limit: f64,
  scale: f64,
  out: usize,
): void {
  let sum: f64 = 0;
  for (let i: usize = 0; i < count; i++) sum += <f64>load<f32>(partials + (i << 2));
  const norm = scale * sqrt<f64>(sum);
  store<f32>(out, <f32>norm);
  store<f32>(out, <f32>(limit > 0 && norm > limit ? (scale * limit) / norm : scale), 4);
}

export function adamw(
  from: usize,
  to: usize,
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  factor: usize,
  rate: f64,
  beta1: f64,
  beta2: f64,
  eps: f64,
  decay: f64,
  c1: f64,
  c2: f64,
): void {
  // What is close to 1 is subtracted in float64: 1 − 0.999 would lose three digits in float32.
  const clip = v128.load32_splat(factor, 4);
  const b1 = f32x4.splat(<f32>beta1);
  const b2 = f32x4.splat(<f32>beta2);
  const fresh1 = f32x4.splat(<f32>(1 - beta1));
  const fresh2 = f32x4.splat(<f32>(1 - beta2));
  const step = f32x4.splat(<f32>(-rate / c1));
  const shrink = f32x4.splat(<f32>(-rate * decay));
  const lift = f32x4.splat(<f32>(1 / c2));
  const least = f32x4.splat(<f32>eps);
  const end = to << 2;
  let i = from << 2;
  for (; i + 32 <= end; i += 32) {
    const slope0 = f32x4.mul(v128.load(g + i), clip);
    const slope1 = f32x4.mul(v128.load(g + i, 16), clip);
    const first0 = madd(b1, v128.load(m + i), f32x4.mul(fresh1, slope0));
    const first1 = madd(b1, v128.load(m + i, 16), f32x4.mul(fresh1, slope1));
    const second0 = madd(b2, v128.load(v + i), f32x4.mul(fresh2, f32x4.mul(slope0, slope0)));
    const second1 = madd(b2, v128.load(v + i, 16), f32x4.mul(fresh2, f32x4.mul(slope1, slope1)));
    v128.store(m + i, first0);
    v128.store(m + i, first1, 16);
    v128.store(v + i, second0);
    v128.store(v + i, second1, 16);
    const root0 = f32x4.add(f32x4.sqrt(f32x4.mul(second0, lift)), least);
    const root1 = f32x4.add(f32x4.sqrt(f32x4.mul(second1, lift)), least);
    const weight0 = v128.load(w + i);
    const weight1 = v128.load(w + i, 16);
    v128.store(w + i, f32x4.add(weight0, madd(shrink, weight0, f32x4.div(f32x4.mul(step, first0), root0))));
    v128.store(w + i, f32x4.add(weight1, madd(shrink, weight1, f32x4.div(f32x4.mul(step, first1), root1))), 16);
  }
  for (; i < end; i += 16) {
    const left = end - i;
    const slope = f32x4.mul(read(g + i, left), clip);
    const weight = read(w + i, left);
    const first = madd(b1, read(m + i, left), f32x4.mul(fresh1, slope));
    const second = madd(b2, read(v + i, left), f32x4.mul(fresh2, f32x4.mul(slope, slope)));
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(second, lift)), least);
    const moved = f32x4.add(weight, madd(shrink, weight, f32x4.div(f32x4.mul(step, first), root)));
    write(m + i, first, left);
    write(v + i, second, left);
    write(w + i, moved, left);
  }
}

export function movingMean(from: usize, to: usize, x: usize, share: f64, y: usize): void {
  const part = f32x4.splat(<f32>share);
  const end = to << 2;
  for (let i = from << 2; i < end; i += 16) {
    const left = end - i;
    const mean = read(y + i, left);
    write(y + i, madd(part, f32x4.sub(read(x + i, left), mean), mean), left);
  }
}
