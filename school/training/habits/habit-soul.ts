/** Souls with other habits than before: what is done to the newest one, whether the baby sleeps or its lesson begins again from it. */
import { kindOf } from '../../../brain/brains/index.ts';
import type { Parameter } from '../../../brain/engine/parameters.ts';
import { adaptedMatrices, addAdapter, largestRank } from '../../../brain/learning/adapter.ts';
import type { SoulContent } from '../../../soul/keeper.ts';
import { fillTensors } from '../../../soul/soul-file.ts';
import { DREAM } from '../../api/sibling-words.ts';
import { type SoulState, spokenFiles } from '../checkpoint.ts';
import { buildModel } from '../model.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import { Habit, mustBeRank } from './habit.ts';
import { type HabitState, mustBeHabitName, RANK } from './habit-state.ts';
import { mustFitTogether, noHabit } from './habits.ts';
import type { Lesson } from './material.ts';

/** The file of a soul that holds the numbers of its habits. */
export const HABITS_FILE = 'habits';
/** Habits that a baby has at most. */
const MOST_HABITS = 32;

/** What a new habit is to be. */
export interface NewHabit {
  readonly name: string;
  readonly rank?: number | undefined;
  /** a change counts `alpha / rank` times; left out: twice the rank */
  readonly alpha?: number | undefined;
  readonly lessons: readonly Lesson[];
}

/** The matrices that habits of a brain change. */
export const habitMatrices = ({ brain, sizes }: Pick<SoulState, 'brain' | 'sizes'>): readonly Parameter[] =>
  adaptedMatrices(buildModel(brain, sizes).engine.parameters.all.values(), kindOf(brain).adapts);

const stateOf = ({ state }: SoulContent): SoulState => state as SoulState;

/** The habits of a soul, with all that belongs to them. */
export function habitsOf(soul: SoulContent): Habit[] {
  const { habits = [], ...state } = stateOf(soul);
  if (habits.length === 0) return [];
  const matrices = habitMatrices(state);
  return habits.map((one) => new Habit(matrices, one, (targets) => fillTensors(soul, HABITS_FILE, targets)));
}

/** One of them. @throws one sentence where there is none of that name */
export function habitOf(soul: SoulContent, name: string): Habit {
  const found = habitsOf(soul).find((habit) => habit.name === name);
  if (!found) throw new Error(noHabit(name));
  return found;
}

/** The soul with these habits in the place of those that it has. */
export function soulWithHabits(soul: SoulContent, habits: readonly Habit[]): SoulContent {
  const { habits: _, ...state } = stateOf(soul);
  const { [HABITS_FILE]: __, ...tensors } = soul.tensors;
  if (habits.length === 0) return { ...soul, state, tensors };
  return {
    ...soul,
    state: { ...state, habits: habits.map((habit) => habit.state()) } satisfies SoulState,
    tensors: { ...tensors, [HABITS_FILE]: habits.flatMap((habit) => habit.tensors()) },
  };
}

/** The brain that a habit of a soul belongs to: the eldest of those that speak, and of whom it is known what they say. */
export const habitBrainOf = (state: SoulState): number => Number(spokenFiles(state)[0].mind);

/** @throws one sentence where there is no room for a habit of that name */
function mustBeNew(name: string, { habits = [] }: SoulState): void {
  mustBeHabitName(name);
  if (habits.some((habit) => habit.name === name))
    throw new Error(trainingTexts.habits.nameTaken(JSON.stringify(name)));
  if (habits.length >= MOST_HABITS) throw new Error(trainingTexts.habits.tooMany(MOST_HABITS));
}

/** The soul with one habit more, which is on, and learns its lessons at once. @throws one sentence where it cannot have it */
export function withNewHabit(soul: SoulContent, { name, rank: given, alpha: wanted, lessons }: NewHabit): SoulContent {
  const state = stateOf(soul);
  const matrices = habitMatrices(state);
  const rank = given ?? Math.min(RANK, largestRank(matrices));
  const alpha = wanted ?? 2 * rank;
  mustBeNew(name, state);
  const { step, tokens } = state.tutor;
  const begun: HabitState = {
    ...{ name, rank, alpha, isOn: true, brain: habitBrainOf(state), steps: 0, born: step, units: [] },
    // chance of its own for every habit
    seed: (Number.parseInt(state.tokenizerHash.slice(0, 8), 16) + tokens + 31 * (state.habits?.length ?? 0)) >>> 0,
  };
  mustFitTogether(begun, state.habits ?? []);
  mustBeRank(matrices, rank);
  const habit = new Habit(matrices, begun);
  habit.teach(lessons);
  return soulWithHabits(soul, [...habitsOf(soul), habit]);
}

/** The soul with a habit that was kept as it is. @throws one sentence where it cannot have it */
export function withHabit(soul: SoulContent, habit: Habit): SoulContent {
  const state = stateOf(soul);
  mustBeNew(habit.name, state);
  if (habit.isOn) mustFitTogether(habit.state(), state.habits ?? []);
  return soulWithHabits(soul, [...habitsOf(soul), habit]);
}

/** The soul without a habit: as if there had never been one. */
export function withoutHabit(soul: SoulContent, name: string): SoulContent {
  habitOf(soul, name);
  return soulWithHabits(
    soul,
    habitsOf(soul).filter((habit) => habit.name !== name),
  );
}

/** The soul with a habit switched on or off. */
export function withHabitSwitched(soul: SoulContent, name: string, isOn: boolean): SoulContent {
  const habits = habitsOf(soul);
  const habit = habitOf(soul, name);
  if (isOn) mustFitTogether(habit.state(), stateOf(soul).habits ?? []);
  for (const one of habits) if (one.name === name) one.isOn = isOn;
  return soulWithHabits(soul, habits);
}

/** The soul whose weights themselves are changed as a habit changes them; the habit is gone. @throws one sentence where that is not possible */
export function withHabitMerged(soul: SoulContent, name: string): SoulContent {
  const habit = habitOf(soul, name);
  const files = filesOfBrain(stateOf(soul), habit.brain);
  if (files.length === 0) throw new Error(trainingTexts.habits.brainGone(name));
  const tensors = { ...soul.tensors };
  for (const file of files) {
    const copies = (tensors[file] ?? []).map(({ data, ...one }) => ({ ...one, data: data.slice() as Float32Array }));
    addAdapter(habit.adapter, (parameter) => copies.find((one) => one.name === parameter)?.data);
    tensors[file] = copies;
  }
  return withoutHabit({ ...soul, tensors }, name);
}

/** The files that hold the weights of a sibling: as they learn, their average, as they were at their best; or as it rests. */
function filesOfBrain({ growth }: SoulState, brain: number | null): string[] {
  if (brain === null) return [];
  const learner = growth ? growth.learner : { id: 0 };
  const resting = growth?.resting ?? [];
  if (brain === DREAM) return growth?.dream ? ['dream'] : [];
  if (learner?.id === brain) return ['weights', 'average', `sibling${resting.length + 1}`];
  const slot = resting.findIndex(({ id }) => id === brain);
  return slot < 0 ? [] : [`sibling${slot + 1}`];
}
