import { constant, spread } from '../engine/parameters.ts';
import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { gatedMemory } from '../ops/gated-memory.ts';
import { scan } from '../ops/memory.ts';
import { linearLayer } from './linear.ts';

/** How loud memories are at the start, beside what is heard now. */
const LISTEN = 0.3;
/** gelu of this is 1: a gate that stands open. */
const OPEN = 1.1444507;

/**
 * Memory: each neuron's short and long moving averages, and an output gate. From the lobe's input u(B,T,C) and what the
 * windows heard c(B,T,N) -> (B,T,N):
 * S[t] = d_s⊙S[t−1] + (1−d_s)⊙c[t], G likewise with slower decays; out = (c + α⊙S + β⊙G) ⊙ gelu(Q·u + q).
 *
 * Unlike the original: memories move every token with a decay per neuron (from fast to slow at the start), and are carried from chunk
 * to chunk. The update never depends on the gate, so that a chunk is one scan. How much a neuron listens to each memory (α, β) is its
 * own; what the moment decides is one gate that multiplies, instead of four that share out: three times fewer weights, and it learns
 * faster (school/EXPERIMENTS.md, 2026-11-22).
 */
export function memories(
  r: Recording,
  u: Tensor,
  c: Tensor,
): Readonly<Record<'out' | 'gate' | 'short' | 'long', Tensor>> {
  const [streams, , count] = c.shape;
  return r.inside('memory', () => {
    const remember = (name: string, first: number, last: number) => {
      const memory = r.state(name, [streams, count]);
      const { y, after } = scan(c, r.parameter(`${name}Decay`, [count], spread(first, last)), memory);
      r.commit(memory, after);
      return y;
    };
    const short = remember('short', -1, 2); // forgets half within 0.5 … 5 tokens
    const long = remember('long', 2, 5); // … 5 … 100 tokens
    const listen = (name: string, organ: string) => {
      const loud = r.parameter(name, [count], constant(LISTEN));
      const isSilent = r.isWithout('memory') || r.isWithout(organ);
      return isSilent ? r.fixedInput('silent', new Float32Array(count), [count]) : loud;
    };
    const [toShort, toLong] = [listen('listenShort', 'shortMemory'), listen('listenLong', 'longMemory')];
    const gate = r.organ('gate', () => linearLayer(r, 'gate', u, count));
    const open = r.isWithout('gate') ? r.fixedInput('open', new Float32Array(gate.size).fill(OPEN), gate.shape) : gate;
    return { out: gatedMemory(c, short, long, toShort, toLong, open), gate, short, long };
  });
}
