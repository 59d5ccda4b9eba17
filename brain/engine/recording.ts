import type { KernelName, Kernels, Numbers } from '../kernels/contract.ts';
import { aligned, type Group, type Init, type Parameter, type Parameters } from './parameters.ts';
import { type Role, root, type Shape, sizeOf, type Tensor } from './tensor.ts';

/** A number that is set before each run (a learning rate, say). */
export interface Variable {
  readonly variable: string;
  /** what it is until somebody sets it; left out: it must be set before a run */
  readonly initial?: number;
}
/** Stands for the packing room of whichever thread runs the call. */
export const SCRATCH = Symbol('scratch');

export type Argument = Tensor | Variable | typeof SCRATCH | number;

/** How a call's work is split over threads: `work` units, cut at multiples of `grain`; `cost` (about elements touched) says whether splitting pays. */
export interface Split {
  readonly work: number;
  readonly grain: number;
  readonly cost: number;
}
export const each = (size: number): Split => ({ work: size, grain: 64, cost: size });
export const overRows = (rows: number, cols: number): Split => ({ work: rows, grain: 1, cost: rows * cols });
export const overColumns = (cols: number, rows: number): Split => ({ work: cols, grain: 16, cost: rows * cols });
/** By the neurons of all streams: whole streams lie together in memory, so threads that take streams do not meet. */
export const overNeurons = (streams: number, cols: number, rows: number): Split => ({
  work: streams * cols,
  grain: 16,
  cost: streams * rows * cols,
});
/**
 * How one product c(m,n) over k is shared: by columns where there are more of them, since every thread packs all of what it
 * shares with the others. The flag tells the kernel which way.
 */
export function overProduct(m: number, n: number, k: number): [Split, byColumns: number] {
  const cost = (m * n * k) / 8;
  return n >= m ? [{ work: n, grain: 16, cost }, 1] : [{ work: m, grain: 12, cost }, 0];
}
export const once: Split = { work: 1, grain: 1, cost: 0 };

export interface Call {
  readonly kernel: KernelName;
  readonly split: Split;
  readonly args: readonly Argument[];
}

/** The arguments of a kernel after `from, to`, as a recording takes them. */
type ArgumentsOf<K extends KernelName> = Parameters_<Kernels[K]>;
type Parameters_<F> = F extends (from: number, to: number, ...rest: infer R) => void
  ? { [I in keyof R]: Argument }
  : never;

/** What an op leaves behind so that it can be differentiated: its output, and how to carry the output's gradient to its inputs. */
export interface Trace {
  readonly outputs: readonly Tensor[];
  readonly backward: (gradients: Gradients) => void;
}

/** What a backward rule may ask for (differentiate.ts answers). */
export interface Gradients {
  /** the gradient of an output of the op */
  of(output: Tensor): Tensor;
  /** whether an input takes a gradient at all */
  wants(input: Tensor): boolean;
  /** where to put an input's gradient, and the `accumulate` flag to put it with */
  into(input: Tensor): [Tensor, number | Variable];
}

/** The blocks that hold one number per parameter. */
export type Block = 'weights' | 'average' | 'gradients' | 'firstMoments' | 'secondMoments';

export type Section = 'forward' | 'backward' | 'commit';

/**
 * One run of a brain's plain function, written down: the flat list of kernel calls that a run repeats. Tensors made here
 * have no memory yet; plan.ts lays it out.
 */
export class Recording {
  readonly calls: Record<Section, Call[]> = { forward: [], backward: [], commit: [] };
  readonly tensors: Tensor[] = [];
  readonly traces: Trace[] = [];
  readonly states = new Map<string, Tensor>();
  readonly inputs = new Map<string, Tensor>();
  readonly used = new Map<string, Tensor>();
  /** inputs that never change: written once when memory is attached */
  readonly fixed = new Map<Tensor, Numbers>();
  readonly variables: Variable[] = [];
  readonly parameters: Parameters;
  private masks = 0;
  private section: Section = 'forward';
  private scope: string[] = [];
  private rests = false;
  /** whether products make each row to the last bit what it is alone */
  isRowByRow = false;

  constructor(parameters: Parameters) {
    this.parameters = parameters;
  }

  /** Names made by `body` begin with `name.`. */
  inside<T>(name: string, body: () => T): T {
    this.scope.push(name);
    try {
      return body();
    } finally {
      this.scope.pop();
    }
  }

  /** Whether an organ is left out, for study. */
  isWithout(organ: string): boolean {
    return this.parameters.absentOrgans.has(organ);
  }

  /**
   * Records an organ, which may be left out: then its parameters are declared and its states move on, so that a soul fits with and without
   * it, its weights do not decay, and the result of `body` must not be used.
   */
  organ<T>(name: string, body: () => T): T {
    const before = this.rests;
    this.rests ||= this.isWithout(name);
    try {
      return body();
    } finally {
      this.rests = before;
    }
  }

  /**
   * Records tensors whose rows belong to different conversations: each is to the last bit what it is alone, which other products do not
   * promise (kernels/simd/matmul.ts). For a few rows, and without gradients.
   */
  rowByRow<T>(body: () => T): T {
    const before = this.isRowByRow;
    this.isRowByRow = true;
    try {
      return body();
    } finally {
      this.isRowByRow = before;
    }
  }

