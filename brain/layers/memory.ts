import { spread } from '../engine/parameters.ts';
import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { gateMix, scan } from '../ops/memory.ts';
import { linearLayer } from './linear.ts';

/**
 * Memory: what each neuron heard lately and long ago, and four gates through which it listens. From the lobe's input u(B,T,C), what
 * the windows heard c(B,T,N) and the activations a(B,T,N) -> (B,T,N):
 * S[t] = d_s⊙S[t−1] + (1−d_s)⊙c[t], G likewise with slower decays; out = g₀⊙S + g₁⊙G + g₂⊙c + g₃⊙a, g = softmax over 4 of Q·u + q.
 *
 * Unlike the original: memories move every token with a decay per neuron (from fast to slow at the start), and are carried from chunk
 * to chunk. The update never depends on the gates, so that a chunk is one scan.
 */
export function memories(r: Recording, u: Tensor, heard: Tensor, activations: Tensor): { out: Tensor; gates: Tensor } {
  const [streams, , count] = heard.shape;
  return r.inside('memory', () => {
    const remember = (name: string, first: number, last: number) => {
      const held = r.state(name, [streams, count]);
      const { y, after } = scan(heard, r.parameter(`${name}Decay`, [count], spread(first, last)), held);
      r.commit(held, after);
      return y;
    };
    const short = remember('short', -1, 2); // forgets half within 0.5 … 5 tokens
    const long = remember('long', 2, 5); // … 5 … 100 tokens
    const asked = linearLayer(r, 'gates', u, 4 * count);
    const { y, gates } = gateMix(asked, [short, long, heard, activations]);
    return { out: y, gates };
  });
}
