import type { Engine } from '../../../brain/engine/engine.ts';
import { SIBLINGS, type WeightSet } from '../../../brain/engine/weight-sets.ts';
import type { Model } from '../model.ts';
import type { Tutor } from '../training-loop.ts';

/** Nats of every token of the steering exam, by a set of weights. */
export type SteeringExam = (set: WeightSet) => Float32Array;

/** What a family needs of a life. */
export interface FamilyTools {
  readonly model: Model;
  /** may be another one after going back */
  tutor(): Tutor;
  /** of the library that is there now */
  libraryTokens(): number;
  /** siblings that there may be at most, the one that learns among them */
  most(): number;
  /** whether it dreams by itself, once nobody has anything else to learn; left out: it does not */
  dreams?(): boolean;
  readonly seed: number;
}

/** Where the weights of a dream at its best lie: in the last place, for which there is room where one dreams or has dreamt. */
export function dreamSlot(engine: Engine): WeightSet {
  let slot = SIBLINGS;
  while (engine.has(slot + 1)) slot++;
  return slot;
}
