import type { Kernels, Numbers } from '../contract.ts';
import { logistic, streamsOf } from './numbers.ts';

type Names = 'scan' | 'scanBackward';

/** Memories that fade. */
export function memory(M: Numbers): Pick<Kernels, Names> {
  return {
    scan(from, to, x, decay, before, y, after, time, cols) {
      for (const [b, first, last] of streamsOf(from, to, cols)) {
        for (let c = first; c < last; c++) {
          const d = logistic(M[decay + c]);
          let value = M[before + b * cols + c];
          for (let t = 0; t < time; t++) {
            const at = (b * time + t) * cols + c;
            value = d * value + (1 - d) * M[x + at];
            M[y + at] = value;
          }
          M[after + b * cols + c] = value;
        }
      }
    },
    // y[t] = d·y[t−1] + (1 − d)·x[t]: total[t] = dy[t] + d·total[t+1]; dx = (1 − d)·total; dd = Σ total·(y[t−1] − x[t])
    scanBackward(from, to, x, decay, before, y, dy, dx, ddecay, time, cols, accumulateX) {
      for (const [b, first, last] of streamsOf(from, to, cols)) {
        for (let c = first; c < last; c++) {
          const d = logistic(M[decay + c]);
          let slope = 0;
          let total = 0;
          for (let t = time - 1; t >= 0; t--) {
            const at = (b * time + t) * cols + c;
            const previous = t > 0 ? M[y + at - cols] : M[before + b * cols + c];
            total = M[dy + at] + d * total;
            slope += total * (previous - M[x + at]);
            M[dx + at] = (1 - d) * total + (accumulateX ? M[dx + at] : 0);
          }
          M[ddecay + b * cols + c] = slope * d * (1 - d);
        }
      }
    },
  };
}
