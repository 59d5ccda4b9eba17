/** How far the memory is believed. */
import type { Recollection } from './recall.ts';
import { ORDER } from './sorting.ts';

/** Levels of how often the longest match was seen, and of in how many ways it went on: 1, 2, 3–4, 5–8, …; the last holds all beyond. */
const SEEN = 6;
const WAYS = 5;
/** What the memory is believed before anything is known of it, and how fast that is learnt. */
const BEGINNING = 0.08;
const STEP = 0.02;

/** A gate as plain numbers: λ by bin. */
export type GateState = readonly number[];

/**
 * The share λ of the memory in p = (1−λ)·p_weights + λ·p_memory, one number for each kind of recollection: by how many tokens matched, how
 * often that was seen before, and in how many ways it went on. Each is learnt online by the posterior of the memory, λ·p_memory/p of the
 * token that came (expectation maximisation, one step at a time), and only where a text is met for the first time by weights and memory
 * both: a text that was read before is in the memory already, and would teach it to believe itself.
 */
export class Gate {
  private readonly shares: Float64Array;

  /** @param state one that was saved; of another size it is not used */
  constructor(state?: GateState) {
    this.shares = new Float64Array(1 + ORDER * SEEN * WAYS).fill(BEGINNING);
    if (state?.length === this.shares.length) this.shares.set(state);
  }

  /** λ */
  share(recollection: Recollection): number {
    return this.shares[binOf(recollection)];
  }

  /** What came was foreseen with these probabilities. */
  learn(recollection: Recollection, weights: number, memory: number): void {
    const bin = binOf(recollection);
    const share = this.shares[bin];
    const both = (1 - share) * weights + share * memory;
    if (both > 0) this.shares[bin] += STEP * ((share * memory) / both - share);
  }

  state(): GateState {
    return Array.from(this.shares);
  }

  copy(): Gate {
    return new Gate(this.state());
  }

  /** Mean λ by how many tokens matched, none first: to be shown. */
  summary(): number[] {
    const perLength = SEEN * WAYS;
    return Array.from({ length: ORDER + 1 }, (_, matched) => {
      if (matched === 0) return this.shares[0];
      const from = 1 + (matched - 1) * perLength;
      const bins = this.shares.subarray(from, from + perLength);
      return bins.reduce((sum, share) => sum + share, 0) / perLength;
    });
  }
}

function binOf({ orders }: Recollection): number {
  const longest = orders.at(-1);
  if (!longest) return 0;
  const seen = levelOf(longest.total, SEEN);
  const ways = levelOf(longest.ids.length, WAYS);
  return 1 + ((orders.length - 1) * SEEN + seen) * WAYS + ways;
}

/** 1 → 0, 2 → 1, 3–4 → 2, 5–8 → 3, …, at most the last level. */
const levelOf = (count: number, levels: number): number => Math.min(levels - 1, 32 - Math.clz32(count - 1));
