// Rotary positions: the two halves of each head are turned against each other. Sizes and offsets are in bytes.
import { madd } from './lanes';
import { keep, read, write } from './tails';

export function rope(
  from: usize,
  to: usize,
  x: usize,
  table: usize,
  position: usize,
  y: usize,
  time: usize,
  heads: usize,
  depth: usize,
  cols: usize,
  direction: f32,
  accumulate: i32,
): void {
  const size = depth << 2;
  const half = size >> 1;
  const turned = heads * size;
  const width = cols << 2;
  const before = position ? <usize>load<f32>(position) : 0;
  const way = f32x4.splat(direction);
  const kept = keep(accumulate);
  for (let i = from; i < to; i++) {
    const row = i * width;
    const turn = table + ((i % time) + before) * size;
    for (let at = row; at < row + turned; at += size) {
      for (let c: usize = 0; c < half; c += 16) {
        const left = half - c;
        const a = read(x + at + c, left);
        const b = read(x + at + half + c, left);
        const cos = read(turn + c, left);
        const sin = f32x4.mul(read(turn + half + c, left), way);
        const low = madd(f32x4.neg(b), sin, f32x4.mul(a, cos));
        const high = madd(a, sin, f32x4.mul(b, cos));
        write(y + at + c, f32x4.add(low, v128.and(read(y + at + c, left), kept)), left);
        write(y + at + half + c, f32x4.add(high, v128.and(read(y + at + half + c, left), kept)), left);
      }
    }
    if (!accumulate) {
      memory.copy(y + row + turned, x + row + turned, width - turned);
      continue;
    }
    for (let c = turned; c < width; c += 16) {
      const left = width - c;
      write(y + row + c, f32x4.add(read(x + row + c, left), read(y + row + c, left)), left);
    }
  }
}
