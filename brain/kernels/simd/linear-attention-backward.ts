// The way back through linear attention, one head of keys of one stream at a time. y = n/s, n = φ(q)ᵀS, s = φ(q)·z + ε.
// With a = dy/s, b = −(dy·y)/s and m[t,j] = a_t·v_j + b_t for j ≤ t: dφ(q) = a·Sᵀ + b·zᵀ + m·φ(k), once forwards with S as it was;
// and backwards with R = Σ of later φ(q)·aᵀ, r = Σ of later φ(q)·b: dφ(k) = v·Rᵀ + r + mᵀ·φ(q), dv = φ(k)·R + (φ(q)·φ(k)ᵀ)ᵀ·a.
// The features hold γ as in linear-attention-parts.ts, so dφ/dx is min(their factor, the feature itself).

import { at, madd } from './lanes';
import { BLOCK, blockBytes, fade, features, power, remember, SCORES, silenceLater } from './linear-attention-parts';
import { blockProduct } from './matmul-small';
import { alongOf } from './row-sums';
import { keep, read, write } from './tails';

export function linearAttentionBackward(
  from: i32,
  to: i32,
  qkv: usize,
  decays: usize,
  before: usize,
  y: usize,
  sums: usize,
  dy: usize,
  dqkv: usize,
  time: i32,
  heads: i32,
  kvHeads: i32,
  depth: i32,
  accumulate: i32,
  scratch: usize,
): void {
  const width = at(heads * depth);
  const wide = (heads + 2 * kvHeads) * depth;
  const row = at(wide);
  const members = heads / kvHeads;
  const size = at((depth + 1) * depth);
  const kept = keep(accumulate);
  const fq = (scratch + 63) & ~63;
  const fk = fq + blockBytes(depth);
  const slopes = fk + blockBytes(depth); // a
  const keySlopes = slopes + blockBytes(depth); // dφ(k), and dφ(q) on the way forwards
  const valueSlopes = keySlopes + blockBytes(depth);
  const gains = valueSlopes + blockBytes(depth); // m
  const scores = gains + SCORES;
  const shifts = scores + SCORES; // b
  const state = shifts + at(BLOCK);
  const later = state + size; // R, and behind it r
  const room = later + size;
  const z = state + at(depth * depth);
  const rest = later + at(depth * depth);
  for (let group = from; group < to; group++) {
    const stream = group / kvHeads;
    const kvHead = group % kvHeads;
    const decay = load<f32>(decays + at(kvHead));
    const start = <usize>(stream * time) * row;
    const keys = start + at((heads + kvHead) * depth);
    const values = keys + at(kvHeads * depth);
    memory.copy(state, before + <usize>group * size, size);
    for (let t = 0; t < time; t += BLOCK) {
      const rows = min(BLOCK, time - t);
      const v = qkv + values + <usize>t * row;
      features(qkv + keys + <usize>t * row, row, rows, depth, decay, -1, fk);
      for (let member = 0; member < members; member++) {
        const head = kvHead * members + member;
        const q = start + <usize>t * row + at(head * depth);
        const here = <usize>(stream * time + t) * width + at(head * depth);
        features(qkv + q, row, rows, depth, decay, 1, fq);
        divide(dy + here, y + here, width, sums + at((stream * heads + head) * time + t), rows, depth, slopes, shifts);
        gain(slopes, shifts, v, wide, rows, depth, gains, room);
        spread(shifts, z, rows, depth, keySlopes);
        blockProduct(slopes, 0, depth, state, 1, depth, keySlopes, depth, rows, depth, depth, 1, room);
        blockProduct(gains, 0, BLOCK, fk, 0, depth, keySlopes, depth, rows, depth, rows, 1, room);
        give(keySlopes, fq, rows, depth, decay, 1, dqkv + q, row, kept);
      }
      remember(state, fk, v, wide, rows, depth, decay, room);
    }
    memory.fill(later, 0, size);
    for (let t = ((time - 1) / BLOCK) * BLOCK; t >= 0; t -= BLOCK) {
      const rows = min(BLOCK, time - t);
      const k = keys + <usize>t * row;
      const v = qkv + values + <usize>t * row;
      features(qkv + k, row, rows, depth, decay, -1, fk);
      fade(later, depth, <f32>power(decay, rows));
      for (let i = 0; i < rows; i++) memory.copy(keySlopes + at(i * depth), rest, at(depth));
      blockProduct(v, 0, wide, later, 1, depth, keySlopes, depth, rows, depth, depth, 1, room);
      blockProduct(fk, 0, depth, later, 0, depth, valueSlopes, depth, rows, depth, depth, 0, room);
      for (let member = 0; member < members; member++) {
        const head = kvHead * members + member;
        const q = qkv + start + <usize>t * row + at(head * depth);
        const here = <usize>(stream * time + t) * width + at(head * depth);
        features(q, row, rows, depth, decay, 1, fq);
        divide(dy + here, y + here, width, sums + at((stream * heads + head) * time + t), rows, depth, slopes, shifts);
        gain(slopes, shifts, v, wide, rows, depth, gains, room);
        blockProduct(fq, 0, depth, fk, 1, depth, scores, BLOCK, rows, rows, depth, 0, room);
        silenceLater(scores, rows);
        blockProduct(gains, 1, BLOCK, fq, 0, depth, keySlopes, depth, rows, depth, rows, 1, room);
        blockProduct(scores, 1, BLOCK, slopes, 0, depth, valueSlopes, depth, rows, depth, rows, 1, room);
        blockProduct(fq, 1, depth, slopes, 0, depth, later, depth, depth, depth, rows, 1, room);
        for (let i = 0; i < rows; i++) addTimes(rest, fq + at(i * depth), load<f32>(shifts + at(i)), depth);
      }
      give(keySlopes, fk, rows, depth, decay, -1, dqkv + k, row, kept);
      giveRows(valueSlopes, rows, depth, dqkv + values + <usize>t * row, row, kept);
    }
  }
}

