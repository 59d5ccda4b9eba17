import { copyIntoCorner, enlargedWeights, meanRows, type Values } from '../../../brain/brains/enlargement.ts';
import { kindOf } from '../../../brain/brains/index.ts';
import type { Sizes } from '../../../brain/brains/shapes/shape.ts';
import type { Parameter } from '../../../brain/engine/parameters.ts';
import { sizeOf } from '../../../brain/engine/tensor.ts';
import type { Merge } from '../../../library/tokenizer/index.ts';
import type { NamedTensor, SoulContent } from '../../../soul/keeper.ts';
import type { SoulState } from '../checkpoint.ts';
import { enlargedHabits } from '../habits/habit-growth.ts';
import { HABITS_FILE } from '../habits/habit-soul.ts';
import { buildModel } from '../model.ts';
import { examEvery } from './growth-state.ts';
import { bornWith, declined, grown } from './size.ts';
import { dropoutFor } from './steering.ts';

/** The optimizer is only recorded, so its settings do not matter. */
const UNUSED = { beta1: 0, beta2: 0, weightDecay: 0, clip: 0, accumulation: 1 };

/**
 * The soul of a larger brain that says what this one says: weights, average and siblings begin where it is, moments and memories of what
 * is new at 0.
 *
 * @param soul with all of its tensors
 * @param sizes of the larger brain
 * @param seed of what is new
 * @param words new ids, by the two of which each is made: their rows begin as the mean of both
 */
export function enlargedSoul(soul: SoulContent, sizes: Sizes, seed: number, words: readonly Merge[] = []): SoulContent {
  const state = soul.state as SoulState;
  const { engine } = buildModel(state.brain, sizes, UNUSED);
  const parameters = [...engine.parameters.all.values()];
  const memories = engine.stateShapes('streams');
  const { beginsSilent = () => false, tables = [] } = kindOf(state.brain).enlarging ?? {};
  const tensors = Object.entries(soul.tensors).map(([file, old]) => {
    const known = new Map(old.map((tensor): [string, Values] => [tensor.name, tensor]));
    if (file === 'moments') return [file, enlargedMoments(parameters, known)] as const;
    if (/^(memories|teacher\d+)$/.test(file))
      return [file, [...memories].map(([name, shape]) => atCorner(name, shape, known))] as const;
    // of another brain, which stays as it is
    if (/^mentor\d+$/.test(file)) return [file, [...old]] as const;
    if (file === HABITS_FILE) return [file, enlargedHabits(state.habits, old, { brain: state.brain, sizes })] as const;
    const weights = enlargedWeights(parameters, known, beginsSilent, seed);
    for (const table of tables) {
      const { shape } = engine.parameters.get(table);
      meanRows(weights.get(table)!, shape[1], shape[0] - words.length, words);
    }
    return [file, parameters.map(({ name, shape }) => ({ name, shape, data: weights.get(name)! }))] as const;
  });
  const grownState: SoulState = { ...state, sizes, ...growthOf(state, engine.parameters.count) };
  return { ...soul, tensors: Object.fromEntries(tensors), state: grownState };
}

function enlargedMoments(parameters: readonly Parameter[], known: ReadonlyMap<string, Values>): NamedTensor[] {
  return parameters
    .filter(({ group }) => group !== 'frozen')
    .flatMap(({ name, shape }) => ['first', 'second'].map((moment) => atCorner(`${name}.${moment}`, shape, known)));
}

function atCorner(name: string, shape: readonly number[], known: ReadonlyMap<string, Values>): NamedTensor {
  const data = new Float32Array(sizeOf(shape));
  const old = known.get(name);
  if (old) copyIntoCorner(old, shape, data);
  return { name, shape, data };
}

/** It learns at the whole rate, and every sibling at rest wakes: there is room for more in each. */
function growthOf({ growth, tutor }: SoulState, parameters: number): Pick<SoulState, 'growth'> {
  if (!growth) return {};
  const { library, steering, resting } = growth;
  const tokens = tutor.tokens - (tutor.began?.tokens ?? 0);
  const next = tokens + examEvery(library);
  return {
    growth: {
      ...growth,
      resting: resting.map((one) => ({ ...one, library: 0 })),
      failed: 0,
      steering: { ...steering, rate: 1, dropout: dropoutFor(library, parameters), stale: 0, next },
      size: grown(growth.size ?? bornWith(parameters), tokens),
    },
  };
}

/** The state of a soul that somebody went back to: what it was about to become it does not become. */
export function withoutWishes(stored: unknown): unknown {
  const state = stored as SoulState;
  const { growth } = state;
  if (!growth) return state;
  const { size, resting, learner, library } = growth;
  return {
    ...state,
    growth: {
      ...growth,
      ...(size?.waits ? { size: declined(size, library) } : {}),
      ...(learner === null && resting.length > 1 ? { dreamless: Math.max(...resting.map((one) => one.library)) } : {}),
    },
  };
}