  /** A learnt tensor, declared where it is used. The default group decays matrices and leaves vectors alone. */
  parameter(
    name: string,
    shape: Shape,
    init: Init,
    options: {
      group?: Group;
      bounds?: Parameter['bounds'];
      rowNorms?: Parameter['rowNorms'];
      isEdge?: boolean;
    } = {},
  ): Tensor {
    const full = [...this.scope, name].join('.');
    const usual = options.group ?? (shape.length > 1 ? 'decayed' : 'plain');
    const group = this.rests && usual === 'decayed' ? 'plain' : usual;
    const { bounds, rowNorms, isEdge = false } = options;
    this.parameters.declare({ name: full, shape, init, group, bounds, rowNorms, isEdge });
    const seen = this.used.get(full);
    if (seen) return seen;
    const made = this.make(full, shape, 'parameter', group !== 'frozen');
    this.used.set(full, made);
    return made;
  }

  /** Numbers that are written from outside before a run: ids, targets, weights, a colour. */
  input(name: string, shape: Shape): Tensor {
    const known = this.inputs.get(name);
    if (known && known.shape.join() !== shape.join())
      throw new Error(`input ${name} was first used as (${known.shape.join(',')}), now as (${shape.join(',')})`);
    if (known) return known;
    const made = this.make(name, shape, 'input', false);
    this.inputs.set(name, made);
    return made;
  }

  /** An input that never changes; asking again for the same name gives the same tensor. */
  fixedInput(name: string, values: Numbers, shape: Shape): Tensor {
    const made = this.input(name, shape);
    this.fixed.set(made, values);
    return made;
  }

  /** Numbers that are carried from run to run: memories, histories. Set by `commit` only. */
  state(name: string, shape: Shape): Tensor {
    const full = [...this.scope, name].join('.');
    const made = this.make(full, shape, 'state', false);
    this.states.set(full, made);
    return made;
  }

  /** All numbers of one kind that a group of parameters has, as one long row: what an optimizer works on; halves count half. Lays the parameters out. */
  block(kind: Block, group: Group): Tensor {
    const isWhole = kind === 'weights' || kind === 'average' || group === 'frozen';
    const { size } = isWhole ? this.parameters.layOut()[group] : this.parameters.layOutLearnt()[group];
    return this.make(`${kind}.${group}`, [size], 'block', false);
  }

  activation(shape: Shape, requiresGrad: boolean, name = 'activation'): Tensor {
    return this.make(name, shape, 'activation', requiresGrad);
  }

  /** The same numbers in another shape. */
  view(x: Tensor, shape: Shape): Tensor {
    if (sizeOf(shape) !== x.size)
      throw new Error(`view: (${x.shape.join(',')}) has not as many elements as (${shape.join(',')})`);
    return this.make(x.name, shape, x.role, x.requiresGrad, x);
  }

  /** `size` elements of x from `first` on, in place; for writing into. No gradient. */
  part(x: Tensor, first: number, size: number): Tensor {
    const made = this.make(x.name, [size], x.role, false, x);
    made.offset = first;
    return made;
  }

  /** The same numbers, through which no gradient flows. */
  stopGradient(x: Tensor): Tensor {
    return this.make(x.name, x.shape, x.role, false, x);
  }

  variable(name: string, initial?: number): Variable {
    const made = initial === undefined ? { variable: name } : { variable: name, initial };
    this.variables.push(made);
    return made;
  }

  /** The number of the next call that draws a mask: the same for the same function of tensors, however often it is recorded. */
  nextMask(): number {
    return this.masks++;
  }

  call<K extends KernelName>(kernel: K, split: Split, args: ArgumentsOf<K>): void {
    this.calls[this.section].push({ kernel, split, args: args as readonly Argument[] });
  }

  trace(outputs: readonly Tensor[], backward: Trace['backward']): void {
    if (outputs.some((t) => t.requiresGrad)) this.traces.push({ outputs, backward });
  }

  /** Runs `body` with its calls going to another section. */
  during<T>(section: Section, body: () => T): T {
    const before = this.section;
    this.section = section;
    try {
      return body();
    } finally {
      this.section = before;
    }
  }

  /** After the step was accepted, `next` becomes the state. Until then a step can be thrown away and leaves nothing behind. */
  commit(state: Tensor, next: Tensor): void {
    this.during('commit', () => this.call('scaleInto', each(state.size), [next, 1, state, 0]));
  }

  /** An activation whose memory is not reused within a run, so that it can be read from outside. */
  pin(t: Tensor): Tensor {
    root(t).pinned = true;
    return t;
  }

  /** A tensor without a place yet; `differentiate` makes gradients with it. */
  make(name: string, shape: Shape, role: Role, requiresGrad: boolean, base?: Tensor): Tensor {
    const made: Tensor = {
      recording: this,
      name,
      shape,
      size: sizeOf(shape),
      role,
      requiresGrad,
      base,
      offset: 0,
      pinned: false,
      address: -1,
    };
    this.tensors.push(made);
    return made;
  }
}

/** Elements a tensor takes in memory. */
export const spaceOf = (t: Tensor): number => aligned(t.size);
