import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { depthOf } from '../ops/heads.ts';
import { linearAttention } from '../ops/linear-attention.ts';

/** Tokens that the head with the shortest memory counts on, and the one with the longest. */
const [SHORTEST, LONGEST] = [32, 4096];

/**
 * γ of each of G heads: γ = 1 − 1/n, n from 32 to 4,096 tokens in equal ratios; one head alone has 362. Without a decay (γ = 1) a
 * token's weight in a stream that never ends is one over all tokens of its life, and float32 sums lose what enters them: after a million
 * tokens the answer is wrong by 1e-5 of itself, and 2^24 tokens later nothing enters any more (school/EXPERIMENTS.md).
 * @example decaysOf(2) // [0.96875, 0.999755859375]
 */
export function decaysOf(kvHeads: number): Float32Array {
  const ratio = LONGEST / SHORTEST;
  return Float32Array.from({ length: kvHeads }, (_, head) => {
    const along = kvHeads === 1 ? 0.5 : head / (kvHeads - 1);
    return 1 - 1 / (SHORTEST * ratio ** along);
  });
}

/**
 * Linear attention that goes on where the last run of the tape ended: qkv(B,T,(H+2G)·D) → (B,T,C). Its state is `memory` of this scope, of
 * fixed size, and moves on when the step is committed. Learning and speaking are the same function.
 */
export function attendByState(r: Recording, qkv: Tensor, heads: number, kvHeads = heads): Tensor {
  const depth = depthOf('linearAttention', qkv, heads, kvHeads);
  const memory = r.state('memory', [qkv.shape[0], kvHeads, depth + 1, depth]);
  const decays = r.fixedInput('linearDecays', decaysOf(kvHeads), [kvHeads]);
  const { y, after } = linearAttention(qkv, heads, kvHeads, decays, memory);
  r.commit(memory, after);
  return y;
}
