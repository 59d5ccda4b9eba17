// The sizes of the windows and what they learn. A few numbers, long sums: all in float64.
import { expDouble, tanhDouble } from './math';

function sizeOf(logSize: f64, largest: f64): f64 {
  return min<f64>(max<f64>(expDouble(logSize), 1), largest);
}

/** d (+)= */
function give(at: usize, value: f64, accumulate: i32): void {
  const before: f64 = accumulate ? load<f32>(at) : 0;
  store<f32>(at, <f32>(value + before));
}

/** Σ over the columns of parts(N,K,2)[:,k,place] */
function sumParts(parts: usize, k: usize, place: usize, kinds: usize, cols: usize): f64 {
  let sum: f64 = 0;
  for (let c: usize = 0; c < cols; c++) sum += <f64>load<f32>(parts + ((c * kinds + k) << 3) + (place << 2));
  return sum;
}

export function windowShape(_from: usize, _to: usize, logSize: usize, shape: usize, kinds: usize, largest: f64): void {
  for (let k: usize = 0; k < kinds; k++) {
    const w = sizeOf(load<f32>(logSize + (k << 2)), largest);
    const whole = floor<f64>(w);
    store<f32>(shape + 12 * k, <f32>whole);
    store<f32>(shape + 12 * k, <f32>(w - whole), 4);
    store<f32>(shape + 12 * k, <f32>(1 / w), 8);
  }
}

export function windowShapeBackward(
  _from: usize,
  _to: usize,
  logSize: usize,
  parts: usize,
  dlogSize: usize,
  kinds: usize,
  cols: usize,
  largest: f64,
  accumulate: i32,
): void {
  for (let k: usize = 0; k < kinds; k++) {
    const raw: f64 = load<f32>(logSize + (k << 2));
    const w = sizeOf(raw, largest);
    const free = abs<f64>(expDouble(raw) - w) <= 1e-6 * w;
    const slope = free ? w * sumParts(parts, k, 0, kinds, cols) - sumParts(parts, k, 1, kinds, cols) / w : 0;
    give(dlogSize + (k << 2), slope, accumulate);
  }
}

// The original's window size: between 0.1 and `most`, squashed twice (brain/README.md, step 3).
function squashed(logSize: f64): f64 {
  return tanhDouble(1.5 * tanhDouble(logSize / 2));
}

function realSize(logSize: f64, most: f64): f64 {
  return 0.1 + ((most - 0.1) * (squashed(logSize) + 1)) / 2;
}

function wholeSize(real: f64): f64 {
  return max<f64>(1, floor<f64>(real + 0.5));
}

function share(fractionality: f64): f64 {
  return 1 / (1 + expDouble(-min<f64>(max<f64>(fractionality, -6), 6)));
}

export function seedWindowShape(
  _from: usize,
  _to: usize,
  logSize: usize,
  fractionality: usize,
  shape: usize,
  kinds: usize,
  most: f64,
): void {
  for (let k: usize = 0; k < kinds; k++) {
    const real = realSize(load<f32>(logSize + (k << 2)), most);
    const phi = share(load<f32>(fractionality + (k << 2)));
    const size = (1 - phi) * wholeSize(real) + phi * real;
    store<f32>(shape + 12 * k, <f32>min<f64>(max<f64>(ceil<f64>(size), 1), most));
    store<f32>(shape + 12 * k, 0, 4);
    store<f32>(shape + 12 * k, <f32>(1 / size), 8);
  }
}

export function seedWindowShapeBackward(
  _from: usize,
  _to: usize,
  logSize: usize,
  fractionality: usize,
  parts: usize,
  dlogSize: usize,
  dfractionality: usize,
  kinds: usize,
  cols: usize,
  most: f64,
  accumulate: i32,
): void {
  for (let k: usize = 0; k < kinds; k++) {
    const log: f64 = load<f32>(logSize + (k << 2));
    const raw: f64 = load<f32>(fractionality + (k << 2));
    const real = realSize(log, most);
    const whole = wholeSize(real);
    const phi = share(raw);
    const size = (1 - phi) * whole + phi * real;
    const dsize = -sumParts(parts, k, 1, kinds, cols) / (size * size); // of r = 1/size
    const outer = squashed(log);
    const inner = tanhDouble(log / 2);
    // rounding has no slope, so the size moves with the logarithm only through its fractional share phi
    const slope = ((most - 0.1) / 2) * (1 - outer * outer) * 0.75 * (1 - inner * inner);
    give(dlogSize + (k << 2), dsize * phi * slope, accumulate);
    const free = raw >= -6 && raw <= 6;
    give(dfractionality + (k << 2), free ? dsize * (real - whole) * phi * (1 - phi) : 0, accumulate);
  }
}
