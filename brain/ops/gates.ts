import { each, overColumns, overRows } from '../engine/recording.ts';
import { lastAxis, rowsOf, type Tensor } from '../engine/tensor.ts';

/** Four gates per neuron: softmax over the 4 of clamp(x, ±30). x(rows,4N) → (rows,4N), gate-major */
export function gateSoftmax(x: Tensor): Tensor {
  const [rows, cols] = [rowsOf(x), lastAxis(x) / 4];
  const r = x.recording;
  const p = r.activation(x.shape, x.requiresGrad, 'gates');
  r.call('gateSoftmax', overRows(rows, 4 * cols), [x, p, cols]);
  r.trace([p], (g) => {
    const [dx, accumulate] = g.into(x);
    r.call('gateSoftmaxBackward', overRows(rows, 4 * cols), [x, p, g.of(p), dx, cols, accumulate]);
  });
  return p;
}

/** y = Σ_j gates[:,j]⊙v_j over the given (gate, source) pairs; a source of one row serves every row. gates(rows,4N), v(rows,N) or (N) → (rows,N) */
export function gatedSum(gates: Tensor, pairs: readonly (readonly [gate: number, source: Tensor])[]): Tensor {
  const [rows, cols] = [rowsOf(gates), lastAxis(gates) / 4];
  const r = gates.recording;
  const y = r.activation([rows, cols], true, 'gatedSum');
  const shared = (v: Tensor) => (v.size === cols && rows > 1 ? 1 : 0);
  pairs.forEach(([gate, v], i) =>
    r.call('gated', overRows(rows, cols), [gates, gate, v, y, cols, shared(v), i ? 1 : 0]),
  );
  r.trace([y], (g) => {
    const dy = g.of(y);
    // dgates[:,j] += dy⊙v_j; gates that no pair names must become 0, so a first gradient is cleared as a whole. Whether a parameter's
    // is the first is known only when it is replayed: that one is summed apart.
    const [total, accumulate] = g.into(gates);
    const apart = typeof accumulate !== 'number';
    const dgates = apart ? r.activation(gates.shape, false, 'dgates') : total;
    if (accumulate !== 1) r.call('fill', each(dgates.size), [dgates, 0]);
    for (const [gate, v] of pairs) {
      r.call('gatedBackward', overRows(rows, cols), [v, gate, dy, dgates, cols, shared(v), 1]);
      if (!g.wants(v)) continue;
      // dv_j += gates[:,j]⊙dy
      const [dv, accumulateV] = g.into(v);
      if (!shared(v)) r.call('gated', overRows(rows, cols), [gates, gate, dy, dv, cols, 0, accumulateV]);
      else {
        const wide = r.activation([rows, cols], false, 'wide');
        r.call('gated', overRows(rows, cols), [gates, gate, dy, wide, cols, 0, 0]);
        r.call('sumRows', overColumns(cols, rows), [wide, dv, rows, cols, accumulateV]);
      }
    }
    if (apart) r.call('scaleInto', each(dgates.size), [dgates, 1, total, accumulate]);
  });
  return y;
}
