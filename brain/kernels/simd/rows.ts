// Kernels that look at a whole row at once. `size` is the row's length in bytes, `c` a byte offset in the row.
import { madd } from './lanes';
import { exp4, logDouble } from './math';
import { across, first, keep, old, put, read, some, write } from './tails';

/** As PyTorch's LayerNorm has it. */
const EPSILON: f64 = 1e-5;

/** Σ x of a row */
function sumOf(x: usize, size: usize): f32 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let c: usize = 0;
  for (; c + 64 <= size; c += 64) {
    s0 = f32x4.add(s0, v128.load(x + c));
    s1 = f32x4.add(s1, v128.load(x + c, 16));
    s2 = f32x4.add(s2, v128.load(x + c, 32));
    s3 = f32x4.add(s3, v128.load(x + c, 48));
  }
  for (; c < size; c += 16) s0 = f32x4.add(s0, read(x + c, size - c));
  return across(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
}

/** Σ (x − centre)² of a row */
function squaresOf(x: usize, centre: f32, size: usize): f32 {
  const mu = f32x4.splat(centre);
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let c: usize = 0;
  for (; c + 32 <= size; c += 32) {
    const d0 = f32x4.sub(v128.load(x + c), mu);
    const d1 = f32x4.sub(v128.load(x + c, 16), mu);
    s0 = madd(d0, d0, s0);
    s1 = madd(d1, d1, s1);
  }
  for (; c < size; c += 16) {
    const d = v128.and(f32x4.sub(read(x + c, size - c), mu), first(size - c));
    s0 = madd(d, d, s0);
  }
  return across(f32x4.add(s0, s1));
}

/** The greatest number of a row */
function topOf(x: usize, size: usize): f32 {
  let top = v128.load32_splat(x);
  let c: usize = 0;
  for (; c + 16 <= size; c += 16) top = f32x4.pmax(top, v128.load(x + c));
  if (c < size) top = f32x4.pmax(top, v128.bitselect(some(x + c, size - c), top, first(size - c)));
  return max<f32>(
    max<f32>(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)),
    max<f32>(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)),
  );
}

export function layerNorm(
  from: usize, to: usize, x: usize, gamma: usize, beta: usize, y: usize, mean: usize, inverse: usize, cols: usize,
): void {
  const size = cols << 2;
  for (let i = from; i < to; i++) {
    const row = x + i * size;
    const out = y + i * size;
    const centre = sumOf(row, size) / <f32>cols;
    const inv = <f32>(1 / sqrt<f64>(<f64>squaresOf(row, centre, size) / <f64>cols + EPSILON));
    store<f32>(mean + (i << 2), centre);
    store<f32>(inverse + (i << 2), inv);
    const mu = f32x4.splat(centre);
    const scale = f32x4.splat(inv);
    for (let c: usize = 0; c < size; c += 16) {
      const left = size - c;
      let v = f32x4.mul(f32x4.sub(read(row + c, left), mu), scale);
      if (gamma) v = f32x4.mul(v, read(gamma + c, left));
      if (beta) v = f32x4.add(v, read(beta + c, left));
      write(out + c, v, left);
    }
  }
}

// dx = inverse·(g − mean(g) − x̂·mean(g⊙x̂)), with g = gamma⊙dy
export function layerNormBackward(
  from: usize, to: usize, x: usize, gamma: usize, mean: usize, inverse: usize, dy: usize, dx: usize,
  cols: usize, accumulate: i32,
): void {
  const size = cols << 2;
  const kept = keep(accumulate);
  for (let i = from; i < to; i++) {
    const row = x + i * size;
    const slope = dy + i * size;
    const out = dx + i * size;
    const mu = v128.load32_splat(mean + (i << 2));
    const inv = v128.load32_splat(inverse + (i << 2));
    let sum = f32x4.splat(0);
    let along = sum; // Σ g⊙(x − mean)
    for (let c: usize = 0; c < size; c += 16) {
      const left = size - c;
      let g = read(slope + c, left);
      if (gamma) g = f32x4.mul(g, read(gamma + c, left));
      sum = f32x4.add(sum, g);
      along = madd(g, f32x4.sub(read(row + c, left), mu), along);
    }
    const deviation = f32x4.extract_lane(inv, 0);
    const shift = f32x4.splat(-across(sum) / <f32>cols);
    const turn = f32x4.splat((-across(along) * deviation * deviation) / <f32>cols);
    for (let c: usize = 0; c < size; c += 16) {
      const left = size - c;
      let g = read(slope + c, left);
      if (gamma) g = f32x4.mul(g, read(gamma + c, left));
      const d = madd(f32x4.sub(read(row + c, left), mu), turn, f32x4.add(g, shift));
      write(out + c, madd(d, inv, v128.and(read(out + c, left), kept)), left);
    }
  }
}

