import { Random } from '../../../brain/engine/random.ts';
import { sizeOf } from '../../../brain/engine/tensor.ts';
import type { NamedTensor, SoulContent } from '../../../soul/keeper.ts';
import { DREAM } from '../../api/sibling-words.ts';
import type { SoulState } from '../checkpoint.ts';
import { afterDream } from '../habits/habit-growth.ts';
import { HABITS_FILE } from '../habits/habit-soul.ts';
import { buildModel } from '../model.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import { examEvery, type GrowthState, type Sibling } from './growth-state.ts';
import { bornWith } from './size.ts';
import { dropoutFor } from './steering.ts';

export const NO_DREAM = trainingTexts.dream.noDreamYet;

/** @throws one sentence where there is nothing to dream of */
export function mustHaveSiblings({ growth }: SoulState): { growth: GrowthState; brains: number } {
  const brains = growth ? eldersOf(growth).length : 0;
  if (growth && brains > 1) return { growth, brains };
  throw new Error(trainingTexts.dream.learnsFromSiblings(brains === 1));
}

/** Those that rest, and behind them the learner as it was at its best, which wakes after the dream. */
function eldersOf({ resting, learner, steering }: GrowthState, tokens = 0): Sibling[] {
  const isKept = learner && !learner.dreams && steering.bestAt !== null;
  return isKept ? [...resting, { id: learner.id, tokens, library: 0 }] : [...resting];
}

/**
 * The soul of a baby that dreams: one more brain of the same size, which begins by chance or where an earlier dream ended, learns what all
 * siblings expect together; they go on speaking as they were at their best.
 *
 * @param soul with all of its tensors
 * @param seed of the new brain
 * @throws one sentence where there is nothing to dream of
 */
export function dreamingSoul(soul: SoulContent, seed: number): SoulContent {
  const state = soul.state as SoulState;
  const { tutor, sizes, brain } = state;
  const { growth } = mustHaveSiblings(state);
  const { engine } = buildModel(brain, sizes);
  const random = new Random(seed);
  const newborn = (): NamedTensor[] =>
    [...engine.parameters.all.values()].map(({ name, shape, size, init }) => {
      const data = new Float32Array(size);
      init(data, random);
      return { name, shape, data };
    });
  const elders = eldersOf(growth, tutor.tokens - (tutor.began?.tokens ?? 0));
  const memories = blank(soul.tensors['memories']);
  const { average, moments } = soul.tensors;
  const dream = growth.dream && soul.tensors['dream'];
  const begins = dream ?? newborn();
  const siblings = elders.map((_, slot) => [`sibling${slot + 1}`, soul.tensors[`sibling${slot + 1}`]] as const);
  const mentors = Object.entries(soul.tensors).filter(([file]) => /^mentor\d+$/.test(file));
  const tensors: SoulContent['tensors'] = {
    weights: begins,
    ...(average ? { average: begins } : {}),
    moments: blank(moments),
    memories,
    ...Object.fromEntries(siblings),
    ...Object.fromEntries(elders.map((_, slot) => [`teacher${slot + 1}`, memories])),
    ...(dream ? { dream } : {}),
    ...Object.fromEntries(mentors.map(([file, remembered]) => [file, blank(remembered)])),
    ...(soul.tensors[HABITS_FILE] ? { [HABITS_FILE]: soul.tensors[HABITS_FILE] } : {}),
  };
  const { library, steering, dreamless: _dreamless, ...family } = growth;
  const dropout = dropoutFor(library, engine.parameters.count);
  // who was to be judged does not learn any more
  const { trial: _trial, ...size } = growth.size ?? bornWith(engine.parameters.count);
  const dreaming: SoulState = {
    ...state,
    tutor: beginningOf(tutor, seed),
    growth: {
      ...family,
      resting: elders,
      library: 0,
      learner: { id: DREAM, dreams: true },
      part: 'silent',
      size,
      steering: { ...steering, rate: 1, dropout, next: examEvery(library), stale: 0, bestAt: dream ? 0 : null },
    },
  };
  return { ...soul, tensors, state: dreaming };
}

/** The state of a tutor whose learner begins now. */
function beginningOf(tutor: SoulState['tutor'], seed: number): SoulState['tutor'] {
  const { step, tokens, moments, averageLooks } = tutor;
  return {
    ...tutor,
    began: { seed, step, tokens },
    past: tutor.past.map(() => []),
    ...(averageLooks === undefined ? {} : { averageLooks: 0 }),
    ...(moments ? { moments: { ...moments, since: step } } : {}),
  };
}

const blank = (tensors: readonly NamedTensor[] = []): NamedTensor[] =>
  tensors.map(({ name, shape }) => ({ name, shape, data: new Float32Array(sizeOf(shape)) }));

/** The soul of a baby whose dream takes the place of all siblings. @throws one sentence where there is no dream */
export function dreamAloneSoul(soul: SoulContent): SoulContent {
  const state = soul.state as SoulState;
  const { growth } = state;
  const { dream: weights, ...tensors } = soul.tensors;
  if (!growth?.dream || growth.dream.unfinished || !weights) throw new Error(NO_DREAM);
  const { dream, dreamSpeaks: _, ...family } = growth;
  const others = Object.entries(tensors).filter(([file]) => !/^(sibling|teacher)\d/.test(file));
  return {
    ...soul,
    tensors: {
      ...Object.fromEntries(others),
      weights,
      ...(tensors['average'] ? { average: weights } : {}),
      sibling1: weights,
    },
    state: {
      ...state,
      ...(state.habits ? { habits: afterDream(state.habits) } : {}),
      growth: {
        ...family,
        resting: [{ id: 0, tokens: dream.tokens, library: dream.library }],
        learner: null,
        part: 'silent',
        failed: 0,
        born: 1,
      },
    } satisfies SoulState,
  };
}
