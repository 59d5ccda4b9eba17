// c = a·bᵀ with b stored shorter than float32. One row of a goes past b as it lies in memory; several rows take b decoded, panel by
// panel, through the product of matmul.ts.
import { at, madd } from './lanes';
import { storedProduct } from './matmul';
import {
  BF16,
  F16,
  lower,
  numberOf,
  powerAt,
  Q8_0,
  storedHeadBytes,
  storedRowAt,
  storedRowBytes,
  upper,
} from './storage';
import { across, read } from './tails';

/** What a is multiplied by, so that no product with the bits of a half is denormal. */
const LIFT: f32 = reinterpret<f32>((127 + 64) << 23); // 2^64
/** 2^112 without it */
const REST: f32 = reinterpret<f32>((127 + 48) << 23); // 2^48

export function matmulStored(
  from: i32,
  to: i32,
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  code: i32,
  scratch: usize,
): void {
  if (m > 1) {
    storedProduct(from, to, a, b, bias, c, m, n, k, 0, 1, code, scratch);
    return;
  }
  if (code === Q8_0) {
    wholeRows(from, to, a, b, bias, c, n, k, scratch);
    return;
  }
  part(a, k, code === F16 ? LIFT : 1, scratch);
  if (code === F16) halfRows<u16>(from, to, b, bias, c, n, k, F16, scratch);
  else halfRows<f32>(from, to, b, bias, c, n, k, BF16, scratch);
}

export function matmulStoredNN(
  from: i32,
  to: i32,
  a: usize,
  b: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  accumulate: i32,
  code: i32,
  scratch: usize,
): void {
  storedProduct(from, to, a, b, 0, c, m, n, k, accumulate, 0, code, scratch);
}

/** a by eights: its even places, then its odd ones, all times `factor`; 0 behind its end. */
function part(a: usize, k: i32, factor: f32, out: usize): void {
  const size = at(k);
  const lanes = f32x4.splat(factor);
  const end = at((k + 15) & ~15);
  for (let p: usize = 0; p < end; p += 32) {
    const x = f32x4.mul(p < size ? read(a + p, size - p) : f32x4.splat(0), lanes);
    const y = f32x4.mul(p + 16 < size ? read(a + p + 16, size - p - 16) : f32x4.splat(0), lanes);
    v128.store(out + p, v128.shuffle<f32>(x, y, 0, 2, 4, 6));
    v128.store(out + p, v128.shuffle<f32>(x, y, 1, 3, 5, 7), 16);
  }
}

function halfRows<T>(from: i32, to: i32, b: usize, bias: usize, c: usize, n: i32, k: i32, code: i32, a: usize): void {
  const size = storedRowBytes(code, k);
  const end = a + at((k + 15) & ~15);
  const first = b + storedHeadBytes(code, n);
  for (let j = from; j < to; ) {
    const row = first + storedRowAt(code, j, size);
    // a share of the work may begin and end within four rows
    if ((j & 3) === 0 && j + 4 <= to) {
      fourRows<T>(row, a, end, c + at(j));
      for (let i = j; i < j + 4; i++) give(c, bias, i, load<f32>(c + at(i)), b, code);
      j += 4;
    } else {
      give(c, bias, j, oneRow<T>(row, a, end), b, code);
      j++;
    }
  }
}

/** out[0…3] = Σ of four rows that lie together with a. */
function fourRows<T>(rows: usize, a: usize, end: usize, out: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let t0 = s0;
  let t1 = s0;
  let t2 = s0;
  let t3 = s0;
  for (; a < end; a += 32) {
    const even = v128.load(a);
    const odd = v128.load(a, 16);
    let x = v128.load(rows);
    s0 = madd(lower<T>(x), even, s0);
    t0 = madd(upper<T>(x), odd, t0);
    x = v128.load(rows, 16);
    s1 = madd(lower<T>(x), even, s1);
    t1 = madd(upper<T>(x), odd, t1);
    x = v128.load(rows, 32);
    s2 = madd(lower<T>(x), even, s2);
    t2 = madd(upper<T>(x), odd, t2);
    x = v128.load(rows, 48);
    s3 = madd(lower<T>(x), even, s3);
    t3 = madd(upper<T>(x), odd, t3);
    rows += 64;
  }
  store<f32>(out, across(f32x4.add(s0, t0)));
  store<f32>(out, across(f32x4.add(s1, t1)), 4);
  store<f32>(out, across(f32x4.add(s2, t2)), 8);
  store<f32>(out, across(f32x4.add(s3, t3)), 12);
}

