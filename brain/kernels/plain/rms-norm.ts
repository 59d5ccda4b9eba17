import type { Kernels, Numbers } from '../contract.ts';

type Names = 'rmsNorm' | 'rmsNormBackward' | 'rmsNormBackwardAffine';

/** Rows brought to a root mean square of 1. */
export function rmsNorm(M: Numbers): Pick<Kernels, Names> {
  return {
    rmsNorm(from, to, x, gamma, y, inverse, cols, epsilon) {
      for (let i = from; i < to; i++) {
        const row = i * cols;
        let squares = 0;
        for (let c = 0; c < cols; c++) squares += M[x + row + c] ** 2;
        const inv = 1 / Math.sqrt(squares / cols + epsilon);
        M[inverse + i] = inv;
        for (let c = 0; c < cols; c++) M[y + row + c] = M[x + row + c] * inv * M[gamma + c];
      }
    },
    // dx = inverse·(g − x̂·mean(g⊙x̂)), with g = gamma⊙dy and x̂ = inverse·x
    rmsNormBackward(from, to, x, gamma, inverse, dy, dx, cols, accumulate) {
      for (let i = from; i < to; i++) {
        const row = i * cols;
        const inv = M[inverse + i];
        let along = 0;
        for (let c = 0; c < cols; c++) along += M[dy + row + c] * M[gamma + c] * M[x + row + c] * inv;
        for (let c = 0; c < cols; c++) {
          const d = inv * (M[dy + row + c] * M[gamma + c] - (M[x + row + c] * inv * along) / cols);
          M[dx + row + c] = d + (accumulate ? M[dx + row + c] : 0);
        }
      }
    },
    rmsNormBackwardAffine(from, to, x, inverse, dy, dgamma, rows, cols, accumulate) {
      for (let c = from; c < to; c++) {
        let sum = 0;
        for (let i = 0; i < rows; i++) sum += M[dy + i * cols + c] * M[x + i * cols + c] * M[inverse + i];
        M[dgamma + c] = sum + (accumulate ? M[dgamma + c] : 0);
      }
    },
  };
}
