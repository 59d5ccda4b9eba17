import { each, overColumns, overProduct, overRows, SCRATCH } from '../engine/recording.ts';
import { describe, lastAxis, rowsOf, type Tensor } from '../engine/tensor.ts';

/**
 * y = x·Wᵀ + b: x(…,K), W(N,K), b(N) → y(…,N)
 * @example linear(x (8,64,256), W (512,256), b (512)) → (8,64,512)
 */
export function linear(x: Tensor, w: Tensor, b?: Tensor): Tensor {
  const [m, k, n] = [rowsOf(x), lastAxis(x), w.shape[0]];
  if (w.shape.length !== 2 || w.shape[1] !== k)
    throw new Error(`linear: last axis of ${describe(x)} must equal last axis of ${describe(w)}`);
  if (b && b.size !== n)
    throw new Error(`linear: ${describe(b)} must have ${n} elements, one per row of ${describe(w)}`);
  const r = x.recording;
  const y = r.activation([...x.shape.slice(0, -1), n], x.requiresGrad || w.requiresGrad || !!b?.requiresGrad, 'linear');
  if (r.isRowByRow && m > 1) {
    r.call('matmulEachNT', { work: n, grain: 16, cost: (m * n * k) / 8 }, [x, w, b ?? 0, y, m, n, k]);
    return y;
  }
  const [split, byColumns] = overProduct(m, n, k);
  r.call('matmulNT', split, [x, w, b ?? 0, y, m, n, k, 0, byColumns, SCRATCH]);
  r.trace([y], (g) => {
    const dy = g.of(y);
    if (g.wants(w)) {
      // dW(N,K) += dyᵀ·x
      const [dw, accumulate] = g.into(w);
      const [split, byColumns] = overProduct(n, k, m);
      r.call('matmulTN', split, [dy, x, 0, dw, n, k, m, accumulate, byColumns, SCRATCH]);
    }
    if (b && g.wants(b)) {
      // db += Σ_rows dy
      const [db, accumulate] = g.into(b);
      r.call('sumRows', overColumns(n, m), [dy, db, m, n, accumulate]);
    }
    if (g.wants(x)) {
      // dx(M,K) += dy·W
      const [dx, accumulate] = g.into(x);
      const [split, byColumns] = overProduct(m, k, n);
      r.call('matmulNN', split, [dy, w, 0, dx, m, k, n, accumulate, byColumns, SCRATCH]);
    }
  });
  return y;
}

/**
 * y = x·W: x(…,K), W(K,N) → y(…,N). Unlike linear: the weights stand the other way round, and there is no bias.
 */
export function matmul(x: Tensor, w: Tensor): Tensor {
  const [m, k, n] = [rowsOf(x), lastAxis(x), w.shape[1]];
  if (w.shape.length !== 2 || w.shape[0] !== k)
    throw new Error(`matmul: last axis of ${describe(x)} must equal first axis of ${describe(w)}`);
  const r = x.recording;
  const y = r.activation([...x.shape.slice(0, -1), n], x.requiresGrad || w.requiresGrad, 'matmul');
  const [split, byColumns] = overProduct(m, n, k);
  r.call('matmulNN', split, [x, w, 0, y, m, n, k, 0, byColumns, SCRATCH]);
  r.trace([y], (g) => {
    const dy = g.of(y);
    if (g.wants(w)) {
      // dW(K,N) += xᵀ·dy
      const [dw, accumulate] = g.into(w);
      const [split, byColumns] = overProduct(k, n, m);
      r.call('matmulTN', split, [x, dy, 0, dw, k, n, m, accumulate, byColumns, SCRATCH]);
    }
    if (g.wants(x)) {
      // dx(M,K) += dy·Wᵀ
      const [dx, accumulate] = g.into(x);
      const [split, byColumns] = overProduct(m, k, n);
      r.call('matmulNT', split, [dy, w, 0, dx, m, k, n, accumulate, byColumns, SCRATCH]);
    }
  });
  return y;
}

/** y(…,N) = x(…,N) + b(N), for a bias that belongs to no product */
export function addBias(x: Tensor, b: Tensor): Tensor {
  const [rows, cols] = [rowsOf(x), lastAxis(x)];
  if (b.size !== cols)
    throw new Error(`addBias: ${describe(b)} must have as many elements as the last axis of ${describe(x)}`);
  const r = x.recording;
  const y = r.activation(x.shape, x.requiresGrad || b.requiresGrad, 'biased');
  // a bias is one stream's vector added at every "time", which is what addPerStream does
  r.call('addPerStream', overRows(rows, cols), [x, b, y, rows, cols]);
  r.trace([y], (g) => {
    if (g.wants(x)) r.call('scaleInto', each(x.size), [g.of(y), 1, ...g.into(x)]);
    if (g.wants(b)) {
      const [db, accumulate] = g.into(b);
      r.call('sumRows', overColumns(cols, rows), [g.of(y), db, rows, cols, accumulate]);
    }
  });
  return y;
}
