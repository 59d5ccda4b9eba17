import { each, overProduct, SCRATCH } from '../engine/recording.ts';
import { describe, type Tensor } from '../engine/tensor.ts';

/**
 * y = W + B·A, a matrix and a change of it of low rank R (Hu et al. 2021): W(N,K), B(N,R), A(R,K) → y(N,K). What the change is scaled
 * by belongs to B.
 * @example linear(x, lowRank(W, affine(B, alpha / rank, 0), A))
 */
export function lowRank(w: Tensor, b: Tensor, a: Tensor): Tensor {
  const [n, rank] = b.shape;
  const [, k] = a.shape;
  if (a.shape[0] !== rank || w.shape[0] !== n || w.shape[1] !== k)
    throw new Error(`lowRank: ${describe(b)} times ${describe(a)} must have the shape of ${describe(w)}`);
  const r = w.recording;
  const y = r.activation(w.shape, w.requiresGrad || b.requiresGrad || a.requiresGrad, 'adapted');
  r.call('scaleInto', each(w.size), [w, 1, y, 0]);
  addLowRank(y, b, a);
  r.trace([y], (g) => {
    const dy = g.of(y);
    if (g.wants(w)) r.call('scaleInto', each(w.size), [dy, 1, ...g.into(w)]);
    if (g.wants(b)) addToB(dy, a, ...g.into(b));
    if (g.wants(a)) addToA(dy, b, ...g.into(a));
  });
  return y;
}

/** W += B·A in place, where no gradient has to flow: for a set of weights. */
export function addLowRank(w: Tensor, b: Tensor, a: Tensor): void {
  const [n, rank, k] = [b.shape[0], b.shape[1], a.shape[1]];
  const [split, byColumns] = overProduct(n, k, rank);
  w.recording.call('matmulNN', split, [b, a, 0, w, n, k, rank, 1, byColumns, SCRATCH]);
}

type Accumulate = Parameters<typeof addToB>[3];

/** dB(N,R) += dW·Aᵀ */
export function addToB(dw: Tensor, a: Tensor, db: Tensor, accumulate: number | { readonly variable: string }): void {
  const [n, rank, k] = [db.shape[0], db.shape[1], a.shape[1]];
  const [split, byColumns] = overProduct(n, rank, k);
  dw.recording.call('matmulNT', split, [dw, a, 0, db, n, rank, k, accumulate, byColumns, SCRATCH]);
}

/** dA(R,K) += Bᵀ·dW */
export function addToA(dw: Tensor, b: Tensor, da: Tensor, accumulate: Accumulate): void {
  const [rank, k, n] = [da.shape[0], da.shape[1], b.shape[0]];
  const [split, byColumns] = overProduct(rank, k, n);
  dw.recording.call('matmulTN', split, [b, dw, 0, da, rank, k, n, accumulate, byColumns, SCRATCH]);
}
