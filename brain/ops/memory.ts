import { each, overColumns, overNeurons, overRows } from '../engine/recording.ts';
import { describe, lastAxis, mustMatch, rowsOf, type Tensor } from '../engine/tensor.ts';

/**
 * A memory that moves every token: y[t] = d⊙y[t−1] + (1−d)⊙x[t], d = σ(decay). x(B,T,N), decay(N), before(B,N) → y(B,T,N) and
 * after(B,N) = y[T−1]. Gradients stop at `before`.
 */
export function scan(x: Tensor, decay: Tensor, before: Tensor): { y: Tensor; after: Tensor } {
  const [streams, time, cols] = x.shape;
  if (decay.size !== cols) throw new Error(`scan: ${describe(decay)} must have one decay per neuron of ${describe(x)}`);
  const r = x.recording;
  const y = r.activation(x.shape, x.requiresGrad || decay.requiresGrad, 'memory');
  const after = r.activation(before.shape, false, 'memoryAfter');
  const share = overNeurons(streams, cols, time);
  r.call('scan', share, [x, decay, before, y, after, time, cols]);
  // total[t] = dy[t] + d·total[t+1]; dx += (1−d)·total; ddecay += d(1−d)·Σ total·(y[t−1] − x[t])
  r.trace([y], (g) => {
    const [dx, accumulateX] = g.into(x);
    const [ddecay, accumulateDecay] = g.into(decay);
    const slopes = r.activation([streams, cols], false, 'decaySlopes');
    r.call('scanBackward', share, [x, decay, before, y, g.of(y), dx, slopes, time, cols, accumulateX]);
    r.call('sumRows', overColumns(cols, streams), [slopes, ddecay, streams, cols, accumulateDecay]);
  });
  return { y, after };
}

/** Rows whose gradients are summed together first, by whoever has them: so threads share rows, and sums are the same for any number of them. */
const BLOCK = 64;

/**
 * What is heard and what two memories add to it, let through a gate that may open and close: y = (heard + alpha⊙short +
 * beta⊙long)⊙gelu(open). heard, short, long, open (rows,N), alpha(N), beta(N) → y(rows,N)
 */
export function gatedMemory(
  heard: Tensor,
  short: Tensor,
  long: Tensor,
  alpha: Tensor,
  beta: Tensor,
  open: Tensor,
): Tensor {
  const [rows, cols] = [rowsOf(heard), lastAxis(heard)];
  for (const x of [short, long, open]) mustMatch('gatedMemory', x, heard);
  for (const x of [alpha, beta])
    if (x.size !== cols)
      throw new Error(`gatedMemory: ${describe(x)} must have one weight per neuron of ${describe(heard)}`);
  const r = heard.recording;
  const inputs = [heard, short, long, open, alpha, beta];
  const y = r.activation(
    heard.shape,
    inputs.some((x) => x.requiresGrad),
    'recalled',
  );
  r.call('gatedMemory', overRows(rows, cols), [heard, short, long, alpha, beta, open, y, cols]);
  // d = dy⊙gelu(open): dheard += d, dshort += alpha⊙d, dlong += beta⊙d, dalpha += Σ d⊙short, dbeta += Σ d⊙long;
  // dopen += dy⊙(heard + alpha⊙short + beta⊙long)⊙gelu'(open)
  r.trace([y], (g) => {
    const into = inputs.map((x) => (g.wants(x) ? g.into(x) : ([r.activation(x.shape, false, 'unwanted'), 0] as const)));
    const [dheard, dshort, dlong, dopen, dalpha, dbeta] = into.map(([d]) => d);
    const [keepHeard, keepShort, keepLong, keepOpen, keepAlpha, keepBeta] = into.map(([, accumulate]) => accumulate);
    const blocks = Math.ceil(rows / BLOCK);
    const [byShort, byLong] = [0, 1].map(() => r.activation([blocks, cols], false, 'recallSums'));
    // biome-ignore format: what is read, what is written, how
    r.call('gatedMemoryBackward', { work: blocks, grain: 1, cost: rows * cols }, [
      heard, short, long, alpha, beta, open, g.of(y),
      dheard, dshort, dlong, dopen, byShort, byLong, rows, cols, BLOCK,
      keepHeard, keepShort, keepLong, keepOpen,
    ]);
    r.call('sumRows', overColumns(cols, blocks), [byShort, dalpha, blocks, cols, keepAlpha]);
    r.call('sumRows', overColumns(cols, blocks), [byLong, dbeta, blocks, cols, keepBeta]);
  });
  return y;
}

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
