// What attention's two ways share: small products of panels that stay in the cache, and their results given out.
//
// Scores are held turned: for eight queries at a time, a panel with one row of eight lanes for each key. So every sum of a
// softmax goes down the lanes, and the panel is at once the packed b of the next product.
import { at } from './lanes';
import { panelBytes } from './matmul-pack';
import { panelRows, tile4, tile6 } from './matmul-tile';
import { read, write } from './tails';

/** Bytes of `rows` rows, k long, packed as the a of a product. */
export function packedBytes(rows: i32, k: i32): usize {
  let size: usize = 0;
  let done = 0;
  while (done < rows) {
    const height = panelRows(rows - done);
    size += panelBytes(height, k);
    done += height;
  }
  return size;
}

/** Bytes of a panel of eight columns; tiles are whole, so a few rows more than are asked for. */
export function columnBytes(rows: i32): usize {
  return (<usize>(rows + 8)) << 5;
}

/**
 * c(needed,8) = a·b [+ c] over the steps [first, first + steps) of k. a was packed with all of its `rows` rows and `k` steps; b
 * begins at step `first`.
 */
export function column(
  a: usize,
  rows: i32,
  k: i32,
  b: usize,
  c: usize,
  needed: i32,
  first: i32,
  steps: i32,
  load: i32,
): void {
  let done = 0;
  while (done < needed) {
    const height = panelRows(rows - done);
    const begin = a + at(first * height);
    if (height === 6) tile6(begin, b, c, 32, steps, 0, load);
    else tile4(begin, b, c, 32, steps, 0, load);
    a += panelBytes(height, k);
    c += (<usize>height) << 5;
    done += height;
  }
}

/**
 * y(count,depth) (+)= the first `count` lanes of a panel (depth,8), turned, times a factor for each lane (two vectors at `factors`).
 * stride is from row to row of y, in bytes.
 */
export function giveOut(
  panel: usize,
  depth: i32,
  factors: usize,
  y: usize,
  stride: usize,
  count: i32,
  accumulate: i32,
): void {
  giveHalf(panel, depth, v128.load(factors), y, stride, min(4, count), accumulate);
  if (count > 4) giveHalf(panel + 16, depth, v128.load(factors, 16), y + 4 * stride, stride, count - 4, accumulate);
}

function giveHalf(panel: usize, depth: i32, factor: v128, y: usize, stride: usize, count: i32, accumulate: i32): void {
  const size = at(depth);
  for (let d: usize = 0; d < size; d += 16) {
    const x0 = f32x4.mul(v128.load(panel), factor);
    const x1 = f32x4.mul(v128.load(panel, 32), factor);
    const x2 = f32x4.mul(v128.load(panel, 64), factor);
    const x3 = f32x4.mul(v128.load(panel, 96), factor);
    panel += 128;
    const y0 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
    const y1 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
    const y2 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
    const y3 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
    const left = size - d;
    let row = y + d;
    giveRow(row, v128.shuffle<f64>(y0, y1, 0, 2), left, accumulate);
    row += stride;
    if (count > 1) giveRow(row, v128.shuffle<f64>(y0, y1, 1, 3), left, accumulate);
    row += stride;
    if (count > 2) giveRow(row, v128.shuffle<f64>(y2, y3, 0, 2), left, accumulate);
    row += stride;
    if (count > 3) giveRow(row, v128.shuffle<f64>(y2, y3, 1, 3), left, accumulate);
  }
}

function giveRow(y: usize, lanes: v128, left: usize, accumulate: i32): void {
  if (!accumulate) write(y, lanes, left);
  else write(y, f32x4.add(lanes, read(y, left)), left);
}
