// Matrix products of row-major float32 matrices, in cache-sized blocks of packed panels.
//
// What must stay true: each element of c is ONE chain of multiply-adds that starts at (c or 0) + bias and goes through
// k in ascending order; blocks hand it on through c itself. So a result depends neither on the blocks nor on how threads
// divide the work, and a row is the same whether it is computed alone or among others. One row times bᵀ is the exception: its
// numbers lie in lanes that are added up at the end, wherever it is cut; among others the last bits are different.

import { at } from './lanes';
import { GROUP, packAhead, packBlockA } from './matmul-block';
import { packRows, panelBytes } from './matmul-pack';
import { panelRows, tile4, tile6 } from './matmul-tile';
import { combineRows, dotRows } from './matmul-vector';
import { powerAt, storedHeadBytes, storedRowAt, storedRowBytes } from './storage';
import { decodeEight, decodeRow } from './storage-reading';

// A block of packed a (ROWS x DEPTH) rests in the second cache, a panel of b (DEPTH x 8) in the first.
const ROWS: i32 = 192;
const COLUMNS: i32 = 1024;
const DEPTH: i32 = 512;

const A_BYTES: usize = (<usize>ROWS / 4) * (4 * 4 * DEPTH + 128);
const B_BYTES: usize = (<usize>COLUMNS / 8) * (4 * 8 * DEPTH + 128);
export const EDGE_BYTES: usize = 6 * 32 + 64;

/** Bytes of eight rows of a stored b, decoded. */
const DECODED_BYTES: usize = (<usize>(8 * DEPTH)) << 2;

/** Bytes of scratch that each thread must bring to a product. */
export function matmulScratchBytes(): usize {
  return 64 + EDGE_BYTES + A_BYTES + B_BYTES + DECODED_BYTES;
}

/** c(m,n) = a(m,k) · b(k,n) [+ bias(n)] [+ c], rows or columns [from, to) of it. Pointers are byte addresses. */
export function matmulNN(
  from: i32,
  to: i32,
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  accumulate: i32,
  byColumns: i32,
  scratch: usize,
): void {
  product(from, to, a, b, bias, c, m, n, k, accumulate, byColumns, scratch, 0, 0);
}

/** c(m,n) = a(m,k) · b(n,k)ᵀ [+ bias(n)] [+ c], rows or columns [from, to) of it. */
export function matmulNT(
  from: i32,
  to: i32,
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  accumulate: i32,
  byColumns: i32,
  scratch: usize,
): void {
  product(from, to, a, b, bias, c, m, n, k, accumulate, byColumns, scratch, 0, 1);
}

/** c(m,n) = a(k,m)ᵀ · b(k,n) [+ bias(n)] [+ c], rows or columns [from, to) of it. */
export function matmulTN(
  from: i32,
  to: i32,
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  accumulate: i32,
  byColumns: i32,
  scratch: usize,
): void {
  product(from, to, a, b, bias, c, m, n, k, accumulate, byColumns, scratch, 1, 0);
}

function product(
  from: i32,
  to: i32,
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  accumulate: i32,
  byColumns: i32,
  scratch: usize,
  aTurned: i32,
  bTurned: i32,
): void {
  const top = byColumns ? 0 : from;
  const bottom = byColumns ? m : to;
  const left = byColumns ? from : 0;
  const right = byColumns ? to : n;
  if (top >= bottom || left >= right) return;
  if (m === 1) {
    // One row: b is read once and never packed. a(1,k) and a(k,1) are the same k numbers.
    if (bTurned) dotRows(left, right, a, b, bias, c, k, accumulate);
    else combineRows(left, right, a, b, bias, c, n, k, accumulate);
    return;
  }
  const edge = (scratch + 63) & ~63;
  const aPanels = edge + EDGE_BYTES;
  const bPanels = aPanels + A_BYTES;
  const depth = evenShare(k, DEPTH, 4);
  const height = evenShare(bottom - top, ROWS, 6);
  // Panels that no second block of rows will ask for are overwritten while they still lie in the cache.
  const kept = height < bottom - top ? COLUMNS >> 3 : bTurned ? 1 : GROUP;
  for (let j = left; j < right; j += COLUMNS) {
    const columns = min(COLUMNS, right - j);
    for (let p = 0; p < k; p += depth) {
      const steps = min(depth, k - p);
      const panel = panelBytes(8, steps);
      const blockBias = p === 0 && bias ? bias + at(j) : 0;
      const load = p > 0 || accumulate ? 1 : 0;
      for (let i = top; i < bottom; i += height) {
        const rows = min(height, bottom - i);
        packBlockA(a, aTurned, i, rows, p, steps, m, k, aPanels);
        for (let q = 0; q < columns; q += 8) {
          const bPanel = bPanels + <usize>((q >> 3) % kept) * panel;
          if (i === top) packAhead(b, bTurned, j, q, columns, p, steps, n, k, bPanel);
          const tileBias = blockBias ? blockBias + at(q) : 0;
          const corner = c + at(i) * <usize>n + at(j + q);
          tileColumn(aPanels, bPanel, corner, at(n), rows, min(8, columns - q), steps, tileBias, load, edge);
        }
      }
    }
  }
}

