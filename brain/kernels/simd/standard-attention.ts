// Attention that keeps its whole matrix P: a strip of queries at a time, over all keys that any of them may hear.

import { at } from './lanes';
import { exp4 } from './math';
import { blockProduct, blockProductBytes } from './matmul-small';
import { alongOf, topOf } from './row-sums';
import { across, first, read, write } from './tails';

/** Queries of a strip. */
const STRIP: i32 = 64;

/** Bytes of scratch of standard attention by tokens and head size, its backward pass included. */
export function standardAttentionScratchBytes(time: i32, depth: i32): usize {
  return (
    64 + at(STRIP * time) + blockProductBytes(max(time, STRIP), max(STRIP, depth)) + blockProductBytes(STRIP, time)
  );
}

export function standardAttention(
  from: i32,
  to: i32,
  qkv: usize,
  y: usize,
  p: usize,
  time: i32,
  heads: i32,
  kvHeads: i32,
  depth: i32,
  scratch: usize,
): void {
  const width = heads * depth;
  const wide = width + 2 * kvHeads * depth;
  const scale = <f32>(1 / sqrt<f64>(<f64>depth));
  for (let pair = from; pair < to; pair++) {
    const head = pair % heads;
    const start = (pair / heads) * time;
    const q = qkv + at(start * wide + head * depth);
    const k = qkv + at(start * wide + width + ((head * kvHeads) / heads) * depth);
    const v = k + at(kvHeads * depth);
    const spoken = y + at(start * width + head * depth);
    const square = p + at(pair * time) * <usize>time;
    for (let t = 0; t < time; t += STRIP) {
      const rows = min(STRIP, time - t);
      const heard = t + rows;
      const strip = square + at(t) * <usize>time;
      blockProduct(q + at(t * wide), 0, wide, k, 1, wide, strip, time, rows, heard, depth, 0, scratch);
      for (let i = 0; i < rows; i++) soften(strip + at(i * time), t + i + 1, time, scale);
      blockProduct(strip, 0, time, v, 0, wide, spoken + at(t * width), width, rows, depth, heard, 0, scratch);
    }
  }
}

/** The first `heard` scores of a row, times `scale`, become their softmax, and all others 0. */
function soften(row: usize, heard: i32, time: i32, scale: f32): void {
  const size = at(heard);
  const top = f32x4.splat(topOf(row, size));
  const factor = f32x4.splat(scale);
  let sum = f32x4.splat(0);
  for (let c: usize = 0; c < size; c += 16) {
    const left = size - c;
    const e = v128.and(exp4(f32x4.mul(f32x4.sub(read(row + c, left), top), factor)), first(left));
    sum = f32x4.add(sum, e);
    write(row + c, e, left);
  }
  const share = f32x4.splat(<f32>1 / across(sum));
  for (let c: usize = 0; c < size; c += 16) write(row + c, f32x4.mul(read(row + c, size - c), share), size - c);
  memory.fill(row + size, 0, at(time - heard));
}

// dV = Pᵀ·dO, dP = dO·Vᵀ, dS = P∘(dP − rowsum(dP∘P)), dQ = dS·K/√D, dK = dSᵀ·Q/√D
export function standardAttentionBackward(
  from: i32,
  to: i32,
  qkv: usize,
  p: usize,
  dy: usize,
  dqkv: usize,
  time: i32,
  heads: i32,
  kvHeads: i32,
  depth: i32,
  accumulate: i32,
  scratch: usize,
): void {
  const width = heads * depth;
  const wide = width + 2 * kvHeads * depth;
  const members = heads / kvHeads;
  const scale = <f32>(1 / sqrt<f64>(<f64>depth));
  const slopes = (scratch + 63) & ~63;
  const room = slopes + at(STRIP * time);
  for (let group = from; group < to; group++) {
    const start = (group / kvHeads) * time;
    const key = at(start * wide + width + (group % kvHeads) * depth);
    const value = key + at(kvHeads * depth);
    if (!accumulate) {
      for (let t = 0; t < time; t++) {
        memory.fill(dqkv + key + at(t * wide), 0, at(depth));
        memory.fill(dqkv + value + at(t * wide), 0, at(depth));
      }
    }
    for (let member = 0; member < members; member++) {
      const head = (group % kvHeads) * members + member;
      const query = at(start * wide + head * depth);
      const slope = dy + at(start * width + head * depth);
      const square = p + at(((group / kvHeads) * heads + head) * time) * <usize>time;
      for (let t = 0; t < time; t += STRIP) {
        const rows = min(STRIP, time - t);
        const heard = t + rows;
        const strip = square + at(t) * <usize>time;
        const out = slope + at(t * width);
        const q = query + at(t * wide);
        blockProduct(out, 0, width, qkv + value, 1, wide, slopes, time, rows, heard, depth, 0, room);
        for (let i = 0; i < rows; i++) turn(slopes + at(i * time), strip + at(i * time), heard, scale);
        blockProduct(strip, 1, time, out, 0, width, dqkv + value, wide, heard, depth, rows, 1, room);
        blockProduct(slopes, 1, time, qkv + q, 0, wide, dqkv + key, wide, heard, depth, rows, 1, room);
        blockProduct(slopes, 0, time, qkv + key, 0, wide, dqkv + q, wide, rows, depth, heard, accumulate, room);
      }
    }
  }
}

/** A row of dP becomes dS/√D = scale·p∘(dP − Σ dP∘p): 0 where p is. */
function turn(slopes: usize, p: usize, heard: i32, scale: f32): void {
  const size = at(heard);
  const along = f32x4.splat(alongOf(slopes, p, size));
  const factor = f32x4.splat(scale);
  for (let c: usize = 0; c < size; c += 16) {
    const left = size - c;
    const slope = f32x4.mul(f32x4.mul(read(p + c, left), f32x4.sub(read(slopes + c, left), along)), factor);
    write(slopes + c, slope, left);
  }
}
