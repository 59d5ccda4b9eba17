// Kernels whose every element stands alone. Positions are byte offsets from the start of the arrays.
import { madd } from './lanes';
import { bell4, DENSITY, normalCdf4, sigmoid4 } from './math';
import { keep, old, put, read, some, write } from './tails';

export function fill(from: usize, to: usize, y: usize, value: f32): void {
  const end = to << 2;
  let i = from << 2;
  const v = f32x4.splat(value);
  for (; i + 16 <= end; i += 16) v128.store(y + i, v);
  if (i < end) put(y + i, v, end - i);
}

/** y (+)= factor·x, shared by scaleInto and scaleByInto */
function scaled(from: usize, to: usize, x: usize, factor: f32, y: usize, accumulate: i32): void {
  const end = to << 2;
  let i = from << 2;
  const f = f32x4.splat(factor);
  const kept = keep(accumulate);
  for (; i + 16 <= end; i += 16) v128.store(y + i, madd(f, v128.load(x + i), old(y + i, kept)));
  const left = end - i;
  if (left) put(y + i, madd(f, some(x + i, left), v128.and(some(y + i, left), kept)), left);
}

export function scaleInto(from: usize, to: usize, x: usize, factor: f32, y: usize, accumulate: i32): void {
  scaled(from, to, x, factor, y, accumulate);
}

export function scaleByInto(from: usize, to: usize, s: usize, x: usize, y: usize, accumulate: i32): void {
  scaled(from, to, x, load<f32>(s), y, accumulate);
}

export function add(from: usize, to: usize, a: usize, b: usize, y: usize): void {
  const end = to << 2;
  let i = from << 2;
  for (; i + 16 <= end; i += 16) v128.store(y + i, f32x4.add(v128.load(a + i), v128.load(b + i)));
  const left = end - i;
  if (left) put(y + i, f32x4.add(some(a + i, left), some(b + i, left)), left);
}

export function affine(from: usize, to: usize, x: usize, scale: f32, shift: f32, y: usize): void {
  const end = to << 2;
  let i = from << 2;
  const s = f32x4.splat(scale);
  const h = f32x4.splat(shift);
  for (; i + 16 <= end; i += 16) v128.store(y + i, madd(s, v128.load(x + i), h));
  if (i < end) put(y + i, madd(s, some(x + i, end - i), h), end - i);
}

export function multiplyInto(from: usize, to: usize, a: usize, b: usize, y: usize, accumulate: i32): void {
  const end = to << 2;
  let i = from << 2;
  const kept = keep(accumulate);
  for (; i + 16 <= end; i += 16) v128.store(y + i, madd(v128.load(a + i), v128.load(b + i), old(y + i, kept)));
  const left = end - i;
  if (left) put(y + i, madd(some(a + i, left), some(b + i, left), v128.and(some(y + i, left), kept)), left);
}

export function clamp(from: usize, to: usize, x: usize, low: f32, high: f32, y: usize): void {
  const end = to << 2;
  let i = from << 2;
  const l = f32x4.splat(low);
  const h = f32x4.splat(high);
  // pmin and pmax leave NaN as it is, as Math.min and Math.max do
  for (; i + 16 <= end; i += 16) v128.store(y + i, f32x4.pmin(f32x4.pmax(v128.load(x + i), l), h));
  if (i < end) put(y + i, f32x4.pmin(f32x4.pmax(some(x + i, end - i), l), h), end - i);
}

function inside(x: v128, low: v128, high: v128): v128 {
  return v128.and(f32x4.ge(x, low), f32x4.le(x, high));
}

export function clampBackward(
  from: usize,
  to: usize,
  x: usize,
  low: f32,
  high: f32,
  dy: usize,
  dx: usize,
  accumulate: i32,
): void {
  const end = to << 2;
  let i = from << 2;
  const l = f32x4.splat(low);
  const h = f32x4.splat(high);
  const kept = keep(accumulate);
  for (; i + 16 <= end; i += 16) {
    const slope = v128.and(v128.load(dy + i), inside(v128.load(x + i), l, h));
    v128.store(dx + i, f32x4.add(slope, old(dx + i, kept)));
  }
  const left = end - i;
  if (!left) return;
  const slope = v128.and(some(dy + i, left), inside(some(x + i, left), l, h));
  put(dx + i, f32x4.add(slope, v128.and(some(dx + i, left), kept)), left);
}

export function sigmoid(from: usize, to: usize, x: usize, y: usize): void {
  const end = to << 2;
  let i = from << 2;
  for (; i + 16 <= end; i += 16) v128.store(y + i, sigmoid4(v128.load(x + i)));
  if (i < end) put(y + i, sigmoid4(some(x + i, end - i)), end - i);
}

