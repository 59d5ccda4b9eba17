import type { Backend, Numbers } from '../kernels/contract.ts';
import { halvesOf, numbersOfHalves } from '../kernels/plain/storage.ts';
import type { StorageType } from '../kernels/storage.ts';
import { recordConstraints } from './constraints.ts';
import { differentiate } from './differentiate.ts';
import { CpuExecutor } from './executors/cpu.ts';
import type { Executor } from './executors/executor.ts';
import { hasSet, layOutMemory, NO_LAYOUT, needsOf, shiftOfMind, shiftOfSet } from './memory.ts';
import { Parameters } from './parameters.ts';
import type { Random } from './random.ts';
import { type Block, Recording, type Section } from './recording.ts';
import { ShorterWeights } from './shorter-weights.ts';
import { canShare, type State, statesOf } from './states.ts';
import { inputOf, outputOf, placeOf, type Tape, type TapeBuilder } from './tape.ts';
import { Leader, type ScratchRoom, type Team } from './team.ts';
import { addressOf, root, type Tensor } from './tensor.ts';
import { AVERAGE, LEARNING, type Room, storedSlotOf, type WeightSet } from './weight-sets.ts';

export type { Tape, TapeBuilder } from './tape.ts';

/**
 * Records tapes, lays out one memory for all of them, and runs them. Recording needs no memory, so the need can be known
 * (and refused) before anything is allocated.
 *
 * @example
 * const engine = new Engine();
 * const step = engine.record('learn', 'streams', (r) => ({ outputs: { y: gelu(r.input('x', [4])) } }));
 * const numbers = new Float32Array(engine.layOut({ learning: false, scratch: 0, threads: 1 }));
 * engine.attach(numbers, plainBackend(numbers));
 * engine.run(step, 'forward');
 */
export class Engine {
  readonly parameters = new Parameters();
  readonly variables = new Map<string, number>();
  readonly tapes: Tape[] = [];
  private readonly states = new Map<string, Tensor>();
  /** what `statesOf` found, by owner and set of weights */
  private readonly found = new Map<string, readonly State[]>();
  readonly owners = new Map<Tape, string>();
  private layout = NO_LAYOUT;
  /** by set of weights: how often it may have changed */
  readonly revisions: number[] = [];
  private executor: Executor | undefined;
  readonly shorter = new ShorterWeights(this);
  /** keeps parameters within their bounds */
  private constraints: Tape | undefined;

  /**
   * Runs `build` once and keeps its calls. Tapes of one `owner` share their states (the memories of the training streams,
   * or of conversations). Streams are the first axis of a state: a tape of fewer streams shares those of the first ones.
   */
  record(name: string, owner: string, build: (recording: Recording) => TapeBuilder): Tape {
    const recording = new Recording(this.parameters);
    const { outputs, losses } = build(recording);
    for (const output of Object.values(outputs)) recording.pin(output);
    if (losses) differentiate(recording, losses);
    const tape: Tape = {
      name,
      recording,
      prepared: [],
      inputs: recording.inputs,
      outputs,
    };
    for (const [stateName, state] of recording.states) {
      const key = `${owner}/${stateName}`;
      const known = this.states.get(key);
      if (known && !canShare(known.shape, state.shape))
        throw new Error(`state ${key} has ${known.size} elements in one tape and ${state.size} in another`);
      if (!known || known.size < state.size) this.states.set(key, state);
    }
    this.tapes.push(tape);
    this.owners.set(tape, owner);
    return tape;
  }

  /** Gives every tensor its address. Returns how many elements are needed in all; may be called again with other wishes before `attach`. */
  layOut(room: Room): number {
    this.constraints ??= this.record('constraints', 'optimizer', recordConstraints);
    this.shorter.choose(room);
    const recordings = this.tapes.map((tape) => [tape.recording, this.owners.get(tape) as string] as const);
    this.layout = layOutMemory(this.parameters, recordings, this.states, room, this.shorter.sizes);
    return this.layout.total;
  }

  /** Where the threads pack matrices, `each` elements per thread. */
  scratchRoom(each: number): ScratchRoom {
    return { at: this.layout.scratchAt, each };
  }

  /** Has tapes carried out on this machine: on a memory, by the kernels that work on it, shared by the threads of a team. */
  attach(numbers: Numbers, backend: Backend, team: Team = new Leader(backend, 1, this.scratchRoom(0))): void {
    this.attachTo(new CpuExecutor(numbers, backend, team));
  }

