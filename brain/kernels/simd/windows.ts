// Means over the last w activations, heard through a mix of several w (contract.ts has the formula).
// Running sums make every window two reads. Time is the outer loop and the columns of a share the inner one,
// so that memory is walked row by row. Row sizes and offsets `c` are in bytes.
import { firstOf, lastOf, madd } from './lanes';
import { add } from './pointwise';
import { keep, old, put, some } from './tails';

export function windows(
  from: usize,
  to: usize,
  x: usize,
  history: usize,
  shape: usize,
  mix: usize,
  sums: usize,
  y: usize,
  time: usize,
  length: usize,
  cols: usize,
  kinds: usize,
): void {
  const size = cols << 2;
  for (let b = from / cols; b * cols < to; b++) {
    const left = firstOf(from, b, cols);
    const right = lastOf(to, b, cols);
    const total = sums + b * (length + time + 1) * size;
    const past = history + b * length * size;
    const now = x + b * time * size;
    memory.fill(total + (left << 2), 0, (right - left) << 2);
    for (let i: usize = 0; i < length; i++) add(left, right, total + i * size, past + i * size, total + (i + 1) * size);
    for (let t: usize = 0; t < time; t++) {
      const end = length + t + 1;
      add(left, right, total + (end - 1) * size, now + t * size, total + end * size);
      hear(
        left,
        right,
        shape,
        mix,
        y + (b * time + t) * size,
        kinds,
        size,
        keep(0),
        total,
        end,
        past,
        now,
        length,
        time,
        0,
      );
    }
  }
}

export function windowsBackward(
  from: usize,
  to: usize,
  shape: usize,
  mix: usize,
  dy: usize,
  tails: usize,
  dx: usize,
  time: usize,
  cols: usize,
  kinds: usize,
  accumulate: i32,
): void {
  const size = cols << 2;
  for (let b = from / cols; b * cols < to; b++) {
    const left = firstOf(from, b, cols);
    const right = lastOf(to, b, cols);
    const tail = tails + b * (time + 1) * size;
    const slope = dy + b * time * size;
    memory.fill(tail + time * size + (left << 2), 0, (right - left) << 2);
    for (let t = time; t > 0; t--) {
      add(left, right, tail + t * size, slope + (t - 1) * size, tail + (t - 1) * size);
    }
    for (let t: usize = 0; t < time; t++) {
      hear(
        left,
        right,
        shape,
        mix,
        dx + (b * time + t) * size,
        kinds,
        size,
        keep(accumulate),
        tail,
        t,
        0,
        slope,
        0,
        time,
        1,
      );
    }
  }
}

/** Where the running sum stands that is taken away from the one at `at`. */
function otherSum(total: usize, at: usize, n: usize, size: usize, time: usize, ahead: i32): usize {
  return total + (ahead ? min<usize>(at + n, time) : at > n ? at - n : 0) * size;
}

/** The row of the lag that is only partly heard; 0 where there is none. */
function partialRow(
  at: usize,
  n: usize,
  size: usize,
  past: usize,
  now: usize,
  length: usize,
  time: usize,
  ahead: i32,
): usize {
  if (ahead) return at + n < time ? now + (at + n) * size : 0;
  if (at <= n) return 0;
  const i = at - n - 1;
  return i < length ? past + i * size : now + (i - length) * size;
}

/**
 * One row of y: Σ_k mix_k·r_k·(sum at `at` − sum n_k away + f_k·row n_k away), over the past, or where `ahead`
 * is set over what comes: the gradient of a window is a window that looks ahead, over the slopes `now`.
 */
function hear(
  from: usize,
  to: usize,
  shape: usize,
  mix: usize,
  y: usize,
  kinds: usize,
  size: usize,
  kept: v128,
  total: usize,
  at: usize,
  past: usize,
  now: usize,
  length: usize,
  time: usize,
  ahead: i32,
): void {
  const whole = total + at * size;
  for (let k: usize = 0; k < kinds; k++) {
    const form = shape + 12 * k;
    const n = <usize>(<i32>load<f32>(form));
    const f = load<f32>(form, 4);
    const weight = mix + k * size;
    const sum = k ? keep(1) : kept;
    const r = load<f32>(form, 8);
    if (n === 1 && f === 0) {
      hearRow(from, to, weight, r, now + (ahead ? at : at - 1 - length) * size, y, sum);
      continue;
    }
    const other = otherSum(total, at, n, size, time, ahead);
    const part = f === 0 ? 0 : partialRow(at, n, size, past, now, length, time, ahead);
    if (part) hearPart(from, to, weight, r, whole, other, f, part, y, sum);
    else hearWhole(from, to, weight, r, whole, other, y, sum);
  }
}

/** y (+)= mix·r·row: a window of exactly one step hears the row itself. */
function hearRow(from: usize, to: usize, mix: usize, r: f32, row: usize, y: usize, kept: v128): void {
  const end = to << 2;
  const scale = f32x4.splat(r);
  let c = from << 2;
  for (; c + 16 <= end; c += 16) {
    v128.store(y + c, madd(f32x4.mul(v128.load(mix + c), scale), v128.load(row + c), old(y + c, kept)));
  }
  const left = end - c;
  if (!left) return;
  put(y + c, madd(f32x4.mul(some(mix + c, left), scale), some(row + c, left), v128.and(some(y + c, left), kept)), left);
}

/** y (+)= mix·r·(whole − other) */
function hearWhole(from: usize, to: usize, mix: usize, r: f32, whole: usize, other: usize, y: usize, kept: v128): void {
  const end = to << 2;
  const scale = f32x4.splat(r);
  let c = from << 2;
  for (; c + 16 <= end; c += 16) {
    const w = f32x4.sub(v128.load(whole + c), v128.load(other + c));
    v128.store(y + c, madd(f32x4.mul(v128.load(mix + c), scale), w, old(y + c, kept)));
  }
  const left = end - c;
  if (!left) return;
  const w = f32x4.sub(some(whole + c, left), some(other + c, left));
  put(y + c, madd(f32x4.mul(some(mix + c, left), scale), w, v128.and(some(y + c, left), kept)), left);
}

/** y (+)= mix·r·(whole − other + f·part) */
function hearPart(
  from: usize,
  to: usize,
  mix: usize,
  r: f32,
  whole: usize,
  other: usize,
  f: f32,
  part: usize,
  y: usize,
  kept: v128,
): void {
  const end = to << 2;
  const scale = f32x4.splat(r);
  const share = f32x4.splat(f);
  let c = from << 2;
  for (; c + 16 <= end; c += 16) {
    const w = madd(share, v128.load(part + c), f32x4.sub(v128.load(whole + c), v128.load(other + c)));
    v128.store(y + c, madd(f32x4.mul(v128.load(mix + c), scale), w, old(y + c, kept)));
  }
  const left = end - c;
  if (!left) return;
  const w = madd(share, some(part + c, left), f32x4.sub(some(whole + c, left), some(other + c, left)));
  put(y + c, madd(f32x4.mul(some(mix + c, left), scale), w, v128.and(some(y + c, left), kept)), left);
}
