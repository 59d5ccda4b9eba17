// Products of blocks that lie in the nearest caches: everything is packed at once, and rows may lie any distance apart.
import { at } from './lanes';
import { EDGE_BYTES, tileColumn } from './matmul';
import { GROUP, packAhead, packBlockA } from './matmul-block';
import { panelBytes } from './matmul-pack';

/** Bytes of room for a product whose a is (m,k), or (k,m) turned. */
export function blockProductBytes(m: i32, k: i32): usize {
  const panels = <usize>((m + 3) >> 2) * panelBytes(4, k) + <usize>GROUP * panelBytes(8, k);
  return 64 + EDGE_BYTES + panels;
}

/**
 * c(m,n) = a·b [+ c]: a is (m,k), or (k,m) where `aTurned`; b is (k,n), or (n,k) where `bTurned`. Strides are from row to row as each lies in
 * memory, in elements.
 */
export function blockProduct(
  a: usize,
  aTurned: i32,
  aStride: i32,
  b: usize,
  bTurned: i32,
  bStride: i32,
  c: usize,
  cStride: i32,
  m: i32,
  n: i32,
  k: i32,
  load: i32,
  scratch: usize,
): void {
  const edge = (scratch + 63) & ~63;
  const bPanels = edge + EDGE_BYTES;
  const aPanels = bPanels + <usize>GROUP * panelBytes(8, k);
  packBlockA(a, aTurned, 0, m, 0, k, aStride, aStride, aPanels);
  for (let q = 0; q < n; q += 8) {
    const panel = bPanels + <usize>((q >> 3) % GROUP) * panelBytes(8, k);
    packAhead(b, bTurned, 0, q, n, 0, k, bStride, bStride, panel);
    tileColumn(aPanels, panel, c + at(q), at(cStride), m, min(8, n - q), k, 0, load, edge);
  }
}
