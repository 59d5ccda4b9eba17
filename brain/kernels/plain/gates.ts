import type { Kernels, Numbers } from '../contract.ts';

type Names = 'gateSoftmax' | 'gateSoftmaxBackward' | 'gated' | 'gatedBackward';

const GATES = 4;

/** Four gates through which a neuron hears. */
export function gates(M: Numbers): Pick<Kernels, Names> {
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
  };
}
