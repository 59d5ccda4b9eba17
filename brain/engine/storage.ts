import { storedRows } from '../kernels/plain/storage.ts';
import { type ShortType, STORAGE_CODE, storedElements } from '../kernels/storage.ts';
import { LINE, type Parameters } from './parameters.ts';
import { callsOf } from './plan.ts';
import { type Argument, type Call, overColumns, overRows, type Recording, SCRATCH } from './recording.ts';
import type { TapeBuilder } from './tape.ts';
import { root, type Tensor } from './tensor.ts';
import { storedSlotOf, type WeightSet } from './weight-sets.ts';

/** Smaller matrices stay float32: they take little memory, and a cache holds them. */
export const LEAST_STORED = 16_384;
/** Rows longer than this are not turned: the room of a thread holds sixteen of them. */
const LONGEST_TURNED = 32_768;

/** A matrix of weights that is read as another type than float32. */
export interface StoredMatrix {
  /** its parameter */
  readonly name: string;
  readonly rows: number;
  readonly cols: number;
  /** whether its rows are the columns of the parameter, so that products read it row by row */
  readonly isTurned: boolean;
  /** its memory; the address counts from where a set of stored weights begins */
  readonly tensor: Tensor;
}

/** All matrices that the calls of some tapes can read as one type, and these calls when they do. */
export class Storage {
  readonly type: ShortType;
  readonly matrices: ReadonlyMap<string, StoredMatrix>;
  /** elements of one set of them */
  readonly size: number;
  /** whether there is nothing else of them: no float32 */
  readonly isAlone: boolean;
  /** the set of weights that each place holds as they are now */
  private readonly current: (WeightSet | undefined)[] = [];

  /**
   * Chooses the matrices that these recordings read in nothing but products and look-ups, all in the same way.
   *
   * @param recordings those whose calls will read them
   */
  constructor(type: ShortType, recordings: readonly Recording[], parameters: Parameters, isAlone: boolean) {
    this.type = type;
    this.isAlone = isAlone;
    const uses = new Map<string, Use | undefined>();
    for (const recording of recordings)
      for (const call of callsOf(recording))
        call.args.forEach((argument, position) => {
          if (typeof argument !== 'object' || !('recording' in argument)) return;
          const { role, name } = root(argument);
          if (role !== 'parameter') return;
          const use = readingOf(call, position, argument);
          uses.set(name, uses.has(name) ? same(uses.get(name), use) : use);
        });
    const matrices = new Map<string, StoredMatrix>();
    let size = 0;
    for (const { name, bounds, rowNorms } of parameters.all.values()) {
      const use = uses.get(name);
      // a parameter with bounds is brought back into them in place
      if (!use || bounds || rowNorms) continue;
      const { rows, cols, isTurned } = use;
      if (rows * cols < LEAST_STORED || (isTurned && cols > LONGEST_TURNED)) continue;
      const elements = LINE * Math.ceil(storedElements(STORAGE_CODE[type], rows, cols) / LINE);
      const tensor = (recordings[0] as Recording).make(name, [elements], 'stored', false);
      tensor.address = size;
      size += elements;
      matrices.set(name, { name, rows, cols, isTurned, tensor });
    }
    this.matrices = matrices;
    this.size = size;
  }

  /** Calls that read the stored matrix instead of its parameter; the same call where it reads none. */
  reading(call: Call): readonly Call[] {
    const code = STORAGE_CODE[this.type];
    const argument = call.args[1];
    if (!isProduct(call) && call.kernel !== 'gather') return [call];
    const matrix = typeof argument === 'object' && 'recording' in argument && this.matrices.get(root(argument).name);
    if (!matrix || root(argument).role !== 'parameter') return [call];
    const { tensor, rows } = matrix;
    if (call.kernel === 'gather') {
      const [ids, , y, cols] = call.args;
      return [{ ...call, kernel: 'gatherStored', args: [ids, tensor, y, rows, cols, code, SCRATCH] }];
    }
    const [a, , bias, c, m, n, k] = call.args;
    const product = (x: Argument, y: Argument, lines: Argument, cost: number): Call => {
      return {
        kernel: 'matmulStored',
        split: { work: rows, grain: 16, cost },
        args: [x, tensor, bias, y, lines, n, k, code, SCRATCH],
      };
    };
    if (call.kernel !== 'matmulEachNT') return [product(a, c, m, call.split.cost)];
    // each row alone, since among others its last bits are different
    const part = (x: Argument, row: number, size: number) =>
      (x as Tensor).recording.part(x as Tensor, row * size, size);
    return Array.from({ length: m as number }, (_, row) =>
      product(part(a, row, k as number), part(c, row, n as number), 1, call.split.cost / (m as number)),
    );
  }

  /** The weights of a set changed: what is stored of them is out of date. */
  outdate(set: WeightSet): void {
    if (this.current[storedSlotOf(set)] === set) this.current[storedSlotOf(set)] = undefined;
  }

  /** Whether a set must be stored before it is read; from then on it counts as stored. */
  mustStore(set: WeightSet): boolean {
    const slot = storedSlotOf(set);
    if (this.isAlone || this.current[slot] === set) return false;
    this.current[slot] = set;
    return true;
  }

  /** What a parameter's numbers are in memory, and where in a set of stored weights; undefined where it is not stored. */
  encoded(name: string, values: ArrayLike<number>): { at: number; data: Float32Array } | undefined {
    const matrix = this.matrices.get(name);
    if (!matrix) return undefined;
    const { rows, cols, isTurned, tensor } = matrix;
    const row = new Float32Array(cols);
    const data = storedRows(STORAGE_CODE[this.type], rows, cols, (r) => {
      for (let c = 0; c < cols; c++) row[c] = values[isTurned ? c * rows + r : r * cols + c];
      return row;
    });
    return { at: tensor.address, data };
  }

  /** Stores the parameters, which a recording of its own reads. */
  record(r: Recording): TapeBuilder {
    const code = STORAGE_CODE[this.type];
    for (const { name, rows, cols, isTurned, tensor } of this.matrices.values()) {
      const weights = r.make(name, isTurned ? [cols, rows] : [rows, cols], 'parameter', false);
      const split = isTurned ? overColumns(rows, cols) : overRows(rows, cols);
      const [rowStride, colStride] = isTurned ? [1, rows] : [cols, 1];
      r.call('storeRows', split, [weights, tensor, rows, cols, rowStride, colStride, code, SCRATCH]);
    }
    return { outputs: {} };
  }
}

type Use = Pick<StoredMatrix, 'rows' | 'cols' | 'isTurned'>;

/** A product that writes its result, and with numbers for sizes. */
const isProduct = ({ kernel, args }: Call): boolean =>
  kernel === 'matmulEachNT' || ((kernel === 'matmulNT' || kernel === 'matmulNN') && args[7] === 0);

/** How a call reads the whole parameter at one of its arguments, if it is in a way that storage serves. */
function readingOf(call: Call, position: number, tensor: Tensor): Use | undefined {
  const isWhole = tensor.size === root(tensor).size && position === 1;
  if (!isWhole) return undefined;
  if (call.kernel === 'gather') {
    const cols = call.args[3] as number;
    return { rows: tensor.size / cols, cols, isTurned: false };
  }
  if (!isProduct(call)) return undefined;
  const [n, k] = [call.args[5] as number, call.args[6] as number];
  return { rows: n, cols: k, isTurned: call.kernel === 'matmulNN' };
}

const same = (a: Use | undefined, b: Use | undefined): Use | undefined =>
  a && b && a.rows === b.rows && a.cols === b.cols && a.isTurned === b.isTurned ? a : undefined;
