// e^x, σ(x) and the normal distribution for four lanes; e^x, ln x and tanh x for one double. No tables: a table would be
// static data, and every thread's instance would write it into the one shared memory.
import { madd } from './lanes';

// V8 rebuilds a constant vector at every use, in three instructions, but reads a global in one. So the
// constants are globals; that a function fills them, at the start of each instance, keeps the compiler from folding them.
function all(value: f32): v128 {
  return f32x4.splat(value);
}

const ONE: v128 = all(1);
const LOG2E: v128 = all(<f32>Math.LOG2E);
/** 1.5·2²³: adding it leaves the nearest whole number in the low bits of a float32 */
const ROUND: v128 = all(12582912.0);
// −ln 2 in two parts; the first has so few bits that its multiples are exact (Cody & Waite)
const LN2_HIGH: v128 = all(-0.693359375);
const LN2_LOW: v128 = all(2.1219444e-4);
/** here 2ⁿ, as exp4 makes it, is 0 */
const LOWEST: v128 = all(-88.02);
/** here it is infinite */
const HIGHEST: v128 = all(88.8);
const E2: v128 = all(5.0000001201e-1);
const E3: v128 = all(1.6666665459e-1);
const E4: v128 = all(4.1665795894e-2);
const E5: v128 = all(8.3334519073e-3);
const E6: v128 = all(1.3981999507e-3);
const E7: v128 = all(1.98756915e-4);

/**
 * e^x, relative error ≤ 1e-7 from −87.3 to 88.3; 0 from −88.02 down, infinite from 88.4 on, NaN stays NaN.
 * e^x = 2ⁿ·e^r with |r| ≤ ln 2 / 2; the polynomial is that of Cephes' expf (S. Moshier).
 */
export function exp4(x: v128): v128 {
  const z = f32x4.pmin(f32x4.pmax(x, LOWEST), HIGHEST);
  const shifted = madd(z, LOG2E, ROUND);
  const n = f32x4.sub(shifted, ROUND);
  const r = madd(n, LN2_LOW, madd(n, LN2_HIGH, z));
  // in pairs (Estrin's scheme), since a chain of seven would wait for itself
  const r2 = f32x4.mul(r, r);
  const high = madd(madd(E7, r, E6), r2, madd(E5, r, E4));
  const p = f32x4.add(madd(madd(high, r2, madd(E3, r, E2)), r2, r), ONE);
  // the low bits of `shifted` are n: moved into the exponent they are 2ⁿ
  return f32x4.mul(p, i32x4.add(i32x4.shl(shifted, 23), ONE));
}

/** 1 / (1 + e^−x), relative error ≤ 3e-7 from −88 up, and 0 below */
export function sigmoid4(x: v128): v128 {
  return f32x4.div(ONE, f32x4.add(ONE, exp4(f32x4.neg(x))));
}

/** 1/√(2π): φ(x) = DENSITY·bell4(x) */
export const DENSITY: v128 = all(0.3989422804014327);
const MINUS_HALF: v128 = all(-0.5);
const Q: v128 = all(0.3);
const P1: v128 = all(1.196251661e-1);
const P2: v128 = all(1.208168825e-1);
const P3: v128 = all(9.952312767e-2);
const P4: v128 = all(1.2984319e-1);
const P5: v128 = all(-5.609541943e-2);
const P6: v128 = all(2.089640495e-1);
const P7: v128 = all(-1.587132718e-1);
const P8: v128 = all(3.603621436e-2);

/** e^(−x²/2) */
export function bell4(x: v128): v128 {
  return exp4(f32x4.mul(f32x4.mul(x, x), MINUS_HALF));
}

/**
 * Φ(x), with bell = e^(−x²/2) given; absolute error ≤ 3e-7, relative error ≤ 1e-6 down to x = −5.
 * 1 − Φ(z) = t·P(t)·e^(−z²/2), t = 1/(1 + qz), is the form of Abramowitz & Stegun's 7.1.26 with two terms more; P was
 * fitted to the least relative error (1.3e-7) for z up to 13.3, so that the far tail stays right too.
 */
export function normalCdf4(x: v128, bell: v128): v128 {
  const t = f32x4.div(ONE, madd(f32x4.abs(x), Q, ONE));
  const t2 = f32x4.mul(t, t);
  const high = madd(madd(P8, t, P7), t2, madd(P6, t, P5));
  const p = madd(high, f32x4.mul(t2, t2), madd(madd(P4, t, P3), t2, madd(P2, t, P1)));
  const tail = f32x4.mul(f32x4.mul(p, t), bell);
  return v128.bitselect(tail, f32x4.sub(ONE, tail), f32x4.lt(x, f32x4.splat(0)));
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

/** ln x for a normal double x > 0, absolute error ≤ 1e-15·(1 + |ln x|); infinity and NaN stay as they are */
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
  const z = s * s;
  // written out, for a loop would divide at every step
  let sum: f64 = 1.0 / 23.0;
  sum = sum * z + 1.0 / 21.0;
  sum = sum * z + 1.0 / 19.0;
  sum = sum * z + 1.0 / 17.0;
  sum = sum * z + 1.0 / 15.0;
  sum = sum * z + 1.0 / 13.0;
  sum = sum * z + 1.0 / 11.0;
  sum = sum * z + 1.0 / 9.0;
  sum = sum * z + 1.0 / 7.0;
  sum = sum * z + 1.0 / 5.0;
  sum = sum * z + 1.0 / 3.0;
  return 2 * s * (sum * z + 1) + <f64>n * Math.LN2;
}

/** tanh x for a double, absolute error ≤ 1e-15 */
export function tanhDouble(x: f64): f64 {
  return 1 - 2 / (expDouble(2 * x) + 1);
}
