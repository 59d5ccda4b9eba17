import { overRows, SCRATCH } from '../engine/recording.ts';
import { describe, type Tensor } from '../engine/tensor.ts';
import { attentionRoom } from '../kernels/contract.ts';
import { depthOf, mustHaveRoom, overHeads } from './heads.ts';

const room = (time: number, depth: number) => ({
  need: attentionRoom(time, depth),
  of: `${time} tokens with heads ${depth} wide`,
  instead: 'fewer tokens (contextLength) or narrower heads',
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
  const depth = depthOf('attention', qkv, heads, kvHeads);
  mustHaveRoom('attention', room(time, depth));
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
  const depth = depthOf('attention', qkv, heads, kvHeads);
  const cached = 2 * kvHeads * depth;
  const length = past.shape[1];
  if (streams !== 1 || past.size !== length * cached)
    throw new Error(
      `attention: ${describe(past)} must hold keys and values as wide as those of one stream ${describe(qkv)}`,
    );
  if (time > length)
    throw new Error(`attention: ${time} tokens at once do not fit into a past of ${length}: hear fewer at once`);
  mustHaveRoom('attention', room(length, depth));
  const r = qkv.recording;
  const y = r.activation([1, time, heads * depth], false, 'attention');
  const split = overHeads(heads, heads, time, length * depth);
  r.call('attentionCached', split, [qkv, past, position, y, time, length, heads, kvHeads, depth, SCRATCH]);
  r.during('commit', () => r.call('appendToCache', overRows(time, cached), [qkv, position, past, row, length, cached]));
  return y;
}
