// Dropout: masks are drawn where they are used, four elements with one number (plain/dropout.ts says how).
import { keep, put, some } from './tails';

function mix(x: u32): u32 {
  let z = (x ^ (x >>> 16)) * 0x85ebca6b;
  z = (z ^ (z >>> 13)) * 0xc2b2ae35;
  return z ^ (z >>> 16);
}

const GOLDEN: u32 = 0x9e3779b1;

function keyOf(seed: u32, step: u32, call: u32): u32 {
  return mix(mix(mix(seed + GOLDEN) ^ step) ^ (call * GOLDEN));
}

/** All ones in the lanes of the four elements of this number that are kept: those whose byte is at least the limit. */
function kept4(key: u32, four: u32, limit: v128): v128 {
  const bytes = i32x4.splat(mix(key + four * GOLDEN));
  return i32x4.ge_s(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)), limit);
}

export function dropout(
  from: usize,
  to: usize,
  x: usize,
  y: usize,
  rate: f64,
  seed: u32,
  step: u32,
  call: u32,
  accumulate: i32,
): void {
  const key = keyOf(seed, step, call);
  const most = <i32>min<f64>(255, floor<f64>(256 * rate + 0.5));
  const limit = i32x4.splat(most);
  const factor = f32x4.splat(<f32>(256.0 / <f64>(256 - most)));
  const old = keep(accumulate);
  let i = from;
  // elements before the first whole four, one by one
  for (; i < to && i & 3; i++) one(i, x, y, key, most, factor, old);
  for (; i + 4 <= to; i += 4) {
    const at = i << 2;
    const passed = v128.and(f32x4.mul(factor, v128.load(x + at)), kept4(key, <u32>(i >> 2), limit));
    v128.store(y + at, f32x4.add(passed, v128.and(v128.load(y + at), old)));
  }
  for (; i < to; i++) one(i, x, y, key, most, factor, old);
}

function one(i: usize, x: usize, y: usize, key: u32, most: i32, factor: v128, old: v128): void {
  const at = i << 2;
  const byte = (mix(key + <u32>(i >> 2) * GOLDEN) >>> ((<u32>(i & 3)) << 3)) & 255;
  const mask = i32x4.splat(<i32>byte >= most ? -1 : 0);
  const passed = v128.and(f32x4.mul(factor, some(x + at, 4)), mask);
  put(y + at, f32x4.add(passed, v128.and(some(y + at, 4), old)), 4);
}
