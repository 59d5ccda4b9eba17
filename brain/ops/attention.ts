import { overRows, SCRATCH, type Split } from '../engine/recording.ts';
import { describe, type Tensor } from '../engine/tensor.ts';
import { ATTENTION_ROOM, attentionRoom } from '../kernels/contract.ts';

/** How wide each of `heads` heads of qkv(B,T,3C) is. Throws where C is no multiple of it. */
function depthOf(qkv: Tensor, heads: number): number {
  const width = qkv.shape[2] / 3;
  if (qkv.shape.length !== 3 || !Number.isInteger(width / heads))
    throw new Error(
      `attention: the last axis of ${describe(qkv)} must be 3·${heads}·D: queries, keys and values of ${heads} heads`,
    );
  return width / heads;
}

/** Refuses what the packing room of a thread does not hold; the room is the same on every machine, so that a soul wakes anywhere. */
function mustHaveRoom(time: number, depth: number): void {
  const need = attentionRoom(time, depth);
  if (need > ATTENTION_ROOM)
    throw new Error(
      `attention: ${time} tokens with heads ${depth} wide need room for ${need} numbers, and there is room for ${ATTENTION_ROOM}: choose fewer tokens (time) or narrower heads`,
    );
}

/** One unit of work a head; its cost, in elements touched, counts the scores. */
const overHeads = (heads: number, time: number, depth: number): Split => ({
  work: heads,
  grain: 1,
  cost: heads * time * (time + depth),
});

/**
 * Causal attention in H heads (Vaswani et al. 2017): qkv(B,T,3C) → y(B,T,C), where C = H·D and head h has the columns h·D… of
 * queries, of keys and of values. y[t] = Σ_{j≤t} p[t,j]·v[j], p[t] = softmax over j ≤ t of q[t]·k[j]/√D.
 * @example attention(qkv (12,64,384), 4) → (12,64,128)
 */
export function attention(qkv: Tensor, heads: number): Tensor {
  const [streams, time] = qkv.shape;
  const depth = depthOf(qkv, heads);
  mustHaveRoom(time, depth);
  const r = qkv.recording;
  const y = r.activation([streams, time, heads * depth], qkv.requiresGrad, 'attention');
  const logsumexp = r.activation([streams, heads, time], false, 'logsumexp');
  const split = overHeads(streams * heads, time, depth);
  r.call('attention', split, [qkv, y, logsumexp, time, heads, depth, SCRATCH]);
  // with g = dy·vᵀ: dv += pᵀ·dy, ds = p⊙(g − Σ_j p⊙g)/√D, dq += ds·k, dk += dsᵀ·q
  r.trace([y], (g) => {
    const [dqkv, accumulate] = g.into(qkv);
    r.call('attentionBackward', split, [qkv, y, logsumexp, g.of(y), dqkv, time, heads, depth, accumulate, SCRATCH]);
  });
  return y;
}

/**
 * The same for T tokens of one stream that follow `position` (1) others, whose keys and values are the first rows of past(1,L,2C):
 * qkv(1,T,3C) → y(1,T,C). When the step is committed, the new keys and values become rows of the past. No gradient.
 */
export function attentionCached(qkv: Tensor, heads: number, past: Tensor, position: Tensor): Tensor {
  const [streams, time] = qkv.shape;
  const depth = depthOf(qkv, heads);
  const width = heads * depth;
  const length = past.shape[1];
  if (streams !== 1 || past.size !== 2 * length * width)
    throw new Error(
      `attention: ${describe(past)} must hold keys and values as wide as those of one stream ${describe(qkv)}`,
    );
  if (time > length)
    throw new Error(`attention: ${time} tokens at once do not fit into a past of ${length}: hear fewer at once`);
  mustHaveRoom(length, depth);
  const r = qkv.recording;
  const y = r.activation([1, time, width], false, 'attention');
  const split = overHeads(heads, time, length * depth);
  r.call('attentionCached', split, [qkv, past, position, y, time, length, heads, depth, SCRATCH]);
  r.during('commit', () =>
    r.call('appendToCache', overRows(time, 2 * width), [qkv, position, past, 3 * width, length, 2 * width]),
  );
  return y;
}
