// Which panels of a and b a block needs, and where in the matrices they come from.
import { at } from './lanes';
import { packColumns, packColumnsTail, packRows, panelBytes } from './matmul-pack';
import { panelRows } from './matmul-tile';

/** So many panels are cut from rows at once: a whole number of cache lines of each row. */
export const GROUP: i32 = 8;

/** Packs rows [i, i + rows) of a, at [p, p + steps) of k. */
export function packBlockA(
  a: usize,
  turned: i32,
  i: i32,
  rows: i32,
  p: i32,
  steps: i32,
  m: i32,
  k: i32,
  to: usize,
): void {
  let done = 0;
  while (done < rows) {
    const left = rows - done;
    const width = panelRows(left);
    const size = panelBytes(width, steps);
    if (!turned) {
      packRows(a + at(i + done) * <usize>k + at(p), at(k), min(left, width), width, steps, to);
      done += width;
      to += size;
      continue;
    }
    const source = a + at(p) * <usize>m + at(i + done);
    let group = 0;
    while (group < GROUP && left - group * width >= width && panelRows(left - group * width) === width) group++;
    if (group) packColumns(source, at(m), group, width, steps, to);
    else packColumnsTail(source, at(m), left, width, steps, to);
    group = max(group, 1);
    done += group * width;
    to += <usize>group * size;
  }
}

/** Packs the panel of b at column j + q, and where it pays its neighbours with it; q rises by 8 from call to call. */
export function packAhead(
  b: usize,
  turned: i32,
  j: i32,
  q: i32,
  columns: i32,
  p: i32,
  steps: i32,
  n: i32,
  k: i32,
  to: usize,
): void {
  const left = columns - q;
  if (turned) {
    packRows(b + at(j + q) * <usize>k + at(p), at(k), min(8, left), 8, steps, to);
    return;
  }
  const source = b + at(p) * <usize>n + at(j + q);
  if (left < 8) packColumnsTail(source, at(n), left, 8, steps, to);
  else if ((q >> 3) % GROUP === 0) packColumns(source, at(n), min(GROUP, left >> 3), 8, steps, to);
}
