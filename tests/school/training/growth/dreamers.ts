/** Tiny siblings, and a brain that learns what they expect together. */
import { SIBLINGS, type WeightSet } from '../../../../brain/engine/weight-sets.ts';
import { exam } from '../../../../school/training/evaluation/evaluate.ts';
import { Growth } from '../../../../school/training/growth/growth.ts';
import type { GrowthState } from '../../../../school/training/growth/growth-state.ts';
import { bornWith } from '../../../../school/training/growth/size.ts';
import { Keeper, type OpenedSoul, type SoulContent } from '../../../../soul/keeper.ts';
import { files, makePupil, temporaryFolder, tokenizer } from '../../tiny.ts';

const READ = 1500;
const HELD_OUT = [{ ids: files[0]!.tokens.slice(READ, READ + 1200), bytes: 1 }];
const EVERY = 240;
const end = tokenizer.special.end;

export const state = (changes: Partial<GrowthState> = {}): GrowthState => ({
  steering: { rate: 1, dropout: 0, next: 0, stale: 0, bestAt: null },
  resting: [0, 1].map((id) => ({ id, tokens: 4800, library: 700 })),
  learner: null,
  part: 'silent',
  set: 'a set',
  born: 2,
  failed: 0,
  library: 700,
  size: bornWith(1000),
  ...changes,
});

/** Two who learnt the story by other chance, as they lie in a soul. */
export async function siblings(): Promise<OpenedSoul> {
  const one = await makePupil({ siblings: 2, kernels: 'simd', tokens: READ, learningRate: 2e-2, seed: 1 });
  one.learn(90);
  const other = await makePupil({ siblings: 2, kernels: 'simd', tokens: READ, learningRate: 2e-2, seed: 2 });
  other.learn(90);
  const { engine } = other.mind;
  engine.weightsOf(SIBLINGS).set(one.mind.engine.weightsOf(0));
  engine.weightsOf(SIBLINGS + 1).set(engine.weightsOf(0));
  const keeper = new Keeper({ folder: temporaryFolder() });
  keeper.save(other.soul(2, state()));
  return keeper.open();
}

export const contentOf = ({ allTensors, texts, state, info }: OpenedSoul): SoulContent => ({
  tensors: allTensors(),
  texts,
  state,
  summary: { step: info.step },
});
export const saved = (content: SoulContent): OpenedSoul => {
  const keeper = new Keeper({ folder: temporaryFolder() });
  keeper.save(content);
  return keeper.open();
};

/**
 * One that goes on from a soul.
 * @param how with how many threads, whether its brain has a tape to dream with, whether it dreams by itself, and tokens of its library
 */
export async function dreamer(
  from: OpenedSoul,
  { threads = 1, dreams = true, byItself = false, library = { tokens: 700 } } = {},
) {
  const training = await makePupil({
    siblings: 3,
    kernels: 'simd',
    tokens: READ,
    learningRate: 2e-2,
    dreams,
    soul: from,
    threads,
  });
  const { mind, tutor } = training;
  const tools = {
    model: mind,
    tutor: () => tutor,
    libraryTokens: () => library.tokens,
    dreams: () => byItself,
    most: () => 2,
    seed: 7,
    every: () => EVERY,
  };
  const growth = new Growth(tools, 'a set', (from.state as { growth: GrowthState }).growth);
  const examine = (set: WeightSet) =>
    exam(mind.engine, mind.learn, mind.sizes, mind.overlap, end, HELD_OUT, undefined, set).losses;
  const log: string[] = [];
  const known = new Map<WeightSet, Float32Array>();
  let look = examine;
  const step = () => {
    const [loss] = training.learn(1);
    growth.apply();
    if (growth.isDue) log.push(...growth.steer((set) => look(set)));
    return loss!;
  };
  /** From now on no exam is better than the one before. */
  const enough = () => {
    look = (set) => known.get(set) ?? known.set(set, examine(set)).get(set)!;
  };
  return {
    training,
    mind,
    tutor,
    growth,
    examine,
    log,
    step,
    enough,
    soul: () => training.soul(growth.slots, growth.state()),
  };
}
