// The innermost part of every matrix product: one small tile of c, held in registers while k goes by.
// Written out by hand, since only separate local variables stay in registers. After Goto and van de Geijn,
// "Anatomy of High-Performance Matrix Multiplication" (2008).
import { madd } from './lanes';

/**
 * Six rows by eight columns of c, over k steps: twelve accumulators, two vectors of b and one of a fill the fifteen
 * registers that V8 gives out. a is packed (k, 6), b is packed (k, 8); stride is from row to row of c, in bytes.
 * The sum of each element starts at (load ? c : 0) + (bias or nothing) and goes through k in ascending order.
 * The loop takes one step at a time on purpose: V8 unrolls it by itself, while two steps written out get folded into
 * each other by the compiler, need more registers than there are, and run a quarter slower.
 */
export function tile6(a: usize, b: usize, c: usize, stride: usize, k: i32, bias: usize, load: i32): void {
  let b0 = f32x4.splat(0);
  let b1 = b0;
  let x = b0;
  let c00 = b0;
  let c01 = b0;
  let c10 = b0;
  let c11 = b0;
  let c20 = b0;
  let c21 = b0;
  let c30 = b0;
  let c31 = b0;
  let c40 = b0;
  let c41 = b0;
  let c50 = b0;
  let c51 = b0;
  if (load) {
    let row = c;
    c00 = v128.load(row);
    c01 = v128.load(row, 16);
    row += stride;
    c10 = v128.load(row);
    c11 = v128.load(row, 16);
    row += stride;
    c20 = v128.load(row);
    c21 = v128.load(row, 16);
    row += stride;
    c30 = v128.load(row);
    c31 = v128.load(row, 16);
    row += stride;
    c40 = v128.load(row);
    c41 = v128.load(row, 16);
    row += stride;
    c50 = v128.load(row);
    c51 = v128.load(row, 16);
  }
  if (bias) {
    b0 = v128.load(bias);
    b1 = v128.load(bias, 16);
    c00 = f32x4.add(c00, b0);
    c01 = f32x4.add(c01, b1);
    c10 = f32x4.add(c10, b0);
    c11 = f32x4.add(c11, b1);
    c20 = f32x4.add(c20, b0);
    c21 = f32x4.add(c21, b1);
    c30 = f32x4.add(c30, b0);
    c31 = f32x4.add(c31, b1);
    c40 = f32x4.add(c40, b0);
    c41 = f32x4.add(c41, b1);
    c50 = f32x4.add(c50, b0);
    c51 = f32x4.add(c51, b1);
  }
  const end = b + ((<usize>k) << 5);
  while (b < end) {
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x = v128.load32_splat(a);
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, b0, c10);
    c11 = madd(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, b0, c20);
    c21 = madd(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, b0, c30);
    c31 = madd(x, b1, c31);
    x = v128.load32_splat(a, 16);
    c40 = madd(x, b0, c40);
    c41 = madd(x, b1, c41);
    x = v128.load32_splat(a, 20);
    c50 = madd(x, b0, c50);
    c51 = madd(x, b1, c51);
    a += 24;
    b += 32;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += stride;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += stride;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += stride;
  v128.store(c, c30);
  v128.store(c, c31, 16);
  c += stride;
  v128.store(c, c40);
  v128.store(c, c41, 16);
  c += stride;
  v128.store(c, c50);
  v128.store(c, c51, 16);
}

/** The same for four rows, a packed (k, 4): what is left over by sixes. */
export function tile4(a: usize, b: usize, c: usize, stride: usize, k: i32, bias: usize, load: i32): void {
  let b0 = f32x4.splat(0);
  let b1 = b0;
  let x = b0;
  let c00 = b0;
  let c01 = b0;
  let c10 = b0;
  let c11 = b0;
  let c20 = b0;
  let c21 = b0;
  let c30 = b0;
  let c31 = b0;
  if (load) {
    let row = c;
    c00 = v128.load(row);
    c01 = v128.load(row, 16);
    row += stride;
    c10 = v128.load(row);
    c11 = v128.load(row, 16);
    row += stride;
    c20 = v128.load(row);
    c21 = v128.load(row, 16);
    row += stride;
    c30 = v128.load(row);
    c31 = v128.load(row, 16);
  }
  if (bias) {
    b0 = v128.load(bias);
    b1 = v128.load(bias, 16);
    c00 = f32x4.add(c00, b0);
    c01 = f32x4.add(c01, b1);
    c10 = f32x4.add(c10, b0);
    c11 = f32x4.add(c11, b1);
    c20 = f32x4.add(c20, b0);
    c21 = f32x4.add(c21, b1);
    c30 = f32x4.add(c30, b0);
    c31 = f32x4.add(c31, b1);
  }
  const end = b + ((<usize>k) << 5);
  while (b < end) {
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    x = v128.load32_splat(a);
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, b0, c10);
    c11 = madd(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, b0, c20);
    c21 = madd(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, b0, c30);
    c31 = madd(x, b1, c31);
    a += 16;
    b += 32;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += stride;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += stride;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += stride;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}

/** How many rows the next panel of a takes when `left` are left: sixes, and fours where those waste less. */
export function panelRows(left: i32): i32 {
  // An unfused product needs a register of its own, so six rows would spill.
  if (!ASC_FEATURE_RELAXED_SIMD) return 4;
  return left <= 4 || left === 7 || left === 8 ? 4 : 6;
}

/**
 * Runs the bare tile again and again on packed panels that stay in the nearest cache (scratch: 256 + 56·k bytes).
 * Returns the floating-point operations done.
 */
export function microkernelPeak(scratch: usize, k: i32, repeats: i32): f64 {
  const b = scratch + 256;
  const a = b + ((<usize>k) << 5);
  const rows = panelRows(6);
  for (let i = 0; i < repeats; i++) {
    if (rows === 6) tile6(a, b, scratch, 32, k, 0, 0);
    else tile4(a, b, scratch, 32, k, 0, 0);
  }
  return <f64>(16 * rows) * <f64>k * <f64>repeats;
}
