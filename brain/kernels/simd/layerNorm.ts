// Rows brought to mean 0 and deviation 1. `size` is the row's length in bytes, `c` a byte offset in the row.
import { madd } from './lanes';
import { squaresOf, sumOf } from './rowSums';
import { across, keep, read, write } from './tails';

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
