// Products of one row vector: every number of b is used once, so b is read straight from memory at memory's speed.
import { madd } from './lanes';
import { across } from './tails';

/** The start of each sum: (accumulate ? c : 0) + (bias or nothing), for columns [from, to). */
export function begin(from: i32, to: i32, bias: usize, c: usize, accumulate: i32): void {
  for (let j = from; j < to; j++) {
    const at = (<usize>j) << 2;
    let sum: f32 = accumulate ? load<f32>(c + at) : 0;
    if (bias) sum += load<f32>(bias + at);
    store<f32>(c + at, sum);
  }
}

/** Rows of b that are added up at once: the more, the less often c is read and written. */
const AT_ONCE = 16;
/** Bytes of each that are read before the next row: as many as the memory hands out at once. */
const LINE: usize = 64;

/** c(1,n) = a(1,k) · b(k,n): adds up the rows of b, for columns [from, to). */
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
  const end = c + ((<usize>to) << 2);
  const lines = (end - first) & ~(LINE - 1);
  let row = b + ((<usize>from) << 2);
  let p = 0;
  for (; p + AT_ONCE <= k; p += AT_ONCE) {
    combineSixteen(a, row, stride, first, first + lines);
    combineColumns(a, row + lines, stride, first + lines, end, AT_ONCE);
    a += AT_ONCE << 2;
    row += AT_ONCE * stride;
  }
  combineColumns(a, row, stride, first, end, k - p);
}

/** c += Σ_i a[i]·(row i of b) over `rows` rows, one column after the other. */
function combineColumns(a: usize, b: usize, stride: usize, c: usize, end: usize, rows: i32): void {
  const after = a + ((<usize>rows) << 2);
  for (; c < end; c += 4) {
    let sum = v128.load32_splat(c);
    let at = b;
    for (let x = a; x < after; x += 4) {
      sum = madd(v128.load32_splat(x), v128.load32_splat(at), sum);
      at += stride;
    }
    v128.store_lane<u32>(c, sum, 0);
    b += 4;
  }
}

/** s + x0·row 0 + … + x3·row 3, four lanes of each row. */
function addFour(s: v128, x0: v128, x1: v128, x2: v128, x3: v128, row: usize, stride: usize): v128 {
  s = madd(x0, v128.load(row), s);
  row += stride;
  s = madd(x1, v128.load(row), s);
  row += stride;
  s = madd(x2, v128.load(row), s);
  row += stride;
  return madd(x3, v128.load(row), s);
}

/** c += Σ_i a[i]·(row i of b) over sixteen rows, whole lines only. */
function combineSixteen(a: usize, b: usize, stride: usize, c: usize, end: usize): void {
  const x0 = v128.load32_splat(a);
  const x1 = v128.load32_splat(a, 4);
  const x2 = v128.load32_splat(a, 8);
  const x3 = v128.load32_splat(a, 12);
  const x4 = v128.load32_splat(a, 16);
  const x5 = v128.load32_splat(a, 20);
  const x6 = v128.load32_splat(a, 24);
  const x7 = v128.load32_splat(a, 28);
  const x8 = v128.load32_splat(a, 32);
  const x9 = v128.load32_splat(a, 36);
  const x10 = v128.load32_splat(a, 40);
  const x11 = v128.load32_splat(a, 44);
  const x12 = v128.load32_splat(a, 48);
  const x13 = v128.load32_splat(a, 52);
  const x14 = v128.load32_splat(a, 56);
  const x15 = v128.load32_splat(a, 60);
  let b4 = b + 4 * stride;
  let b8 = b4 + 4 * stride;
  let b12 = b8 + 4 * stride;
  for (; c < end; c += LINE) {
    let s = addFour(v128.load(c), x0, x1, x2, x3, b, stride);
    s = addFour(s, x4, x5, x6, x7, b4, stride);
    s = addFour(s, x8, x9, x10, x11, b8, stride);
    v128.store(c, addFour(s, x12, x13, x14, x15, b12, stride));
    s = addFour(v128.load(c, 16), x0, x1, x2, x3, b + 16, stride);
    s = addFour(s, x4, x5, x6, x7, b4 + 16, stride);
    s = addFour(s, x8, x9, x10, x11, b8 + 16, stride);
    v128.store(c, addFour(s, x12, x13, x14, x15, b12 + 16, stride), 16);
    s = addFour(v128.load(c, 32), x0, x1, x2, x3, b + 32, stride);
    s = addFour(s, x4, x5, x6, x7, b4 + 32, stride);
    s = addFour(s, x8, x9, x10, x11, b8 + 32, stride);
    v128.store(c, addFour(s, x12, x13, x14, x15, b12 + 32, stride), 32);
    s = addFour(v128.load(c, 48), x0, x1, x2, x3, b + 48, stride);
    s = addFour(s, x4, x5, x6, x7, b4 + 48, stride);
    s = addFour(s, x8, x9, x10, x11, b8 + 48, stride);
    v128.store(c, addFour(s, x12, x13, x14, x15, b12 + 48, stride), 48);
    b += LINE;
    b4 += LINE;
    b8 += LINE;
    b12 += LINE;
  }
}

