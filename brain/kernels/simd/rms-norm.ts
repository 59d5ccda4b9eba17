// Rows brought to a root mean square of 1. `size` is the row's length in bytes, `c` a byte offset in the row.
import { madd } from './lanes';
import { squaresOf } from './row-sums';
import { across, keep, read, write } from './tails';

/** y = gamma⊙x/√(mean x² + epsilon) of one row; what it was multiplied with */
export function normalise(x: usize, gamma: usize, y: usize, size: usize, epsilon: f32): f32 {
  const inv = <f32>(1 / sqrt<f64>(<f64>squaresOf(x, 0, size) / <f64>(size >> 2) + <f64>epsilon));
  const scale = f32x4.splat(inv);
  let c: usize = 0;
  for (; c + 16 <= size; c += 16)
    v128.store(y + c, f32x4.mul(f32x4.mul(v128.load(x + c), scale), v128.load(gamma + c)));
  if (c < size) {
    const left = size - c;
    write(y + c, f32x4.mul(f32x4.mul(read(x + c, left), scale), read(gamma + c, left)), left);
  }
  return inv;
}

/** dx (+)= inverse·(g − x·inverse²·mean(g⊙x)) of one row, g = gamma⊙dy */
export function normaliseBackward(
  x: usize,
  gamma: usize,
  inverse: f32,
  dy: usize,
  dx: usize,
  size: usize,
  kept: v128,
): void {
  let along = f32x4.splat(0);
  let c: usize = 0;
  for (; c + 16 <= size; c += 16)
    along = madd(f32x4.mul(v128.load(dy + c), v128.load(gamma + c)), v128.load(x + c), along);
  if (c < size) {
    const left = size - c;
    along = madd(f32x4.mul(read(dy + c, left), read(gamma + c, left)), read(x + c, left), along);
  }
  const turn = f32x4.splat((-across(along) * inverse * inverse) / <f32>(size >> 2));
  const inv = f32x4.splat(inverse);
  for (c = 0; c < size; c += 16) {
    const left = size - c;
    const g = f32x4.mul(read(dy + c, left), read(gamma + c, left));
    write(dx + c, madd(madd(read(x + c, left), turn, g), inv, v128.and(read(dx + c, left), kept)), left);
  }
}

export function rmsNorm(
  from: usize,
  to: usize,
  x: usize,
  gamma: usize,
  y: usize,
  inverse: usize,
  cols: usize,
  epsilon: f32,
): void {
  const size = cols << 2;
  for (let i = from; i < to; i++)
    store<f32>(inverse + (i << 2), normalise(x + i * size, gamma, y + i * size, size, epsilon));
}

export function rmsNormBackward(
  from: usize,
  to: usize,
  x: usize,
  gamma: usize,
  inverse: usize,
  dy: usize,
  dx: usize,
  cols: usize,
  accumulate: i32,
): void {
  const size = cols << 2;
  const kept = keep(accumulate);
  for (let i = from; i < to; i++) {
    const at = i * size;
    normaliseBackward(x + at, gamma, load<f32>(inverse + (i << 2)), dy + at, dx + at, size, kept);
  }
}

/** Four rows at a time are added to the sums, which stay in the first cache; memory is walked row by row. */
export function rmsNormBackwardAffine(
  from: usize,
  to: usize,
  x: usize,
  inverse: usize,
  dy: usize,
  dgamma: usize,
  rows: usize,
  cols: usize,
  accumulate: i32,
): void {
  const size = cols << 2;
  const begin = from << 2;
  const end = to << 2;
  if (!accumulate) memory.fill(dgamma + begin, 0, end - begin);
  let i: usize = 0;
  for (; i + 4 <= rows; i += 4) {
    const i0 = v128.load32_splat(inverse + (i << 2));
    const i1 = v128.load32_splat(inverse + (i << 2), 4);
    const i2 = v128.load32_splat(inverse + (i << 2), 8);
    const i3 = v128.load32_splat(inverse + (i << 2), 12);
    for (let c = begin; c < end; c += 16) {
      const left = end - c;
      const a = x + i * size + c;
      const b = dy + i * size + c;
      let sum = read(dgamma + c, left);
      sum = madd(read(b, left), f32x4.mul(read(a, left), i0), sum);
      sum = madd(read(b + size, left), f32x4.mul(read(a + size, left), i1), sum);
      sum = madd(read(b + 2 * size, left), f32x4.mul(read(a + 2 * size, left), i2), sum);
      sum = madd(read(b + 3 * size, left), f32x4.mul(read(a + 3 * size, left), i3), sum);
      write(dgamma + c, sum, left);
    }
  }
  for (; i < rows; i++) {
    const inv = v128.load32_splat(inverse + (i << 2));
    for (let c = begin; c < end; c += 16) {
      const left = end - c;
      const at = i * size + c;
      write(dgamma + c, madd(read(dy + at, left), f32x4.mul(read(x + at, left), inv), read(dgamma + c, left)), left);
    }
  }
}
