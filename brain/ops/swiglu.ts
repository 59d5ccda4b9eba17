import { each } from '../engine/recording.ts';
import { mustMatch, type Tensor } from '../engine/tensor.ts';

/** y = gate⊙σ(gate)⊙up, same shapes: what SwiGLU's two linear maps say, one let through by the other (Shazeer 2020) */
export function swiglu(gate: Tensor, up: Tensor): Tensor {
  mustMatch('swiglu', gate, up);
  const r = gate.recording;
  const y = r.activation(gate.shape, gate.requiresGrad || up.requiresGrad, 'swiglu');
  r.call('swiglu', each(y.size), [gate, up, y]);
  // with s = σ(gate): dgate += dy⊙up⊙s⊙(1 + gate⊙(1 − s)), dup += dy⊙gate⊙s
  r.trace([y], (g) => {
    const unwanted = () => [r.activation(gate.shape, false, 'unwanted'), 0] as const;
    const [dup, accumulateUp] = g.wants(up) ? g.into(up) : unwanted();
    const [dgate, accumulateGate] = g.wants(gate) ? g.into(gate) : unwanted();
    r.call('swigluBackward', each(y.size), [gate, up, g.of(y), dgate, dup, accumulateGate, accumulateUp]);
  });
  return y;
}
