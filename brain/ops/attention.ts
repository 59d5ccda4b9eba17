import { overRows, SCRATCH, type Split } from '../engine/recording.ts';
import { describe, type Tensor } from '../engine/tensor.ts';
import { ATTENTION_ROOM, attentionRoom } from '../kernels/contract.ts';

/** D, the width of each head of qkv(B,T,(H+2G)·D). Throws where G does not divide H, or the last axis is no whole number of heads. */
function depthOf(qkv: Tensor, heads: number, kvHeads: number): number {
  if (!Number.isInteger(heads / kvHeads))
    throw new Error(`attention: ${kvHeads} heads of keys and values must divide the ${heads} heads of queries`);
  const depth = qkv.shape[2] / (heads + 2 * kvHeads);
  if (qkv.shape.length !== 3 || !Number.isInteger(depth)) {
    const need =
      kvHeads === heads
        ? `3·${heads}·D: queries, keys and values of ${heads} heads`
        : `(${heads} + 2·${kvHeads})·D: queries of ${heads} heads, then keys and values of ${kvHeads}`;
    throw new Error(`attention: the last axis of ${describe(qkv)} must be ${need}`);
  }
  return depth;
}

/** Refuses what the packing room of a thread does not hold; the room is the same on every machine, so that a soul wakes anywhere. */
function mustHaveRoom(time: number, depth: number): void {
  const need = attentionRoom(time, depth);
  if (need > ATTENTION_ROOM)
    throw new Error(
      `attention: ${time} tokens with heads ${depth} wide need room for ${need} numbers, and there is room for ${ATTENTION_ROOM}: choose fewer tokens (time) or narrower heads`,
    );
}

/** `work` heads (or groups of them) are shared out; the cost, in elements touched, counts the scores. */
const overHeads = (work: number, heads: number, time: number, depth: number): Split => ({
  work,
  grain: 1,
  cost: heads * time * (time + depth),
});

/**
 * Causal attention in H heads (Vaswani et al. 2017): qkv(B,T,(H+2G)·D) → y(B,T,C), where C = H·D. Its columns are H heads of queries, G of
 * keys, G of values; query head h hears the keys and values of head ⌊h·G/H⌋ (grouped-query attention, Ainslie et al. 2023; G = H, the
 * default, gives every head its own). y[t] = Σ_{j≤t} p[t,j]·v[j], p[t] = softmax over j ≤ t of q[t]·k[j]/√D.
 * @example attention(qkv (12,64,384), 4) → (12,64,128)
 * @example attention(qkv (12,64,192), 4, 1) → (12,64,128)
 */
export function attention(qkv: Tensor, heads: number, kvHeads = heads): Tensor {
  const [streams, time] = qkv.shape;
  const depth = depthOf(qkv, heads, kvHeads);
  mustHaveRoom(time, depth);
  const r = qkv.recording;
  const y = r.activation([streams, time, heads * depth], qkv.requiresGrad, 'attention');
  const logsumexp = r.activation([streams, heads, time], false, 'logsumexp');
  const all = streams * heads;
  r.call('attention', overHeads(all, all, time, depth), [qkv, y, logsumexp, time, heads, kvHeads, depth, SCRATCH]);
  // with g = dy·vᵀ: dv += pᵀ·dy, ds = p⊙(g − Σ_j p⊙g)/√D, dq += ds·k, dk += dsᵀ·q
  r.trace([y], (g) => {
    const [dqkv, accumulate] = g.into(qkv);
    // biome-ignore format: what is read, what is written, how
    r.call('attentionBackward', overHeads(streams * kvHeads, all, time, depth), [
      qkv, y, logsumexp, g.of(y), dqkv, time, heads, kvHeads, depth, accumulate, SCRATCH,
    ]);
  });
  return y;
}

/**
 * The same for T tokens of one stream that follow `position` (1) others, whose keys and values are the first rows of past(1,L,2·G·D):
 * qkv(1,T,(H+2G)·D) → y(1,T,C). When the step is committed, the new keys and values become rows of the past. No gradient.
 */
export function attentionCached(qkv: Tensor, heads: number, past: Tensor, position: Tensor, kvHeads = heads): Tensor {
  const [streams, time, row] = qkv.shape;
  const depth = depthOf(qkv, heads, kvHeads);
  const cached = 2 * kvHeads * depth;
  const length = past.shape[1];
  if (streams !== 1 || past.size !== length * cached)
    throw new Error(
      `attention: ${describe(past)} must hold keys and values as wide as those of one stream ${describe(qkv)}`,
    );
  if (time > length)
    throw new Error(`attention: ${time} tokens at once do not fit into a past of ${length}: hear fewer at once`);
  mustHaveRoom(length, depth);
  const r = qkv.recording;
  const y = r.activation([1, time, heads * depth], false, 'attention');
  const split = overHeads(heads, heads, time, length * depth);
  r.call('attentionCached', split, [qkv, past, position, y, time, length, heads, kvHeads, depth, SCRATCH]);
  r.during('commit', () => r.call('appendToCache', overRows(time, cached), [qkv, position, past, row, length, cached]));
  return y;
}
