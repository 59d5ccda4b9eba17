import type { Kernels, Numbers } from '../contract.ts';
import { greatest } from './numbers.ts';

type Names = 'crossEntropy' | 'crossEntropyBackward' | 'softCrossEntropy' | 'softCrossEntropyBackward';

/** What a prediction costs, in nats. */
export function crossEntropy(M: Numbers): Pick<Kernels, Names> {
  return {
    crossEntropy(from, to, logits, targets, losses, objective, logsumexp, best, cols, smoothing) {
      for (let i = from; i < to; i++) {
        const row = logits + i * cols;
        const top = greatest(M, row, cols);
        let sum = 0;
        for (let c = 0; c < cols; c++) sum += Math.exp(M[row + c] - M[row + top]);
        const lse = M[row + top] + Math.log(sum);
        M[logsumexp + i] = lse;
        M[losses + i] = lse - M[row + M[targets + i]];
        M[objective + i] = M[losses + i];
        if (smoothing > 0) {
          let all = 0;
          for (let c = 0; c < cols; c++) all += M[row + c];
          M[objective + i] += smoothing * (M[row + M[targets + i]] - all / cols);
        }
        M[best + i] = top;
      }
    },
    crossEntropyBackward(from, to, logits, targets, logsumexp, weights, dlogits, cols, smoothing, accumulate) {
      for (let i = from; i < to; i++) {
        const row = i * cols;
        for (let c = 0; c < cols; c++) {
          const wanted = smoothing / cols + (c === M[targets + i] ? 1 - smoothing : 0);
          const p = Math.exp(M[logits + row + c] - M[logsumexp + i]);
          M[dlogits + row + c] = M[weights + i] * (p - wanted) + (accumulate ? M[dlogits + row + c] : 0);
        }
      }
    },
    softCrossEntropy(from, to, logits, soft, logsumexp, losses, cols) {
      for (let i = from; i < to; i++) {
        const row = i * cols;
        let sum = 0;
        for (let c = 0; c < cols; c++) sum += M[soft + row + c] * (M[logsumexp + i] - M[logits + row + c]);
        M[losses + i] = sum;
      }
    },
    softCrossEntropyBackward(from, to, logits, soft, logsumexp, weights, dlogits, cols, accumulate) {
      for (let i = from; i < to; i++) {
        const row = i * cols;
        for (let c = row; c < row + cols; c++) {
          const p = Math.exp(M[logits + c] - M[logsumexp + i]) - M[soft + c];
          M[dlogits + c] = M[weights + i] * p + (accumulate ? M[dlogits + c] : 0);
        }
      }
    },
  };
}