  /** Has tapes carried out by an executor. */
  attachTo(executor: Executor): void {
    if (executor.size < this.layout.total)
      throw new Error(`the engine needs ${this.layout.total} numbers of memory, got ${executor.size}`);
    this.executor = executor;
    this.found.clear();
    for (const tape of this.tapes) {
      tape.prepared.length = 0;
      this.preparedBy(executor, tape, LEARNING);
      for (const { variable, initial } of tape.recording.variables)
        if (initial !== undefined && !this.variables.has(variable)) this.variables.set(variable, initial);
      for (const [input, values] of tape.recording.fixed) executor.upload(addressOf(input), values);
    }
  }

  /** Whether there is room for a set of weights. */
  has(set: WeightSet): boolean {
    return hasSet(this.layout, set);
  }

  /** A tape made ready by an executor for one set of weights, when it is first asked for. */
  private preparedBy(executor: Executor, tape: Tape, set: WeightSet): Record<Section, unknown> {
    const known = tape.prepared[set];
    if (known) return known;
    if (!this.has(set)) throw new Error(`there is no room for the set of weights ${set}`);
    const owner = this.owners.get(tape);
    const addressBySet = (t: Tensor): number => {
      const { role } = root(t);
      if (role === 'parameter') return addressOf(t) < 0 ? -1 : addressOf(t) + shiftOfSet(this.layout, set);
      if (role === 'copy') return this.layout.copies + addressOf(t);
      if (role === 'stored') return this.layout.stored[storedSlotOf(set)] + addressOf(t);
      return role === 'state' && owner === this.layout.speaker
        ? addressOf(t) + shiftOfMind(this.layout, set)
        : addressOf(t);
    };
    const { forward, backward, commit } = tape.recording.calls;
    const made = (calls: typeof forward) =>
      executor.prepare(tape.name, this.shorter.reading(tape, calls), addressBySet);
    tape.prepared[set] = { forward: made(forward), backward: made(backward), commit: made(commit) };
    return tape.prepared[set];
  }

  /**
   * Runs one section of a tape. `between` is called before every kernel call; it may run another tape, which must
   * write nothing that this one reads. `set`: the weights that it reads.
   */
  run(tape: Tape, section: Section, between?: () => void, set: WeightSet = LEARNING): void {
    const { executor } = this;
    if (!executor) throw new Error('attach memory and kernels before running a tape');
    const first = section === 'forward' ? this.shorter.due(tape, set) : undefined;
    if (first) executor.run(this.preparedBy(executor, first, set).forward, this.variables);
    executor.run(this.preparedBy(executor, tape, set)[section], this.variables, between);
  }

  /** What large matrices are stored as, for tapes that read stored weights. */
  get storedAs(): StorageType {
    return this.shorter.storage?.type ?? 'f32';
  }

  /** The weights of a set were changed: what is stored of them, or made of them, is made again before it is next read. */
  outdate(set: WeightSet): void {
    this.revisions[set] = (this.revisions[set] ?? 0) + 1;
    this.shorter.outdate(set);
  }

  /** Writes an input of a tape, wherever its memory lies. */
  write(tape: Tape, name: string, values: ArrayLike<number>): void {
    const t = inputOf(tape, name);
    if (values.length !== t.size) throw new Error(`${name} takes ${t.size} numbers, got ${values.length}`);
    this.attached().upload(placeOf(t), values);
  }

  /** A copy of an output of a tape, wherever its memory lies. */
  read(tape: Tape, name: string): Promise<Numbers> {
    const t = outputOf(tape, name);
    return this.attached().read(placeOf(t), t.size);
  }

  /** Writes one number per parameter of that name, wherever its memory lies. */
  writeParameter(name: string, values: ArrayLike<number>, block: Block = 'weights'): void {
    const { size } = this.parameters.get(name);
    if (values.length !== size) throw new Error(`the parameter ${name} takes ${size} numbers, got ${values.length}`);
    const { at, type } = this.placeOf(name, block);
    this.attached().upload(at, type ? halvesOf(values, type) : values);
    if (block === 'weights' || block === 'average') this.outdate(block === 'weights' ? LEARNING : AVERAGE);
  }

  /** Where the numbers of a parameter lie in a block, how many elements they take, and as which type; 0 is float32. */
  private placeOf(name: string, block: Block): { at: number; elements: number; type: number } {
    const parameter = this.parameters.get(name);
    const isWhole = block === 'weights' || block === 'average';
    const { offset, size } = isWhole ? parameter : this.parameters.placeOfLearnt(parameter);
    if (offset < 0)
      throw new Error(`the parameter ${name} is stored as ${this.shorter.storage?.type} and cannot be looked at`);
    const { gradients, moments } = this.parameters.shortTypes(parameter);
    const type = isWhole ? 0 : block === 'gradients' ? gradients : moments;
    return { at: this.layout.blocks[block] + offset, elements: size, type };
  }

