import type { Kernels, Numbers } from '../contract.ts';

type Names = 'dot' | 'sumRows' | 'sumSquares' | 'clipFactor' | 'adamw' | 'movingMean';

/** Sums over many elements, and the optimizer. */
export function learning(M: Numbers): Pick<Kernels, Names> {
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
    adamw(from, to, w, g, m, v, factor, rate, beta1, beta2, eps, decay, c1, c2) {
      for (let i = from; i < to; i++) {
        const slope = M[g + i] * M[factor + 1];
        M[m + i] = beta1 * M[m + i] + (1 - beta1) * slope;
        M[v + i] = beta2 * M[v + i] + (1 - beta2) * slope * slope;
        M[w + i] -= rate * (M[m + i] / c1 / (Math.sqrt(M[v + i] / c2) + eps) + decay * M[w + i]);
      }
    },
    movingMean(from, to, x, share, y) {
      for (let i = from; i < to; i++) M[y + i] += share * (M[x + i] - M[y + i]);
    },
  };
}