/** dy·s·(1 − s) + before */
function sigmoidSlope4(s: v128, dy: v128, before: v128): v128 {
  return madd(f32x4.mul(dy, s), f32x4.sub(f32x4.splat(1), s), before);
}

export function sigmoidBackward(from: usize, to: usize, y: usize, dy: usize, dx: usize, accumulate: i32): void {
  const end = to << 2;
  let i = from << 2;
  const kept = keep(accumulate);
  for (; i + 16 <= end; i += 16) {
    v128.store(dx + i, sigmoidSlope4(v128.load(y + i), v128.load(dy + i), old(dx + i, kept)));
  }
  const left = end - i;
  if (!left) return;
  put(dx + i, sigmoidSlope4(some(y + i, left), some(dy + i, left), v128.and(some(dx + i, left), kept)), left);
}

// One loop each, with one call, since the compiler writes out in place what is called only once.
export function gelu(from: usize, to: usize, x: usize, y: usize): void {
  const end = to << 2;
  for (let i = from << 2; i < end; i += 16) {
    const v = read(x + i, end - i);
    write(y + i, f32x4.mul(v, normalCdf4(v, bell4(v))), end - i);
  }
}

// y = x·Φ(x), slope = Φ(x) + x·φ(x)
export function geluWithSlope(from: usize, to: usize, x: usize, y: usize, slope: usize): void {
  const end = to << 2;
  for (let i = from << 2; i < end; i += 16) {
    const left = end - i;
    const v = read(x + i, left);
    const bell = bell4(v);
    const cdf = normalCdf4(v, bell);
    write(y + i, f32x4.mul(v, cdf), left);
    write(slope + i, madd(f32x4.mul(v, DENSITY), bell, cdf), left);
  }
}

/** √(8/π) and √(8/π)·0.044715: 2u = x·(SLOW + CUBED·x²) */
const SLOW: f32 = 1.5957691216057308;
const CUBED: f32 = 0.07135481627159786;

export function geluTanh(from: usize, to: usize, x: usize, y: usize): void {
  const end = to << 2;
  const slow = f32x4.splat(SLOW);
  const cubed = f32x4.splat(CUBED);
  for (let i = from << 2; i < end; i += 16) {
    const v = read(x + i, end - i);
    const steep = madd(f32x4.mul(v, v), cubed, slow);
    write(y + i, f32x4.mul(v, sigmoid4(f32x4.mul(v, steep))), end - i);
  }
}

// y = x·s, slope = s + x·s·(1 − s)·2u', 2u' = √(8/π)·(1 + 3·0.044715·x²)
export function geluTanhWithSlope(from: usize, to: usize, x: usize, y: usize, slope: usize): void {
  const end = to << 2;
  const one = f32x4.splat(1);
  const three = f32x4.splat(3 * CUBED);
  const slow = f32x4.splat(SLOW);
  const cubed = f32x4.splat(CUBED);
  for (let i = from << 2; i < end; i += 16) {
    const left = end - i;
    const v = read(x + i, left);
    const square = f32x4.mul(v, v);
    const s = sigmoid4(f32x4.mul(v, madd(square, cubed, slow)));
    const through = f32x4.mul(v, s);
    write(y + i, through, left);
    const turn = f32x4.mul(through, f32x4.sub(one, s));
    write(slope + i, madd(turn, madd(square, three, slow), s), left);
  }
}

export function relu(from: usize, to: usize, x: usize, y: usize): void {
  const end = to << 2;
  const zero = f32x4.splat(0);
  // pmax leaves NaN as it is, as Math.max does
  for (let i = from << 2; i < end; i += 16) write(y + i, f32x4.pmax(read(x + i, end - i), zero), end - i);
}

export function reluBackward(from: usize, to: usize, y: usize, dy: usize, dx: usize, accumulate: i32): void {
  const end = to << 2;
  const zero = f32x4.splat(0);
  const kept = keep(accumulate);
  for (let i = from << 2; i < end; i += 16) {
    const left = end - i;
    const slope = v128.and(read(dy + i, left), f32x4.gt(read(y + i, left), zero));
    write(dx + i, f32x4.add(slope, v128.and(read(dx + i, left), kept)), left);
  }
}

export function wrap(from: usize, to: usize, x: usize, length: f32, y: usize): void {
  const end = to << 2;
  const l = f32x4.splat(length);
  for (let i = from << 2; i < end; i += 16) {
    const left = end - i;
    const v = read(x + i, left);
    write(y + i, f32x4.sub(v, f32x4.mul(f32x4.floor(f32x4.div(v, l)), l)), left);
  }
}
