// Packing: a slice of a matrix is copied into panels that lie in memory in the very order in which a tile reads them.
// A panel is (k, width): for each step of k its `width` neighbouring rows (or columns) of the product. Lanes beyond
// the matrix hold whatever is harmless, since their sums are never copied out.

/** From one panel to the next, in bytes. The odd cache line keeps panels from falling on the same cache sets. */
export function panelBytes(width: i32, k: i32): usize {
  return (((<usize>(width * k)) << 2) + 127) & ~63;
}

/**
 * Packs `count` (1 to 4) rows of a row-major matrix, k long, as four lanes of a panel: a 4x4 transposition at a time.
 * stride is from row to row of the source, step from one k to the next in the panel, both in bytes.
 */
export function packFourRows(from: usize, stride: usize, count: i32, k: i32, to: usize, step: usize): void {
  let r0 = from;
  let r1 = count > 1 ? r0 + stride : r0;
  let r2 = count > 2 ? r1 + stride : r1;
  let r3 = count > 3 ? r2 + stride : r2;
  const blocksEnd = r0 + ((<usize>(k & ~3)) << 2);
  while (r0 < blocksEnd) {
    const x0 = v128.load(r0);
    const x1 = v128.load(r1);
    const x2 = v128.load(r2);
    const x3 = v128.load(r3);
    const y0 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
    const y1 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
    const y2 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
    const y3 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f64>(y0, y1, 0, 2));
    to += step;
    v128.store(to, v128.shuffle<f64>(y0, y1, 1, 3));
    to += step;
    v128.store(to, v128.shuffle<f64>(y2, y3, 0, 2));
    to += step;
    v128.store(to, v128.shuffle<f64>(y2, y3, 1, 3));
    to += step;
    r0 += 16;
    r1 += 16;
    r2 += 16;
    r3 += 16;
  }
  const end = r0 + ((<usize>(k & 3)) << 2);
  while (r0 < end) {
    store<f32>(to, load<f32>(r0));
    store<f32>(to, load<f32>(r1), 4);
    store<f32>(to, load<f32>(r2), 8);
    store<f32>(to, load<f32>(r3), 12);
    to += step;
    r0 += 4;
    r1 += 4;
    r2 += 4;
    r3 += 4;
  }
}

/** The same for two lanes (count 1 or 2). */
export function packTwoRows(from: usize, stride: usize, count: i32, k: i32, to: usize, step: usize): void {
  let r0 = from;
  let r1 = count > 1 ? r0 + stride : r0;
  const blocksEnd = r0 + ((<usize>(k & ~3)) << 2);
  while (r0 < blocksEnd) {
    const x0 = v128.load(r0);
    const x1 = v128.load(r1);
    const y0 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
    const y1 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
    v128.store_lane<u64>(to, y0, 0);
    to += step;
    v128.store_lane<u64>(to, y0, 1);
    to += step;
    v128.store_lane<u64>(to, y1, 0);
    to += step;
    v128.store_lane<u64>(to, y1, 1);
    to += step;
    r0 += 16;
    r1 += 16;
  }
  const end = r0 + ((<usize>(k & 3)) << 2);
  while (r0 < end) {
    store<f32>(to, load<f32>(r0));
    store<f32>(to, load<f32>(r1), 4);
    to += step;
    r0 += 4;
    r1 += 4;
  }
}

/** Packs one panel of `width` (4, 6 or 8) from `count` rows of a row-major matrix, each k long. */
export function packRows(from: usize, stride: usize, count: i32, width: i32, k: i32, to: usize): void {
  const step = (<usize>width) << 2;
  packFourRows(from, stride, min(count, 4), k, to, step);
  if (width === 4) return;
  const rest = count > 4 ? count - 4 : 1;
  const second = count > 4 ? from + 4 * stride : from;
  if (width === 8) packFourRows(second, stride, rest, k, to + 16, step);
  else packTwoRows(second, stride, rest, k, to + 16, step);
}

/**
 * Packs `panels` full panels of `width` (4, 6 or 8) side by side from k rows of a row-major matrix, stride bytes apart.
 * Several at once, since a cache line holds more than one panel's share of a row.
 */
export function packColumns(from: usize, stride: usize, panels: i32, width: i32, k: i32, to: usize): void {
  const size = panelBytes(width, k);
  const share = (<usize>width) << 2;
  for (let p = 0; p < k; p++) {
    let target = to;
    let source = from;
    for (let i = 0; i < panels; i++) {
      v128.store(target, v128.load(source));
      if (width === 8) v128.store(target, v128.load(source, 16), 16);
      else if (width === 6) store<u64>(target, load<u64>(source, 16), 16);
      source += share;
      target += size;
    }
    from += stride;
    to += share;
  }
}

/** Packs one panel that only `count` columns of the matrix fill. */
export function packColumnsTail(from: usize, stride: usize, count: i32, width: i32, k: i32, to: usize): void {
  for (let p = 0; p < k; p++) {
    for (let i = 0; i < width; i++) {
      store<f32>(to + ((<usize>i) << 2), i < count ? load<f32>(from + ((<usize>i) << 2)) : 0);
    }
    from += stride;
    to += (<usize>width) << 2;
  }
}
