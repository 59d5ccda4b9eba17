// Products of a few row vectors with the same matrix, such as the next tokens of several conversations: each row is to the last bit what a
// product of it alone is (matmul-vector.ts), while b is read from memory once for all of them.
import { madd } from './lanes';
import { begin, DOTS, dotRow, dotRows, LONG } from './matmul-vector';
import { across } from './tails';

/** out0 += Σ a0·b and out1 += Σ a1·b over one row of b, which is read once for both; to the last bit what `dotRow` makes of each. */
function dotForTwo(a0: usize, a1: usize, b: usize, bytes: usize, out0: usize, out1: usize): void {
  const end = a0 + bytes;
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let t0 = s0;
  let t1 = s0;
  let t2 = s0;
  let t3 = s0;
  for (; a0 + 64 <= end; a0 += 64) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    s0 = madd(v128.load(a0), b0, s0);
    s1 = madd(v128.load(a0, 16), b1, s1);
    s2 = madd(v128.load(a0, 32), b2, s2);
    s3 = madd(v128.load(a0, 48), b3, s3);
    t0 = madd(v128.load(a1), b0, t0);
    t1 = madd(v128.load(a1, 16), b1, t1);
    t2 = madd(v128.load(a1, 32), b2, t2);
    t3 = madd(v128.load(a1, 48), b3, t3);
    a1 += 64;
    b += 64;
  }
  let sum0 = across(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
  let sum1 = across(f32x4.add(f32x4.add(t0, t1), f32x4.add(t2, t3)));
  for (; a0 < end; a0 += 4) {
    const x = load<f32>(b);
    sum0 += load<f32>(a0) * x;
    sum1 += load<f32>(a1) * x;
    a1 += 4;
    b += 4;
  }
  store<f32>(out0, load<f32>(out0) + sum0);
  store<f32>(out1, load<f32>(out1) + sum1);
}

/** c(m,n) = a(m,k) · b(n,k)ᵀ [+ bias(n)], columns [from, to) of it. */
export function matmulEachNT(
  from: i32,
  to: i32,
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
): void {
  const row = (<usize>k) << 2;
  const line = (<usize>n) << 2;
  if (k >= LONG) {
    for (let j = from; j < to; j += DOTS) {
      const end = min(j + DOTS, to);
      for (let i = 0; i < m; i++) dotRows(j, end, a + <usize>i * row, b, bias, c + <usize>i * line, k, 0);
    }
    return;
  }
  for (let i = 0; i < m; i++) begin(from, to, bias, c + <usize>i * line, 0);
  let other = b + <usize>from * row;
  for (let j = from; j < to; j++) {
    let x = a;
    let out = c + ((<usize>j) << 2);
    let i = 0;
    for (; i + 2 <= m; i += 2) {
      dotForTwo(x, x + row, other, row, out, out + line);
      x += 2 * row;
      out += 2 * line;
    }
    if (i < m) store<f32>(out, load<f32>(out) + dotRow(x, other, row));
    other += row;
  }
}
