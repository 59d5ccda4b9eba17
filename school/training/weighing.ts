import { type Batch, learntIn } from '../../library/batches/batch.ts';
import type { Experience } from './feeling.ts';

/** How much the targets of a step are learnt. */
export interface Weighing {
  /** of each target that is learnt, in its part of the step; of the others it is 0 */
  readonly weight: number;
  /** targets that are learnt, in all parts */
  readonly learnt: number;
  /** the share of the learning rate that the step deserves, 0…1 */
  readonly worth: number;
}

/**
 * Weighs a step: its rate is what its learnt targets are worth on average. A chunk is worth what the library is still worth, or the
 * newness of what it brings by itself, if that is more: so a correction is learnt, a little at each step, by a baby that knows its library
 * by heart. All learnt targets of a step count the same: what it knows holds the rest in place while it learns what is new. (Counting
 * only the new ones cost five times as much of what it knew; school/EXPERIMENTS.md.)
 *
 * @param batches the parts of the step, whose gradients are averaged
 * @param freshness what the library is still worth, 0…1; see schedule.ts
 */
export function weigh(batches: readonly Batch[], freshness: number): Weighing {
  let learnt = 0;
  let beyond = 0;
  for (const batch of batches) {
    batch.newness.forEach((newness, b) => {
      const here = learntIn(batch, b);
      learnt += here;
      beyond += here * Math.max(0, newness - freshness);
    });
  }
  if (learnt === 0) return { weight: 0, learnt, worth: 0 };
  return { weight: batches.length / learnt, learnt, worth: freshness + beyond / learnt };
}

/**
 * What every stream went through in its learnt targets; undefined where it only listened.
 *
 * @param losses of all targets, @param best the likeliest ids. Shape (B,T)
 */
export function experiencesOf(
  batch: Batch,
  losses: ArrayLike<number>,
  best: ArrayLike<number>,
): (Experience | undefined)[] {
  const { learn, targets, fresh } = batch;
  const time = learn.length / fresh.length;
  return Array.from(fresh, (_, b) => {
    const learnt = learntIn(batch, b);
    if (learnt === 0) return undefined;
    let loss = 0;
    let exact = 0;
    for (let i = b * time; i < (b + 1) * time; i++) {
      if (!learn[i]) continue;
      loss += losses[i] / learnt;
      if (best[i] === targets[i]) exact += 1 / learnt;
    }
    return { loss, exact };
  });
}

/** As many experiences as there are streams: who only listened feels what the others feel on average. None if all only listened. */
export function completed(experiences: readonly (Experience | undefined)[]): Experience[] {
  const own = experiences.filter((one) => one !== undefined);
  if (own.length === 0) return [];
  const mean = (of: (one: Experience) => number) => own.reduce((sum, one) => sum + of(one), 0) / own.length;
  const average = { loss: mean((one) => one.loss), exact: mean((one) => one.exact) };
  return experiences.map((one) => one ?? average);
}
