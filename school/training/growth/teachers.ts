import type { BrainKind } from '../../../brain/brains/kind.ts';
import type { Sizes } from '../../../brain/brains/shapes/shape.ts';
import type { Engine, Tape } from '../../../brain/engine/engine.ts';
import { each } from '../../../brain/engine/recording.ts';
import type { WeightSet } from '../../../brain/engine/weight-sets.ts';
import { softmax } from '../../../brain/ops/softmax.ts';
import type { NamedTensor } from '../../../soul/keeper.ts';

/** Variables of the tape: each teacher's share of the mixture, and whether it is added to what the others expect. */
const SHARE = 'teachers.share';
const ADDS = 'teachers.adds';

/** How much of what is learnt is what the teachers expect; the rest is what is written (school/EXPERIMENTS.md). */
const SOFT = 0.9;

/** Where somebody learns: the tape has the inputs of `Learning.soft`. */
export interface Learner {
  readonly engine: Engine;
  readonly learn: Tape;
}

export interface TeachersParts {
  /** where the teachers' weights lie, which may be the learner's own engine */
  readonly engine: Engine;
  readonly foresee: NonNullable<BrainKind['foresee']>;
  /** of the teachers' brain, with the batch and the context length of the learner */
  readonly sizes: Sizes;
  /** the set of weights of each teacher, from the first on */
  readonly setOf: (slot: number) => WeightSet;
  /** the owner of what they remember */
  readonly owner: string;
  /** how the files of a soul are called that hold what they remember, before their number */
  readonly file: string;
}

/**
 * Brains from which another one learns what to expect: the mean of their probabilities after every token of what it reads
 * (Hinton et al. 2015, https://arxiv.org/abs/1503.02531). Each reads on with memories of its own.
 */
export class Teachers {
  /** set before anything is expected */
  learner: Learner | undefined;
  private readonly parts: TeachersParts;
  private readonly tape: Tape;
  /** memories of each before the chunk that is learnt, and behind it */
  private before: Float32Array[][] = [];
  private behind: Float32Array[][] = [];
  private count = 0;

  /** Records its tape. */
  constructor(parts: TeachersParts, learner?: Learner) {
    const { engine, foresee, sizes } = parts;
    this.parts = parts;
    this.learner = learner;
    this.tape = engine.record(`${parts.owner}.expect`, parts.owner, (r) => {
      const rows = sizes.batch * sizes.contextLength;
      const probabilities = softmax(r.view(foresee(r, sizes), [rows, sizes.vocabulary]));
      const mixture = r.input('mixture', [rows, sizes.vocabulary]);
      r.call('scaleInto', each(mixture.size), [probabilities, r.variable(SHARE), mixture, r.variable(ADDS)]);
      return { outputs: {} };
    });
  }

  /** How many teach. 0: nobody does. */
  get teaching(): number {
    return this.count;
  }

  set teaching(count: number) {
    if (count === this.count) return;
    const { engine, owner } = this.parts;
    const blank = () => engine.statesOf(owner).map(({ data }) => new Float32Array(data.length));
    this.before = Array.from({ length: count }, (_, slot) => this.before[slot] ?? blank());
    this.behind = this.before.map(blank);
    this.count = count;
    if (count === 0 && this.learner) this.learner.engine.input(this.learner.learn, 'softWeights').fill(0);
  }

  /** Has them expect what comes in the chunk that lies before the learner; streams that are `fresh` they meet with empty memories. */
  expect(fresh: ArrayLike<unknown>, between: () => void): void {
    const { tape } = this;
    const { engine, owner, setOf } = this.parts;
    const { engine: own, learn } = this.learner!;
    for (const name of ['ids', 'colour']) engine.input(tape, name).set(own.input(learn, name));
    engine.variables.set(SHARE, 1 / this.count);
    const states = engine.statesOf(owner);
    for (let slot = 0; slot < this.count; slot++) {
      states.forEach(({ data }, i) => {
        data.set(this.before[slot][i]);
        const size = data.length / fresh.length;
        for (let b = 0; b < fresh.length; b++) if (fresh[b]) data.fill(0, b * size, (b + 1) * size);
      });
      engine.variables.set(ADDS, slot > 0 ? 1 : 0);
      engine.run(tape, 'forward', between, setOf(slot));
      engine.run(tape, 'commit', between, setOf(slot));
      states.forEach(({ data }, i) => this.behind[slot][i].set(data));
    }
    own.input(learn, 'soft').set(engine.input(tape, 'mixture'));
    const weights = own.input(learn, 'weights');
    const soft = own.input(learn, 'softWeights');
    for (let i = 0; i < weights.length; i++) {
      soft[i] = SOFT * weights[i];
      weights[i] -= soft[i];
    }
  }

  /** The chunk was learnt: they remember it. */
  accept(): void {
    [this.before, this.behind] = [this.behind, this.before];
  }

  /** They remember nothing. */
  clear(): void {
    for (const states of this.before) for (const data of states) data.fill(0);
  }

  /** What going on exactly needs, by file. */
  tensors(): Record<string, NamedTensor[]> {
    const { engine, owner, file } = this.parts;
    const shapes = [...engine.stateShapes(owner)];
    const files = this.before.map((states, slot): [string, NamedTensor[]] => [
      `${file}${slot + 1}`,
      states.map((data, i) => ({ name: shapes[i][0], shape: shapes[i][1], data })),
    ]);
    return Object.fromEntries(files);
  }
}
