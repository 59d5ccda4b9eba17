import type { Engine, Tape } from '../engine/engine.ts';
import { each } from '../engine/recording.ts';
import { AVERAGE, LEARNING } from '../engine/weight-sets.ts';

/** Steps from one look at the weights to the next. */
const EVERY = 8;
/** Looks that it counts on, when there were more. */
const SPAN = 200;
/** Looks after which it foresees better than the weights themselves, on every library of the study (school/EXPERIMENTS.md). */
const LEADS = 20;

/**
 * The share of the steps that the average covers: a ninth at first, since more would lag behind weights that learn quickly; then more, up
 * to half of them, since what has learnt for longer moves more slowly (school/EXPERIMENTS.md, 2026-11-30).
 */
const widthOf = (looks: number): number =>
  Math.min(SPAN, Math.max(1, (looks + 8) / 9, Math.min(looks / 2, looks ** 2 / 100)));

/** Whether an average that looked so often is what speaks. */
export const averageLeads = (looks: number): boolean => looks >= LEADS;

/**
 * The exponential mean of the weights over the last steps, kept beside them (Polyak & Juditsky 1992). A rate that stays high leaves weights
 * that jump around a good place; their mean is nearer to it. It speaks and is examined as soon as it leads. Needs room (`Room.average`);
 * without it does nothing.
 */
export class WeightAverage {
  private readonly engine: Engine;
  private readonly tape: Tape;
  /** how often it looked at the weights: all that is to be kept of it beside its numbers */
  looks = 0;

  /** Records its tape; call it after every other tape was recorded, since it lays the parameters out. */
  constructor(engine: Engine) {
    this.engine = engine;
    this.tape = engine.record('average', 'optimizer', (r) => {
      for (const group of ['decayed', 'plain'] as const) {
        const weights = r.block('weights', group);
        if (weights.size > 0)
          r.call('movingMean', each(weights.size), [weights, r.variable('share'), r.block('average', group)]);
      }
      return { outputs: {} };
    });
  }

  /** Whether it is what speaks. */
  get leads(): boolean {
    return averageLeads(this.looks) && this.engine.has(AVERAGE);
  }

  /** After step number `step` (from 1) changed the weights. */
  follow(step: number): void {
    if (step % EVERY !== 0) return;
    // what speaks from a stored copy is copied again before its next token
    for (const set of [LEARNING, AVERAGE]) this.engine.outdate(set);
    if (!this.engine.has(AVERAGE)) return;
    if (this.looks === 0) this.engine.weightsOf(AVERAGE).set(this.engine.weightsOf(LEARNING));
    this.looks++;
    this.engine.variables.set('share', 1 / widthOf(this.looks));
    this.engine.run(this.tape, 'forward');
  }
}
