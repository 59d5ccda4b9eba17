// Tables looked up by id, and what belongs to one of several parallel streams.
import { read, write } from './tails';

export function gather(from: usize, to: usize, ids: usize, table: usize, y: usize, cols: usize): void {
  const size = cols << 2;
  for (let i = from; i < to; i++) {
    memory.copy(y + i * size, table + <usize>load<f32>(ids + (i << 2)) * size, size);
  }
}

/** y += x over the bytes [begin, end) of two rows */
function addInto(begin: usize, end: usize, x: usize, y: usize): void {
  let c = begin;
  for (; c + 16 <= end; c += 16) v128.store(y + c, f32x4.add(v128.load(y + c), v128.load(x + c)));
  if (c < end) write(y + c, f32x4.add(read(y + c, end - c), read(x + c, end - c)), end - c);
}

export function scatterAdd(
  from: usize,
  to: usize,
  ids: usize,
  dy: usize,
  dtable: usize,
  rows: usize,
  cols: usize,
  vocabulary: usize,
  accumulate: i32,
): void {
  const size = cols << 2;
  const begin = from << 2;
  const end = to << 2;
  if (!accumulate) {
    if (end - begin === size) memory.fill(dtable, 0, vocabulary * size);
    else for (let v: usize = 0; v < vocabulary; v++) memory.fill(dtable + v * size + begin, 0, end - begin);
  }
  for (let i: usize = 0; i < rows; i++) {
    addInto(begin, end, dy + i * size, dtable + <usize>load<f32>(ids + (i << 2)) * size);
  }
}

/** y += the sum of all rows of x, over columns [from, to): four rows at a time, so that memory is walked row by row. */
export function addRows(from: usize, to: usize, x: usize, y: usize, rows: usize, cols: usize): void {
  const size = cols << 2;
  const end = to << 2;
  let i: usize = 0;
  for (; i + 4 <= rows; i += 4) {
    const r0 = x + i * size;
    const r1 = r0 + size;
    const r2 = r1 + size;
    const r3 = r2 + size;
    for (let c = from << 2; c < end; c += 16) {
      const left = end - c;
      const s0 = f32x4.add(read(r0 + c, left), read(r1 + c, left));
      const s1 = f32x4.add(read(r2 + c, left), read(r3 + c, left));
      write(y + c, f32x4.add(read(y + c, left), f32x4.add(s0, s1)), left);
    }
  }
  for (; i < rows; i++) addInto(from << 2, end, x + i * size, y);
}

export function addPerStream(from: usize, to: usize, x: usize, v: usize, y: usize, time: usize, cols: usize): void {
  const size = cols << 2;
  for (let i = from; i < to; i++) {
    const row = i * size;
    const stream = v + (i / time) * size;
    let c: usize = 0;
    for (; c + 16 <= size; c += 16) v128.store(y + row + c, f32x4.add(v128.load(x + row + c), v128.load(stream + c)));
    const left = size - c;
    if (left) write(y + row + c, f32x4.add(read(x + row + c, left), read(stream + c, left)), left);
  }
}

export function sumPerStream(
  from: usize,
  to: usize,
  dy: usize,
  dv: usize,
  time: usize,
  cols: usize,
  accumulate: i32,
): void {
  const size = cols << 2;
  if (!accumulate) memory.fill(dv + from * size, 0, (to - from) * size);
  for (let b = from; b < to; b++) addRows(0, cols, dy + b * time * size, dv + b * size, time, cols);
}

export function shiftHistory(
  from: usize,
  to: usize,
  history: usize,
  x: usize,
  next: usize,
  length: usize,
  time: usize,
  cols: usize,
): void {
  const size = cols << 2;
  const fresh = min<usize>(time, length);
  const kept = length - fresh;
  for (let b = from; b < to; b++) {
    const out = next + b * length * size;
    memory.copy(out, history + (b * length + fresh) * size, kept * size);
    memory.copy(out + kept * size, x + (b * time + time - fresh) * size, fresh * size);
  }
}
