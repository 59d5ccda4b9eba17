import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import { Keeper, type OpenedSoul } from '../../soul/keeper.ts';
import type { Level, TeacherReport } from '../api/messages.ts';
import { createRuntime, type Runtime } from '../machine/runtime.ts';
import { type Config, soulBudget } from '../settings/config.ts';
import { currentState } from '../training/checkpoint.ts';
import { slotsFor } from '../training/growth/room.ts';
import { optimizerSettings } from '../training/learning-options.ts';
import { buildModel, LEARNING_ROOM, type Mentor, type Model } from '../training/model.ts';
import { openMentor } from './mentor.ts';

import type { LessonOptions } from './options.ts';
import { lessonTexts } from './texts.ts';

type Note = readonly [level: Level, scope: string, message: string];

/** What a lesson is made of before it begins. */
export interface LessonParts {
  readonly model: Model;
  readonly runtime: Runtime;
  readonly keeper: Keeper;
  /** the soul to go on from; undefined for a newborn */
  readonly opened: OpenedSoul | undefined;
  /** the baby that teaches, or why it does not; undefined where none should */
  readonly teacher: TeacherReport | undefined;
}

/** Opens the soul, and builds its brain in memory, with room for all siblings that it has or may have. */
export async function openParts({
  config,
  sizes,
  soul,
  soulFolder,
  teacher: wanted,
}: Pick<LessonOptions, 'config' | 'sizes' | 'soul' | 'soulFolder' | 'teacher'>): Promise<LessonParts> {
  const keeper = new Keeper({ folder: soulFolder, budget: soulBudget(config) });
  const opened = soul === null ? undefined : keeper.open(soul);
  const state = opened && currentState(opened.state);
  const growth = state?.growth;
  const adapters = state?.habits !== undefined;
  const dreams = growth?.learner?.dreams === true;
  const { mentor, teacher } = await mentorOf(wanted, sizes, config);
  const model = buildModel(config.brain, sizes, optimizerSettings(config), {
    dreams,
    consolidates: config.memory.consolidate,
    mentor,
    adapters,
    without: config.study.without,
    learningType: config.learning.storage,
  });
  const { kernels, threads, grow, voice } = config;
  const siblings = slotsFor(grow.most, model.engine.parameters.count, growth);
  const own = await createRuntime(model.engine, {
    ...LEARNING_ROOM,
    ...{ adapters, siblings, kernels, threads, storage: voice.storage },
  });
  const release = async (): Promise<void> => void (await Promise.all([own.release(), mentor?.release()]));
  return { model, runtime: { ...own, release }, keeper, opened, teacher };
}

/** The baby that teaches; where it cannot, the lesson goes on from the texts alone. */
async function mentorOf(
  teacher: TeacherReport | undefined,
  sizes: Sizes,
  config: Config,
): Promise<{ mentor?: Mentor; teacher: TeacherReport | undefined }> {
  if (teacher?.soul === undefined) return { teacher };
  const { home, name, soul } = teacher;
  try {
    return { mentor: await openMentor({ home, name, soul }, sizes, config), teacher };
  } catch (error) {
    return { teacher: { home, name, why: (error as Error).message.replace(/\.$/, '') } };
  }
}

/** Why the baby that should teach does not. */
export function untaughtNote(teacher: TeacherReport | undefined): Note[] {
  if (teacher?.why === undefined) return [];
  const { name, why } = teacher;
  return [['warn', 'teacher', lessonTexts.teacher.doesNotTeach(name, why)]];
}
