import { Keeper, type OpenedSoul } from '../../soul/keeper.ts';
import { createRuntime, type Runtime } from '../machine/runtime.ts';
import { soulBudget } from '../settings/config.ts';
import { currentState } from '../training/checkpoint.ts';
import { slotsFor } from '../training/growth/room.ts';
import { optimizerSettings } from '../training/learning-options.ts';
import { buildModel, LEARNING_ROOM, type Model } from '../training/model.ts';

import type { LessonOptions } from './options.ts';

/** What a lesson is made of before it begins. */
export interface LessonParts {
  readonly mind: Model;
  readonly hands: Runtime;
  readonly keeper: Keeper;
  /** the soul to go on from; undefined for a newborn */
  readonly opened: OpenedSoul | undefined;
}

/** Opens the soul, and builds its brain in memory, with room for all siblings that it has or may have. */
export async function openParts({
  config,
  sizes,
  soul,
  soulFolder,
}: Pick<LessonOptions, 'config' | 'sizes' | 'soul' | 'soulFolder'>): Promise<LessonParts> {
  const keeper = new Keeper({ folder: soulFolder, budget: soulBudget(config) });
  const opened = soul === null ? undefined : keeper.open(soul);
  const growth = opened && currentState(opened.state)?.growth;
  const dreams = growth?.learner?.dreams === true;
  const mind = buildModel(config.brain, sizes, optimizerSettings(config), {
    dreams,
    without: config.study.without,
    learningType: config.learning.storage,
  });
  const { kernels, threads, grow, voice } = config;
  const siblings = slotsFor(grow.most, mind.engine.parameters.count, growth);
  const hands = await createRuntime(mind.engine, {
    ...LEARNING_ROOM,
    ...{ siblings, kernels, threads, storage: voice.storage },
  });
  return { mind, hands, keeper, opened };
}
