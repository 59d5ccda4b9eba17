import type { Kernels, Numbers } from '../contract.ts';

type Names = 'linearAttention' | 'linearAttentionBackward';

/** What keeps a denominator from 0, as in the paper's own code. */
const EPSILON = 1e-6;

/** φ(x) = elu(x) + 1 */
const feature = (x: number): number => (x > 0 ? x + 1 : Math.exp(x));

/** dφ/dx where φ(x) is known: 1 above 1, φ itself below */
const slopeOf = (phi: number): number => Math.min(1, phi);

/** Causal attention by a state of fixed size (Katharopoulos et al. 2020), written as its recurrence; contract.ts has the formula. */
export function linearAttention(M: Numbers): Pick<Kernels, Names> {
  /** A head of keys of one stream: where its first row begins in qkv-like and y-like tensors, and how it goes through its tokens. */
  const groupOf = (group: number, time: number, heads: number, kvHeads: number, depth: number) => {
    const members = heads / kvHeads;
    const [stream, kvHead] = [Math.floor(group / kvHeads), group % kvHeads];
    const stride = (heads + 2 * kvHeads) * depth;
    const first = stream * time * stride;
    const k = first + (heads + kvHead) * depth;
    return {
      stride,
      k,
      v: k + kvHeads * depth,
      /** its query heads: columns of qkv and of y, and which row of the denominators is theirs */
      queries: Array.from({ length: members }, (_, i) => {
        const head = kvHead * members + i;
        const y = stream * time * heads * depth + head * depth;
        return { q: first + head * depth, y, sums: (stream * heads + head) * time };
      }),
    };
  };
  const features = (at: number, depth: number) => Array.from({ length: depth }, (_, i) => feature(M[at + i]));
  const row = (at: number, depth: number) => Array.from({ length: depth }, (_, i) => M[at + i]);

  return {
    linearAttention(from, to, qkv, decays, before, y, sums, after, time, heads, kvHeads, depth) {
      const size = (depth + 1) * depth;
      for (let group = from; group < to; group++) {
        const { stride, k, v, queries } = groupOf(group, time, heads, kvHeads, depth);
        const decay = M[decays + (group % kvHeads)];
        const state = after + group * size;
        M.copyWithin(state, before + group * size, before + (group + 1) * size);
        const z = state + depth * depth;
        for (let t = 0; t < time; t++) {
          const fk = features(qkv + k + t * stride, depth);
          for (let i = 0; i < depth; i++) {
            for (let d = 0; d < depth; d++) {
              const at = state + i * depth + d;
              M[at] = decay * M[at] + fk[i] * M[qkv + v + t * stride + d];
            }
            M[z + i] = decay * M[z + i] + fk[i];
          }
          for (const head of queries) {
            const fq = features(qkv + head.q + t * stride, depth);
            const sum = fq.reduce((total, phi, i) => total + phi * M[z + i], EPSILON);
            M[sums + head.sums + t] = sum;
            for (let d = 0; d < depth; d++) {
              const heard = fq.reduce((total, phi, i) => total + phi * M[state + i * depth + d], 0);
              M[y + head.y + t * heads * depth + d] = heard / sum;
            }
          }
        }
      }
    },
    // y = n/s, n = φ(q)ᵀS, s = φ(q)·z + ε. With a = dy/s and b = −(dy·y)/s: dφ(q_t) = S_t·a_t + b_t·z_t. With R_t = Σ_{u≥t} γ^(u−t)·φ(q_u)a_uᵀ and
    // r_t = Σ_{u≥t} γ^(u−t)·φ(q_u)·b_u: dφ(k_t) = R_t·v_t + r_t, dv_t = φ(k_t)ᵀR_t
    linearAttentionBackward(from, to, qkv, decays, before, y, sums, dy, dqkv, time, heads, kvHeads, depth, accumulate) {
      const give = (at: number, value: number) => {
        M[at] = value + (accumulate ? M[at] : 0);
      };
      const size = (depth + 1) * depth;
      for (let group = from; group < to; group++) {
        const { stride, k, v, queries } = groupOf(group, time, heads, kvHeads, depth);
        const decay = M[decays + (group % kvHeads)];
        const slopes = (head: (typeof queries)[number], t: number) => {
          const at = head.y + t * heads * depth;
          const sum = M[sums + head.sums + t];
          const a = row(dy + at, depth).map((slope) => slope / sum);
          return { a, b: -a.reduce((total, slope, d) => total + slope * M[y + at + d], 0) };
        };
        const state = row(before + group * size, size);
        for (let t = 0; t < time; t++) {
          const fk = features(qkv + k + t * stride, depth);
          const values = row(qkv + v + t * stride, depth);
          for (let i = 0; i <= depth; i++)
            for (let d = 0; d < depth; d++) {
              const entering = i < depth ? fk[i] * values[d] : fk[d];
              state[i * depth + d] = decay * state[i * depth + d] + entering;
            }
          for (const head of queries) {
            const { a, b } = slopes(head, t);
            const at = head.q + t * stride;
            features(qkv + at, depth).forEach((phi, i) => {
              const along = a.reduce(
                (total, slope, d) => total + slope * state[i * depth + d],
                b * state[size - depth + i],
              );
              give(dqkv + at + i, slopeOf(phi) * along);
            });
          }
        }
        const later = new Array<number>(size).fill(0); // R, and behind it r
        for (let t = time - 1; t >= 0; t--) {
          for (let i = 0; i < size; i++) later[i] *= decay;
          for (const head of queries) {
            const { a, b } = slopes(head, t);
            features(qkv + head.q + t * stride, depth).forEach((phi, i) => {
              for (let d = 0; d < depth; d++) later[i * depth + d] += phi * a[d];
              later[size - depth + i] += phi * b;
            });
          }
          const values = row(qkv + v + t * stride, depth);
          const fk = features(qkv + k + t * stride, depth);
          for (let i = 0; i < depth; i++) {
            const along = values.reduce(
              (total, value, d) => total + value * later[i * depth + d],
              later[size - depth + i],
            );
            give(dqkv + k + t * stride + i, slopeOf(fk[i]) * along);
            give(
              dqkv + v + t * stride + i,
              fk.reduce((total, phi, j) => total + phi * later[j * depth + i], 0),
            );
          }
        }
      }
    },
  };
}
