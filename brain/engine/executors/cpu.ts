import type { Backend, Numbers } from '../../kernels/contract.ts';
import type { Call } from '../recording.ts';
import type { Team } from '../team.ts';
import type { Tensor } from '../tensor.ts';
import { type Executor, variableOf } from './executor.ts';
import { type LinkedCall, link } from './linking.ts';

/** The calls of a section with their addresses filled in. */
interface LinkedSection {
  readonly tape: string;
  readonly calls: readonly LinkedCall[];
}

/** Carries calls out at once, by the kernels of a backend that a team of threads shares, on memory that everybody sees. */
export class CpuExecutor implements Executor<LinkedSection> {
  readonly memory: Numbers;
  private readonly unit: number;
  private readonly team: Team;

  constructor(memory: Numbers, backend: Backend, team: Team) {
    this.memory = memory;
    this.unit = backend.unit;
    this.team = team;
  }

  get size(): number {
    return this.memory.length;
  }

  prepare(name: string, calls: readonly Call[], addressOf: (t: Tensor) => number): LinkedSection {
    return { tape: name, calls: calls.map((call) => link(call, this.unit, addressOf)) };
  }

  /** `between` may run other calls, which must write nothing that these read. */
  run({ tape, calls }: LinkedSection, variables: ReadonlyMap<string, number>, between?: () => void): void {
    const { team } = this;
    for (const call of calls) {
      between?.();
      for (const [position, name] of call.variables) call.args[position] = variableOf(variables, name, tape);
      if (call.parallel) team.run(call.kernel, call.work, call.grain, call.args, call.scratchAt);
      else team.alone(call.kernel, call.work, call.args, call.scratchAt);
    }
  }

  upload(at: number, values: ArrayLike<number>): void {
    this.memory.set(values, at);
  }

  async read(at: number, size: number): Promise<Numbers> {
    return this.memory.slice(at, at + size);
  }
}
