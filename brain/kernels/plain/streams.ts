import type { Kernels, Numbers } from '../contract.ts';

type Names = 'gather' | 'scatterAdd' | 'addPerStream' | 'sumPerStream' | 'shiftHistory';

/** Tables looked up by id, and what belongs to one of several parallel streams. */
export function streams(M: Numbers): Pick<Kernels, Names> {
  return {
    gather(from, to, ids, table, y, cols) {
      for (let i = from; i < to; i++)
        M.copyWithin(y + i * cols, table + M[ids + i] * cols, table + (M[ids + i] + 1) * cols);
    },
    scatterAdd(from, to, ids, dy, dtable, rows, cols, vocabulary, accumulate) {
      if (!accumulate) for (let v = 0; v < vocabulary; v++) M.fill(0, dtable + v * cols + from, dtable + v * cols + to);
      for (let i = 0; i < rows; i++) {
        const row = dtable + M[ids + i] * cols;
        for (let c = from; c < to; c++) M[row + c] += M[dy + i * cols + c];
      }
    },
    addPerStream(from, to, x, v, y, time, cols) {
      for (let i = from; i < to; i++) {
        const stream = v + Math.floor(i / time) * cols;
        for (let c = 0; c < cols; c++) M[y + i * cols + c] = M[x + i * cols + c] + M[stream + c];
      }
    },
    sumPerStream(from, to, dy, dv, time, cols, accumulate) {
      for (let b = from; b < to; b++) {
        for (let c = 0; c < cols; c++) {
          let sum = 0;
          for (let t = 0; t < time; t++) sum += M[dy + (b * time + t) * cols + c];
          M[dv + b * cols + c] = sum + (accumulate ? M[dv + b * cols + c] : 0);
        }
      }
    },
    shiftHistory(from, to, history, x, next, length, time, cols) {
      for (let b = from; b < to; b++) {
        const fresh = Math.min(time, length);
        const left = length - fresh;
        const out = next + b * length * cols;
        M.copyWithin(out, history + (b * length + fresh) * cols, history + (b + 1) * length * cols);
        M.copyWithin(out + left * cols, x + (b * time + time - fresh) * cols, x + (b + 1) * time * cols);
      }
    },
  };
}
