// How surprised the mind was. `size` is the row's length in bytes, `c` a byte offset in the row.
import { madd } from './lanes';
import { exp4, logDouble } from './math';
import { topOf } from './row-sums';
import { across, first, keep, old, put, read, some } from './tails';

/** Where the greatest number of a row stands first; 0 where there is none (NaN). */
function placeOf(x: usize, top: f32, cols: usize): usize {
  const wanted = f32x4.splat(top);
  let c: usize = 0;
  for (; c + 16 <= cols; c += 16) {
    const at = x + (c << 2);
    const a = v128.or(f32x4.eq(v128.load(at), wanted), f32x4.eq(v128.load(at, 16), wanted));
    const b = v128.or(f32x4.eq(v128.load(at, 32), wanted), f32x4.eq(v128.load(at, 48), wanted));
    if (v128.any_true(v128.or(a, b))) break;
  }
  while (c + 4 <= cols && !v128.any_true(f32x4.eq(v128.load(x + (c << 2)), wanted))) c += 4;
  while (c < cols && load<f32>(x + (c << 2)) !== top) c++;
  return c < cols ? c : 0;
}

/** The target of a row; one below 0 becomes greater than all columns, so that no target is looked for outside the row. */
function targetOf(targets: usize, i: usize): usize {
  return <usize>(<i32>load<f32>(targets + (i << 2)));
}

/** The sum of a row, in float64: logits of both signs cancel. */
function sumOf(x: usize, size: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  for (let c: usize = 0; c < size; c += 16) {
    const u = read(x + c, size - c);
    s0 = f64x2.add(s0, f64x2.promote_low_f32x4(u));
    s1 = f64x2.add(s1, f64x2.promote_low_f32x4(v128.shuffle<u64>(u, u, 1, 1)));
  }
  const sum = f64x2.add(s0, s1);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

export function crossEntropy(
  from: usize,
  to: usize,
  logits: usize,
  targets: usize,
  losses: usize,
  objective: usize,
  logsumexp: usize,
  best: usize,
  cols: usize,
  smoothing: f64,
): void {
  const size = cols << 2;
  for (let i = from; i < to; i++) {
    const row = logits + i * size;
    const top = topOf(row, size);
    const highest = f32x4.splat(top);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let c: usize = 0;
    for (; c + 32 <= size; c += 32) {
      s0 = f32x4.add(s0, exp4(f32x4.sub(v128.load(row + c), highest)));
      s1 = f32x4.add(s1, exp4(f32x4.sub(v128.load(row + c, 16), highest)));
    }
    for (; c < size; c += 16) {
      const left = size - c;
      s0 = f32x4.add(s0, v128.and(exp4(f32x4.sub(read(row + c, left), highest)), first(left)));
    }
    const lse = <f64>top + logDouble(<f64>across(f32x4.add(s0, s1)));
    const target = targetOf(targets, i);
    store<f32>(logsumexp + (i << 2), <f32>lse);
    const hit = <f64>(target < cols ? load<f32>(row + (target << 2)) : NaN);
    const loss = lse - hit;
    store<f32>(losses + (i << 2), <f32>loss);
    const spread = smoothing > 0 ? smoothing * (hit - sumOf(row, size) / <f64>cols) : 0;
    store<f32>(objective + (i << 2), <f32>(loss + spread));
    store<f32>(best + (i << 2), <f32>placeOf(row, top, cols));
  }
}

export function crossEntropyBackward(
  from: usize,
  to: usize,
  logits: usize,
  targets: usize,
  logsumexp: usize,
  weights: usize,
  dlogits: usize,
  cols: usize,
  smoothing: f64,
  accumulate: i32,
): void {
  const size = cols << 2;
  const share = f32x4.splat(<f32>(smoothing / <f64>cols));
  const rest = <f32>(1 - smoothing);
  const kept = keep(accumulate);
  for (let i = from; i < to; i++) {
    const row = logits + i * size;
    const out = dlogits + i * size;
    const lse = v128.load32_splat(logsumexp + (i << 2));
    const weight = v128.load32_splat(weights + (i << 2));
    let c: usize = 0;
    for (; c + 16 <= size; c += 16) {
      v128.store(out + c, madd(weight, f32x4.sub(exp4(f32x4.sub(v128.load(row + c), lse)), share), old(out + c, kept)));
    }
    const left = size - c;
    if (left) {
      const p = f32x4.sub(exp4(f32x4.sub(some(row + c, left), lse)), share);
      put(out + c, madd(weight, p, v128.and(some(out + c, left), kept)), left);
    }
    const target = targetOf(targets, i);
    if (target >= cols) continue;
    const hit = out + (target << 2);
    store<f32>(hit, load<f32>(hit) - rest * load<f32>(weights + (i << 2)));
  }
}

export function softCrossEntropy(
  from: usize,
  to: usize,
  logits: usize,
  soft: usize,
  logsumexp: usize,
  losses: usize,
  cols: usize,
): void {
  const size = cols << 2;
  for (let i = from; i < to; i++) {
    const z = logits + i * size;
    const p = soft + i * size;
    const lse = v128.load32_splat(logsumexp + (i << 2));
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let c: usize = 0;
    for (; c + 32 <= size; c += 32) {
      s0 = madd(v128.load(p + c), f32x4.sub(lse, v128.load(z + c)), s0);
      s1 = madd(v128.load(p + c, 16), f32x4.sub(lse, v128.load(z + c, 16)), s1);
    }
    for (; c < size; c += 16) {
      const left = size - c;
      s0 = madd(read(p + c, left), f32x4.sub(lse, read(z + c, left)), s0);
    }
    store<f32>(losses + (i << 2), across(f32x4.add(s0, s1)));
  }
}

export function softCrossEntropyBackward(
  from: usize,
  to: usize,
  logits: usize,
  soft: usize,
  logsumexp: usize,
  weights: usize,
  dlogits: usize,
  cols: usize,
  accumulate: i32,
): void {
  const size = cols << 2;
  const kept = keep(accumulate);
  for (let i = from; i < to; i++) {
    const z = logits + i * size;
    const p = soft + i * size;
    const out = dlogits + i * size;
    const lse = v128.load32_splat(logsumexp + (i << 2));
    const weight = v128.load32_splat(weights + (i << 2));
    let c: usize = 0;
    for (; c + 16 <= size; c += 16) {
      const error = f32x4.sub(exp4(f32x4.sub(v128.load(z + c), lse)), v128.load(p + c));
      v128.store(out + c, madd(weight, error, old(out + c, kept)));
    }
    const left = size - c;
    if (left) {
      const error = f32x4.sub(exp4(f32x4.sub(some(z + c, left), lse)), some(p + c, left));
      put(out + c, madd(weight, error, v128.and(some(out + c, left), kept)), left);
    }
  }
}
