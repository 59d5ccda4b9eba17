// Means over the last w activations, heard through a mix of several w (contract.ts has the formula).
// Running sums make every window two reads. Time is the outer loop and the columns of a share the inner one, sixteen at a
// time in registers, so that memory is walked row by row. Row sizes and offsets `c` are in bytes.
import { madd } from './lanes';
import { add } from './pointwise';
import { keep, read, write } from './tails';

export function windows(
  from: usize,
  to: usize,
  x: usize,
  history: usize,
  shape: usize,
  mix: usize,
  sums: usize,
  y: usize,
  streams: usize,
  time: usize,
  length: usize,
  cols: usize,
  kinds: usize,
): void {
  const size = cols << 2;
  for (let b: usize = 0; b < streams; b++) {
    const total = sums + b * (length + time + 1) * size;
    const past = history + b * length * size;
    const now = x + b * time * size;
    memory.fill(total + (from << 2), 0, (to - from) << 2);
    for (let i: usize = 0; i < length; i++) add(from, to, total + i * size, past + i * size, total + (i + 1) * size);
    for (let t: usize = 0; t < time; t++) {
      const end = length + t + 1;
      add(from, to, total + (end - 1) * size, now + t * size, total + end * size);
      hear(
        from,
        to,
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
  streams: usize,
  time: usize,
  cols: usize,
  kinds: usize,
  accumulate: i32,
): void {
  const size = cols << 2;
  for (let b: usize = 0; b < streams; b++) {
    const tail = tails + b * (time + 1) * size;
    const slope = dy + b * time * size;
    memory.fill(tail + time * size + (from << 2), 0, (to - from) << 2);
    for (let t = time; t > 0; t--) {
      add(from, to, tail + t * size, slope + (t - 1) * size, tail + (t - 1) * size);
    }
    for (let t: usize = 0; t < time; t++) {
      hear(
        from,
        to,
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
  const end = to << 2;
  const whole = total + at * size;
  // a window of exactly one step hears the row itself
  const own = now + (ahead ? at : at - 1 - length) * size;
  let c = from << 2;
  for (; c + 64 <= end; c += 64) {
    let h0 = f32x4.splat(0);
    let h1 = h0;
    let h2 = h0;
    let h3 = h0;
    for (let k: usize = 0; k < kinds; k++) {
      const form = shape + 12 * k;
      const n = <usize>load<f32>(form);
      const f = load<f32>(form, 4);
      const r = v128.load32_splat(form, 8);
      const weight = mix + k * size + c;
      let w0: v128, w1: v128, w2: v128, w3: v128;
      if (n === 1 && f === 0) {
        w0 = v128.load(own + c);
        w1 = v128.load(own + c, 16);
        w2 = v128.load(own + c, 32);
        w3 = v128.load(own + c, 48);
      } else {
        const other = otherSum(total, at, n, size, time, ahead) + c;
        w0 = f32x4.sub(v128.load(whole + c), v128.load(other));
        w1 = f32x4.sub(v128.load(whole + c, 16), v128.load(other, 16));
        w2 = f32x4.sub(v128.load(whole + c, 32), v128.load(other, 32));
        w3 = f32x4.sub(v128.load(whole + c, 48), v128.load(other, 48));
        const part = f === 0 ? 0 : partialRow(at, n, size, past, now, length, time, ahead);
        if (part) {
          const share = f32x4.splat(f);
          w0 = madd(share, v128.load(part + c), w0);
          w1 = madd(share, v128.load(part + c, 16), w1);
          w2 = madd(share, v128.load(part + c, 32), w2);
          w3 = madd(share, v128.load(part + c, 48), w3);
        }
      }
      h0 = madd(f32x4.mul(v128.load(weight), r), w0, h0);
      h1 = madd(f32x4.mul(v128.load(weight, 16), r), w1, h1);
      h2 = madd(f32x4.mul(v128.load(weight, 32), r), w2, h2);
      h3 = madd(f32x4.mul(v128.load(weight, 48), r), w3, h3);
    }
    v128.store(y + c, f32x4.add(h0, v128.and(v128.load(y + c), kept)));
    v128.store(y + c, f32x4.add(h1, v128.and(v128.load(y + c, 16), kept)), 16);
    v128.store(y + c, f32x4.add(h2, v128.and(v128.load(y + c, 32), kept)), 32);
    v128.store(y + c, f32x4.add(h3, v128.and(v128.load(y + c, 48), kept)), 48);
  }
  for (; c < end; c += 16) {
    const left = end - c;
    let heard = f32x4.splat(0);
    for (let k: usize = 0; k < kinds; k++) {
      const form = shape + 12 * k;
      const n = <usize>load<f32>(form);
      const f = load<f32>(form, 4);
      let w: v128;
      if (n === 1 && f === 0) w = read(own + c, left);
      else {
        w = f32x4.sub(read(whole + c, left), read(otherSum(total, at, n, size, time, ahead) + c, left));
        const part = f === 0 ? 0 : partialRow(at, n, size, past, now, length, time, ahead);
        if (part) w = madd(f32x4.splat(f), read(part + c, left), w);
      }
      heard = madd(f32x4.mul(read(mix + k * size + c, left), v128.load32_splat(form, 8)), w, heard);
    }
    write(y + c, f32x4.add(heard, v128.and(read(y + c, left), kept)), left);
  }
}
