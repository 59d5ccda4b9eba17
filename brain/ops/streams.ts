import { each, overColumns, overRows } from '../engine/recording.ts';
import { describe, lastAxis, sizeOf, type Tensor } from '../engine/tensor.ts';

/** y = table[ids]: ids(B,T) of whole numbers, table(V,C) → (B,T,C) */
export function gather(ids: Tensor, table: Tensor): Tensor {
  const [vocabulary, cols] = table.shape;
  const r = table.recording;
  const y = r.activation([...ids.shape, cols], table.requiresGrad, 'gathered');
  r.call('gather', overRows(ids.size, cols), [ids, table, y, cols]);
  // dtable[id] += dy of every row that read it
  r.trace([y], (g) => {
    const [dtable, accumulate] = g.into(table);
    r.call('scatterAdd', overColumns(cols, ids.size), [ids, g.of(y), dtable, ids.size, cols, vocabulary, accumulate]);
  });
  return y;
}

/** y(B,T,C) = x(B,T,C) + v(B,C): what is the same at all times of a stream */
export function addPerStream(x: Tensor, v: Tensor): Tensor {
  const [streams, time, cols] = x.shape;
  if (v.size !== streams * cols)
    throw new Error(`addPerStream: ${describe(v)} must hold one row for each stream of ${describe(x)}`);
  const r = x.recording;
  const y = r.activation(x.shape, x.requiresGrad || v.requiresGrad, 'sum');
  r.call('addPerStream', overRows(streams * time, cols), [x, v, y, time, cols]);
  // dx += dy, dv += Σ_t dy
  r.trace([y], (g) => {
    if (g.wants(x)) r.call('scaleInto', each(x.size), [g.of(y), 1, ...g.into(x)]);
    if (g.wants(v)) {
      const [dv, accumulate] = g.into(v);
      r.call('sumPerStream', { work: streams, grain: 1, cost: x.size }, [g.of(y), dv, time, cols, accumulate]);
    }
  });
  return y;
}

/** y = rows first…first+count of x(R,…): (count,…) */
export function takeRows(x: Tensor, first: number, count: number): Tensor {
  const width = sizeOf(x.shape.slice(1));
  const r = x.recording;
  const y = r.activation([count, ...x.shape.slice(1)], x.requiresGrad, 'rows');
  const ids = r.fixedInput(
    `rows ${first}…${first + count - 1}`,
    Float32Array.from({ length: count }, (_, i) => first + i),
    [count],
  );
  r.call('gather', overRows(count, width), [ids, x, y, width]);
  // dx of the rows taken += dy; the others are 0
  r.trace([y], (g) => {
    const [dx, accumulate] = g.into(x);
    r.call('scatterAdd', overColumns(width, x.shape[0]), [ids, g.of(y), dx, count, width, x.shape[0], accumulate]);
  });
  return y;
}

/** y(count,N) = the same row x(N), count times */
export function repeatRow(x: Tensor, count: number): Tensor {
  const cols = lastAxis(x);
  const r = x.recording;
  const y = r.activation([count, cols], x.requiresGrad, 'repeated');
  const zeros = r.fixedInput(`zeros ${count}`, new Float32Array(count), [count]);
  r.call('gather', overRows(count, cols), [zeros, x, y, cols]);
  // dx += Σ dy
  r.trace([y], (g) => {
    const [dx, accumulate] = g.into(x);
    r.call('sumRows', overColumns(cols, count), [g.of(y), dx, count, cols, accumulate]);
  });
  return y;
}

/** next(B,H,N): the last H rows of [history; x]; it may be the history itself. No gradient. */
export function shiftHistory(
  history: Tensor,
  x: Tensor,
  next = x.recording.activation(history.shape, false, 'nextHistory'),
): Tensor {
  const [streams, length, cols] = history.shape;
  const split = { work: streams, grain: 1, cost: next.size };
  x.recording.call('shiftHistory', split, [history, x, next, length, x.shape[1], cols]);
  return next;
}
