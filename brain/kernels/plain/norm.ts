import type { Kernels, Numbers } from '../contract.ts';

type Names = 'layerNorm' | 'layerNormBackward' | 'layerNormBackwardAffine';

/** As PyTorch's LayerNorm has it. */
const EPSILON = 1e-5;

/** Rows brought to mean 0 and deviation 1. */
export function norm(M: Numbers): Pick<Kernels, Names> {
  return {
    layerNorm(from, to, x, gamma, beta, y, mean, inverse, cols) {
      for (let i = from; i < to; i++) {
        const row = x + i * cols;
        let sum = 0;
        for (let c = 0; c < cols; c++) sum += M[row + c];
        const mu = sum / cols;
        let squares = 0;
        for (let c = 0; c < cols; c++) squares += (M[row + c] - mu) ** 2;
        const inv = 1 / Math.sqrt(squares / cols + EPSILON);
        M[mean + i] = mu;
        M[inverse + i] = inv;
        for (let c = 0; c < cols; c++) {
          M[y + i * cols + c] = (M[row + c] - mu) * inv * (gamma ? M[gamma + c] : 1) + (beta ? M[beta + c] : 0);
        }
      }
    },
    // dx = inverse·(g − mean(g) − x̂·mean(g⊙x̂)), with g = gamma⊙dy
    layerNormBackward(from, to, x, gamma, mean, inverse, dy, dx, cols, accumulate) {
      for (let i = from; i < to; i++) {
        const row = i * cols;
        const hat = (c: number) => (M[x + row + c] - M[mean + i]) * M[inverse + i];
        const g = (c: number) => M[dy + row + c] * (gamma ? M[gamma + c] : 1);
        let sum = 0;
        let along = 0;
        for (let c = 0; c < cols; c++) {
          sum += g(c);
          along += g(c) * hat(c);
        }
        for (let c = 0; c < cols; c++) {
          const d = M[inverse + i] * (g(c) - sum / cols - (hat(c) * along) / cols);
          M[dx + row + c] = d + (accumulate ? M[dx + row + c] : 0);
        }
      }
    },
    layerNormBackwardAffine(
      from,
      to,
      x,
      mean,
      inverse,
      dy,
      dgamma,
      dbeta,
      rows,
      cols,
      accumulateGamma,
      accumulateBeta,
    ) {
      for (let c = from; c < to; c++) {
        let scale = 0;
        let shift = 0;
        for (let i = 0; i < rows; i++) {
          scale += M[dy + i * cols + c] * (M[x + i * cols + c] - M[mean + i]) * M[inverse + i];
          shift += M[dy + i * cols + c];
        }
        M[dgamma + c] = scale + (accumulateGamma ? M[dgamma + c] : 0);
        if (dbeta) M[dbeta + c] = shift + (accumulateBeta ? M[dbeta + c] : 0);
      }
    },
  };
}