/** c(m,n) = a(m,k) · op(b) [+ bias(n)] [+ c], columns [from, to) of it, with b stored as `code` says (storage.ts): b(n,k)ᵀ, or b(k,n) where it is not turned. */
export function storedProduct(
  from: i32,
  to: i32,
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  accumulate: i32,
  bTurned: i32,
  code: i32,
  scratch: usize,
): void {
  const edge = (scratch + 63) & ~63;
  const aPanels = edge + EDGE_BYTES;
  const bPanels = aPanels + A_BYTES;
  const decoded = bPanels + B_BYTES;
  const depth = evenShare(k, DEPTH, 32);
  const height = evenShare(m, ROWS, 6);
  // panels that no second block of rows will ask for are overwritten
  const kept = height < m ? COLUMNS >> 3 : 1;
  for (let j = from; j < to; j += COLUMNS) {
    const columns = min(COLUMNS, to - j);
    for (let p = 0; p < k; p += depth) {
      const steps = min(depth, k - p);
      const panel = panelBytes(8, steps);
      const load = p > 0 || accumulate ? 1 : 0;
      for (let i = 0; i < m; i += height) {
        const count = min(height, m - i);
        packBlockA(a, 0, i, count, p, steps, m, k, aPanels);
        for (let q = 0; q < columns; q += 8) {
          const width = min(8, columns - q);
          const bPanel = bPanels + <usize>((q >> 3) % kept) * panel;
          if (i === 0) {
            if (bTurned) packStoredRows(b, code, n, k, j + q, width, p, steps, decoded, bPanel);
            else packStoredColumns(b, code, k, n, j + q, width, p, steps, decoded, bPanel);
          }
          const tileBias = p === 0 && bias ? bias + at(j + q) : 0;
          const corner = c + at(i) * <usize>n + at(j + q);
          tileColumn(aPanels, bPanel, corner, at(n), count, width, steps, tileBias, load, edge);
        }
      }
    }
  }
}

/** Packs one panel from `width` rows of a stored b(rows,cols), of their numbers `steps` from `first` on. */
function packStoredRows(
  b: usize,
  code: i32,
  rows: i32,
  cols: i32,
  row: i32,
  width: i32,
  first: i32,
  steps: i32,
  room: usize,
  panel: usize,
): void {
  const head = b + storedHeadBytes(code, rows);
  const size = storedRowBytes(code, cols);
  const stride = at((steps + 31) & ~31);
  for (let r = 0; r < width; r++) {
    const power = powerAt(b, code, row + r);
    decodeRow(head + storedRowAt(code, row + r, size), power, code, first, steps, room + <usize>r * stride);
  }
  packRows(room, stride, width, 8, steps, panel);
}

/** Packs one panel from `width` columns of a stored b(rows,cols), of `steps` rows from `first` on. */
function packStoredColumns(
  b: usize,
  code: i32,
  rows: i32,
  cols: i32,
  column: i32,
  width: i32,
  first: i32,
  steps: i32,
  room: usize,
  panel: usize,
): void {
  const head = b + storedHeadBytes(code, rows);
  const size = storedRowBytes(code, cols);
  const inside = column & 7;
  for (let r = first; r < first + steps; r++) {
    const row = head + storedRowAt(code, r, size);
    const power = powerAt(b, code, r);
    if (inside === 0) decodeEight(row, power, code, column, panel);
    else {
      decodeEight(row, power, code, column & ~7, room);
      if (inside + width > 8) decodeEight(row, power, code, (column & ~7) + 8, room + 32);
      memory.copy(panel, room + at(inside), 32);
    }
    panel += 32;
  }
}

/** Divides `total` into the fewest blocks of at most `limit` and makes them about equal, in multiples of `unit`. */
function evenShare(total: i32, limit: i32, unit: i32): i32 {
  const blocks = (total + limit - 1) / limit;
  const share = (total + blocks - 1) / blocks;
  return min(limit, ((share + unit - 1) / unit) * unit);
}

/** All tiles of one panel of b: `rows` x `width` elements of c, the top left one at `c`. */
export function tileColumn(
  a: usize,
  b: usize,
  c: usize,
  stride: usize,
  rows: i32,
  width: i32,
  steps: i32,
  bias: usize,
  load: i32,
  edge: usize,
): void {
  const six = panelBytes(6, steps);
  const four = panelBytes(4, steps);
  while (rows > 0) {
    const height = panelRows(rows);
    if (width < 8 || rows < height) {
      const filled = min(rows, height);
      if (load) copyTile(c, stride, edge, 32, filled, width);
      if (bias) copyTile(bias, 0, edge + 192, 0, 1, width);
      const edgeBias = bias ? edge + 192 : 0;
      if (height === 6) tile6(a, b, edge, 32, steps, edgeBias, load);
      else tile4(a, b, edge, 32, steps, edgeBias, load);
      copyTile(edge, 32, c, stride, filled, width);
    } else if (height === 6) tile6(a, b, c, stride, steps, bias, load);
    else tile4(a, b, c, stride, steps, bias, load);
    a += height === 6 ? six : four;
    c += <usize>height * stride;
    rows -= height;
  }
}

function copyTile(from: usize, fromStride: usize, to: usize, toStride: usize, rows: i32, width: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < width; j++) store<f32>(to + at(j), load<f32>(from + at(j)));
    from += fromStride;
    to += toStride;
  }
}
