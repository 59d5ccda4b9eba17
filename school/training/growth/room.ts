import type { Enlargement } from '../../../brain/brains/enlargement.ts';
import { type BrainName, kindOf } from '../../../brain/brains/index.ts';
import type { Sizes } from '../../../brain/brains/shapes/shape.ts';
import { count } from '../../../statistics/format/numbers.ts';
import { buildModel, type Model } from '../model.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import type { Growth, GrowthTools } from './growth.ts';
import { type GrowthState, slotsOf } from './growth-state.ts';
import { bornWith, brainsAllowed } from './size.ts';

/** A brain that may become larger. */
export interface Candidate {
  readonly brain: BrainName;
  readonly sizes: Sizes;
  readonly parameters: number;
  readonly growth: GrowthState | undefined;
  /** brains of the size at birth that there is memory for (`grow.most`) */
  readonly most: number;
}

/** A larger brain. */
export interface Enlarged {
  readonly by: Enlargement;
  readonly sizes: Sizes;
  readonly parameters: number;
}

/** How many numbers a brain of these sizes learns. */
export const parametersOf = (brain: BrainName, sizes: Sizes): number =>
  buildModel(brain, sizes).engine.parameters.count;

/** The larger brain that one becomes; `by` left out: as its kind prefers. @throws one sentence where it cannot become larger */
export function enlarged({ brain, sizes, growth, most, parameters }: Candidate, by?: Enlargement): Enlarged {
  const { enlarging } = kindOf(brain);
  if (!enlarging) throw new Error(trainingTexts.growth.bornSize(brain));
  const how = by ?? enlarging.prefers(sizes);
  const larger = { ...sizes, ...enlarging.larger(sizes, how) };
  const size = growth?.size ?? bornWith(parameters);
  const brains = growth ? growth.resting.length + (growth.learner ? 1 : 0) : 1;
  const needed = parametersOf(brain, larger);
  if (brains <= (most * size.born) / needed) return { by: how, sizes: larger, parameters: needed };
  const now =
    brains === 1
      ? trainingTexts.growth.wouldHave(count(needed))
      : trainingTexts.growth.wouldHaveEach(brains, count(needed));
  const enough = Math.ceil((brains * needed) / size.born);
  const room = trainingTexts.growth.roomFor(most, count(size.born));
  const advice = enough <= 16 ? trainingTexts.growth.allowMore(enough) : '';
  throw new Error(trainingTexts.growth.noRoom(now, room, advice));
}

/** What `grow.most` allows a brain that learns, and its siblings. */
export function limitsOf(
  life: () => { readonly model: Model; readonly growth: Growth; readonly most: number },
): Pick<GrowthTools, 'most' | 'next'> {
  return {
    most() {
      const { model, growth, most } = life();
      return brainsAllowed(most, growth.size, model.engine.parameters.count);
    },
    next() {
      const { model, growth, most } = life();
      const { brain, sizes, engine } = model;
      return nextEnlargement({ brain, sizes, parameters: engine.parameters.count, growth: growth.state(), most });
    },
  };
}

/** By what a brain would grow by itself; undefined: it cannot, or may not. */
export function nextEnlargement(candidate: Candidate): Enlargement | undefined {
  try {
    return enlarged(candidate).by;
  } catch {
    return undefined;
  }
}

/** Sets of weights for siblings, for the learner at its best, and for a dream, that memory is laid out for. */
export function slotsFor(most: number, parameters: number, growth: GrowthState | undefined): number {
  const allowed = brainsAllowed(most, growth?.size ?? bornWith(parameters), parameters);
  if (!growth) return allowed;
  const dreams = growth.dream || growth.learner?.dreams ? 1 : 0;
  return Math.max(allowed, slotsOf(growth)) + dreams;
}
