import type { KernelName } from '../../kernels/contract.ts';
import { type Argument, type Call, SCRATCH } from '../recording.ts';
import type { Tensor } from '../tensor.ts';

/** A call with its addresses filled in: all that a run needs. */
export interface LinkedCall {
  readonly kernel: KernelName;
  readonly work: number;
  readonly grain: number;
  readonly parallel: boolean;
  readonly args: number[];
  readonly variables: readonly (readonly [position: number, name: string])[];
  readonly scratchAt: number;
}

/** Below this many touched elements, telling the helpers costs more than they save (about 2 µs). */
const WORTH_SHARING = 8192;

/**
 * Fills in the addresses of a call.
 *
 * @param unit what an element index is multiplied with to become an address
 * @param addressOf the first element of a tensor, below 0 where it has no memory
 */
export function link(call: Call, unit: number, addressOf: (t: Tensor) => number): LinkedCall {
  const variables: [number, string][] = [];
  let scratchAt = -1;
  const args = call.args.map((argument: Argument, position) => {
    if (typeof argument === 'number') return argument;
    if (argument === SCRATCH) {
      scratchAt = position;
      return 0;
    }
    if ('variable' in argument) {
      variables.push([position, argument.variable]);
      return 0;
    }
    const address = addressOf(argument);
    if (address < 0) throw new Error(`${call.kernel}: ${argument.name} has no memory`);
    return address * unit;
  });
  const { work, grain, cost } = call.split;
  return {
    kernel: call.kernel,
    work,
    grain,
    parallel: cost >= WORTH_SHARING && work > grain,
    args,
    variables,
    scratchAt,
  };
}
