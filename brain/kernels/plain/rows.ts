import type { Kernels, Numbers } from '../contract.ts';

type Names =
  | 'layerNorm'
  | 'layerNormBackward'
  | 'layerNormBackwardAffine'
  | 'softmax'
  | 'softmaxBackward'
  | 'shares'
  | 'sharesBackward'
  | 'crossEntropy'
  | 'crossEntropyBackward'
  | 'projectRows';

/** As PyTorch's LayerNorm has it. */
const EPSILON = 1e-5;

/** Kernels that look at a whole row at once. */
export function rows(M: Numbers): Pick<Kernels, Names> {
  const greatest = (x: number, cols: number): number => {
    let top = 0;
    for (let c = 1; c < cols; c++) if (M[x + c] > M[x + top]) top = c;
    return top;
  };
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
    softmax(from, to, x, y, cols) {
      for (let i = from; i < to; i++) {
        const row = i * cols;
        const top = M[x + row + greatest(x + row, cols)];
        let sum = 0;
        for (let c = 0; c < cols; c++) sum += Math.exp(M[x + row + c] - top);
        for (let c = 0; c < cols; c++) M[y + row + c] = Math.exp(M[x + row + c] - top) / sum;
      }
    },
    softmaxBackward(from, to, y, dy, dx, cols, accumulate) {
      for (let i = from; i < to; i++) {
        const row = i * cols;
        let along = 0;
        for (let c = 0; c < cols; c++) along += M[y + row + c] * M[dy + row + c];
        for (let c = 0; c < cols; c++) {
          M[dx + row + c] = M[y + row + c] * (M[dy + row + c] - along) + (accumulate ? M[dx + row + c] : 0);
        }
      }
    },
    shares(_from, _to, x, y, count) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += M[x + i];
      for (let i = 0; i < count; i++) M[y + i] = M[x + i] / sum;
    },
    sharesBackward(_from, _to, x, y, dy, dx, count, accumulate) {
      let sum = 0;
      let along = 0;
      for (let i = 0; i < count; i++) {
        sum += M[x + i];
        along += M[dy + i] * M[y + i];
      }
      for (let i = 0; i < count; i++) M[dx + i] = (M[dy + i] - along) / sum + (accumulate ? M[dx + i] : 0);
    },
    crossEntropy(from, to, logits, targets, losses, logsumexp, best, cols) {
      for (let i = from; i < to; i++) {
        const row = logits + i * cols;
        const top = greatest(row, cols);
        let sum = 0;
        for (let c = 0; c < cols; c++) sum += Math.exp(M[row + c] - M[row + top]);
        const lse = M[row + top] + Math.log(sum);
        M[logsumexp + i] = lse;
        M[losses + i] = lse - M[row + M[targets + i]];
        M[best + i] = top;
      }
    },
    crossEntropyBackward(from, to, logits, targets, logsumexp, weights, dlogits, cols, accumulate) {
      for (let i = from; i < to; i++) {
        const row = i * cols;
        for (let c = 0; c < cols; c++) {
          const p = Math.exp(M[logits + row + c] - M[logsumexp + i]) - (c === M[targets + i] ? 1 : 0);
          M[dlogits + row + c] = M[weights + i] * p + (accumulate ? M[dlogits + row + c] : 0);
        }
      }
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
