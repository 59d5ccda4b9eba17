// Causal attention of one head of one stream at a time (contract.ts has the formula). After Dao et al., "FlashAttention" (2022):
// scores live only in a small panel; only their logsumexp is stored.
import { column, columnBytes, giveOut, packedBytes } from './attention-panels';
import { at } from './lanes';
import { exp4, logDouble } from './math';
import { packBlockA } from './matmul-block';
import { packRows, panelBytes } from './matmul-pack';

/** A score that no exponential sees. */
const NEVER: f32 = -3e38;

/** All ones in the lanes of queries that may hear the key `ahead` places behind the first of them; `half` 0 or 4. */
export function hears(ahead: i32, half: i32): v128 {
  return i32x4.ge_s(i32x4(half, half + 1, half + 2, half + 3), i32x4.splat(ahead));
}

export function attention(
  from: i32,
  to: i32,
  qkv: usize,
  y: usize,
  logsumexp: usize,
  time: i32,
  heads: i32,
  kvHeads: i32,
  depth: i32,
  scratch: usize,
): void {
  const width = heads * depth;
  const wide = width + 2 * kvHeads * depth;
  const row = at(wide);
  const scale: f32 = <f32>(1 / sqrt<f64>(<f64>depth));
  const keys = (scratch + 63) & ~63;
  const values = keys + packedBytes(time, depth);
  const queries = values + packedBytes(depth, time);
  const scores = queries + panelBytes(8, depth);
  const out = scores + columnBytes(time);
  const shares = out + columnBytes(depth);
  const members = heads / kvHeads;
  for (let pair = from; pair < to; pair++) {
    const stream = pair / heads;
    const head = pair % heads;
    const first = qkv + <usize>(stream * time) * row;
    const q = first + at(head * depth);
    const spoken = y + at(stream * time * width + head * depth);
    // the keys and values of a group are packed once, by the first of its heads that this thread does
    if (pair === from || pair % members === 0) {
      const k = first + at(width + (head / members) * depth);
      packBlockA(k, 0, 0, time, 0, depth, 0, wide, keys);
      packBlockA(k + at(kvHeads * depth), 1, 0, depth, 0, time, wide, 0, values);
    }
    for (let i = 0; i < time; i += 8) {
      const count = min(8, time - i);
      const heard = i + count;
      packRows(q + <usize>i * row, row, count, 8, depth, queries);
      column(keys, time, depth, queries, scores, heard, 0, depth, 0);
      soften(scores, i, heard, scale, shares, logsumexp + at(pair * time + i), count);
      column(values, depth, time, scores, out, depth, 0, heard, 0);
      giveOut(out, depth, shares, spoken + at(i * width), at(width), count, 0);
    }
  }
}

/** Scores (heard,8) of the queries from i on become e^(score − top); `shares` 1/Σ of each lane, and the first `count` logsumexp. */
function soften(scores: usize, i: i32, heard: i32, scale: f32, shares: usize, logsumexp: usize, count: i32): void {
  const end = scores + ((<usize>heard) << 5);
  let at_ = scores + ((<usize>i) << 5);
  // what comes after a query is silent
  for (let ahead = 1; at_ + 32 < end; ahead++) {
    at_ += 32;
    v128.store(at_, v128.bitselect(v128.load(at_), f32x4.splat(NEVER), hears(ahead, 0)));
    v128.store(at_, v128.bitselect(v128.load(at_, 16), f32x4.splat(NEVER), hears(ahead, 4)), 16);
  }
  let top0 = v128.load(scores);
  let top1 = v128.load(scores, 16);
  for (at_ = scores + 32; at_ < end; at_ += 32) {
    top0 = f32x4.pmax(top0, v128.load(at_));
    top1 = f32x4.pmax(top1, v128.load(at_, 16));
  }
  const factor = f32x4.splat(scale);
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  for (at_ = scores; at_ < end; at_ += 32) {
    const e0 = exp4(f32x4.mul(f32x4.sub(v128.load(at_), top0), factor));
    const e1 = exp4(f32x4.mul(f32x4.sub(v128.load(at_, 16), top1), factor));
    sum0 = f32x4.add(sum0, e0);
    sum1 = f32x4.add(sum1, e1);
    v128.store(at_, e0);
    v128.store(at_, e1, 16);
  }
  // sums and tops pass through memory, since a lane cannot be picked by a number
  v128.store(shares, sum0);
  v128.store(shares, sum1, 16);
  v128.store(shares, top0, 32);
  v128.store(shares, top1, 48);
  for (let lane = 0; lane < count; lane++) {
    const sum: f64 = load<f32>(shares + at(lane));
    const top: f64 = load<f32>(shares + at(lane), 32);
    store<f32>(logsumexp + at(lane), <f32>(top * <f64>scale + logDouble(sum)));
  }
  v128.store(shares, f32x4.div(f32x4.splat(1), sum0));
  v128.store(shares, f32x4.div(f32x4.splat(1), sum1), 16);
}