/** Σ of one row with a, added up as by `fourRows`. */
function oneRow<T>(row: usize, a: usize, end: usize): f32 {
  let s = f32x4.splat(0);
  let t = s;
  for (; a < end; a += 32) {
    const x = v128.load(row);
    s = madd(lower<T>(x), v128.load(a), s);
    t = madd(upper<T>(x), v128.load(a, 16), t);
    row += 64;
  }
  return across(f32x4.add(s, t));
}

/** c[j] = bias[j] + the sum of row j, whose factor stands in front of the rows of f16. */
function give(c: usize, bias: usize, j: i32, sum: f32, b: usize, code: i32): void {
  const value = code === F16 ? sum * REST * powerAt(b, code, j) : sum;
  store<f32>(c + at(j), bias ? value + load<f32>(bias + at(j)) : value);
}

/**
 * One row of a times q8_0: a becomes whole numbers of 16 bits, by blocks of 32 with a factor each, so that a block is a sum of whole
 * numbers. That rounds a at 2^−16 of the largest of its block.
 */
function wholeRows(
  from: i32,
  to: i32,
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  n: i32,
  k: i32,
  scratch: usize,
): void {
  const blocks = (k + 31) >> 5;
  const factors = (scratch + 15) & ~15;
  const whole = factors + at((blocks + 3) & ~3);
  for (let block = 0; block < blocks; block++) {
    const left = at(k - 32 * block);
    wholeBlock(a + at(32 * block), min<usize>(128, left), whole + ((<usize>block) << 6), factors + at(block));
  }
  const size = storedRowBytes(Q8_0, k);
  const first = b + storedHeadBytes(Q8_0, n);
  for (let j = from; j < to; j++) {
    let row = first + <usize>j * size;
    let x = whole;
    let sum = f32x4.splat(0);
    for (let block = 0; block < blocks; block++) {
      const low = v128.load(row, 2);
      const high = v128.load(row, 18);
      let dots = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(low), v128.load(x));
      dots = i32x4.add(dots, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(low), v128.load(x, 16)));
      dots = i32x4.add(dots, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(high), v128.load(x, 32)));
      dots = i32x4.add(dots, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(high), v128.load(x, 48)));
      const factor = numberOf(load<u16>(row)) * load<f32>(factors + at(block));
      sum = madd(f32x4.convert_i32x4_s(dots), f32x4.splat(factor), sum);
      row += 34;
      x += 64;
    }
    const value = across(sum);
    store<f32>(c + at(j), bias ? value + load<f32>(bias + at(j)) : value);
  }
}

/** Up to 32 numbers as whole numbers from −32,767 to 32,767 and their factor; 0 behind their end. */
function wholeBlock(x: usize, size: usize, out: usize, factor: usize): void {
  let most = f32x4.splat(0);
  for (let p: usize = 0; p < size; p += 16) most = f32x4.max(most, f32x4.abs(read(x + p, size - p)));
  const largest = max<f32>(
    max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max<f32>(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
  store<f32>(factor, largest / 32767);
  const inverse = f32x4.splat(largest > 0 ? 32767 / largest : 0);
  for (let p: usize = 0; p < 128; p += 32) {
    const low = p < size ? read(x + p, size - p) : f32x4.splat(0);
    const high = p + 16 < size ? read(x + p + 16, size - p - 16) : f32x4.splat(0);
    const words = i16x8.narrow_i32x4_s(
      i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(low, inverse))),
      i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(high, inverse))),
    );
    v128.store(out + (p >> 1), words);
  }
}
