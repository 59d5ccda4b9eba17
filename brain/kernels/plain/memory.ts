import type { Kernels, Numbers } from '../contract.ts';
import { logistic, normalCdf, normalPdf, streamsOf } from './numbers.ts';

type Names =
  | 'scan'
  | 'scanBackward'
  | 'gateSoftmax'
  | 'gateSoftmaxBackward'
  | 'gated'
  | 'gatedBackward'
  | 'gatedMemory'
  | 'gatedMemoryBackward';

const GATES = 4;

/** Memories that fade, and the four gates through which a neuron hears them. */
export function memory(M: Numbers): Pick<Kernels, Names> {
  /** softmax over the four gates of neuron c of row i, within ±30 */
  const gateRow = (x: number, p: number, i: number, cols: number, c: number) => {
    const at = (j: number) => (i * GATES + j) * cols + c;
    const value = (j: number) => Math.min(Math.max(M[x + at(j)], -30), 30);
    const top = Math.max(value(0), value(1), value(2), value(3));
    let sum = 0;
    for (let j = 0; j < GATES; j++) sum += Math.exp(value(j) - top);
    for (let j = 0; j < GATES; j++) M[p + at(j)] = Math.exp(value(j) - top) / sum;
  };
  return {
    scan(from, to, x, decay, before, y, after, time, cols) {
      for (const [b, first, last] of streamsOf(from, to, cols)) {
        for (let c = first; c < last; c++) {
          const d = logistic(M[decay + c]);
          let held = M[before + b * cols + c];
          for (let t = 0; t < time; t++) {
            const at = (b * time + t) * cols + c;
            held = d * held + (1 - d) * M[x + at];
            M[y + at] = held;
          }
          M[after + b * cols + c] = held;
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
    gateSoftmax(from, to, x, p, cols) {
      for (let i = from; i < to; i++) for (let c = 0; c < cols; c++) gateRow(x, p, i, cols, c);
    },
    gateSoftmaxBackward(from, to, x, p, dp, dx, cols, accumulate) {
      for (let i = from; i < to; i++) {
        for (let c = 0; c < cols; c++) {
          const at = (j: number) => (i * GATES + j) * cols + c;
          let along = 0;
          for (let j = 0; j < GATES; j++) along += M[p + at(j)] * M[dp + at(j)];
          for (let j = 0; j < GATES; j++) {
            const inside = Math.abs(M[x + at(j)]) <= 30;
            const d = inside ? M[p + at(j)] * (M[dp + at(j)] - along) : 0;
            M[dx + at(j)] = d + (accumulate ? M[dx + at(j)] : 0);
          }
        }
      }
    },
    gated(from, to, p, gate, v, y, cols, shared, accumulate) {
      for (let i = from; i < to; i++) {
        for (let c = 0; c < cols; c++) {
          const value = M[p + (i * GATES + gate) * cols + c] * M[v + (shared ? 0 : i * cols) + c];
          M[y + i * cols + c] = value + (accumulate ? M[y + i * cols + c] : 0);
        }
      }
    },
    gatedBackward(from, to, v, gate, dy, dp, cols, shared, accumulate) {
      for (let i = from; i < to; i++) {
        for (let c = 0; c < cols; c++) {
          const at = dp + (i * GATES + gate) * cols + c;
          M[at] = M[dy + i * cols + c] * M[v + (shared ? 0 : i * cols) + c] + (accumulate ? M[at] : 0);
        }
      }
    },
    gatedMemory(from, to, heard, short, long, alpha, beta, open, y, cols) {
      for (let i = from; i < to; i++) {
        for (let c = 0; c < cols; c++) {
          const at = i * cols + c;
          const inner = M[heard + at] + M[alpha + c] * M[short + at] + M[beta + c] * M[long + at];
          M[y + at] = inner * M[open + at] * normalCdf(M[open + at]);
        }
      }
    },
    // biome-ignore format: as in the contract
    gatedMemoryBackward(from, to, heard, short, long, alpha, beta, open, dy, dheard, dshort, dlong, dopen, dalpha, dbeta, rows, cols, block,
      accumulateHeard, accumulateShort, accumulateLong, accumulateOpen) {
      const give = (at: number, d: number, accumulate: number) => {
        M[at] = d + (accumulate ? M[at] : 0);
      };
      for (let at = from * cols; at < to * cols; at++) M[dalpha + at] = M[dbeta + at] = 0;
      for (let i = from * block; i < Math.min(to * block, rows); i++) {
        const sums = Math.floor(i / block) * cols;
        for (let c = 0; c < cols; c++) {
          const at = i * cols + c;
          const x = M[open + at];
          const d = M[dy + at] * x * normalCdf(x);
          const inner = M[heard + at] + M[alpha + c] * M[short + at] + M[beta + c] * M[long + at];
          M[dalpha + sums + c] += d * M[short + at];
          M[dbeta + sums + c] += d * M[long + at];
          give(dheard + at, d, accumulateHeard);
          give(dshort + at, M[alpha + c] * d, accumulateShort);
          give(dlong + at, M[beta + c] * d, accumulateLong);
          give(dopen + at, M[dy + at] * inner * (normalCdf(x) + x * normalPdf(x)), accumulateOpen);
        }
      }
    },
  };
}
