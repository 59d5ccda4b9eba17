// Products of one row vector: every number of b is used once, so b is read straight from memory at memory's speed.
import { madd } from './lanes';
import { across } from './tails';

/** The start of each sum: (accumulate ? c : 0) + (bias or nothing), for columns [from, to). */
function begin(from: i32, to: i32, bias: usize, c: usize, accumulate: i32): void {
  for (let j = from; j < to; j++) {
    const at = (<usize>j) << 2;
    let sum: f32 = accumulate ? load<f32>(c + at) : 0;
    if (bias) sum += load<f32>(bias + at);
    store<f32>(c + at, sum);
  }
}

/** c(1,n) = a(1,k) · b(k,n): adds up the rows of b, eight at a time, for columns [from, to). */
export function combineRows(
  from: i32,
  to: i32,
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  n: i32,
  k: i32,
  accumulate: i32,
): void {
  begin(from, to, bias, c, accumulate);
  const stride = (<usize>n) << 2;
  const first = c + ((<usize>from) << 2);
  const vectorsEnd = first + ((<usize>((to - from) & ~3)) << 2);
  const end = c + ((<usize>to) << 2);
  let row = b + ((<usize>from) << 2);
  let p = 0;
  for (; p + 8 <= k; p += 8) {
    const x0 = v128.load32_splat(a);
    const x1 = v128.load32_splat(a, 4);
    const x2 = v128.load32_splat(a, 8);
    const x3 = v128.load32_splat(a, 12);
    const x4 = v128.load32_splat(a, 16);
    const x5 = v128.load32_splat(a, 20);
    const x6 = v128.load32_splat(a, 24);
    const x7 = v128.load32_splat(a, 28);
    let r0 = row;
    let r4 = row + 4 * stride;
    const stride3 = 3 * stride;
    let out = first;
    while (out < vectorsEnd) {
      let sum = madd(x0, v128.load(r0), v128.load(out));
      sum = madd(x1, v128.load(r0 + stride), sum);
      sum = madd(x2, v128.load(r0 + 2 * stride), sum);
      sum = madd(x3, v128.load(r0 + stride3), sum);
      sum = madd(x4, v128.load(r4), sum);
      sum = madd(x5, v128.load(r4 + stride), sum);
      sum = madd(x6, v128.load(r4 + 2 * stride), sum);
      sum = madd(x7, v128.load(r4 + stride3), sum);
      v128.store(out, sum);
      r0 += 16;
      r4 += 16;
      out += 16;
    }
    for (; out < end; out += 4) {
      let at = r0;
      let sum = v128.load32_splat(out);
      for (let i: usize = 0; i < 32; i += 4) {
        sum = madd(v128.load32_splat(a + i), v128.load32_splat(at), sum);
        at += stride;
      }
      v128.store_lane<u32>(out, sum, 0);
      r0 += 4;
    }
    a += 32;
    row += 8 * stride;
  }
  for (; p < k; p++) {
    const x = v128.load32_splat(a);
    let r = row;
    let out = first;
    for (; out < vectorsEnd; out += 16) {
      v128.store(out, madd(x, v128.load(r), v128.load(out)));
      r += 16;
    }
    for (; out < end; out += 4) {
      v128.store_lane<u32>(out, madd(x, v128.load32_splat(r), v128.load32_splat(out)), 0);
      r += 4;
    }
    a += 4;
    row += stride;
  }
}

/** Numbers of a row from which on several rows at a time are read faster than one: then `a` is too long for the nearest cache. */
const LONG = 4096;

/** Σ a·b over one row of so many bytes. */
function dotRow(a: usize, b: usize, bytes: usize): f32 {
  const end = a + bytes;
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (; a + 64 <= end; a += 64) {
    s0 = madd(v128.load(a), v128.load(b), s0);
    s1 = madd(v128.load(a, 16), v128.load(b, 16), s1);
    s2 = madd(v128.load(a, 32), v128.load(b, 32), s2);
    s3 = madd(v128.load(a, 48), v128.load(b, 48), s3);
    b += 64;
  }
  let sum = across(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
  for (; a < end; a += 4) {
    sum += load<f32>(a) * load<f32>(b);
    b += 4;
  }
  return sum;
}

/** Four rows, one behind the other, at once: out[0…3] += a·b. */
function dotFourRows(a: usize, b: usize, stride: usize, out: usize): void {
  const whole = stride & ~31;
  const b1 = b + stride;
  const b2 = b1 + stride;
  const b3 = b2 + stride;
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let t0 = s0;
  let t1 = s0;
  let t2 = s0;
  let t3 = s0;
  let p: usize = 0;
  for (; p < whole; p += 32) {
    const x = v128.load(a + p);
    const y = v128.load(a + p, 16);
    s0 = madd(x, v128.load(b + p), s0);
    t0 = madd(y, v128.load(b + p, 16), t0);
    s1 = madd(x, v128.load(b1 + p), s1);
    t1 = madd(y, v128.load(b1 + p, 16), t1);
    s2 = madd(x, v128.load(b2 + p), s2);
    t2 = madd(y, v128.load(b2 + p, 16), t2);
    s3 = madd(x, v128.load(b3 + p), s3);
    t3 = madd(y, v128.load(b3 + p, 16), t3);
  }
  const rest = stride - p;
  const x = a + p;
  store<f32>(out, load<f32>(out) + across(f32x4.add(s0, t0)) + dotRow(x, b + p, rest));
  store<f32>(out, load<f32>(out, 4) + across(f32x4.add(s1, t1)) + dotRow(x, b1 + p, rest), 4);
  store<f32>(out, load<f32>(out, 8) + across(f32x4.add(s2, t2)) + dotRow(x, b2 + p, rest), 8);
  store<f32>(out, load<f32>(out, 12) + across(f32x4.add(s3, t3)) + dotRow(x, b3 + p, rest), 12);
}

/** c(1,n) = a(1,k) · b(n,k)ᵀ, for columns [from, to), which begin at a multiple of four where rows are long. */
export function dotRows(from: i32, to: i32, a: usize, b: usize, bias: usize, c: usize, k: i32, accumulate: i32): void {
  begin(from, to, bias, c, accumulate);
  const stride = (<usize>k) << 2;
  let row = b + <usize>from * stride;
  let out = c + ((<usize>from) << 2);
  let j = from;
  if (k >= LONG)
    for (; j + 4 <= to; j += 4) {
      dotFourRows(a, row, stride, out);
      out += 16;
      row += 4 * stride;
    }
  for (; j < to; j++) {
    store<f32>(out, load<f32>(out) + dotRow(a, row, stride));
    out += 4;
    row += stride;
  }
}
