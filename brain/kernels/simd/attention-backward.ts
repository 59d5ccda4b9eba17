// The way back through attention, one head of keys of one stream at a time, for all query heads of its group: p comes again from the
// scores and their logsumexp. With g = dy·vᵀ: dv = pᵀ·dy, ds = p⊙(g − Σ_j p⊙g)/√D, dq = ds·k, dk = dsᵀ·q; and Σ_j p⊙g is dy·y, row by row.
//
// Queries go by in strips. A strip's p and ds are turned once more, so that they are the packed b of the sums over queries too.
import { hears } from './attention';
import { column, columnBytes, giveOut, packedBytes } from './attention-panels';
import { at } from './lanes';
import { exp4 } from './math';
import { packBlockA } from './matmul-block';
import { packRows, panelBytes } from './matmul-pack';
import { alongOf } from './row-sums';

/** Queries of a strip: a multiple of eight. */
const STRIP: i32 = 64;
/** Bytes of a strip's p or ds for eight keys. */
const BLOCK: usize = (<usize>STRIP) << 5;

/** Bytes of scratch of attention by tokens and head size, its forward pass included. */
export function attentionScratchBytes(time: i32, depth: i32): usize {
  const blocks = <usize>((time + 7) >> 3);
  const strips = 2 * packedBytes(depth, STRIP) + 2 * blocks * (BLOCK + columnBytes(depth));
  const panels = 2 * panelBytes(8, depth) + 2 * columnBytes(time + 8) + columnBytes(depth);
  return 64 + 128 + 2 * packedBytes(time, depth) + packedBytes(depth, time) + strips + panels;
}

export function attentionBackward(
  from: i32,
  to: i32,
  qkv: usize,
  y: usize,
  logsumexp: usize,
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
  const row = at(wide);
  const scale = f32x4.splat(<f32>(1 / sqrt<f64>(<f64>depth)));
  const blocks = <usize>((time + 7) >> 3);
  // factors of the lanes: eight of logsumexp, eight of dy·y, ones, scales
  const lanes = (scratch + 63) & ~63;
  const keyRows = lanes + 128;
  const valueRows = keyRows + packedBytes(time, depth);
  const keyColumns = valueRows + packedBytes(time, depth);
  const queryColumns = keyColumns + packedBytes(depth, time);
  const slopeColumns = queryColumns + packedBytes(depth, STRIP);
  const queries = slopeColumns + packedBytes(depth, STRIP);
  const slopes = queries + panelBytes(8, depth);
  const scores = slopes + panelBytes(8, depth);
  const gains = scores + columnBytes(time + 8);
  const out = gains + columnBytes(time + 8);
  const turnedP = out + columnBytes(depth);
  const turnedS = turnedP + blocks * BLOCK;
  const dvs = turnedS + blocks * BLOCK;
  const dks = dvs + blocks * columnBytes(depth);
  v128.store(lanes, f32x4.splat(1), 64);
  v128.store(lanes, f32x4.splat(1), 80);
  v128.store(lanes, scale, 96);
  v128.store(lanes, scale, 112);
  for (let pair = from * members; pair < to * members; pair++) {
    const member = pair % members;
    const head = pair % heads;
    const first = <usize>((pair / heads) * time);
    const q = qkv + first * row + at(head * depth);
    const dq = dqkv + first * row + at(head * depth);
    const spoken = y + first * at(width) + at(head * depth);
    const slope = dy + first * at(width) + at(head * depth);
    const key = first * row + at(width + (head / members) * depth);
    if (member === 0) {
      const k = qkv + key;
      packBlockA(k, 0, 0, time, 0, depth, 0, wide, keyRows);
      packBlockA(k + at(kvHeads * depth), 0, 0, time, 0, depth, 0, wide, valueRows);
      packBlockA(k, 1, 0, depth, 0, time, wide, 0, keyColumns);
    }
    for (let strip = 0; strip < time; strip += STRIP) {
      const rows = min(STRIP, time - strip);
      packBlockA(q, 1, 0, depth, strip, rows, wide, 0, queryColumns);
      packBlockA(slope, 1, 0, depth, strip, rows, width, 0, slopeColumns);
      for (let i = strip; i < strip + rows; i += 8) {
        const count = min(8, time - i);
        const heard = i + count;
        packRows(q + <usize>i * row, row, count, 8, depth, queries);
        packRows(slope + at(i * width), at(width), count, 8, depth, slopes);
        for (let lane = 0; lane < 8; lane++) {
          const there = lane < count;
          const at_ = at((i + lane) * width);
          store<f32>(lanes + at(lane), there ? load<f32>(logsumexp + at(pair * time + i + lane)) : 0);
          store<f32>(lanes + at(lane), there ? alongOf(slope + at_, spoken + at_, at(depth)) : 0, 32);
        }
        column(keyRows, time, depth, queries, scores, heard, 0, depth, 0);
        column(valueRows, time, depth, slopes, gains, heard, 0, depth, 0);
        for (let j = 0; j <= i; j += 8) {
          const place = (<usize>j) << 5;
          const there = <usize>(j >> 3) * BLOCK + ((<usize>(i - strip)) << 5);
          const ahead = j === i ? 1 : 0;
          for (let half = 0; half < 8; half += 4) {
            const part = place + at(half);
            const to_ = there + ((<usize>half) << 5);
            turnPair(
              scores + part,
              gains + part,
              lanes + at(half),
              scale,
              ahead,
              half,
              0,
              turnedP + to_,
              turnedS + to_,
            );
            const later = part + 128;
            turnPair(
              scores + later,
              gains + later,
              lanes + at(half),
              scale,
              ahead,
              half,
              4,
              turnedP + to_ + 16,
              turnedS + to_ + 16,
            );
          }
        }
        column(keyColumns, depth, time, scores, out, depth, 0, heard, 0);
        giveOut(out, depth, lanes + 96, dq + <usize>i * row, row, count, accumulate);
      }
      for (let j = 0; j < strip + rows; j += 8) {
        const block = <usize>(j >> 3);
        const skipped = max(0, j - strip);
        const there = block * BLOCK + ((<usize>skipped) << 5);
        const sums = block * columnBytes(depth);
        const load_ = j < strip || member > 0 ? 1 : 0;
        column(slopeColumns, depth, rows, turnedP + there, dvs + sums, depth, skipped, rows - skipped, load_);
        column(queryColumns, depth, rows, turnedS + there, dks + sums, depth, skipped, rows - skipped, load_);
      }
    }
    if (member < members - 1) continue;
    for (let j = 0; j < time; j += 8) {
      const sums = <usize>(j >> 3) * columnBytes(depth);
      const count = min(8, time - j);
      const dk = dqkv + key + <usize>j * row;
      giveOut(dks + sums, depth, lanes + 96, dk, row, count, accumulate);
      giveOut(dvs + sums, depth, lanes + 64, dk + at(kvHeads * depth), row, count, accumulate);
    }
  }
}

