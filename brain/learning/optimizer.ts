import type { Engine, Tape } from '../engine/engine.ts';
import { each, once } from '../engine/recording.ts';

/** Elements whose squares are summed together: fixed, so that the norm is the same for any number of threads. */
const SQUARES_BLOCK = 1 << 15;

export interface OptimizerSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  /** gradients longer than this are shortened to it (global norm); 0 = never */
  readonly clip: number;
  /** micro-steps whose gradients add up to one step */
  readonly accumulation: number;
}

const EPSILON = 1e-8;

/**
 * AdamW over all learnt parameters at once, with the gradient's norm first: `measure` it, look whether it is a number, then `apply`.
 * Weight decay falls on the `decayed` group only.
 */
export class Optimizer {
  private readonly engine: Engine;
  private readonly tape: Tape;
  /** all but `accumulation` may be changed at any time, and counts from the next step on */
  settings: OptimizerSettings;

  /** Records its tape; call it after every other tape was recorded, since it lays the parameters out. */
  constructor(engine: Engine, settings: OptimizerSettings) {
    this.engine = engine;
    this.settings = settings;
    this.tape = engine.record('optimizer', 'optimizer', (r) => {
      const groups = (['decayed', 'plain'] as const)
        .map((group) => ({ group, gradients: r.block('gradients', group) }))
        .filter(({ gradients }) => gradients.size > 0);
      const counts = groups.map(({ gradients }) => Math.ceil(gradients.size / SQUARES_BLOCK));
      // one partial sum per block of squares, the groups' one after the other
      const total = counts.reduce((sum, n) => sum + n, 0);
      const factor = r.activation([2], false, 'clipFactor');
      const partials = r.activation([total], false, 'partials');
      let at = 0;
      groups.forEach(({ gradients }, i) => {
        const split = { work: counts[i], grain: 1, cost: gradients.size };
        r.call('sumSquares', split, [gradients, r.part(partials, at, counts[i]), gradients.size, SQUARES_BLOCK]);
        at += counts[i];
      });
      r.call('clipFactor', once, [partials, total, r.variable('clip'), 1 / settings.accumulation, factor]);
      r.during('commit', () => {
        for (const { group, gradients } of groups) {
          const [weights, first, second] = (['weights', 'firstMoments', 'secondMoments'] as const).map((kind) =>
            r.block(kind, group),
          );
          const v = (name: string) => r.variable(name);
          r.call('adamw', each(gradients.size), [
            weights,
            gradients,
            first,
            second,
            factor,
            v('rate'),
            v('beta1'),
            v('beta2'),
            EPSILON,
            group === 'decayed' ? v('weightDecay') : 0,
            v('correction1'),
            v('correction2'),
          ]);
        }
      });
      return { outputs: { factor } };
    });
  }

  /** The length of the whole gradient, before clipping; not finite when something went wrong. */
  measure(): number {
    this.run();
    return this.engine.output(this.tape, 'factor')[0];
  }

  /** The same in two parts, for executors whose results are waited for: has it measured … */
  run(): void {
    this.engine.variables.set('clip', this.settings.clip);
    this.engine.run(this.tape, 'forward');
  }

  /** … and reads it. */
  async read(): Promise<number> {
    return (await this.engine.read(this.tape, 'factor'))[0];
  }

  /** Takes step number `step` (from 1) with the gradient just measured. */
  apply(step: number, rate: number): void {
    const { variables } = this.engine;
    const { beta1, beta2, weightDecay } = this.settings;
    const values = { rate, beta1, beta2, weightDecay, correction1: 1 - beta1 ** step, correction2: 1 - beta2 ** step };
    for (const [name, value] of Object.entries(values)) variables.set(name, value);
    this.engine.run(this.tape, 'commit');
    this.engine.applyConstraints();
  }
}
