/** An executor as a device is one: a memory of its own that nobody sees, work that is done later, and answers that are waited for. */
import { type Executor, variableOf } from '../../../../brain/engine/executors/executor.ts';
import { type LinkedCall, link } from '../../../../brain/engine/executors/linking.ts';
import type { Call } from '../../../../brain/engine/recording.ts';
import type { Tensor } from '../../../../brain/engine/tensor.ts';
import type { Kernels, Numbers } from '../../../../brain/kernels/contract.ts';
import { plainBackend } from '../../../../brain/kernels/plain.ts';

interface Prepared {
  readonly tape: string;
  readonly calls: readonly LinkedCall[];
}

type AnyKernel = (from: number, to: number, ...args: number[]) => void;

export class RemoteExecutor implements Executor<Prepared> {
  readonly size: number;
  readonly memory: undefined;
  /** how often work was sent, and how often its results were asked for */
  readonly counts = { runs: 0, uploads: 0, reads: 0 };
  private readonly numbers: Float32Array;
  private readonly kernels: Kernels;
  private readonly queue: (() => void)[] = [];

  constructor(size: number) {
    this.size = size;
    this.numbers = new Float32Array(size);
    this.kernels = plainBackend(this.numbers).kernels;
  }

  prepare(name: string, calls: readonly Call[], addressOf: (t: Tensor) => number): Prepared {
    return { tape: name, calls: calls.map((call) => link(call, 1, addressOf)) };
  }

  run({ tape, calls }: Prepared, variables: ReadonlyMap<string, number>, between?: () => void): void {
    between?.();
    this.counts.runs++;
    for (const call of calls) {
      const args = [...call.args];
      for (const [position, name] of call.variables) args[position] = variableOf(variables, name, tape);
      this.queue.push(() => (this.kernels[call.kernel] as AnyKernel)(0, call.work, ...args));
    }
  }

  upload(at: number, values: ArrayLike<number>): void {
    this.counts.uploads++;
    const copy = Float32Array.from(values);
    this.queue.push(() => this.numbers.set(copy, at));
  }

  async read(at: number, size: number): Promise<Numbers> {
    this.counts.reads++;
    let answer: Numbers = new Float32Array(0);
    this.queue.push(() => {
      answer = this.numbers.slice(at, at + size);
    });
    await Promise.resolve();
    for (const work of this.queue.splice(0)) work();
    return answer;
  }
}