/**
 * Four keys by four queries: scores become ds (but for its factor 1/√D) where they stand, and p and ds are written turned.
 * `masked`: the keys are those of the queries themselves, from the place `key` on.
 */
function turnPair(
  scores: usize,
  gains: usize,
  lanes: usize,
  scale: v128,
  masked: i32,
  half: i32,
  key: i32,
  turnedP: usize,
  turnedS: usize,
): void {
  const lse = v128.load(lanes);
  const along = v128.load(lanes, 32);
  let p0 = exp4(f32x4.sub(f32x4.mul(v128.load(scores), scale), lse));
  let p1 = exp4(f32x4.sub(f32x4.mul(v128.load(scores, 32), scale), lse));
  let p2 = exp4(f32x4.sub(f32x4.mul(v128.load(scores, 64), scale), lse));
  let p3 = exp4(f32x4.sub(f32x4.mul(v128.load(scores, 96), scale), lse));
  let s0 = f32x4.mul(p0, f32x4.sub(v128.load(gains), along));
  let s1 = f32x4.mul(p1, f32x4.sub(v128.load(gains, 32), along));
  let s2 = f32x4.mul(p2, f32x4.sub(v128.load(gains, 64), along));
  let s3 = f32x4.mul(p3, f32x4.sub(v128.load(gains, 96), along));
  if (masked) {
    const m0 = hears(key, half);
    const m1 = hears(key + 1, half);
    const m2 = hears(key + 2, half);
    const m3 = hears(key + 3, half);
    p0 = v128.and(p0, m0);
    p1 = v128.and(p1, m1);
    p2 = v128.and(p2, m2);
    p3 = v128.and(p3, m3);
    s0 = v128.and(s0, m0);
    s1 = v128.and(s1, m1);
    s2 = v128.and(s2, m2);
    s3 = v128.and(s3, m3);
  }
  v128.store(scores, s0);
  v128.store(scores, s1, 32);
  v128.store(scores, s2, 64);
  v128.store(scores, s3, 96);
  storeTurned(p0, p1, p2, p3, turnedP);
  storeTurned(s0, s1, s2, s3, turnedS);
}

/** A block of four by four, turned; its rows go 32 bytes apart. */
function storeTurned(x0: v128, x1: v128, x2: v128, x3: v128, to: usize): void {
  const y0 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
  const y1 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
  const y2 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
  const y3 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(y0, y1, 0, 2));
  v128.store(to, v128.shuffle<f64>(y0, y1, 1, 3), 32);
  v128.store(to, v128.shuffle<f64>(y2, y3, 0, 2), 64);
  v128.store(to, v128.shuffle<f64>(y2, y3, 1, 3), 96);
}
