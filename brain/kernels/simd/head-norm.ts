// Queries and keys of qkv(rows,(H+2G)·D) brought to a root mean square of 1, head by head. Sizes and offsets are in bytes.
import { madd } from './lanes';
import { normalise, normaliseBackward } from './rms-norm';
import { keep, read, write } from './tails';

export function headNorm(
  from: usize,
  to: usize,
  x: usize,
  queries: usize,
  keys: usize,
  y: usize,
  inverse: usize,
  heads: usize,
  kvHeads: usize,
  depth: usize,
  epsilon: f32,
): void {
  const size = depth << 2;
  const normed = heads + kvHeads;
  for (let i = from; i < to; i++) {
    const row = i * (normed + kvHeads) * size;
    for (let h: usize = 0; h < normed; h++) {
      const at = row + h * size;
      const gamma = h < heads ? queries : keys;
      store<f32>(inverse + ((i * normed + h) << 2), normalise(x + at, gamma, y + at, size, epsilon));
    }
    memory.copy(y + row + normed * size, x + row + normed * size, kvHeads * size);
  }
}

export function headNormBackward(
  from: usize,
  to: usize,
  x: usize,
  queries: usize,
  keys: usize,
  inverse: usize,
  dy: usize,
  dx: usize,
  heads: usize,
  kvHeads: usize,
  depth: usize,
  accumulate: i32,
): void {
  const size = depth << 2;
  const normed = heads + kvHeads;
  const width = (normed + kvHeads) * size;
  const kept = keep(accumulate);
  for (let i = from; i < to; i++) {
    const row = i * width;
    for (let h: usize = 0; h < normed; h++) {
      const at = row + h * size;
      const inv = load<f32>(inverse + ((i * normed + h) << 2));
      normaliseBackward(x + at, h < heads ? queries : keys, inv, dy + at, dx + at, size, kept);
    }
    for (let c = normed * size; c < width; c += 16) {
      const left = width - c;
      write(dx + row + c, f32x4.add(read(dy + row + c, left), v128.and(read(dx + row + c, left), kept)), left);
    }
  }
}

export function headNormBackwardAffine(
  from: usize,
  to: usize,
  x: usize,
  inverse: usize,
  dy: usize,
  dgamma: usize,
  rows: usize,
  first: usize,
  count: usize,
  heads: usize,
  kvHeads: usize,
  depth: usize,
  accumulate: i32,
): void {
  const size = depth << 2;
  const normed = heads + kvHeads;
  const begin = from << 2;
  const end = to << 2;
  if (!accumulate) memory.fill(dgamma + begin, 0, end - begin);
  for (let i: usize = 0; i < rows; i++) {
    for (let h = first; h < first + count; h++) {
      const row = (i * (normed + kvHeads) + h) * size;
      const inv = v128.load32_splat(inverse + ((i * normed + h) << 2));
      for (let c = begin; c < end; c += 16) {
        const left = end - c;
        const hatted = f32x4.mul(read(x + row + c, left), inv);
        write(dgamma + c, madd(read(dy + row + c, left), hatted, read(dgamma + c, left)), left);
      }
    }
  }
}
