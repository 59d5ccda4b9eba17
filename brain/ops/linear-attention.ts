import { SCRATCH, type Split } from '../engine/recording.ts';
import { describe, type Tensor } from '../engine/tensor.ts';
import { linearAttentionRoom } from '../kernels/contract.ts';
import { depthOf, mustHaveRoom } from './heads.ts';

/** `heads` heads of keys of all streams are shared out; the cost counts a state of depth·depth for every token. */
const overGroups = (heads: number, time: number, depth: number): Split => ({
  work: heads,
  grain: 1,
  cost: heads * time * depth * depth,
});

/**
 * Causal attention without a softmax (Katharopoulos et al. 2020), whose past is a state of fixed size: S[t] = γ·S[t−1] + φ(k[t])·v[t]ᵀ,
 * z[t] = γ·z[t−1] + φ(k[t]), y[t] = φ(q[t])ᵀS[t] / (φ(q[t])·z[t] + 1e-6), φ(x) = elu(x) + 1. The paper's form is γ = 1; a γ below 1 makes the
 * last 1/(1−γ) tokens count (as in Sun et al. 2023).
 *
 * qkv(B,T,(H+2G)·D) as for `attention`; decays(G) holds γ of each head of keys, ½ < γ ≤ 1; before(B,G,D+1,D) holds S and, as its last row, z.
 * Gradients stop at `before`.
 * @example linearAttention(qkv (12,64,384), 4, 4, decays (4), before (12,4,33,32)) → y (12,64,128), after (12,4,33,32)
 */
export function linearAttention(
  qkv: Tensor,
  heads: number,
  kvHeads: number,
  decays: Tensor,
  before: Tensor,
): { y: Tensor; after: Tensor } {
  const [streams, time] = qkv.shape;
  const depth = depthOf('linearAttention', qkv, heads, kvHeads);
  const room = { need: linearAttentionRoom(depth), of: `heads ${depth} wide`, instead: 'narrower heads' };
  mustHaveRoom('linearAttention', room);
  if (decays.size !== kvHeads)
    throw new Error(`linearAttention: ${describe(decays)} must have one decay for each of ${kvHeads} heads of keys`);
  if (before.shape.join() !== [streams, kvHeads, depth + 1, depth].join())
    throw new Error(
      `linearAttention: ${describe(before)} must be (${streams},${kvHeads},${depth + 1},${depth}), the state of each head of keys of ${describe(qkv)}`,
    );
  const r = qkv.recording;
  const y = r.activation([streams, time, heads * depth], qkv.requiresGrad, 'attention');
  const sums = r.activation([streams, heads, time], false, 'sums');
  const after = r.activation(before.shape, false, 'after');
  const split = overGroups(streams * kvHeads, time, depth);
  // biome-ignore format: what is read, what is written, how
  r.call('linearAttention', split, [
    qkv, decays, before, y, sums, after, time, heads, kvHeads, depth, SCRATCH,
  ]);
  // with a = dy/s, b = −(dy·y)/s, s the denominators: dφ(q) = S·a + b·z; with R = Σ of later φ(q)·aᵀ and r = Σ of later φ(q)·b, both faded by
  // γ: dφ(k) = R·v + r, dv = φ(k)ᵀR
  r.trace([y], (g) => {
    const [dqkv, accumulate] = g.into(qkv);
    // biome-ignore format: what is read, what is written, how
    r.call('linearAttentionBackward', split, [
      qkv, decays, before, y, sums, g.of(y), dqkv, time, heads, kvHeads, depth, accumulate, SCRATCH,
    ]);
  });
  return { y, after };
}
