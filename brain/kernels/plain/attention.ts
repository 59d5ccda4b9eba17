import type { Kernels, Numbers } from '../contract.ts';

type Names = 'attention' | 'attentionBackward' | 'attentionCached' | 'appendToCache';

/** Where one query head of one stream has its queries, and the keys and values of its group: element d of row t stands at base + t·stride + d. */
interface Head {
  readonly q: number;
  readonly k: number;
  readonly v: number;
  readonly stride: number;
  /** its columns in y(B,T,C), whose rows are `width` long */
  readonly y: number;
  readonly width: number;
}

/** `pair` counts the query heads of all streams. */
function headOf(
  pair: number,
  qkv: number,
  y: number,
  time: number,
  heads: number,
  kvHeads: number,
  depth: number,
): Head {
  const width = heads * depth;
  const stride = width + 2 * kvHeads * depth;
  const stream = Math.floor(pair / heads);
  const head = pair % heads;
  const first = qkv + stream * time * stride;
  const k = first + width + Math.floor((head * kvHeads) / heads) * depth;
  const y_ = y + stream * time * width + head * depth;
  return { q: first + head * depth, k, v: k + kvHeads * depth, stride, y: y_, width };
}

/** Causal attention (Vaswani et al. 2017), written as its definition; contract.ts has the formula. */
export function attention(M: Numbers): Pick<Kernels, Names> {
  const dot = (a: number, b: number, count: number): number => {
    let sum = 0;
    for (let d = 0; d < count; d++) sum += M[a + d] * M[b + d];
    return sum;
  };
  /** logsumexp of scores, which become their softmax */
  const soften = (scores: number[]): number => {
    const top = Math.max(...scores);
    const lse = top + Math.log(scores.reduce((sum, s) => sum + Math.exp(s - top), 0));
    for (let j = 0; j < scores.length; j++) scores[j] = Math.exp(scores[j] - lse);
    return lse;
  };
  return {
    attention(from, to, qkv, y, logsumexp, time, heads, kvHeads, depth) {
      for (let pair = from; pair < to; pair++) {
        const h = headOf(pair, qkv, y, time, heads, kvHeads, depth);
        for (let t = 0; t < time; t++) {
          const p = Array.from({ length: t + 1 }, (_, j) => {
            return dot(h.q + t * h.stride, h.k + j * h.stride, depth) / Math.sqrt(depth);
          });
          M[logsumexp + pair * time + t] = soften(p);
          for (let d = 0; d < depth; d++) {
            let sum = 0;
            for (let j = 0; j <= t; j++) sum += p[j] * M[h.v + j * h.stride + d];
            M[h.y + t * h.width + d] = sum;
          }
        }
      }
    },
    // with g = dy·vᵀ: dv = pᵀ·dy, ds = p⊙(g − Σ_j p⊙g)/√D, dq = ds·k, dk = dsᵀ·q; Σ_j p⊙g is dy·y
    attentionBackward(from, to, qkv, y, logsumexp, dy, dqkv, time, heads, kvHeads, depth, accumulate) {
      const scale = 1 / Math.sqrt(depth);
      const members = heads / kvHeads;
      for (let pair = from * members; pair < to * members; pair++) {
        const h = headOf(pair, qkv, y, time, heads, kvHeads, depth);
        const slope = headOf(pair, dqkv, dy, time, heads, kvHeads, depth);
        if (!accumulate) {
          // keys and values are cleared once for their group, by its first head
          for (const part of pair % members === 0 ? [slope.q, slope.k, slope.v] : [slope.q])
            for (let t = 0; t < time; t++) M.fill(0, part + t * h.stride, part + t * h.stride + depth);
        }
        for (let t = 0; t < time; t++) {
          const [q, dq] = [h.q + t * h.stride, slope.q + t * h.stride];
          const dyRow = slope.y + t * h.width;
          const along = dot(dyRow, h.y + t * h.width, depth);
          for (let j = 0; j <= t; j++) {
            const at = j * h.stride;
            const p = Math.exp(dot(q, h.k + at, depth) * scale - M[logsumexp + pair * time + t]);
            const ds = p * (dot(dyRow, h.v + at, depth) - along) * scale;
            for (let d = 0; d < depth; d++) {
              M[slope.v + at + d] += p * M[dyRow + d];
              M[dq + d] += ds * M[h.k + at + d];
              M[slope.k + at + d] += ds * M[q + d];
            }
          }
        }
      }
    },
    attentionCached(from, to, qkv, past, position, y, time, length, heads, kvHeads, depth) {
      const width = kvHeads * depth;
      const before = Math.min(M[position], length);
      for (let head = from; head < to; head++) {
        const h = headOf(head, qkv, y, time, heads, kvHeads, depth);
        const old = past + h.k - (qkv + heads * depth);
        const key = (j: number) => (j < before ? old + j * 2 * width : h.k + (j - before) * h.stride);
        for (let t = 0; t < time; t++) {
          const p = Array.from({ length: before + t + 1 }, (_, j) => {
            return dot(h.q + t * h.stride, key(j), depth) / Math.sqrt(depth);
          });
          soften(p);
          for (let d = 0; d < depth; d++) {
            // values stand one width behind their keys, in the past as in the present
            M[h.y + t * h.width + d] = p.reduce((sum, share, j) => sum + share * M[key(j) + width + d], 0);
          }
        }
      }
    },
    appendToCache(from, to, x, position, past, width, length, cols) {
      for (let t = from; t < to; t++) {
        const row = M[position] + t;
        const end = x + (t + 1) * width;
        if (row < length) M.copyWithin(past + row * cols, end - cols, end);
      }
    },
  };
}
