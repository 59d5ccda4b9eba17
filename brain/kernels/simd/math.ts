// e^x, σ(x) and the normal distribution for four lanes; e^x, ln x and tanh x for one double. No tables: a table would be
// static data, and every thread's instance would write it into the one shared memory.
import { madd } from './lanes';

/** 1.5·2²³: adding it leaves the nearest whole number in the low bits of a float32 */
const ROUND: f32 = 12582912.0;
const LOG2E: f32 = <f32>Math.LOG2E;
// ln 2 in two parts; the first has so few bits that its multiples are exact (Cody & Waite)
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.1219444e-4;
/** below it e^x is no normal float32 any more */
const LOWEST: f32 = -87.33;
/** from 88.38 on, 2ⁿ overflows and so e^x is infinite */
const HIGHEST: f32 = 88.8;

/**
 * e^x, relative error ≤ 2e-7; 0 below −87.33, infinite from 88.38 on, NaN stays NaN.
 * e^x = 2ⁿ·e^r with |r| ≤ ln 2 / 2; the polynomial is that of Cephes' expf (S. Moshier).
 */
export function exp4(x: v128): v128 {
  const z = f32x4.pmin(f32x4.pmax(x, f32x4.splat(LOWEST)), f32x4.splat(HIGHEST));
  const shifted = madd(z, f32x4.splat(LOG2E), f32x4.splat(ROUND));
  const n = f32x4.sub(shifted, f32x4.splat(ROUND));
  const r = madd(n, f32x4.splat(-LN2_LOW), madd(n, f32x4.splat(-LN2_HIGH), z));
  let p = madd(f32x4.splat(1.98756915e-4), r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(madd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  // the low bits of `shifted` are n: moved into the exponent they are 2ⁿ
  const power = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(0x3f800000));
  return v128.andnot(f32x4.mul(p, power), f32x4.lt(x, f32x4.splat(LOWEST)));
}

/** 1 / (1 + e^−x), relative error ≤ 4e-7 */
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/**
 * 1 − Φ(z) = erfc(z/√2)/2 for z ≥ 0, with bell = e^(−z²/2) given; absolute error ≤ 1e-7, so that of erf is ≤ 2e-7.
 * The form t·P(t)·e^(−z²/2), t = 1/(1 + qz), is Abramowitz & Stegun's 7.1.26 with two more terms; P was fitted to the
 * least relative error (1.3e-7) for z up to 13.3, so that the far tail stays right too.
 */
export function upperTail4(z: v128, bell: v128): v128 {
  const t = f32x4.div(f32x4.splat(1), madd(z, f32x4.splat(0.3), f32x4.splat(1)));
  let p = madd(f32x4.splat(3.603621436e-2), t, f32x4.splat(-1.587132718e-1));
  p = madd(p, t, f32x4.splat(2.089640495e-1));
  p = madd(p, t, f32x4.splat(-5.609541943e-2));
  p = madd(p, t, f32x4.splat(1.2984319e-1));
  p = madd(p, t, f32x4.splat(9.952312767e-2));
  p = madd(p, t, f32x4.splat(1.208168825e-1));
  p = madd(p, t, f32x4.splat(1.196251661e-1));
  return f32x4.mul(f32x4.mul(p, t), bell);
}

/** e^x for a double, |x| ≤ 700, relative error ≤ 1e-15·(1 + |x|) */
export function expDouble(x: f64): f64 {
  const z = min<f64>(max<f64>(x, -700), 700);
  const n = nearest<f64>(z / Math.LN2);
  const r = z - n * Math.LN2;
  let sum: f64 = 1;
  for (let k: f64 = 14; k > 0; k--) sum = 1 + (r / k) * sum;
  return sum * reinterpret<f64>((<i64>n + 1023) << 52);
}

/** ln x for a normal double x > 0, absolute error ≤ 1e-15; infinity and NaN stay as they are */
export function logDouble(x: f64): f64 {
  if (!(x < Infinity)) return x;
  // x = 2ⁿ·m with m between √½ and √2; ln m = 2·artanh((m − 1)/(m + 1))
  let n = <i64>(reinterpret<u64>(x) >> 52) - 1023;
  let m = reinterpret<f64>((reinterpret<u64>(x) & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > Math.SQRT2) {
    m /= 2;
    n++;
  }
  const s = (m - 1) / (m + 1);
  let sum: f64 = 0;
  for (let k: f64 = 23; k > 0; k -= 2) sum = sum * s * s + 1 / k;
  return 2 * s * sum + <f64>n * Math.LN2;
}

/** tanh x for a double, absolute error ≤ 1e-15 */
export function tanhDouble(x: f64): f64 {
  return 1 - 2 / (expDouble(2 * x) + 1);
}