/** Numbers of a row from which on several rows at a time are read faster than one: then `a` is too long for the nearest cache. */
export const LONG = 4096;

/** Σ a·b over one row, its length in bytes. */
export function dotRow(a: usize, b: usize, bytes: usize): f32 {
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

/** Rows of b that are read at once where they are long. */
export const DOTS: i32 = 12;

/** Σ a·b over one long row, each lane one chain: as `dotTwelveRows` adds. */
function dotLongRow(a: usize, b: usize, bytes: usize): f32 {
  const end = a + (bytes & ~15);
  let s = f32x4.splat(0);
  for (; a < end; a += 16) {
    s = madd(v128.load(a), v128.load(b), s);
    b += 16;
  }
  return across(s) + dotRow(a, b, bytes & 15);
}

/** Twelve long rows, one behind the other, at once: out[0…11] += a·b. */
function dotTwelveRows(a: usize, b: usize, bytes: usize, out: usize): void {
  const end = a + (bytes & ~15);
  const rest = bytes & 15;
  let b1 = b + bytes;
  let b2 = b1 + bytes;
  let b3 = b2 + bytes;
  let b4 = b3 + bytes;
  let b5 = b4 + bytes;
  let b6 = b5 + bytes;
  let b7 = b6 + bytes;
  let b8 = b7 + bytes;
  let b9 = b8 + bytes;
  let b10 = b9 + bytes;
  let b11 = b10 + bytes;
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  let s8 = s0;
  let s9 = s0;
  let s10 = s0;
  let s11 = s0;
  for (; a < end; a += 16) {
    const x = v128.load(a);
    s0 = madd(x, v128.load(b), s0);
    s1 = madd(x, v128.load(b1), s1);
    s2 = madd(x, v128.load(b2), s2);
    s3 = madd(x, v128.load(b3), s3);
    s4 = madd(x, v128.load(b4), s4);
    s5 = madd(x, v128.load(b5), s5);
    s6 = madd(x, v128.load(b6), s6);
    s7 = madd(x, v128.load(b7), s7);
    s8 = madd(x, v128.load(b8), s8);
    s9 = madd(x, v128.load(b9), s9);
    s10 = madd(x, v128.load(b10), s10);
    s11 = madd(x, v128.load(b11), s11);
    b += 16;
    b1 += 16;
    b2 += 16;
    b3 += 16;
    b4 += 16;
    b5 += 16;
    b6 += 16;
    b7 += 16;
    b8 += 16;
    b9 += 16;
    b10 += 16;
    b11 += 16;
  }
  store<f32>(out, load<f32>(out) + (across(s0) + dotRow(a, b, rest)));
  store<f32>(out, load<f32>(out, 4) + (across(s1) + dotRow(a, b1, rest)), 4);
  store<f32>(out, load<f32>(out, 8) + (across(s2) + dotRow(a, b2, rest)), 8);
  store<f32>(out, load<f32>(out, 12) + (across(s3) + dotRow(a, b3, rest)), 12);
  store<f32>(out, load<f32>(out, 16) + (across(s4) + dotRow(a, b4, rest)), 16);
  store<f32>(out, load<f32>(out, 20) + (across(s5) + dotRow(a, b5, rest)), 20);
  store<f32>(out, load<f32>(out, 24) + (across(s6) + dotRow(a, b6, rest)), 24);
  store<f32>(out, load<f32>(out, 28) + (across(s7) + dotRow(a, b7, rest)), 28);
  store<f32>(out, load<f32>(out, 32) + (across(s8) + dotRow(a, b8, rest)), 32);
  store<f32>(out, load<f32>(out, 36) + (across(s9) + dotRow(a, b9, rest)), 36);
  store<f32>(out, load<f32>(out, 40) + (across(s10) + dotRow(a, b10, rest)), 40);
  store<f32>(out, load<f32>(out, 44) + (across(s11) + dotRow(a, b11, rest)), 44);
}

/** c(1,n) = a(1,k) · b(n,k)ᵀ, for columns [from, to). */
export function dotRows(from: i32, to: i32, a: usize, b: usize, bias: usize, c: usize, k: i32, accumulate: i32): void {
  begin(from, to, bias, c, accumulate);
  const stride = (<usize>k) << 2;
  let row = b + <usize>from * stride;
  let out = c + ((<usize>from) << 2);
  let j = from;
  if (k >= LONG)
    for (; j + DOTS <= to; j += DOTS) {
      dotTwelveRows(a, row, stride, out);
      out += 4 * DOTS;
      row += DOTS * stride;
    }
  for (; j < to; j++) {
    store<f32>(out, load<f32>(out) + (k >= LONG ? dotLongRow(a, row, stride) : dotRow(a, row, stride)));
    out += 4;
    row += stride;
  }
}
