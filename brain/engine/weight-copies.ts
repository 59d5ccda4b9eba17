import { type LearningType, STORAGE_CODE, storedElements } from '../kernels/storage.ts';
import { aligned, type Parameters } from './parameters.ts';
import { callsOf } from './plan.ts';
import { type Call, overRows, type Recording, SCRATCH } from './recording.ts';
import { LEAST_STORED } from './storage.ts';
import type { TapeBuilder } from './tape.ts';
import { root, type Tensor } from './tensor.ts';
import type { WeightSet } from './weight-sets.ts';

/** A parameter (rows,cols) and its copy, whose address counts from where the copies begin. */
interface Copied {
  readonly rows: number;
  readonly cols: number;
  readonly tensor: Tensor;
}

/**
 * Copies of large matrices in halves, which the products of learning read both ways. The float32 weights beside them are for the optimizer
 * alone, so that no step is lost in the rounding (Micikevicius et al. 2018). Unlike `Storage`, which serves those that only speak.
 */
export class WeightCopies {
  readonly type: Exclude<LearningType, 'f32'>;
  /** elements of all copies */
  readonly size: number;
  private readonly copied = new Map<string, Copied>();
  /** the set of weights that the copies hold as it is now */
  private current: WeightSet | undefined;

  /**
   * Chooses the matrices that these recordings read in nothing but products and look-ups.
   *
   * @param recordings those that learn
   */
  constructor(type: Exclude<LearningType, 'f32'>, recordings: readonly Recording[], parameters: Parameters) {
    this.type = type;
    const others = new Set<string>();
    const read = new Set<string>();
    for (const recording of recordings)
      for (const call of callsOf(recording))
        call.args.forEach((argument, position) => {
          if (typeof argument !== 'object' || !('recording' in argument) || root(argument).role !== 'parameter') return;
          const { name } = root(argument);
          (isReading(call, position, argument, parameters) ? read : others).add(name);
        });
    let size = 0;
    for (const { name, shape } of parameters.all.values()) {
      if (!read.has(name) || others.has(name)) continue;
      const [rows, cols] = shape as [number, number];
      if (rows * cols < LEAST_STORED) continue;
      const elements = aligned(storedElements(STORAGE_CODE[type], rows, cols));
      const tensor = (recordings[0] as Recording).make(name, [elements], 'copy', false);
      tensor.address = size;
      size += elements;
      this.copied.set(name, { rows, cols, tensor });
    }
    this.size = size;
  }

  /** A call that reads the copy instead of its parameter; the same call where it reads none. */
  reading(call: Call): Call {
    const argument = call.args[1];
    if (!isProduct(call) && call.kernel !== 'gather') return call;
    if (typeof argument !== 'object' || !('recording' in argument) || root(argument).role !== 'parameter') return call;
    const matrix = this.copied.get(root(argument).name);
    if (!matrix) return call;
    const code = STORAGE_CODE[this.type];
    const { tensor, rows, cols } = matrix;
    if (call.kernel === 'gather') {
      const [ids, , y] = call.args;
      return { ...call, kernel: 'gatherStored', args: [ids, tensor, y, rows, cols, code, SCRATCH] };
    }
    const [a, , bias, c, m, n, k, accumulate] = call.args;
    const split = { work: n as number, grain: 16, cost: call.split.cost };
    return call.kernel === 'matmulNT'
      ? { kernel: 'matmulStored', split, args: [a, tensor, bias, c, m, n, k, code, SCRATCH] }
      : { kernel: 'matmulStoredNN', split, args: [a, tensor, c, m, n, k, accumulate, code, SCRATCH] };
  }

  /** The weights of a set changed. */
  outdate(set: WeightSet): void {
    if (this.current === set) this.current = undefined;
  }

  /** Whether a set must be copied before it is read; from then on it counts as copied. */
  mustCopy(set: WeightSet): boolean {
    if (this.current === set) return false;
    this.current = set;
    return true;
  }

  /** Copies the parameters, which a recording of its own reads. */
  record(r: Recording): TapeBuilder {
    for (const [name, { rows, cols, tensor }] of this.copied) {
      const weights = r.make(name, [rows, cols], 'parameter', false);
      const code = STORAGE_CODE[this.type];
      r.call('storeRows', overRows(rows, cols), [weights, tensor, rows, cols, cols, 1, code, SCRATCH]);
    }
    return { outputs: {} };
  }
}

/** A product that can read a copy: of aᵀ·b the first is no weight, and what is added to has no bias. */
const isProduct = ({ kernel, args }: Call): boolean =>
  (kernel === 'matmulNT' && args[7] === 0) || (kernel === 'matmulNN' && args[2] === 0);

/** Whether a call reads all of a matrix of parameters, row by row as it was declared, in a way that a copy serves. */
function isReading(call: Call, position: number, tensor: Tensor, parameters: Parameters): boolean {
  const { shape, size } = parameters.get(root(tensor).name);
  if (position !== 1 || shape.length !== 2 || tensor.size !== size) return false;
  if (call.kernel === 'gather') return call.args[3] === shape[1];
  if (!isProduct(call)) return false;
  const [n, k] = call.args.slice(5, 7);
  const [rows, cols] = call.kernel === 'matmulNT' ? [n, k] : [k, n];
  return rows === shape[0] && cols === shape[1];
}
