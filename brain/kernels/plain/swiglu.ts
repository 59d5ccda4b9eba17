import type { Kernels, Numbers } from '../contract.ts';
import { logistic } from './numbers.ts';

type Names = 'swiglu' | 'swigluBackward';

/** What is let through a gate of its own (Shazeer 2020). */
export function swiglu(M: Numbers): Pick<Kernels, Names> {
  return {
    swiglu(from, to, gate, up, y) {
      for (let i = from; i < to; i++) M[y + i] = M[gate + i] * logistic(M[gate + i]) * M[up + i];
    },
    // with s = σ(gate): dgate = dy⊙up⊙s⊙(1 + gate⊙(1 − s)), dup = dy⊙gate⊙s
    swigluBackward(from, to, gate, up, dy, dgate, dup, accumulateGate, accumulateUp) {
      for (let i = from; i < to; i++) {
        const [g, s, d] = [M[gate + i], logistic(M[gate + i]), M[dy + i]];
        const steep = d * M[up + i] * s * (1 + g * (1 - s));
        M[dup + i] = d * g * s + (accumulateUp ? M[dup + i] : 0);
        M[dgate + i] = steep + (accumulateGate ? M[dgate + i] : 0);
      }
    },
  };
}
