// What both ways of linear attention share. Blocks of tokens go by; before a block stands the state S(D,D) with z(D) behind it.
//
// The decay γ goes into the features: with φ'(q) = γ^(t+1)·φ(q) and φ'(k) = γ^−(t+1)·φ(k), t counted within the block, a block is
// causal attention without a decay, and S ← γ^L·(S + φ'(k)ᵀ·v) after its L tokens.

import { at } from './lanes';
import { exp4 } from './math';
import { blockProduct, blockProductBytes } from './matmul-small';
import { read, write } from './tails';

/** Tokens of a block. */
export const BLOCK: i32 = 64;

/** What keeps a denominator from 0, as in the paper's own code. */
export const EPSILON: f32 = 1e-6;

/** Bytes of a block's (BLOCK, depth) numbers. */
export function blockBytes(depth: i32): usize {
  return at(BLOCK * depth);
}

/** Bytes of a block's scores: its rows lie BLOCK numbers apart. */
export const SCORES: usize = (<usize>(BLOCK * BLOCK)) << 2;

/** Bytes of scratch of linear attention by head size, its backward pass included. */
export function linearAttentionScratchBytes(depth: i32): usize {
  return (
    128 +
    2 * SCORES +
    5 * blockBytes(depth) +
    2 * at((depth + 1) * depth) +
    at(BLOCK) +
    blockProductBytes(max(BLOCK, depth), max(BLOCK, depth))
  );
}

/** γ to the power of `steps`, which may be negative, in double precision so that long chains of factors agree. */
export function power(decay: f32, steps: i32): f64 {
  let base = <f64>decay;
  let left = abs(steps);
  let result: f64 = 1;
  while (left > 0) {
    if (left & 1) result *= base;
    base *= base;
    left >>= 1;
  }
  return steps < 0 ? 1 / result : result;
}

/** φ(x) = elu(x) + 1 in four lanes. */
export function feature4(x: v128): v128 {
  const positive = f32x4.gt(x, f32x4.splat(0));
  return v128.bitselect(f32x4.add(x, f32x4.splat(1)), exp4(x), positive);
}

/** out(rows,depth) = γ^(t+1)·φ(x), or γ^−(t+1)·φ(x) where `sign` is −1; rows of x lie `stride` bytes apart. */
export function features(x: usize, stride: usize, rows: i32, depth: i32, decay: f32, sign: i32, out: usize): void {
  const size = at(depth);
  for (let t = 0; t < rows; t++) {
    const factor = f32x4.splat(<f32>power(decay, sign * (t + 1)));
    for (let c: usize = 0; c < size; c += 16) {
      const left = size - c;
      write(out + c, f32x4.mul(feature4(read(x + c, left)), factor), left);
    }
    x += stride;
    out += size;
  }
}

/** Scores of keys behind their query become 0; row t of x(rows,rows) keeps the first t + 1. */
export function silenceLater(x: usize, rows: i32): void {
  for (let t = 0; t < rows; t++) {
    const row = x + at(t * BLOCK);
    for (let j = t + 1; j < rows; j++) store<f32>(row + at(j), 0);
  }
}

/** S ← γ^rows·(S + fkᵀ·v), z ← γ^rows·(z + Σ fk), after a block of `rows` tokens. */
export function remember(
  state: usize,
  fk: usize,
  v: usize,
  vStride: i32,
  rows: i32,
  depth: i32,
  decay: f32,
  scratch: usize,
): void {
  const size = at(depth);
  blockProduct(fk, 1, depth, v, 0, vStride, state, depth, depth, depth, rows, 1, scratch);
  const z = state + at(depth * depth);
  for (let c: usize = 0; c < size; c += 16) {
    const left = size - c;
    let sum = read(z + c, left);
    for (let t = 0; t < rows; t++) sum = f32x4.add(sum, read(fk + <usize>t * size + c, left));
    write(z + c, sum, left);
  }
  fade(state, depth, <f32>power(decay, rows));
}

/** x(D+1,D) ← factor·x */
export function fade(x: usize, depth: i32, factor: f32): void {
  if (factor === 1) return;
  const lanes = f32x4.splat(factor);
  const end = at((depth + 1) * depth);
  for (let c: usize = 0; c < end; c += 16) write(x + c, f32x4.mul(read(x + c, end - c), lanes), end - c);
}
