/** A tiny baby with habits, for tests: a whole training state without a thread. */

import type { BrainName } from '../../../../brain/brains/index.ts';
import type { AnyShape, Sizes } from '../../../../brain/brains/shapes/shape.ts';
import { AVERAGE, LEARNING } from '../../../../brain/engine/weight-sets.ts';
import type { LearningType } from '../../../../brain/kernels/storage.ts';
import { passageOf } from '../../../../library/sources/examples.ts';
import { createRuntime } from '../../../../school/machine/runtime.ts';
import { configure } from '../../../../school/settings/config.ts';
import { currentState, type SoulState } from '../../../../school/training/checkpoint.ts';
import { withNewHabit } from '../../../../school/training/habits/habit-soul.ts';
import { dialogueLesson, type Lesson } from '../../../../school/training/habits/material.ts';
import { optimizerSettings } from '../../../../school/training/learning-options.ts';
import { buildModel, LEARNING_ROOM } from '../../../../school/training/model.ts';
import { TrainingState } from '../../../../school/training/training-state.ts';
import { Keeper, type OpenedSoul, type SoulContent } from '../../../../soul/keeper.ts';
import { files, TINY, temporaryFolder, tokenizer, tokenizerText } from '../../tiny.ts';

export const COLOUR = [0.5, 0.5, 0.5] as const;

/** A question with its answer, as a habit learns it. */
export const taught = (id: string, question: string, answer: string, brain: BrainName = 'baby'): Lesson =>
  dialogueLesson(
    passageOf(tokenizer, {
      id,
      turns: [
        { speaker: 'owner', text: question, learn: false },
        { speaker: 'baby', text: answer, learn: true },
      ],
    }),
    TINY[brain].contextLength,
  );

interface Options {
  brain?: BrainName;
  sizes?: AnyShape;
  soul?: OpenedSoul;
  /** of what it keeps for learning beside its weights */
  learningType?: LearningType;
  /** where the other questions come from */
  dialogues?: string;
}

export async function habitTraining({
  brain = 'baby',
  sizes: other = {},
  soul,
  learningType = 'f32',
  dialogues = '',
}: Options = {}) {
  const config = configure({ brain, preset: 'tiny', threads: 1, learningRate: 3e-3 }, 'the test');
  const state = soul && currentState(soul.state);
  const sizes = state?.sizes ?? ({ ...TINY[brain], ...other } as Sizes);
  const model = buildModel(brain, sizes, optimizerSettings(config), {
    adapters: state?.habits !== undefined,
    learningType,
  });
  const hands = await createRuntime(model.engine, {
    ...LEARNING_ROOM,
    ...{ siblings: 3, kernels: 'auto', threads: 1, adapters: state?.habits !== undefined },
  });
  const library = { files, exams: [] };
  const training = new TrainingState({ config, sizes, tokenizer, library, dialogues, from: 'resume' }, model, soul);
  const nothing = (): void => {};
  return {
    training,
    model,
    hands,
    learn: (steps: number): number[] =>
      Array.from({ length: steps }, () => training.tutor.learn(training.mixer, 1, nothing).loss),
    /** takes steps of habits, as many as there are left, or so many at most */
    learnHabits(most = Number.POSITIVE_INFINITY): number {
      let steps = 0;
      while (steps < most && training.habits.learn(nothing)) steps++;
      return steps;
    },
    /** Lets it be surer of its words than so young a brain can be: only then can a habit know any by heart. */
    speakUp(): void {
      const { offset, size } = model.engine.parameters.get('tokens');
      for (const set of [LEARNING, AVERAGE]) {
        const table = model.engine.weightsOf(set).subarray(offset, offset + size);
        for (let i = 0; i < size; i++) table[i]! *= 8;
      }
    },
    soul: (): SoulContent => training.soul(tokenizerText),
    /** logits behind some tokens, as it speaks now, in a conversation of its own; plain as in public */
    says({
      ids = [5, 17, 100, 8, 30],
      isPlain = false,
    }: {
      ids?: readonly number[];
      isPlain?: boolean;
    } = {}): number[] {
      training.growth.apply();
      return Array.from(model.voice.hear(model.voice.begin(isPlain), ids, COLOUR));
    },
    /** what it answers, by the likeliest tokens */
    answers(lesson: Lesson): number[] {
      training.growth.apply();
      const first = lesson.learn.indexOf(1);
      const conversation = model.voice.begin();
      let heard: readonly number[] = [...lesson.ids.subarray(0, first)];
      const said: number[] = [];
      while (said.length < lesson.tokens - first) {
        const logits = Array.from(model.voice.hear(conversation, heard, COLOUR));
        heard = [logits.indexOf(Math.max(...logits))];
        said.push(...heard);
      }
      return said;
    },
  };
}

export type HabitTraining = Awaited<ReturnType<typeof habitTraining>>;

/** A soul on a disk, as it is opened again. */
export function reopened(content: SoulContent): OpenedSoul {
  const keeper = new Keeper({ folder: temporaryFolder() });
  keeper.save(content);
  return keeper.open();
}

/** The same baby, woken once more with other habits. */
export async function wokenWith(
  training: HabitTraining,
  change: (soul: SoulContent) => SoulContent,
  options: Omit<Options, 'soul'> | BrainName = {},
): Promise<HabitTraining> {
  const more = typeof options === 'string' ? { brain: options } : options;
  return habitTraining({ ...more, soul: reopened(change(training.soul())) });
}

export const withHabitOf =
  (name: string, lessons: readonly Lesson[], rank = 4) =>
  (soul: SoulContent): SoulContent =>
    withNewHabit(soul, { name, rank, lessons });

/** The state of a soul, but for how long it was awake. */
export const timeless = ({ state }: SoulContent): SoulState => ({ ...(state as SoulState), secondsAwake: 0, born: '' });
