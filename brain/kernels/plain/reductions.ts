import type { Kernels, Numbers } from '../contract.ts';

type Names = 'dot' | 'sumRows' | 'sumSquares' | 'clipFactor';

/** Sums over many elements. */
export function reductions(M: Numbers): Pick<Kernels, Names> {
  return {
    dot(_from, _to, a, b, count, out, accumulate) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += M[a + i] * M[b + i];
      M[out] = sum + (accumulate ? M[out] : 0);
    },
    sumRows(from, to, x, y, rows, cols, accumulate) {
      for (let c = from; c < to; c++) {
        let sum = 0;
        for (let i = 0; i < rows; i++) sum += M[x + i * cols + c];
        M[y + c] = sum + (accumulate ? M[y + c] : 0);
      }
    },
    sumSquares(from, to, x, y, count, block) {
      for (let b = from; b < to; b++) {
        let sum = 0;
        for (let i = b * block; i < Math.min((b + 1) * block, count); i++) sum += M[x + i] ** 2;
        M[y + b] = sum;
      }
    },
    clipFactor(_from, _to, partials, count, limit, scale, out) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += M[partials + i];
      const norm = scale * Math.sqrt(sum);
      M[out] = norm;
      M[out + 1] = limit > 0 && norm > limit ? (scale * limit) / norm : scale;
    },
  };
}
