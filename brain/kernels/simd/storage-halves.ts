// Arrays of halves, one behind the other: gradients and moments that are stored shorter than float32. Unlike the rows of storage.ts they
// have no power of two, so a half of f16 may be denormal: those go through whole numbers, since arithmetic on denormal lanes is slow.
import { BF16, F16, joined, numberOf, upperHalves } from './storage';

const GOLDEN: u32 = 0x9e3779b1;
const NOT_FINITE: i32 = 0x7f800000;

/** Four numbers as halves of f16 in the low bits of the lanes. */
function halvesOf(x: v128): v128 {
  const size = v128.and(x, i32x4.splat(0x7fffffff));
  const odd = v128.and(i32x4.shr_u(size, 13), i32x4.splat(1));
  const rounded = i32x4.shr_u(i32x4.add(i32x4.add(size, i32x4.splat(0xfff)), odd), 13);
  const normal = i32x4.min_s(i32x4.sub(rounded, i32x4.splat(112 << 10)), i32x4.splat(0x7c00));
  const whole = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(f32x4.abs(x), f32x4.splat(16777216))));
  let half = v128.bitselect(normal, whole, i32x4.ge_s(size, i32x4.splat(113 << 23)));
  half = v128.bitselect(i32x4.splat(0x7e00), half, i32x4.gt_s(size, i32x4.splat(NOT_FINITE)));
  return v128.or(half, v128.and(i32x4.shr_u(x, 16), i32x4.splat(0x8000)));
}

/** What four halves of f16 in the low bits of the lanes stand for. */
function numbersOf(half: v128): v128 {
  const exponent = v128.and(half, i32x4.splat(0x7c00));
  const moved = i32x4.shl(v128.and(half, i32x4.splat(0x7fff)), 13);
  let size = i32x4.add(moved, i32x4.splat(112 << 23));
  size = v128.bitselect(v128.or(moved, i32x4.splat(NOT_FINITE)), size, i32x4.eq(exponent, i32x4.splat(0x7c00)));
  const small = f32x4.mul(
    f32x4.convert_i32x4_s(v128.and(half, i32x4.splat(0x3ff))),
    f32x4.splat(5.9604644775390625e-8),
  );
  size = v128.bitselect(small, size, i32x4.eq(exponent, i32x4.splat(0)));
  return v128.or(size, i32x4.shl(v128.and(half, i32x4.splat(0x8000)), 16));
}

/** As mix() of dropout.ts, in each lane. */
function mixed(x: v128): v128 {
  let z = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x85ebca6b));
  z = i32x4.mul(v128.xor(z, i32x4.shr_u(z, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(z, i32x4.shr_u(z, 16));
}

/** Four numbers as bf16 in the low bits of the lanes, rounded up or down by the hashes of four elements. */
function byChance(x: v128, noise: u32, first: u32): v128 {
  const element = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
  const hash = mixed(i32x4.add(i32x4.splat(noise), i32x4.mul(element, i32x4.splat(GOLDEN))));
  const carried = i32x4.shr_u(i32x4.add(x, v128.and(hash, i32x4.splat(0xffff))), 16);
  const hasValue = i32x4.lt_s(v128.and(x, i32x4.splat(0x7fffffff)), i32x4.splat(NOT_FINITE));
  return v128.bitselect(carried, upperHalves(x), hasValue);
}

function shortened(x: v128, code: i32, noise: u32, first: u32): v128 {
  if (code === F16) return halvesOf(x);
  return noise ? byChance(x, noise, first) : upperHalves(x);
}

/** Four halves, in the low bits of the lanes, as float32. */
function widened(half: v128, code: i32): v128 {
  return code === BF16 ? i32x4.shl(half, 16) : numbersOf(half);
}

/** Halves of eight elements are read and written at once. */
function shortenEight(x: usize, y: usize, code: i32, accumulate: i32, noise: u32, first: u32): void {
  let low = v128.load(x);
  let high = v128.load(x, 16);
  if (accumulate) {
    const old = v128.load(y);
    low = f32x4.add(low, widened(i32x4.extend_low_i16x8_u(old), code));
    high = f32x4.add(high, widened(i32x4.extend_high_i16x8_u(old), code));
  }
  v128.store(y, joined(shortened(low, code, noise, first), shortened(high, code, noise, first + 4)));
}

export function shorten(
  from: usize,
  to: usize,
  x: usize,
  y: usize,
  code: i32,
  accumulate: i32,
  noise: u32,
  first: u32,
): void {
  let i = from;
  for (; i + 8 <= to; i += 8) shortenEight(x + (i << 2), y + (i << 1), code, accumulate, noise, first + <u32>i);
  for (; i < to; i++) {
    let value = load<f32>(x + (i << 2));
    if (accumulate) value += wideOf(load<u16>(y + (i << 1)), code);
    const half = shortened(f32x4.splat(value), code, noise, first + <u32>i);
    store<u16>(y + (i << 1), <u16>i32x4.extract_lane(half, 0));
  }
}

function wideOf(half: u32, code: i32): f32 {
  return code === BF16 ? reinterpret<f32>(half << 16) : numberOf(half);
}

export function widen(from: usize, to: usize, x: usize, y: usize, code: i32): void {
  let i = from;
  for (; i + 8 <= to; i += 8) {
    const halves = v128.load(x + (i << 1));
    v128.store(y + (i << 2), widened(i32x4.extend_low_i16x8_u(halves), code));
    v128.store(y + (i << 2), widened(i32x4.extend_high_i16x8_u(halves), code), 16);
  }
  for (; i < to; i++) store<f32>(y + (i << 2), wideOf(load<u16>(x + (i << 1)), code));
}
