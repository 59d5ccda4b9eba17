// Sums over many elements: those over all parameters end in float64, because they are long.
import { madd } from './lanes';
import { addRows } from './streams';
import { read } from './tails';

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
