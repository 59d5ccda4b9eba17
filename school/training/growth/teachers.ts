import type { BrainKind } from '../../../brain/brains/kind.ts';
import type { Sizes } from '../../../brain/brains/shapes/shape.ts';
import type { Engine, Tape } from '../../../brain/engine/engine.ts';
import { each } from '../../../brain/engine/recording.ts';
import { SIBLINGS } from '../../../brain/engine/weight-sets.ts';
import { softmax } from '../../../brain/ops/softmax.ts';
import type { NamedTensor } from '../../../soul/keeper.ts';

const OWNER = 'teachers';
/** Variables of the tape: each teacher's share of the mixture, and whether it is added to what the others expect. */
const SHARE = 'teachers.share';
const ADDS = 'teachers.adds';

/** How much of what a dream learns is what the siblings expect; the rest is what is written (school/EXPERIMENTS.md). */
const SOFT = 0.9;

/**
 * Siblings at rest from whom another brain learns what to expect: the mean of their probabilities after every token of what it reads
 * (Hinton et al. 2015, https://arxiv.org/abs/1503.02531). Each reads on with memories of its own.
 */
export class Teachers {
  private readonly engine: Engine;
  private readonly learn: Tape;
  private readonly tape: Tape;
  /** memories of each before the chunk that is learnt, and behind it */
  private before: Float32Array[][] = [];
  private behind: Float32Array[][] = [];
  private count = 0;

  /** Records its tape. @param learn with the inputs of `Learning.soft` */
  constructor(engine: Engine, learn: Tape, foresee: NonNullable<BrainKind['foresee']>, sizes: Sizes) {
    this.engine = engine;
    this.learn = learn;
    this.tape = engine.record('teach', OWNER, (r) => {
      const rows = sizes.batch * sizes.contextLength;
      const probabilities = softmax(r.view(foresee(r, sizes), [rows, sizes.vocabulary]));
      const mixture = r.input('mixture', [rows, sizes.vocabulary]);
      r.call('scaleInto', each(mixture.size), [probabilities, r.variable(SHARE), mixture, r.variable(ADDS)]);
      return { outputs: {} };
    });
  }

  /** How many teach: the siblings of the first places. 0: nobody does. */
  get teaching(): number {
    return this.count;
  }

  set teaching(count: number) {
    if (count === this.count) return;
    const blank = () => this.engine.statesOf(OWNER).map(({ data }) => new Float32Array(data.length));
    this.before = Array.from({ length: count }, (_, slot) => this.before[slot] ?? blank());
    this.behind = this.before.map(blank);
    this.count = count;
    if (count === 0) this.engine.input(this.learn, 'softWeights').fill(0);
  }

  /** Has them expect what comes in the chunk that lies before the learner; streams that are `fresh` they meet with empty memories. */
  expect(fresh: ArrayLike<unknown>, between: () => void): void {
    const { engine, learn, tape } = this;
    for (const name of ['ids', 'colour']) engine.input(tape, name).set(engine.input(learn, name));
    engine.variables.set(SHARE, 1 / this.count);
    const states = engine.statesOf(OWNER);
    for (let slot = 0; slot < this.count; slot++) {
      states.forEach(({ data }, i) => {
        data.set(this.before[slot][i]);
        const size = data.length / fresh.length;
        for (let b = 0; b < fresh.length; b++) if (fresh[b]) data.fill(0, b * size, (b + 1) * size);
      });
      engine.variables.set(ADDS, slot > 0 ? 1 : 0);
      engine.run(tape, 'forward', between, SIBLINGS + slot);
      engine.run(tape, 'commit', between, SIBLINGS + slot);
      states.forEach(({ data }, i) => this.behind[slot][i].set(data));
    }
    engine.input(learn, 'soft').set(engine.input(tape, 'mixture'));
    const weights = engine.input(learn, 'weights');
    const soft = engine.input(learn, 'softWeights');
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
    const shapes = [...this.engine.stateShapes(OWNER)];
    const files = this.before.map((states, slot): [string, NamedTensor[]] => [
      `teacher${slot + 1}`,
      states.map((data, i) => ({ name: shapes[i][0], shape: shapes[i][1], data })),
    ]);
    return Object.fromEntries(files);
  }
}
