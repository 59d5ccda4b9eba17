import { SCRATCH } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { standardAttentionRoom } from '../kernels/contract.ts';
import { depthOf, mustHaveRoom, overHeads } from './heads.ts';

/**
 * The same as `attention`, with its whole matrix P(B,H,T,T) kept for the backward pass, as most textbooks write it:
 * qkv(B,T,(H+2G)·D) → y(B,T,C). It takes T/D times the memory of y and is there to be compared with.
 */
export function standardAttention(qkv: Tensor, heads: number, kvHeads = heads): Tensor {
  const [streams, time] = qkv.shape;
  const depth = depthOf('standardAttention', qkv, heads, kvHeads);
  mustHaveRoom('standardAttention', {
    need: standardAttentionRoom(time, depth),
    of: `${time} tokens with heads ${depth} wide`,
    instead: 'fewer tokens (contextLength), narrower heads, or flash attention',
  });
  const r = qkv.recording;
  const y = r.activation([streams, time, heads * depth], qkv.requiresGrad, 'attention');
  const p = r.activation([streams, heads, time, time], false, 'attentionMatrix');
  const all = streams * heads;
  r.call('standardAttention', overHeads(all, all, time, depth), [qkv, y, p, time, heads, kvHeads, depth, SCRATCH]);
  // dV = Pᵀ·dO, dP = dO·Vᵀ, dS = P∘(dP − rowsum(dP∘P)), dQ = dS·K/√D, dK = dSᵀ·Q/√D
  r.trace([y], (g) => {
    const [dqkv, accumulate] = g.into(qkv);
    // biome-ignore format: what is read, what is written, how
    r.call('standardAttentionBackward', overHeads(streams * kvHeads, all, time, depth), [
      qkv, p, g.of(y), dqkv, time, heads, kvHeads, depth, accumulate, SCRATCH,
    ]);
  });
  return y;
}
