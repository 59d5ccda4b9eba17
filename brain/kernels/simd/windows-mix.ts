// What the mix and the shapes of the windows learn. Row sizes and offsets `c` are in bytes.
import { firstOf, lastOf, madd } from './lanes';
import { read } from './tails';

/** So many steps of time are summed in registers before they are added to the sums in memory. */
const STEPS: usize = 16;

/** parts[c][k] += [Σ dy·last, Σ dy·(whole + f·last)] for the columns of one vector */
function addParts(parts: usize, stride: usize, byLast: v128, along: v128, left: usize): void {
  addPair(parts, v128.shuffle<u32>(byLast, along, 0, 4, 0, 4));
  if (left > 4) addPair(parts + stride, v128.shuffle<u32>(byLast, along, 1, 5, 1, 5));
  if (left > 8) addPair(parts + 2 * stride, v128.shuffle<u32>(byLast, along, 2, 6, 2, 6));
  if (left > 12) addPair(parts + 3 * stride, v128.shuffle<u32>(byLast, along, 3, 7, 3, 7));
}

function addPair(at: usize, pair: v128): void {
  v128.store_lane<u64>(at, f32x4.add(v128.load64_zero(at), pair), 0);
}

export function windowsBackwardMix(
  from: usize,
  to: usize,
  x: usize,
  history: usize,
  shape: usize,
  mix: usize,
  sums: usize,
  dy: usize,
  dmix: usize,
  parts: usize,
  time: usize,
  length: usize,
  cols: usize,
  kinds: usize,
): void {
  const size = cols << 2;
  const stride = kinds << 3;
  // Until the end, parts hold the bare sums; each share of neurons owns one stretch of them.
  memory.fill(parts + from * stride, 0, (to - from) * stride);
  for (let b = from / cols; b * cols < to; b++) {
    const left = firstOf(from, b, cols);
    const right = lastOf(to, b, cols);
    const end = right << 2;
    const sides = parts + b * cols * stride;
    const total = sums + b * (length + time + 1) * size;
    const past = history + b * length * size;
    const now = x + b * time * size;
    const slope = dy + b * time * size;
    for (let begin: usize = 0; begin < time; begin += STEPS) {
      const stop = min<usize>(begin + STEPS, time);
      let c = left << 2;
      for (; c + 64 <= end; c += 64) {
        for (let k: usize = 0; k < kinds; k++) {
          const n = <usize>load<f32>(shape + 12 * k);
          const f = v128.load32_splat(shape + 12 * k, 4);
          let l0 = f32x4.splat(0);
          let l1 = l0;
          let l2 = l0;
          let l3 = l0;
          let a0 = l0;
          let a1 = l0;
          let a2 = l0;
          let a3 = l0;
          for (let t = begin; t < stop; t++) {
            const at = length + t + 1;
            const d = slope + t * size + c;
            const whole = total + at * size + c;
            const other = total + (at > n ? at - n : 0) * size + c;
            a0 = madd(v128.load(d), f32x4.sub(v128.load(whole), v128.load(other)), a0);
            a1 = madd(v128.load(d, 16), f32x4.sub(v128.load(whole, 16), v128.load(other, 16)), a1);
            a2 = madd(v128.load(d, 32), f32x4.sub(v128.load(whole, 32), v128.load(other, 32)), a2);
            a3 = madd(v128.load(d, 48), f32x4.sub(v128.load(whole, 48), v128.load(other, 48)), a3);
            if (at <= n) continue;
            const last = (at - n - 1 < length ? past + (at - n - 1) * size : now + (t - n) * size) + c;
            l0 = madd(v128.load(d), v128.load(last), l0);
            l1 = madd(v128.load(d, 16), v128.load(last, 16), l1);
            l2 = madd(v128.load(d, 32), v128.load(last, 32), l2);
            l3 = madd(v128.load(d, 48), v128.load(last, 48), l3);
          }
          const part = sides + (c >> 2) * stride + (k << 3);
          addParts(part, stride, l0, madd(f, l0, a0), 16);
          addParts(part + 4 * stride, stride, l1, madd(f, l1, a1), 16);
          addParts(part + 8 * stride, stride, l2, madd(f, l2, a2), 16);
          addParts(part + 12 * stride, stride, l3, madd(f, l3, a3), 16);
        }
      }
      for (; c < end; c += 16) {
        const rest = end - c;
        for (let k: usize = 0; k < kinds; k++) {
          const n = <usize>load<f32>(shape + 12 * k);
          let byLast = f32x4.splat(0);
          let along = byLast;
          for (let t = begin; t < stop; t++) {
            const at = length + t + 1;
            const d = read(slope + t * size + c, rest);
            const other = total + (at > n ? at - n : 0) * size;
            along = madd(d, f32x4.sub(read(total + at * size + c, rest), read(other + c, rest)), along);
            if (at <= n) continue;
            const last = at - n - 1 < length ? past + (at - n - 1) * size : now + (t - n) * size;
            byLast = madd(d, read(last + c, rest), byLast);
          }
          along = madd(v128.load32_splat(shape + 12 * k, 4), byLast, along);
          addParts(sides + (c >> 2) * stride + (k << 3), stride, byLast, along, rest);
        }
      }
    }
    const out = dmix + b * kinds * size;
    for (let c = left; c < right; c++) {
      for (let k: usize = 0; k < kinds; k++) {
        const part = sides + c * stride + (k << 3);
        const r = load<f32>(shape + 12 * k, 8);
        const weight = load<f32>(mix + ((k * cols + c) << 2));
        const along = load<f32>(part, 4);
        store<f32>(out + ((k * cols + c) << 2), r * along);
        store<f32>(part, weight * r * load<f32>(part));
        store<f32>(part, weight * along, 4);
      }
    }
  }
}
