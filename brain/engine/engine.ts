import type { Backend } from '../kernels/contract.ts';
import { differentiate } from './differentiate.ts';
import { type LinkedCall, link } from './linking.ts';
import { type Group, Parameters } from './parameters.ts';
import { planActivations } from './plan.ts';
import type { Random } from './random.ts';
import { type Block, Recording, type Section, spaceOf } from './recording.ts';
import { Leader, type ScratchRoom, type Team } from './team.ts';
import { placeOf, root, type Tensor } from './tensor.ts';
import { LEARNING, type Room, SIBLINGS, type WeightSet } from './weight-sets.ts';

export type Numbers = Float32Array | Float64Array;

/** A recording that was given memory. */
export interface Tape {
  readonly name: string;
  readonly recording: Recording;
  /** by the set of weights that they read: made when a set is first run */
  readonly calls: Record<Section, LinkedCall[]>[];
  /** by name; read and written through `Engine.numbersOf` */
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/** What must be recorded: a plain function of tensors that names its outputs and, to learn, its losses with their gradients' inputs. */
export interface TapeBuilder {
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly losses?: readonly (readonly [loss: Tensor, gradient: Tensor])[];
}

const FIRST_ADDRESS = 16; // address 0 means "none"

/**
 * Records programs, lays out one memory for all of them, and replays them. Recording needs no memory, so the need can be known
 * (and refused) before anything is allocated.
 *
 * @example
 * const engine = new Engine();
 * const step = engine.record('learn', 'streams', (r) => ({ outputs: { y: gelu(r.input('x', [4])) } }));
 * const numbers = new Float32Array(engine.layOut({ learning: false, scratch: 0, threads: 1 }));
 * engine.attach(numbers, plainBackend(numbers));
 * engine.replay(step, 'forward');
 */
export class Engine {
  readonly parameters = new Parameters();
  readonly variables = new Map<string, number>();
  readonly blocks: Record<Block, number> = { weights: 0, average: 0, gradients: 0, firstMoments: 0, secondMoments: 0 };
  /** where each set of weights begins; 0 where there is no room for it */
  private sets: number[] = [];
  /** the owner whose states are there once for each set that has a mind of its own, and how far apart these lie */
  private speaker: string | undefined;
  private mindSize = 0;
  private readonly programs: Tape[] = [];
  private readonly states = new Map<string, Tensor>();
  private readonly owners = new Map<Tape, string>();
  private total = 0;
  private scratchAt = 0;
  private numbers: Numbers = new Float32Array(0);
  private team: Team | undefined;
  private unit = 1;

  /**
   * Runs `script` once and keeps its calls. Programs of one `owner` share their states (the memories of the training streams,
   * or of one conversation).
   */
  record(name: string, owner: string, script: (recording: Recording) => TapeBuilder): Tape {
    const recording = new Recording(this.parameters);
    const { outputs, losses } = script(recording);
    for (const output of Object.values(outputs)) recording.keep(output);
    if (losses) differentiate(recording, losses);
    const program: Tape = {
      name,
      recording,
      calls: [],
      inputs: recording.inputs,
      outputs,
    };
    for (const [stateName, state] of recording.states) {
      const key = `${owner}/${stateName}`;
      const known = this.states.get(key);
      if (known && known.size !== state.size)
        throw new Error(`state ${key} has ${known.size} elements in one program and ${state.size} in another`);
      if (!known) this.states.set(key, state);
    }
    this.programs.push(program);
    this.owners.set(program, owner);
    return program;
  }

