import type { Kernels, Numbers } from '../contract.ts';

type Names = 'headNorm' | 'headNormBackward' | 'headNormBackwardAffine';

/** Queries and keys brought to a root mean square of 1, head by head; values stay. */
export function headNorm(M: Numbers): Pick<Kernels, Names> {
  return {
    headNorm(from, to, x, queries, keys, y, inverse, heads, kvHeads, depth, epsilon) {
      const width = (heads + 2 * kvHeads) * depth;
      for (let i = from; i < to; i++) {
        for (let h = 0; h < heads + kvHeads; h++) {
          const at = i * width + h * depth;
          const gamma = h < heads ? queries : keys;
          let squares = 0;
          for (let d = 0; d < depth; d++) squares += M[x + at + d] ** 2;
          const inv = 1 / Math.sqrt(squares / depth + epsilon);
          M[inverse + i * (heads + kvHeads) + h] = inv;
          for (let d = 0; d < depth; d++) M[y + at + d] = M[x + at + d] * inv * M[gamma + d];
        }
        const values = i * width + (heads + kvHeads) * depth;
        M.copyWithin(y + values, x + values, x + (i + 1) * width);
      }
    },
    // of each head as in rmsNormBackward; of the values dx = dy
    headNormBackward(from, to, x, queries, keys, inverse, dy, dx, heads, kvHeads, depth, accumulate) {
      const width = (heads + 2 * kvHeads) * depth;
      const put = (at: number, d: number) => {
        M[dx + at] = d + (accumulate ? M[dx + at] : 0);
      };
      for (let i = from; i < to; i++) {
        for (let h = 0; h < heads + kvHeads; h++) {
          const at = i * width + h * depth;
          const gamma = h < heads ? queries : keys;
          const inv = M[inverse + i * (heads + kvHeads) + h];
          let along = 0;
          for (let d = 0; d < depth; d++) along += M[dy + at + d] * M[gamma + d] * M[x + at + d] * inv;
          for (let d = 0; d < depth; d++)
            put(at + d, inv * (M[dy + at + d] * M[gamma + d] - (M[x + at + d] * inv * along) / depth));
        }
        for (let c = (heads + kvHeads) * depth; c < width; c++) put(i * width + c, M[dy + i * width + c]);
      }
    },
    headNormBackwardAffine(from, to, x, inverse, dy, dgamma, rows, first, count, heads, kvHeads, depth, accumulate) {
      const width = (heads + 2 * kvHeads) * depth;
      for (let d = from; d < to; d++) {
        let sum = 0;
        for (let i = 0; i < rows; i++)
          for (let h = first; h < first + count; h++) {
            const at = i * width + h * depth + d;
            sum += M[dy + at] * M[x + at] * M[inverse + i * (heads + kvHeads) + h];
          }
        M[dgamma + d] = sum + (accumulate ? M[dgamma + d] : 0);
      }
    },
  };
}
