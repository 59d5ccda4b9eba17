import type { Numbers } from '../../kernels/contract.ts';
import type { Call } from '../recording.ts';
import type { Tensor } from '../tensor.ts';

/**
 * Where recorded calls are carried out: by the threads of this machine on memory that everybody sees, or by a device with a memory of its
 * own. What was recorded speaks of tensors and not of addresses, so an executor is all that a new device needs; ops, layers and brains
 * stay as they are.
 *
 * Everything that is asked of it takes effect in the order in which it was asked; only `read` is waited for.
 *
 * @template Prepared what it makes of calls, such as addresses filled in, or pipelines and their bindings
 */
export interface Executor<Prepared = unknown> {
  /** elements of its memory */
  readonly size: number;
  /** its memory, where it can be looked at and written in place between two runs; undefined where it lies on a device */
  readonly memory: Numbers | undefined;
  /**
   * Makes the calls of one section of a tape ready, once for all runs.
   *
   * @param name of the tape, for messages
   * @param addressOf the first element of a tensor, below 0 where it has no memory
   */
  prepare(name: string, calls: readonly Call[], addressOf: (t: Tensor) => number): Prepared;
  /**
   * Runs prepared calls one after the other, with the values that the variables have now. `between` is called before every call, by an
   * executor that can stop there; by others before the first.
   */
  run(prepared: Prepared, variables: ReadonlyMap<string, number>, between?: () => void): void;
  /** Writes numbers into its memory from element `at` on. They are copied before it returns. */
  upload(at: number, values: ArrayLike<number>): void;
  /** A copy of `size` numbers from element `at` on, as they are when all that was asked before is done. */
  read(at: number, size: number): Promise<Numbers>;
}

/** The value of a variable that a call takes. @throws Error where nobody set it */
export function variableOf(variables: ReadonlyMap<string, number>, variable: string, tape: string): number {
  const value = variables.get(variable);
  if (value === undefined) throw new Error(`the variable ${variable} was not set before ${tape} was run`);
  return value;
}