  /** Gives every tensor its address. Returns how many elements are needed in all; may be called again with other wishes before `attach`. */
  layOut({ learning, scratch, threads, average = false, siblings = 0, speaker }: Room): number {
    let next = FIRST_ADDRESS;
    const take = (size: number): number => {
      const at = next;
      next += size;
      return at;
    };
    const groups = this.parameters.layOut();
    const learnt = groups.decayed.size + groups.plain.size;
    const all = learnt + groups.frozen.size;
    this.blocks.weights = take(all);
    this.blocks.average = average ? take(all) : 0;
    this.blocks.gradients = learning ? take(learnt) : 0;
    this.blocks.firstMoments = learning ? take(learnt) : 0;
    this.blocks.secondMoments = learning ? take(learnt) : 0;
    this.sets = [this.blocks.weights, this.blocks.average, ...Array.from({ length: siblings }, () => take(all))];
    this.layOutStates(take, speaker, siblings);
    for (const program of this.programs) {
      const { recording } = program;
      const activations = planActivations(recording);
      const base = take(activations);
      for (const t of recording.tensors) {
        if (t.base) continue;
        if (t.role === 'parameter') t.address = this.blocks.weights + this.parameter(t.name).offset;
        else if (t.role === 'gradient') t.address = this.blocks.gradients + this.parameter(t.name).offset;
        else if (t.role === 'block') {
          const [kind, group] = t.name.split('.') as [Block, Group];
          t.address = this.blocks[kind] + groups[group].offset;
        } else if (t.role === 'input') t.address = take(spaceOf(t));
        else if (t.role === 'activation' && t.address >= 0) t.address += base;
      }
      for (const [name, state] of recording.states) {
        state.address = (this.states.get(`${this.owners.get(program)}/${name}`) as Tensor).address;
      }
    }
    this.scratchAt = take(scratch * threads);
    this.total = next;
    return next;
  }

  /** States of one speaker lie together, and behind them the same for each sibling. */
  private layOutStates(take: (size: number) => number, speaker: string | undefined, siblings: number): void {
    const isSpeakers = (key: string) => speaker !== undefined && key.startsWith(`${speaker}/`);
    this.speaker = speaker;
    const first = take(0);
    for (const [key, state] of this.states) if (isSpeakers(key)) state.address = take(spaceOf(state));
    this.mindSize = take(0) - first;
    take(siblings * this.mindSize);
    for (const [key, state] of this.states) if (!isSpeakers(key)) state.address = take(spaceOf(state));
  }

  /** Where the threads pack matrices, `each` elements per thread. */
  scratchRoom(each: number): ScratchRoom {
    return { at: this.scratchAt, each };
  }

  /** Links every program to a memory and the kernels that work on it. */
  attach(numbers: Numbers, backend: Backend, team: Team = new Leader(backend, 1, this.scratchRoom(0))): void {
    if (numbers.length < this.total)
      throw new Error(`the engine needs ${this.total} numbers of memory, got ${numbers.length}`);
    this.numbers = numbers;
    this.unit = backend.unit;
    this.team = team;
    for (const program of this.programs) {
      program.calls.length = 0;
      this.callsOf(program, LEARNING);
      for (const { variable, initial } of program.recording.variables)
        if (initial !== undefined && !this.variables.has(variable)) this.variables.set(variable, initial);
      for (const [input, values] of program.recording.fixed) this.numbersOf(input).set(values);
    }
  }

  /** Whether there is room for a set of weights. */
  has(set: WeightSet): boolean {
    return (this.sets[set] ?? 0) > 0;
  }

  /** The calls of a program by one set of weights, linked when they are first asked for. */
  private callsOf(program: Tape, set: WeightSet): Record<Section, LinkedCall[]> {
    const known = program.calls[set];
    if (known) return known;
    if (!this.has(set)) throw new Error(`there is no room for the set of weights ${set}`);
    const owner = this.owners.get(program);
    const addressOf = (t: Tensor): number => {
      const { role } = root(t);
      if (role === 'parameter') return placeOf(t) + this.sets[set] - this.sets[LEARNING];
      return role === 'state' && owner === this.speaker ? placeOf(t) + this.mindOf(set) : placeOf(t);
    };
    const { forward, backward, commit } = program.recording.calls;
    const linked = (calls: typeof forward) => calls.map((call) => link(call, this.unit, addressOf));
    const made = { forward: linked(forward), backward: linked(backward), commit: linked(commit) };
    program.calls[set] = made;
    return made;
  }

  /** How far behind the speaker's first mind the one of a set lies. */
  private mindOf(set: WeightSet): number {
    return set < SIBLINGS ? 0 : (set - SIBLINGS + 1) * this.mindSize;
  }