/** a = dy/s, b = −(dy·y)/s, row by row. */
function divide(dy: usize, y: usize, stride: usize, sums: usize, rows: i32, depth: i32, a: usize, b: usize): void {
  const size = at(depth);
  for (let t = 0; t < rows; t++) {
    const share = <f32>1 / load<f32>(sums + at(t));
    store<f32>(b + at(t), -share * alongOf(dy, y, size));
    const factor = f32x4.splat(share);
    for (let c: usize = 0; c < size; c += 16) write(a + c, f32x4.mul(read(dy + c, size - c), factor), size - c);
    dy += stride;
    y += stride;
    a += size;
  }
}

/** m[t,j] = a_t·v_j + b_t for j ≤ t, 0 for later ones. */
function gain(a: usize, b: usize, v: usize, vStride: i32, rows: i32, depth: i32, m: usize, room: usize): void {
  for (let t = 0; t < rows; t++) {
    const shift = load<f32>(b + at(t));
    for (let j = 0; j < rows; j++) store<f32>(m + at(t * BLOCK + j), shift);
  }
  blockProduct(a, 0, depth, v, 1, vStride, m, BLOCK, rows, rows, depth, 1, room);
  silenceLater(m, rows);
}

/** out[t] = b_t·z */
function spread(b: usize, z: usize, rows: i32, depth: i32, out: usize): void {
  const size = at(depth);
  for (let t = 0; t < rows; t++) {
    const factor = v128.load32_splat(b + at(t));
    for (let c: usize = 0; c < size; c += 16) write(out + c, f32x4.mul(read(z + c, size - c), factor), size - c);
    out += size;
  }
}

/** y += factor·x, one row */
function addTimes(y: usize, x: usize, factor: f32, depth: i32): void {
  const size = at(depth);
  const lanes = f32x4.splat(factor);
  for (let c: usize = 0; c < size; c += 16) {
    const left = size - c;
    write(y + c, madd(read(x + c, left), lanes, read(y + c, left)), left);
  }
}

/** dx (+)= min(factor, feature)⊙slope: the derivative of a feature that holds the factor γ^±(t+1). */
function give(
  slope: usize,
  feature: usize,
  rows: i32,
  depth: i32,
  decay: f32,
  sign: i32,
  dx: usize,
  stride: usize,
  kept: v128,
): void {
  const size = at(depth);
  for (let t = 0; t < rows; t++) {
    const factor = f32x4.splat(<f32>power(decay, sign * (t + 1)));
    for (let c: usize = 0; c < size; c += 16) {
      const left = size - c;
      const turned = f32x4.mul(f32x4.min(read(feature + c, left), factor), read(slope + c, left));
      write(dx + c, f32x4.add(turned, v128.and(read(dx + c, left), kept)), left);
    }
    slope += size;
    feature += size;
    dx += stride;
  }
}

/** dx (+)= slope, row by row */
function giveRows(slope: usize, rows: i32, depth: i32, dx: usize, stride: usize, kept: v128): void {
  const size = at(depth);
  for (let t = 0; t < rows; t++) {
    for (let c: usize = 0; c < size; c += 16) {
      const left = size - c;
      write(dx + c, f32x4.add(read(slope + c, left), v128.and(read(dx + c, left), kept)), left);
    }
    slope += size;
    dx += stride;
  }
}
