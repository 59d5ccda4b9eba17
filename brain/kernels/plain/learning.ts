import type { Kernels, Numbers } from '../contract.ts';

type Names = 'adamw' | 'sgd' | 'momentum' | 'nesterov' | 'clipUnits' | 'movingMean' | 'projectRows';

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
    sgd(from, to, w, g, factor, rate, decay) {
      for (let i = from; i < to; i++) M[w + i] -= rate * (M[g + i] * M[factor + 1] + decay * M[w + i]);
    },
    momentum(from, to, w, g, m, factor, rate, beta, decay) {
      for (let i = from; i < to; i++) {
        const slope = M[g + i] * M[factor + 1];
        M[m + i] = beta * M[m + i] + slope;
        M[w + i] -= rate * (slope + beta * M[m + i] + decay * M[w + i]);
      }
    },
    nesterov(from, to, g, m, factor, beta, y) {
      for (let i = from; i < to; i++) {
        const slope = (1 - beta) * M[g + i] * M[factor + 1];
        M[m + i] = beta * M[m + i] + slope;
        M[y + i] = slope + beta * M[m + i];
      }
    },
    clipUnits(from, to, w, g, cols, limit, scale) {
      const length = (row: number) => {
        let squares = 0;
        for (let c = 0; c < cols; c++) squares += M[row + c] ** 2;
        return Math.sqrt(squares);
      };
      for (let i = from; i < to; i++) {
        const most = limit * Math.max(length(w + i * cols), 1e-3);
        const norm = scale * length(g + i * cols);
        if (norm > most) for (let c = 0; c < cols; c++) M[g + i * cols + c] *= most / norm;
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