  /** A copy of one number per parameter of that name, wherever its memory lies. */
  async readParameter(name: string, block: Block = 'weights'): Promise<Numbers> {
    const { at, elements, type } = this.placeOf(name, block);
    const numbers = await this.attached().read(at, elements);
    return type ? numbersOfHalves(numbers, type, this.parameters.get(name).size) : numbers;
  }

  private attached(): Executor {
    if (!this.executor) throw new Error('attach memory and kernels before running a tape');
    return this.executor;
  }

  /** The numbers of a tensor, in place. */
  numbersOf(t: Tensor): Numbers {
    return this.inPlace(placeOf(t), t.size, t.name);
  }

  private inPlace(at: number, size: number, what: string): Numbers {
    const { memory } = this.attached();
    if (!memory) throw new Error(`${what} lies on a device: it can be written and read, and not looked at in place`);
    return memory.subarray(at, at + size);
  }

  /** An input of a tape, in place. */
  input(tape: Tape, name: string): Numbers {
    return this.numbersOf(inputOf(tape, name));
  }

  /** An output of a tape, in place; valid until the tape is run again. */
  output(tape: Tape, name: string): Numbers {
    return this.numbersOf(outputOf(tape, name));
  }

  /** Fills a parameter of a set of weights, whatever it is stored as. */
  loadParameter(name: string, values: ArrayLike<number>, set: WeightSet = LEARNING): void {
    const stored = this.shorter.storage?.isAlone ? this.shorter.storage.encoded(name, values) : undefined;
    const { offset, size } = this.parameters.get(name);
    if (values.length !== size) throw new Error(`the parameter ${name} takes ${size} numbers, got ${values.length}`);
    if (stored) this.attached().upload(this.layout.stored[storedSlotOf(set)] + stored.at, stored.data);
    else this.attached().upload(this.layout.sets[set] + offset, values);
    this.outdate(set);
  }

  /** One number per parameter of that name, from one of the blocks, in place. @throws Error where they are stored as another type */
  ofParameter(name: string, block: Block = 'weights'): Numbers {
    const { at, elements, type } = this.placeOf(name, block);
    if (type) throw new Error(`${block} of ${name} are stored as halves: copyOfParameter reads them`);
    if (block === 'weights' || block === 'average') this.outdate(block === 'weights' ? LEARNING : AVERAGE);
    return this.inPlace(at, elements, name);
  }

  /** The same, whatever it is stored as: in place where it is float32, else a copy. `writeParameter` writes it. */
  copyOfParameter(name: string, block: Block): Numbers {
    const { at, elements, type } = this.placeOf(name, block);
    const numbers = this.inPlace(at, elements, name);
    return type ? numbersOfHalves(numbers, type, this.parameters.get(name).size) : numbers;
  }

  /** All parameters of a set of weights, as they lie in memory. */
  weightsOf(set: WeightSet): Numbers {
    if (!this.has(set)) throw new Error(`there is no room for the set of weights ${set}`);
    this.outdate(set); // they may be written
    const { decayed, plain, frozen } = this.parameters.layOut();
    return this.inPlace(this.layout.sets[set], decayed.size + plain.size + frozen.size, 'a set of weights');
  }

  /** All states of an owner, by name, in place; of the speaker those that belong to a set of weights. */
  statesOf(owner: string, set: WeightSet = LEARNING): readonly State[] {
    const shift = owner === this.layout.speaker ? shiftOfMind(this.layout, set) : 0;
    const key = `${owner} ${shift}`;
    const known = this.found.get(key);
    if (known) return known;
    const states = statesOf(this.states, owner).map(([name, state]) => {
      const data = this.inPlace(addressOf(state) + shift, state.size, `${owner}/${name}`);
      return { name, shape: state.shape, data };
    });
    this.found.set(key, states);
    return states;
  }

  /** Shapes of all states of an owner, by name; they are known before there is memory. */
  stateShapes(owner: string): ReadonlyMap<string, readonly number[]> {
    return new Map(statesOf(this.states, owner).map(([name, { shape }]) => [name, shape]));
  }

  /** Fills every parameter by its own rule. */
  initialise(random: Random): void {
    const { memory } = this.attached();
    for (const { name, size, init, offset } of this.parameters.all.values()) {
      const isInPlace = memory !== undefined && offset >= 0;
      const data = isInPlace ? this.ofParameter(name) : new Float32Array(size);
      init(data, random);
      if (!isInPlace) this.loadParameter(name, data);
    }
  }

  /** Keeps parameters within their bounds and rows within their lengths: after loading, and after every step of the optimizer. */
  applyConstraints(): void {
    if (this.constraints) this.run(this.constraints, 'forward');
  }

  /** Elements of memory by what they are for; sums to what `layOut` returned. */
  needs(): ReturnType<typeof needsOf> {
    return needsOf(this.layout, this.parameters, this.shorter.sizes);
  }
}
