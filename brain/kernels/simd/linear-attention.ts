// Linear attention of one head of keys of one stream at a time, for all query heads of its group (contract.ts has the formula).
// Few tokens go one by one through the state, as it is spoken; many go in blocks, whose tokens hear one another by their scores.

import { at, madd } from './lanes';
import {
  BLOCK,
  blockBytes,
  EPSILON,
  feature4,
  features,
  remember,
  SCORES,
  silenceLater,
} from './linear-attention-parts';
import { blockProduct } from './matmul-small';
import { alongOf, sumOf } from './row-sums';
import { read, write } from './tails';

/** With fewer tokens than this, blocks would do more than the tokens themselves. */
const FEW: i32 = 6;

export function linearAttention(
  from: i32,
  to: i32,
  qkv: usize,
  decays: usize,
  before: usize,
  y: usize,
  sums: usize,
  after: usize,
  time: i32,
  heads: i32,
  kvHeads: i32,
  depth: i32,
  scratch: usize,
): void {
  const width = at(heads * depth);
  const wide = (heads + 2 * kvHeads) * depth;
  const row = at(wide);
  const members = heads / kvHeads;
  const size = at((depth + 1) * depth);
  const fq = (scratch + 63) & ~63;
  const fk = fq + blockBytes(depth);
  const scores = fk + blockBytes(depth);
  const room = scores + SCORES;
  for (let group = from; group < to; group++) {
    const stream = group / kvHeads;
    const kvHead = group % kvHeads;
    const decay = load<f32>(decays + at(kvHead));
    const state = after + <usize>group * size;
    const z = state + at(depth * depth);
    const start = qkv + <usize>(stream * time) * row;
    const keys = start + at((heads + kvHead) * depth);
    const values = keys + at(kvHeads * depth);
    memory.copy(state, before + <usize>group * size, size);
    const few = time < FEW;
    for (let t = 0; t < time; t += few ? 1 : BLOCK) {
      const rows = few ? 1 : min(BLOCK, time - t);
      const k = keys + <usize>t * row;
      const v = values + <usize>t * row;
      if (few) enter(state, k, v, depth, decay, fk);
      else features(k, row, rows, depth, decay, -1, fk);
      for (let member = 0; member < members; member++) {
        const head = kvHead * members + member;
        const q = start + <usize>t * row + at(head * depth);
        const out = y + <usize>(stream * time + t) * width + at(head * depth);
        const sum = sums + at((stream * heads + head) * time + t);
        if (few) {
          listen(state, q, depth, out, sum, fq);
          continue;
        }
        features(q, row, rows, depth, decay, 1, fq);
        blockProduct(fq, 0, depth, fk, 1, depth, scores, BLOCK, rows, rows, depth, 0, room);
        silenceLater(scores, rows);
        blockProduct(fq, 0, depth, state, 0, depth, out, heads * depth, rows, depth, depth, 0, room);
        blockProduct(scores, 0, BLOCK, v, 0, wide, out, heads * depth, rows, depth, rows, 1, room);
        for (let i = 0; i < rows; i++) {
          const all = sumOf(scores + at(i * BLOCK), at(i + 1)) + alongOf(fq + at(i * depth), z, at(depth)) + EPSILON;
          store<f32>(sum + at(i), all);
          scale(out + <usize>i * width, at(depth), <f32>1 / all);
        }
      }
      if (!few) remember(state, fk, v, wide, rows, depth, decay, room);
    }
  }
}

/** S ← γ·S + φ(k)·vᵀ, z ← γ·z + φ(k) for one token; φ(k) stays in fk. */
function enter(state: usize, k: usize, v: usize, depth: i32, decay: f32, fk: usize): void {
  const size = at(depth);
  const kept = f32x4.splat(decay);
  const z = state + <usize>depth * size;
  for (let c: usize = 0; c < size; c += 16) {
    const left = size - c;
    const phi = feature4(read(k + c, left));
    write(fk + c, phi, left);
    write(z + c, madd(read(z + c, left), kept, phi), left);
  }
  for (let i = 0; i < depth; i++) {
    const phi = v128.load32_splat(fk + at(i));
    const row = state + <usize>i * size;
    for (let c: usize = 0; c < size; c += 16) {
      const left = size - c;
      write(row + c, madd(read(row + c, left), kept, f32x4.mul(phi, read(v + c, left))), left);
    }
  }
}

/** y = φ(q)ᵀS / (φ(q)·z + ε) for one token; the denominator goes to `sum`. */
function listen(state: usize, q: usize, depth: i32, y: usize, sum: usize, fq: usize): void {
  const size = at(depth);
  for (let c: usize = 0; c < size; c += 16) write(fq + c, feature4(read(q + c, size - c)), size - c);
  const all = alongOf(fq, state + <usize>depth * size, size) + EPSILON;
  store<f32>(sum, all);
  const share = f32x4.splat(<f32>1 / all);
  for (let c: usize = 0; c < size; c += 16) {
    const left = size - c;
    let heard = f32x4.splat(0);
    let row = state + c;
    for (let i = 0; i < depth; i++) {
      heard = madd(v128.load32_splat(fq + at(i)), read(row, left), heard);
      row += size;
    }
    write(y + c, f32x4.mul(heard, share), left);
  }
}

/** x ← factor·x of one row of `size` bytes. */
function scale(x: usize, size: usize, factor: f32): void {
  const lanes = f32x4.splat(factor);
  for (let c: usize = 0; c < size; c += 16) write(x + c, f32x4.mul(read(x + c, size - c), lanes), size - c);
}
