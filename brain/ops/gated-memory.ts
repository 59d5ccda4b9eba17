import { overColumns, overRows } from '../engine/recording.ts';
import { describe, lastAxis, mustMatch, rowsOf, type Tensor } from '../engine/tensor.ts';

/** Rows whose gradients are summed together first, by the thread that has them: sums are the same for any number of threads. */
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
