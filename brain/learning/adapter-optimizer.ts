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
  private readonly size: number;
  private readonly memory: Float32Array;
  private readonly adamw: ReturnType<typeof plainBackend>['kernels']['adamw'];

  constructor(
    matrices: Parameters<typeof adapterOver>[0],
    scaling: Pick<Adapter, 'rank' | 'alpha'>,
    size: number,
    random?: Random,
  ) {
    this.size = size;
    // weights, gradients and both moments, and behind them the norm and the factor of the gradients
    this.memory = new Float32Array(4 * size + 2);
    const [own, gradients, first, second] = [0, 1, 2, 3].map((part) =>
      adapterOver(matrices, scaling, this.memory.subarray(part * size, (part + 1) * size)),
    ) as [Adapter, Adapter, Adapter, Adapter];
    this.adapter = own;
    this.gradients = gradients;
    this.moments = { first, second };
    if (random) beginAdapter(own, random);
    this.adamw = plainBackend(this.memory).kernels.adamw;
  }

  /** All its numbers, in place. */
  get numbers(): Float32Array {
    return this.memory.subarray(0, this.size);
  }

  /** Takes step number `step` (from 1) with its gradients. @returns their length, before clipping; where that is no number it stays as it is */
  step(step: number, rate: number, weightDecay: number): number {
    const { size, memory } = this;
    let squares = 0;
    for (let i = size; i < 2 * size; i++) squares += memory[i] ** 2;
    const norm = Math.sqrt(squares);
    if (!Number.isFinite(norm)) return norm;
    memory[4 * size + 1] = norm > CLIP ? CLIP / norm : 1;
    const moments = [2 * size, 3 * size] as const;
    const corrections = [1 - BETA1 ** step, 1 - BETA2 ** step] as const;
    this.adamw(0, size, 0, size, ...moments, 4 * size, rate, BETA1, BETA2, EPSILON, weightDecay, ...corrections);
    return norm;
  }
}
