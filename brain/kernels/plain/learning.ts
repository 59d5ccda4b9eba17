import type { Kernels, Numbers } from '../contract.ts';

type Names = 'adamw' | 'movingMean' | 'projectRows';

/** The optimizer, and what follows a step of it. */
export function learning(M: Numbers): Pick<Kernels, Names> {
  return {
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
    projectRows(from, to, x, cols, low, high) {
      for (let i = from; i < to; i++) {
        let squares = 0;
        for (let c = 0; c < cols; c++) squares += M[x + i * cols + c] ** 2;
        const norm = Math.min(Math.max(Math.sqrt(squares), low), high);
        for (let c = 0; c < cols; c++) M[x + i * cols + c] /= norm;
      }
    },
  };
}
