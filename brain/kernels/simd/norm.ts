// Rows brought to mean 0 and deviation 1. `size` is the row's length in bytes, `c` a byte offset in the row.
import { madd } from './lanes';
import { squaresOf, sumOf } from './row-sums';
import { across, keep, old, put, read, some, write } from './tails';

/** As PyTorch's LayerNorm has it. */
const EPSILON: f64 = 1e-5;

export function layerNorm(
  from: usize,
  to: usize,
  x: usize,
  gamma: usize,
  beta: usize,
  y: usize,
  mean: usize,
  inverse: usize,
  cols: usize,
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
    let c: usize = 0;
    if (gamma && beta) {
      for (; c + 16 <= size; c += 16) {
        const hatted = f32x4.mul(f32x4.sub(v128.load(row + c), mu), scale);
        v128.store(out + c, f32x4.add(f32x4.mul(hatted, v128.load(gamma + c)), v128.load(beta + c)));
      }
    }
    for (; c < size; c += 16) {
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
  from: usize,
  to: usize,
  x: usize,
  gamma: usize,
  mean: usize,
  inverse: usize,
  dy: usize,
  dx: usize,
  cols: usize,
  accumulate: i32,
): void {
  const size = cols << 2;
  const kept = keep(accumulate);
  for (let i = from; i < to; i++) {
    const row = x + i * size;
    const slope = dy + i * size;
    const out = dx + i * size;
    const mu = v128.load32_splat(mean + (i << 2));
    const inv = v128.load32_splat(inverse + (i << 2));
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let a0 = s0; // Σ g⊙(x − mean)
    let a1 = s0;
    let c: usize = 0;
    for (; c + 32 <= size; c += 32) {
      let g0 = v128.load(slope + c);
      let g1 = v128.load(slope + c, 16);
      if (gamma) {
        g0 = f32x4.mul(g0, v128.load(gamma + c));
        g1 = f32x4.mul(g1, v128.load(gamma + c, 16));
      }
      s0 = f32x4.add(s0, g0);
      s1 = f32x4.add(s1, g1);
      a0 = madd(g0, f32x4.sub(v128.load(row + c), mu), a0);
      a1 = madd(g1, f32x4.sub(v128.load(row + c, 16), mu), a1);
    }
    for (; c < size; c += 16) {
      const left = size - c;
      let g = read(slope + c, left);
      if (gamma) g = f32x4.mul(g, read(gamma + c, left));
      s0 = f32x4.add(s0, g);
      a0 = madd(g, f32x4.sub(read(row + c, left), mu), a0);
    }
    const deviation = f32x4.extract_lane(inv, 0);
    const shift = f32x4.splat(-across(f32x4.add(s0, s1)) / <f32>cols);
    const turn = f32x4.splat((-across(f32x4.add(a0, a1)) * deviation * deviation) / <f32>cols);
    c = 0;
    for (; c + 16 <= size; c += 16) {
      let g = v128.load(slope + c);
      if (gamma) g = f32x4.mul(g, v128.load(gamma + c));
      const d = madd(f32x4.sub(v128.load(row + c), mu), turn, f32x4.add(g, shift));
      v128.store(out + c, madd(d, inv, old(out + c, kept)));
    }
    const left = size - c;
    if (!left) continue;
    let g = some(slope + c, left);
    if (gamma) g = f32x4.mul(g, some(gamma + c, left));
    const d = madd(f32x4.sub(some(row + c, left), mu), turn, f32x4.add(g, shift));
    put(out + c, madd(d, inv, v128.and(some(out + c, left), kept)), left);
  }
}

/** x̂ of row i */
function hat(x: usize, mean: usize, inverse: usize, i: usize, left: usize): v128 {
  const centred = f32x4.sub(read(x, left), v128.load32_splat(mean + (i << 2)));
  return f32x4.mul(centred, v128.load32_splat(inverse + (i << 2)));
}

/** Four rows at a time are added to the sums, which stay in the first cache; memory is walked row by row. */
export function layerNormBackwardAffine(
  from: usize,
  to: usize,
  x: usize,
  mean: usize,
  inverse: usize,
  dy: usize,
  dgamma: usize,
  dbeta: usize,
  rows: usize,
  cols: usize,
  accumulateGamma: i32,
  accumulateBeta: i32,
): void {
  const size = cols << 2;
  const begin = from << 2;
  const end = to << 2;
  if (!accumulateGamma) memory.fill(dgamma + begin, 0, end - begin);
  if (dbeta && !accumulateBeta) memory.fill(dbeta + begin, 0, end - begin);
  let i: usize = 0;
  for (; i + 4 <= rows; i += 4) {
    for (let c = begin; c < end; c += 16) {
      const left = end - c;
      const at = i * size + c;
      const d0 = read(dy + at, left);
      const d1 = read(dy + at + size, left);
      const d2 = read(dy + at + 2 * size, left);
      const d3 = read(dy + at + 3 * size, left);
      let scale = read(dgamma + c, left);
      scale = madd(d0, hat(x + at, mean, inverse, i, left), scale);
      scale = madd(d1, hat(x + at + size, mean, inverse, i + 1, left), scale);
      scale = madd(d2, hat(x + at + 2 * size, mean, inverse, i + 2, left), scale);
      scale = madd(d3, hat(x + at + 3 * size, mean, inverse, i + 3, left), scale);
      write(dgamma + c, scale, left);
      if (dbeta)
        write(dbeta + c, f32x4.add(read(dbeta + c, left), f32x4.add(f32x4.add(d0, d1), f32x4.add(d2, d3))), left);
    }
  }
  for (; i < rows; i++) {
    for (let c = begin; c < end; c += 16) {
      const left = end - c;
      const d = read(dy + i * size + c, left);
      write(dgamma + c, madd(d, hat(x + i * size + c, mean, inverse, i, left), read(dgamma + c, left)), left);
      if (dbeta) write(dbeta + c, f32x4.add(read(dbeta + c, left), d), left);
    }
  }
}
