import type { Random } from '../engine/random.ts';
import { plainBackend } from '../kernels/plain.ts';
import { type Adapter, adapterOver, beginAdapter } from './adapter.ts';

/** Its gradients are shortened to this length. */
const CLIP = 1;
const [BETA1, BETA2, EPSILON] = [0.9, 0.99, 1e-8];

/** An adapter that learns by AdamW: its numbers, their gradients and moments lie in a small memory of their own, beside the engine's. */
export class TrainedAdapter {
  readonly adapter: Adapter;
  readonly gradients: Adapter;
  readonly moments: { readonly first: Adapter; readonly second: Adapter };
  /** as it was at its best */
  readonly best: Adapter;
  private readonly size: number;
  private readonly memory: Float32Array;
  private readonly adamw: ReturnType<typeof plainBackend>['kernels']['adamw'];

  constructor(
    matrices: Parameters<typeof adapterOver>[0],
    scaling: Pick<Adapter, 'rank' | 'alpha'>,
    size: number,
    random: Random,
  ) {
    this.size = size;
    // weights, gradients, both moments and the best, and behind them the norm and the factor of the gradients
    this.memory = new Float32Array(5 * size + 2);
    const [own, gradients, first, second, best] = [0, 1, 2, 3, 4].map((part) =>
      adapterOver(matrices, scaling, this.memory.subarray(part * size, (part + 1) * size)),
    ) as [Adapter, Adapter, Adapter, Adapter, Adapter];
    this.adapter = own;
    this.gradients = gradients;
    this.moments = { first, second };
    this.best = best;
    this.begin(random);
    this.adamw = plainBackend(this.memory).kernels.adamw;
  }

  /** All its numbers, in place. */
  get numbers(): Float32Array {
    return this.memory.subarray(0, this.size);
  }

  /** Begins from nothing: what it learnt is gone. */
  begin(random: Random): void {
    this.memory.fill(0);
    beginAdapter(this.adapter, random);
  }

  /** It was never better than now. */
  keepBest(): void {
    const { size, memory } = this;
    memory.copyWithin(4 * size, 0, size);
  }

  /** It is as it was at its best. */
  restoreBest(): void {
    const { size, memory } = this;
    memory.copyWithin(0, 4 * size, 5 * size);
  }

  /**
   * Takes step number `step` (from 1) with its gradients.
   *
   * @param lossScale what the loss was multiplied with
   * @returns the length of the gradients, before clipping; where that is no number it stays as it is
   */
  step(step: number, rate: number, weightDecay: number, lossScale = 1): number {
    const { size, memory } = this;
    let squares = 0;
    for (let i = size; i < 2 * size; i++) squares += memory[i] ** 2;
    const norm = Math.sqrt(squares) / lossScale;
    if (!Number.isFinite(norm)) return norm;
    memory[5 * size + 1] = (norm > CLIP ? CLIP / norm : 1) / lossScale;
    const moments = [2 * size, 3 * size] as const;
    const corrections = [1 - BETA1 ** step, 1 - BETA2 ** step] as const;
    this.adamw(0, size, 0, size, ...moments, 5 * size, rate, BETA1, BETA2, EPSILON, weightDecay, ...corrections);
    return norm;
  }
}
