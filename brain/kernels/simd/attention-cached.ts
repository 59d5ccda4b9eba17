// Attention of tokens that follow others: one head at a time, over cached keys and values and the new ones.
import { at, madd } from './lanes';
import { exp4 } from './math';
import { alongOf, topOf } from './row-sums';
import { across, first, read, write } from './tails';

export function attentionCached(
  from: i32,
  to: i32,
  qkv: usize,
  past: usize,
  position: usize,
  y: usize,
  time: i32,
  length: i32,
  heads: i32,
  kvHeads: i32,
  depth: i32,
  scratch: usize,
): void {
  const width = at(heads * depth);
  const size = at(depth);
  // bytes from keys to values, of a row of the past, of a row of qkv
  const values = <usize>kvHeads * size;
  const pastRow = 2 * values;
  const row = width + pastRow;
  const before = min(length, <i32>load<f32>(position));
  const scale = <f32>(1 / sqrt<f64>(<f64>depth));
  for (let head = from; head < to; head++) {
    const begin = <usize>head * size;
    const group = <usize>((head * kvHeads) / heads) * size;
    const old = past + group;
    const now = qkv + width + group;
    for (let t = 0; t < time; t++) {
      const q = qkv + <usize>t * row + begin;
      const heard = before + t + 1;
      for (let j = 0; j < before; j++) store<f32>(scratch + at(j), scale * alongOf(q, old + <usize>j * pastRow, size));
      for (let j = 0; j <= t; j++) {
        store<f32>(scratch + at(before + j), scale * alongOf(q, now + <usize>j * row, size));
      }
      const share = <f32>1 / soften(scratch, at(heard));
      const out = y + <usize>t * width + begin;
      for (let d: usize = 0; d < size; d += 16) {
        const left = size - d;
        let sum = f32x4.splat(0);
        let value = old + values + d;
        for (let j = 0; j < before; j++) {
          sum = madd(v128.load32_splat(scratch + at(j)), read(value, left), sum);
          value += pastRow;
        }
        value = now + values + d;
        for (let j = before; j < heard; j++) {
          sum = madd(v128.load32_splat(scratch + at(j)), read(value, left), sum);
          value += row;
        }
        write(out + d, f32x4.mul(sum, f32x4.splat(share)), left);
      }
    }
  }
}

/** Scores become e^(score − top); their sum. */
function soften(scores: usize, size: usize): f32 {
  const top = f32x4.splat(topOf(scores, size));
  let sum = f32x4.splat(0);
  for (let c: usize = 0; c < size; c += 16) {
    const left = size - c;
    const e = v128.and(exp4(f32x4.sub(read(scores + c, left), top)), first(left));
    sum = f32x4.add(sum, e);
    write(scores + c, e, left);
  }
  return across(sum);
}

export function appendToCache(
  from: usize,
  to: usize,
  x: usize,
  position: usize,
  past: usize,
  width: usize,
  length: usize,
  cols: usize,
): void {
  const place = <usize>load<f32>(position);
  for (let t = from; t < to; t++) {
    const row = place + t;
    if (row < length) memory.copy(past + ((row * cols) << 2), x + (((t + 1) * width - cols) << 2), cols << 2);
  }
}
