// Products of one row vector: every number of b is used once, so b is read straight from memory at memory's speed.
// The sums run in the same order as in the tiles, so that a row spoken alone equals the same row in a batch.
import { madd } from './lanes';

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

/** Four more steps of four sums: a 4x4 block of b, turned in registers, times x0…x3. */
function fourByFour(r: usize, stride: usize, x0: v128, x1: v128, x2: v128, x3: v128, sum: v128): v128 {
  const r2 = r + 2 * stride;
  const b0 = v128.load(r);
  const b1 = v128.load(r + stride);
  const b2 = v128.load(r2);
  const b3 = v128.load(r2 + stride);
  const y0 = v128.shuffle<f32>(b0, b1, 0, 4, 1, 5);
  const y1 = v128.shuffle<f32>(b2, b3, 0, 4, 1, 5);
  const y2 = v128.shuffle<f32>(b0, b1, 2, 6, 3, 7);
  const y3 = v128.shuffle<f32>(b2, b3, 2, 6, 3, 7);
  sum = madd(x0, v128.shuffle<f64>(y0, y1, 0, 2), sum);
  sum = madd(x1, v128.shuffle<f64>(y0, y1, 1, 3), sum);
  sum = madd(x2, v128.shuffle<f64>(y2, y3, 0, 2), sum);
  return madd(x3, v128.shuffle<f64>(y2, y3, 1, 3), sum);
}

/** One more step of four sums: a column of four numbers of b. */
function fourByOne(r: usize, stride: usize, x: v128, sum: v128): v128 {
  const r2 = r + 2 * stride;
  let b = v128.load32_zero(r);
  b = v128.load_lane<u32>(r + stride, b, 1);
  b = v128.load_lane<u32>(r2, b, 2);
  b = v128.load_lane<u32>(r2 + stride, b, 3);
  return madd(x, b, sum);
}

/** c(1,n) = a(1,k) · b(n,k)ᵀ: sixteen rows of b at a time, four chains side by side, for columns [from, to). */
export function dotRows(from: i32, to: i32, a: usize, b: usize, bias: usize, c: usize, k: i32, accumulate: i32): void {
  begin(from, to, bias, c, accumulate);
  const stride = (<usize>k) << 2;
  const stride4 = 4 * stride;
  const blocks = (<usize>(k & ~3)) << 2;
  let row = b + <usize>from * stride;
  let out = c + ((<usize>from) << 2);
  let j = from;
  for (; j + 16 <= to; j += 16) {
    let sum0 = v128.load(out);
    let sum1 = v128.load(out, 16);
    let sum2 = v128.load(out, 32);
    let sum3 = v128.load(out, 48);
    let r = row;
    let p: usize = 0;
    for (; p < blocks; p += 16) {
      const x0 = v128.load32_splat(a + p);
      const x1 = v128.load32_splat(a + p, 4);
      const x2 = v128.load32_splat(a + p, 8);
      const x3 = v128.load32_splat(a + p, 12);
      sum0 = fourByFour(r, stride, x0, x1, x2, x3, sum0);
      sum1 = fourByFour(r + stride4, stride, x0, x1, x2, x3, sum1);
      sum2 = fourByFour(r + 2 * stride4, stride, x0, x1, x2, x3, sum2);
      sum3 = fourByFour(r + 3 * stride4, stride, x0, x1, x2, x3, sum3);
      r += 16;
    }
    for (; p < stride; p += 4) {
      const x = v128.load32_splat(a + p);
      sum0 = fourByOne(r, stride, x, sum0);
      sum1 = fourByOne(r + stride4, stride, x, sum1);
      sum2 = fourByOne(r + 2 * stride4, stride, x, sum2);
      sum3 = fourByOne(r + 3 * stride4, stride, x, sum3);
      r += 4;
    }
    v128.store(out, sum0);
    v128.store(out, sum1, 16);
    v128.store(out, sum2, 32);
    v128.store(out, sum3, 48);
    out += 64;
    row += 16 * stride;
  }
  for (; j < to; j++) {
    let sum = v128.load32_splat(out);
    for (let p: usize = 0; p < stride; p += 4) {
      sum = madd(v128.load32_splat(a + p), v128.load32_splat(row + p), sum);
    }
    v128.store_lane<u32>(out, sum, 0);
    out += 4;
    row += stride;
  }
}
