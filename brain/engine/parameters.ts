import { type LearningType, STORAGE_CODE } from '../kernels/storage.ts';
import type { Random } from './random.ts';
import { type Shape, sizeOf } from './tensor.ts';

/** Weight decay falls on matrices only; scalars, norms, tables and decays are left alone (brain/README.md). Frozen ones are not learnt. */
export type Group = 'decayed' | 'plain' | 'frozen';
const ORDER: readonly Group[] = ['decayed', 'plain', 'frozen'];

/** Fills a new parameter. */
export type Init = (data: Float32Array | Float64Array, random: Random) => void;

export interface Parameter {
  readonly name: string;
  readonly shape: Shape;
  readonly size: number;
  readonly group: Group;
  readonly init: Init;
  /** values are kept within these bounds after every step, as the original did with its scalars */
  readonly bounds: readonly [low: number, high: number] | undefined;
  /** rows are divided by their length clamped to this after every step: only lengths outside change */
  readonly rowNorms: readonly [low: number, high: number] | undefined;
  /** stands at the edge of the brain: reads tokens, positions or a colour, or speaks them. Muon and AGC treat those apart. */
  readonly isEdge: boolean;
  /** element offset within the block of all parameters; below 0 where it is stored elsewhere */
  offset: number;
}

/** Rows of 16 floats are a cache line: threads that write neighbours must not share one. */
export const LINE = 16;
export const aligned = (size: number): number => Math.ceil(size / LINE) * LINE;

/** All parameters of one brain, in the order in which they were first used; several programs share them. */
export class Parameters {
  readonly all = new Map<string, Parameter>();
  /** organs that are left out, for study; decided before anything is recorded */
  absentOrgans: ReadonlySet<string> = new Set();
  /**
   * What gradients of matrices are stored as, and copies of weights for the products of learning; weights are float32 in any case. Where it is
   * another type than that, moments of matrices are bf16. Decided before anything is recorded.
   */
  learningType: LearningType = 'f32';
  private groups: Record<Group, { offset: number; size: number }> | undefined;
  private without: ReadonlySet<string> = new Set();

  /** The parameter of that name, made at its first use. Throws if it was made with another shape. */
  declare(spec: Omit<Parameter, 'size' | 'offset'>): Parameter {
    const known = this.all.get(spec.name);
    if (known) {
      if (known.shape.join() !== spec.shape.join()) {
        throw new Error(
          `parameter ${spec.name} was first used as (${known.shape.join(',')}), now as (${spec.shape.join(',')})`,
        );
      }
      return known;
    }
    if (this.groups) throw new Error(`parameter ${spec.name} is used for the first time after memory was laid out`);
    const made = { ...spec, size: sizeOf(spec.shape), offset: -1 };
    this.all.set(spec.name, made);
    return made;
  }

  /** @throws Error where there is none of that name */
  get(name: string): Parameter {
    const found = this.all.get(name);
    if (!found) throw new Error(`there is no parameter ${name}`);
    return found;
  }

  /**
   * Lays the parameters out by group, so that the optimizer sees one block per group. Elements needed, padding included.
   *
   * @param without those that get no place among them; left out: as it was before
   */
  layOut(without: ReadonlySet<string> = this.without): Record<Group, { offset: number; size: number }> {
    if (this.groups && without === this.without) return this.groups;
    this.without = without;
    let offset = 0;
    const groups = {} as Record<Group, { offset: number; size: number }>;
    for (const group of ORDER) {
      const start = offset;
      for (const parameter of this.all.values()) {
        if (parameter.group !== group) continue;
        if (without.has(parameter.name)) {
          parameter.offset = -1;
          continue;
        }
        parameter.offset = offset;
        offset += aligned(parameter.size);
      }
      groups[group] = { offset: start, size: offset - start };
    }
    this.groups = groups;
    return groups;
  }

  /** How kernels are told the type of gradients, and that of moments; 0 where they are float32. */
  shortTypes({ group }: Pick<Parameter, 'group'>): { gradients: number; moments: number } {
    const { learningType: type } = this;
    if (type === 'f32' || group !== 'decayed') return { gradients: 0, moments: 0 };
    return { gradients: STORAGE_CODE[type], moments: STORAGE_CODE.bf16 };
  }

  /** Where gradients, or one kind of moments, of each group lie among those of all, in elements; two halves are one element. */
  layOutLearnt(): Record<'decayed' | 'plain', { offset: number; size: number }> {
    const { decayed, plain } = this.layOut();
    const size = this.learningType === 'f32' ? decayed.size : decayed.size / 2;
    return { decayed: { offset: 0, size }, plain: { offset: size, size: plain.size } };
  }

  /** The same of one parameter, which is learnt. */
  placeOfLearnt({ group, offset, size }: Parameter): { offset: number; size: number } {
    const groups = this.layOut();
    const learnt = this.layOutLearnt();
    if (group === 'decayed' && this.learningType !== 'f32') return { offset: offset / 2, size: aligned(size) / 2 };
    return { offset: offset - groups[group].offset + learnt[group as 'decayed' | 'plain'].offset, size };
  }

  /** How many numbers the brain learns (padding left out). */
  get count(): number {
    let sum = 0;
    for (const { size } of this.all.values()) sum += size;
    return sum;
  }
}

/** Common ways to begin. */
export const zeros: Init = (data) => data.fill(0);
export const constant =
  (value: number): Init =>
  (data) =>
    data.fill(value);
export const values =
  (list: ArrayLike<number>): Init =>
  (data) => {
    for (let i = 0; i < data.length; i++) data[i] = list[i];
  };
export const normal =
  (deviation: number, mean = 0): Init =>
  (data, random) => {
    for (let i = 0; i < data.length; i++) data[i] = mean + deviation * random.normal();
  };
/** U(−limit, limit), as PyTorch's linear layers begin with limit = 1/√fan_in */
export const uniform =
  (limit: number): Init =>
  (data, random) => {
    for (let i = 0; i < data.length; i++) data[i] = limit * (2 * random.uniform() - 1);
  };
/** evenly from `first` to `last` */
export const spread =
  (first: number, last: number): Init =>
  (data) => {
    for (let i = 0; i < data.length; i++) data[i] = first + ((last - first) * i) / Math.max(1, data.length - 1);
  };