/** Four rows at a time are added to the sums, which stay in the first cache; memory is walked row by row. */
export function layerNormBackwardAffine(
  from: usize, to: usize, x: usize, mean: usize, inverse: usize, dy: usize, dgamma: usize, dbeta: usize,
  rows: usize, cols: usize, accumulateGamma: i32, accumulateBeta: i32,
): void {
  const size = cols << 2;
  const begin = from << 2;
  const end = to << 2;
  if (!accumulateGamma) memory.fill(dgamma + begin, 0, end - begin);
  if (dbeta && !accumulateBeta) memory.fill(dbeta + begin, 0, end - begin);
  for (let i: usize = 0; i < rows; i += 4) {
    const count = min<usize>(rows - i, 4);
    for (let c = begin; c < end; c += 16) {
      const left = end - c;
      let scale = f32x4.splat(0);
      let shift = scale;
      for (let j = i; j < i + count; j++) {
        const d = read(dy + j * size + c, left);
        const centred = f32x4.sub(read(x + j * size + c, left), v128.load32_splat(mean + (j << 2)));
        scale = madd(d, f32x4.mul(centred, v128.load32_splat(inverse + (j << 2))), scale);
        shift = f32x4.add(shift, d);
      }
      write(dgamma + c, f32x4.add(read(dgamma + c, left), scale), left);
      if (dbeta) write(dbeta + c, f32x4.add(read(dbeta + c, left), shift), left);
    }
  }
}

export function softmax(from: usize, to: usize, x: usize, y: usize, cols: usize): void {
  const size = cols << 2;
  for (let i = from; i < to; i++) {
    const row = x + i * size;
    const out = y + i * size;
    const top = f32x4.splat(topOf(row, size));
    let sum = f32x4.splat(0);
    for (let c: usize = 0; c < size; c += 16) {
      const left = size - c;
      const e = v128.and(exp4(f32x4.sub(read(row + c, left), top)), first(left));
      sum = f32x4.add(sum, e);
      write(out + c, e, left);
    }
    const share = f32x4.splat(1 / across(sum));
    for (let c: usize = 0; c < size; c += 16) {
      write(out + c, f32x4.mul(read(out + c, size - c), share), size - c);
    }
  }
}

export function softmaxBackward(
  from: usize, to: usize, y: usize, dy: usize, dx: usize, cols: usize, accumulate: i32,
): void {
  const size = cols << 2;
  const kept = keep(accumulate);
  for (let i = from; i < to; i++) {
    const row = i * size;
    let sum = f32x4.splat(0);
    for (let c: usize = 0; c < size; c += 16) {
      sum = madd(read(y + row + c, size - c), read(dy + row + c, size - c), sum);
    }
    const along = f32x4.splat(across(sum));
    for (let c: usize = 0; c < size; c += 16) {
      const left = size - c;
      const at = row + c;
      const d = f32x4.sub(read(dy + at, left), along);
      write(dx + at, madd(read(y + at, left), d, v128.and(read(dx + at, left), kept)), left);
    }
  }
}

/** Where the greatest number of a row stands first; 0 where there is none (NaN). */
function placeOf(x: usize, top: f32, cols: usize): usize {
  const wanted = f32x4.splat(top);
  let c: usize = 0;
  while (c + 4 <= cols && !v128.any_true(f32x4.eq(v128.load(x + (c << 2)), wanted))) c += 4;
  while (c < cols && load<f32>(x + (c << 2)) != top) c++;
  return c < cols ? c : 0;
}

export function crossEntropy(
  from: usize, to: usize, logits: usize, targets: usize, losses: usize, logsumexp: usize, best: usize, cols: usize,
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
    const target = <usize>load<f32>(targets + (i << 2));
    store<f32>(logsumexp + (i << 2), <f32>lse);
    store<f32>(losses + (i << 2), <f32>(lse - <f64>load<f32>(row + (target << 2))));
    store<f32>(best + (i << 2), <f32>placeOf(row, top, cols));
  }
}

export function crossEntropyBackward(
  from: usize, to: usize, logits: usize, targets: usize, logsumexp: usize, weights: usize, dlogits: usize,
  cols: usize, accumulate: i32,
): void {
  const size = cols << 2;
  const kept = keep(accumulate);
  for (let i = from; i < to; i++) {
    const row = logits + i * size;
    const out = dlogits + i * size;
    const lse = v128.load32_splat(logsumexp + (i << 2));
    const weight = v128.load32_splat(weights + (i << 2));
    let c: usize = 0;
    for (; c + 16 <= size; c += 16) {
      v128.store(out + c, madd(weight, exp4(f32x4.sub(v128.load(row + c), lse)), old(out + c, kept)));
    }
    const left = size - c;
    if (left) {
      const p = exp4(f32x4.sub(some(row + c, left), lse));
      put(out + c, madd(weight, p, v128.and(some(out + c, left), kept)), left);
    }
    const hit = out + (<usize>load<f32>(targets + (i << 2)) << 2);
    store<f32>(hit, load<f32>(hit) - load<f32>(weights + (i << 2)));
  }
}

export function projectRows(from: usize, to: usize, x: usize, cols: usize, low: f32, high: f32): void {
  const size = cols << 2;
  for (let i = from; i < to; i++) {
    const row = x + i * size;
    const norm = f32x4.splat(min<f32>(max<f32>(sqrt<f32>(squaresOf(row, 0, size)), low), high));
    for (let c: usize = 0; c < size; c += 16) {
      write(row + c, f32x4.div(read(row + c, size - c), norm), size - c);
    }
  }
}
