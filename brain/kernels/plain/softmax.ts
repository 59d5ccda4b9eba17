import type { Kernels, Numbers } from '../contract.ts';
import { greatest } from './numbers.ts';

type Names = 'softmax' | 'softmaxBackward' | 'shares' | 'sharesBackward';

/** Rows that are divided by what they come to. */
export function softmax(M: Numbers): Pick<Kernels, Names> {
  return {
    softmax(from, to, x, y, cols) {
      for (let i = from; i < to; i++) {
        const row = i * cols;
        const top = M[x + row + greatest(M, x + row, cols)];
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
  };
}