  /**
   * Replays one section of a program. `between` is called before every kernel call; it may replay another program, which must
   * write nothing that this one reads. `set`: the weights that it reads.
   */
  run(program: Tape, section: Section, between?: () => void, set: WeightSet = LEARNING): void {
    const team = this.team;
    if (!team) throw new Error('attach memory and kernels before replaying');
    for (const call of this.callsOf(program, set)[section]) {
      between?.();
      for (const [position, name] of call.variables) {
        const value = this.variables.get(name);
        if (value === undefined)
          throw new Error(`the variable ${name} was not set before ${program.name} was replayed`);
        call.args[position] = value;
      }
      if (call.shared) team.run(call.kernel, call.work, call.grain, call.args, call.scratchAt);
      else team.alone(call.kernel, call.work, call.args, call.scratchAt);
    }
  }

  /** The numbers of a tensor, in place. */
  numbersOf(t: Tensor): Numbers {
    const at = placeOf(t);
    if (at < 0) throw new Error(`${t.name} has no memory: it is used by no call, or memory was not laid out`);
    return this.numbers.subarray(at, at + t.size);
  }

  /** An input of a program, in place. */
  input(program: Tape, name: string): Numbers {
    const t = program.inputs.get(name);
    if (!t) throw new Error(`${program.name} has no input ${name}; it has ${[...program.inputs.keys()].join(', ')}`);
    return this.numbersOf(t);
  }

  /** An output of a program, in place; valid until the program is replayed again. */
  output(program: Tape, name: string): Numbers {
    const t = program.outputs[name];
    if (!t) throw new Error(`${program.name} has no output ${name}; it has ${Object.keys(program.outputs).join(', ')}`);
    return this.numbersOf(t);
  }

  /** One number per parameter of that name, from one of the blocks. */
  ofParameter(name: string, block: Block = 'weights'): Numbers {
    const { offset, size } = this.parameter(name);
    const at = this.blocks[block] + offset;
    return this.numbers.subarray(at, at + size);
  }

  /** All parameters of a set of weights, as they lie in memory. */
  weightsOf(set: WeightSet): Numbers {
    if (!this.has(set)) throw new Error(`there is no room for the set of weights ${set}`);
    const { decayed, plain, frozen } = this.parameters.layOut();
    const at = this.sets[set];
    return this.numbers.subarray(at, at + decayed.size + plain.size + frozen.size);
  }

  /** All states of an owner, by name, in place; of the speaker those that belong to a set of weights. */
  statesOf(owner: string, set: WeightSet = LEARNING): { name: string; shape: readonly number[]; data: Numbers }[] {
    const shift = owner === this.speaker ? this.mindOf(set) : 0;
    return [...this.states]
      .filter(([key]) => key.startsWith(`${owner}/`))
      .map(([key, state]) => {
        const at = placeOf(state) + shift;
        const data = this.numbers.subarray(at, at + state.size);
        return { name: key.slice(owner.length + 1), shape: state.shape, data };
      });
  }

  /** Fills every parameter by its own rule. */
  initialise(random: Random): void {
    for (const parameter of this.parameters.all.values()) parameter.init(this.ofParameter(parameter.name), random);
  }

  /** Keeps parameters within their bounds and rows within their lengths: after loading, and after every step of the optimizer. */
  applyConstraints(): void {
    for (const { name, shape, bounds, rowNorms } of this.parameters.all.values()) {
      if (bounds) {
        const data = this.ofParameter(name);
        for (let i = 0; i < data.length; i++) data[i] = Math.min(Math.max(data[i], bounds[0]), bounds[1]);
      }
      if (rowNorms) {
        const [rows, cols] = [shape[0], shape[1]];
        const at = (this.blocks.weights + this.parameter(name).offset) * this.unit;
        this.team?.run('projectRows', rows, 1, [at, cols, ...rowNorms], -1);
      }
    }
  }

  /** Elements of memory by what they are for; sums to what `layOut` returned. `parameters`: of all sets of weights. */
  needs(): { parameters: number; learning: number; rest: number } {
    const groups = this.parameters.layOut();
    const learnt = groups.decayed.size + groups.plain.size;
    const parameters = this.sets.filter((at) => at > 0).length * (learnt + groups.frozen.size);
    const learning = this.blocks.gradients ? 3 * learnt : 0;
    return { parameters, learning, rest: this.total - parameters - learning };
  }

  private parameter(name: string) {
    const found = this.parameters.all.get(name);
    if (!found) throw new Error(`there is no parameter ${name}`);
    return found;
  }
}
