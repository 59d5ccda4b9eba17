// Memories that fade. Row sizes and offsets `c` are in bytes.
import { firstOf, lastOf, madd } from './lanes';
import { sigmoid4 } from './math';
import { keep, read, write } from './tails';

/** 1 − σ(decay): how much of the new enters. Taken as σ(−decay), which keeps its digits where the memory is long. */
function freshness(decay: v128): v128 {
  return sigmoid4(f32x4.neg(decay));
}

/** held + fresh·(x − held) = (1 − fresh)·held + fresh·x */
function fade(held: v128, fresh: v128, x: v128): v128 {
  return madd(fresh, f32x4.sub(x, held), held);
}

export function scan(
  from: usize,
  to: usize,
  x: usize,
  decay: usize,
  before: usize,
  y: usize,
  after: usize,
  time: usize,
  cols: usize,
): void {
  const size = cols << 2;
  for (let b = from / cols; b * cols < to; b++) {
    const begin = firstOf(from, b, cols) << 2;
    const end = lastOf(to, b, cols) << 2;
    const start = b * time * size;
    const last = after + b * size;
    // Until the end, `after` keeps the freshness, so that memory can be walked row by row.
    for (let c = begin; c < end; c += 16) {
      const left = end - c;
      const fresh = freshness(read(decay + c, left));
      write(y + start + c, fade(read(before + b * size + c, left), fresh, read(x + start + c, left)), left);
      write(last + c, fresh, left);
    }
    for (let row = start + size; row < start + time * size; row += size) {
      for (let c = begin; c < end; c += 16) {
        const left = end - c;
        const held = read(y + row - size + c, left);
        write(y + row + c, fade(held, read(last + c, left), read(x + row + c, left)), left);
      }
    }
    memory.copy(last + begin, y + start + (time - 1) * size + begin, end - begin);
  }
}

// y[t] = d·y[t−1] + (1 − d)·x[t]: total[t] = dy[t] + d·total[t+1]; dx = (1 − d)·total; dd = Σ total·(y[t−1] − x[t])
export function scanBackward(
  from: usize,
  to: usize,
  x: usize,
  decay: usize,
  before: usize,
  y: usize,
  dy: usize,
  dx: usize,
  ddecay: usize,
  time: usize,
  cols: usize,
  accumulateX: i32,
): void {
  const size = cols << 2;
  const keptX = keep(accumulateX);
  for (let b = from / cols; b * cols < to; b++) {
    const begin = firstOf(from, b, cols) << 2;
    const end = lastOf(to, b, cols) << 2;
    const start = b * time * size;
    const held = before + b * size;
    const slopes = ddecay + b * size;
    let c = begin;
    for (; c + 64 <= end; c += 64) {
      const f0 = freshness(v128.load(decay + c));
      const f1 = freshness(v128.load(decay + c, 16));
      const f2 = freshness(v128.load(decay + c, 32));
      const f3 = freshness(v128.load(decay + c, 48));
      let s0 = f32x4.splat(0);
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      let t0 = s0;
      let t1 = s0;
      let t2 = s0;
      let t3 = s0;
      for (let t = time; t > 0; t--) {
        const at = start + (t - 1) * size + c;
        const previous = t > 1 ? y + at - size : held + c;
        t0 = total4(dy + at, f0, t0);
        t1 = total4(dy + at + 16, f1, t1);
        t2 = total4(dy + at + 32, f2, t2);
        t3 = total4(dy + at + 48, f3, t3);
        s0 = madd(t0, f32x4.sub(v128.load(previous), v128.load(x + at)), s0);
        s1 = madd(t1, f32x4.sub(v128.load(previous, 16), v128.load(x + at, 16)), s1);
        s2 = madd(t2, f32x4.sub(v128.load(previous, 32), v128.load(x + at, 32)), s2);
        s3 = madd(t3, f32x4.sub(v128.load(previous, 48), v128.load(x + at, 48)), s3);
        v128.store(dx + at, madd(f0, t0, v128.and(v128.load(dx + at), keptX)));
        v128.store(dx + at, madd(f1, t1, v128.and(v128.load(dx + at, 16), keptX)), 16);
        v128.store(dx + at, madd(f2, t2, v128.and(v128.load(dx + at, 32), keptX)), 32);
        v128.store(dx + at, madd(f3, t3, v128.and(v128.load(dx + at, 48), keptX)), 48);
      }
      decaySlope(slopes + c, f0, s0, 16);
      decaySlope(slopes + c + 16, f1, s1, 16);
      decaySlope(slopes + c + 32, f2, s2, 16);
      decaySlope(slopes + c + 48, f3, s3, 16);
    }
    for (; c < end; c += 16) {
      const left = end - c;
      const fresh = freshness(read(decay + c, left));
      let slope = f32x4.splat(0);
      let total = slope;
      for (let t = time; t > 0; t--) {
        const at = start + (t - 1) * size + c;
        const previous = t > 1 ? y + at - size : held + c;
        total = f32x4.add(read(dy + at, left), f32x4.sub(total, f32x4.mul(fresh, total)));
        slope = madd(total, f32x4.sub(read(previous, left), read(x + at, left)), slope);
        write(dx + at, madd(fresh, total, v128.and(read(dx + at, left), keptX)), left);
      }
      decaySlope(slopes + c, fresh, slope, left);
    }
  }
}

/** dy + (1 − fresh)·total */
function total4(dy: usize, fresh: v128, total: v128): v128 {
  return f32x4.add(v128.load(dy), f32x4.sub(total, f32x4.mul(fresh, total)));
}

/** ddecay = slope·d·(1 − d) */
function decaySlope(at: usize, fresh: v128, slope: v128, left: usize): void {
  const d = f32x4.sub(f32x4.splat(1), fresh);
  write(at, f32x4.mul(f32x4.mul(slope, d), fresh), left);
}
