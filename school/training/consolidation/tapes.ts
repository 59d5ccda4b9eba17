import type { BrainKind } from '../../../brain/brains/kind.ts';
import type { Sizes } from '../../../brain/brains/shapes/shape.ts';
import type { Engine, Tape } from '../../../brain/engine/engine.ts';
import type { WeightSet } from '../../../brain/engine/weight-sets.ts';
import { Teachers } from '../growth/teachers.ts';

/** The owner of what the tape of corrections remembers. */
export const OWNER = 'consolidation';

/** Tapes for learning corrections or habits beside the library, tethered to what other weights expect. They are tapes of their own, so that the streams of the library keep their places. */
export interface TetheredTapes {
  /** with the inputs of `Learning.soft` */
  readonly learn: Tape;
  /** says what the weights expected before */
  readonly before: Teachers;
  /** chooses the weights that are learnt from: before `before` expects anything */
  tetherTo(set: WeightSet): void;
}

/** Records them. Undefined for a kind of brain that cannot say what it expects. @param owner of what they remember */
export function recordTethered(
  engine: Engine,
  { learn: kindLearn, foresee }: Pick<BrainKind, 'learn' | 'foresee'>,
  sizes: Sizes,
  owner: string,
): TetheredTapes | undefined {
  if (!foresee) return undefined;
  const learn = engine.record(owner, owner, (r) => {
    const { outputs, losses } = kindLearn(r, sizes, { soft: true });
    return losses ? { outputs, losses } : { outputs };
  });
  let tether: WeightSet = 0;
  const parts = { engine, foresee, sizes, owner: `${owner}.tether`, file: 'tether', setOf: () => tether };
  const before = new Teachers(parts, { engine, learn });
  return { learn, before, tetherTo: (set) => void (tether = set) };
}
