// c = a·bᵀ with b stored shorter than float32. One row of a goes past b as it lies in memory; several rows take b decoded, panel by
// panel, through the product of matmul.ts.
import { at, madd } from './lanes';
import { storedProduct } from './matmul';
import { BF16, F16, lower, numberOf, powerAt, Q8_0, storedHeadBytes, storedRowBytes, upper } from './storage';
import { across, read } from './tails';

/** What a is multiplied by, so that no product with the bits of a half is denormal. */
const LIFT: f32 = reinterpret<f32>((127 + 64) << 23); // 2^64
/** 2^112 without it */
const REST: f32 = reinterpret<f32>((127 + 48) << 23); // 2^48

/** Numbers of a row from which on four rows at a time are read faster than one: then `a` is too long for the nearest cache. */
const LONG: i32 = 6144;

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
    storedProduct(from, to, a, b, bias, c, m, n, k, code, scratch);
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
  let j = from;
  if (k >= LONG)
    for (; j + 4 <= to; j += 4) {
      let r0 = first + <usize>j * size;
      let r1 = r0 + size;
      let r2 = r1 + size;
      let r3 = r2 + size;
      let s0 = f32x4.splat(0);
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      let t0 = s0;
      let t1 = s0;
      let t2 = s0;
      let t3 = s0;
      for (let p = a; p < end; p += 32) {
        const even = v128.load(p);
        const odd = v128.load(p, 16);
        let x = v128.load(r0);
        s0 = madd(lower<T>(x), even, s0);
        t0 = madd(upper<T>(x), odd, t0);
        x = v128.load(r1);
        s1 = madd(lower<T>(x), even, s1);
        t1 = madd(upper<T>(x), odd, t1);
        x = v128.load(r2);
        s2 = madd(lower<T>(x), even, s2);
        t2 = madd(upper<T>(x), odd, t2);
        x = v128.load(r3);
        s3 = madd(lower<T>(x), even, s3);
        t3 = madd(upper<T>(x), odd, t3);
        r0 += 16;
        r1 += 16;
        r2 += 16;
        r3 += 16;
      }
      give(c, bias, j, across(f32x4.add(s0, t0)), b, code);
      give(c, bias, j + 1, across(f32x4.add(s1, t1)), b, code);
      give(c, bias, j + 2, across(f32x4.add(s2, t2)), b, code);
      give(c, bias, j + 3, across(f32x4.add(s3, t3)), b, code);
    }
  for (; j < to; j++) {
    let row = first + <usize>j * size;
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let t0 = s0;
    let t1 = s0;
    if (k >= LONG) {
      // as four rows at once add up, since a share may end anywhere
      for (let p = a; p < end; p += 32) {
        const x = v128.load(row);
        s0 = madd(lower<T>(x), v128.load(p), s0);
        t0 = madd(upper<T>(x), v128.load(p, 16), t0);
        row += 16;
      }
      give(c, bias, j, across(f32x4.add(s0, t0)), b, code);
      continue;
    }
    // rows are whole blocks of sixteen
    for (let p = a; p < end; p += 64) {
      const x = v128.load(row);
      const y = v128.load(row, 16);
      s0 = madd(lower<T>(x), v128.load(p), s0);
      t0 = madd(upper<T>(x), v128.load(p, 16), t0);
      s1 = madd(lower<T>(y), v128.load(p, 32), s1);
      t1 = madd(upper<T>(y), v128.load(p, 48), t1);
      row += 32;
    }
    give(c, bias, j, across(f32x4.add(f32x4.add(s0, t0), f32x4.add(s1, t1))), b, code);
  }
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
