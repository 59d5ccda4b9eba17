import type { Kernels, Numbers } from '../contract.ts';

type Names = 'standardAttention' | 'standardAttentionBackward';

/** Causal attention that keeps its whole matrix P, written as its definition; contract.ts has the formula. */
export function standardAttention(M: Numbers): Pick<Kernels, Names> {
  const dot = (a: number, b: number, count: number): number => {
    let sum = 0;
    for (let d = 0; d < count; d++) sum += M[a + d] * M[b + d];
    return sum;
  };
  return {
    standardAttention(from, to, qkv, y, p, time, heads, kvHeads, depth) {
      const stride = (heads + 2 * kvHeads) * depth;
      for (let pair = from; pair < to; pair++) {
        const [stream, head] = [Math.floor(pair / heads), pair % heads];
        const first = qkv + stream * time * stride;
        const k = first + (heads + Math.floor((head * kvHeads) / heads)) * depth;
        for (let t = 0; t < time; t++) {
          const q = first + t * stride + head * depth;
          const row = p + (pair * time + t) * time;
          for (let j = 0; j < time; j++)
            M[row + j] = j <= t ? dot(q, k + j * stride, depth) / Math.sqrt(depth) : Number.NEGATIVE_INFINITY;
          let top = M[row];
          for (let j = 1; j <= t; j++) top = Math.max(top, M[row + j]);
          let sum = 0;
          for (let j = 0; j < time; j++) sum += Math.exp(M[row + j] - top);
          for (let j = 0; j < time; j++) M[row + j] = Math.exp(M[row + j] - top) / sum;
          const out = y + (stream * time + t) * heads * depth + head * depth;
          for (let d = 0; d < depth; d++) {
            let heard = 0;
            for (let j = 0; j <= t; j++) heard += M[row + j] * M[k + kvHeads * depth + j * stride + d];
            M[out + d] = heard;
          }
        }
      }
    },
    // dV = Pᵀ·dO, dP = dO·Vᵀ, dS = P∘(dP − rowsum(dP∘P)), dQ = dS·K/√D, dK = dSᵀ·Q/√D
    standardAttentionBackward(from, to, qkv, p, dy, dqkv, time, heads, kvHeads, depth, accumulate) {
      const stride = (heads + 2 * kvHeads) * depth;
      const members = heads / kvHeads;
      for (let pair = from * members; pair < to * members; pair++) {
        const [stream, head] = [Math.floor(pair / heads), pair % heads];
        const first = stream * time * stride;
        const key = first + (heads + Math.floor(head / members)) * depth;
        const value = key + kvHeads * depth;
        if (!accumulate) {
          // keys and values are cleared once for their group, by its first head
          for (const part of pair % members === 0 ? [first + head * depth, key, value] : [first + head * depth])
            for (let t = 0; t < time; t++) M.fill(0, dqkv + part + t * stride, dqkv + part + t * stride + depth);
        }
        for (let t = 0; t < time; t++) {
          const q = first + t * stride + head * depth;
          const out = dy + (stream * time + t) * heads * depth + head * depth;
          const row = p + (pair * time + t) * time;
          const dp = Array.from({ length: t + 1 }, (_, j) => dot(out, qkv + value + j * stride, depth));
          const along = dp.reduce((sum, slope, j) => sum + slope * M[row + j], 0);
          dp.forEach((slope, j) => {
            const ds = (M[row + j] * (slope - along)) / Math.sqrt(depth);
            const at = j * stride;
            for (let d = 0; d < depth; d++) {
              M[dqkv + value + at + d] += M[row + j] * M[out + d];
              M[dqkv + q + d] += ds * M[qkv + key + at + d];
              M[dqkv + key + at + d] += ds * M[qkv + q + d];
            }
          });
        }
      }
    },
  };
}
