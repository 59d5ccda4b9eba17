// Kernels that divide a row by what it comes to. `size` is the row's length in bytes, `c` a byte offset in the row.
import { madd } from './lanes';
import { exp4 } from './math';
import { alongOf, sumOf, topOf } from './row-sums';
import { across, first, keep, read, write } from './tails';

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
  from: usize,
  to: usize,
  y: usize,
  dy: usize,
  dx: usize,
  cols: usize,
  accumulate: i32,
): void {
  const size = cols << 2;
  const kept = keep(accumulate);
  for (let i = from; i < to; i++) {
    const row = i * size;
    const along = f32x4.splat(alongOf(y + row, dy + row, size));
    for (let c: usize = 0; c < size; c += 16) {
      const left = size - c;
      const at = row + c;
      const d = f32x4.sub(read(dy + at, left), along);
      write(dx + at, madd(read(y + at, left), d, v128.and(read(dx + at, left), kept)), left);
    }
  }
}

export function shares(_from: usize, _to: usize, x: usize, y: usize, count: usize): void {
  const size = count << 2;
  const sum = f32x4.splat(sumOf(x, size));
  for (let c: usize = 0; c < size; c += 16) write(y + c, f32x4.div(read(x + c, size - c), sum), size - c);
}

export function sharesBackward(
  _from: usize,
  _to: usize,
  x: usize,
  y: usize,
  dy: usize,
  dx: usize,
  count: usize,
  accumulate: i32,
): void {
  const size = count << 2;
  const kept = keep(accumulate);
  const part = f32x4.splat(1 / sumOf(x, size));
  const along = f32x4.splat(alongOf(dy, y, size));
  for (let c: usize = 0; c < size; c += 16) {
    const left = size - c;
    write(dx + c, madd(f32x4.sub(read(dy + c, left), along), part, v128.and(read(dx + c, left), kept)), left);
  }
}
