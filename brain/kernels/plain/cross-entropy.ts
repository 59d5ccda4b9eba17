import type { Kernels, Numbers } from '../contract.ts';
import { greatest } from './numbers.ts';

type Names = 'crossEntropy' | 'crossEntropyBackward';

/** What a prediction costs, in nats. */
export function crossEntropy(M: Numbers): Pick<Kernels, Names> {
  return {
    crossEntropy(from, to, logits, targets, losses, logsumexp, best, cols) {
      for (let i = from; i < to; i++) {
        const row = logits + i * cols;
        const top = greatest(M, row, cols);
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
  };
}
