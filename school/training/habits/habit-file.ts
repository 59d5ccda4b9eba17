/**
 * A habit as one safetensors file, for its owner to keep and to hand on: its numbers, moments and lessons, and in the header's metadata what
 * else belongs to it. It is read from bytes, without a disk, and nothing in it is trusted.
 */
import type { BrainName } from '../../../brain/brains/index.ts';
import { SoulError } from '../../../soul/errors.ts';
import type { SoulContent } from '../../../soul/keeper.ts';
import { decodeSoulFile, encodeSoulFile, fillTensors } from '../../../soul/soul-file.ts';
import type { SoulState } from '../checkpoint.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import { Habit } from './habit.ts';
import { habitBrainOf, habitMatrices, habitOf } from './habit-soul.ts';
import { type HabitState, type HabitUnit, mustBeHabitName } from './habit-state.ts';

const FORMAT = 'babyllm-habit-1';
const FILE = 'habit';
/** Habits that came from elsewhere change the brain that speaks here. */
const LARGEST_ALPHA = 1e6;

/** What a file says beside its tensors. */
interface HabitFile {
  readonly format: typeof FORMAT;
  readonly habit: HabitState;
  readonly brain: BrainName;
  readonly tokenizerHash: string;
  /** when the baby was born that learnt it */
  readonly born: string;
}

/** A habit of a soul as a file. @throws one sentence where there is none of that name */
export function encodeHabit(soul: SoulContent, name: string): Uint8Array {
  const { brain, tokenizerHash, born, tutor } = soul.state as SoulState;
  const habit = habitOf(soul, name);
  const state: HabitFile = { format: FORMAT, habit: habit.state(), brain, tokenizerHash, born };
  const parts = encodeSoulFile({
    tensors: { [FILE]: habit.tensors() },
    texts: {},
    state,
    summary: { step: tutor.step },
  });
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/**
 * A habit out of its file, for a soul.
 *
 * @param as what it is called here; left out: as it was
 * @returns it, and whether it was learnt by another baby
 * @throws one sentence where it is none, or none for this brain
 */
export function decodeHabit(bytes: Uint8Array, soul: SoulContent, as?: string): { habit: Habit; isForeign: boolean } {
  const here = soul.state as SoulState;
  const content = decodeFile(bytes);
  const file = content.state as HabitFile;
  const { habit: state } = file;
  if (file.brain !== here.brain)
    throw new Error(trainingTexts.habits.otherBrain(state.name, String(file.brain), here.brain));
  if (file.tokenizerHash !== here.tokenizerHash) throw new Error(trainingTexts.habits.otherVocabulary(state.name));
  const isForeign = file.born !== here.born;
  const own: HabitState = isForeign ? { ...state, brain: habitBrainOf(here) } : state;
  let habit: Habit;
  try {
    habit = new Habit(habitMatrices(here), own, (targets) => fillTensors(content, FILE, targets));
  } catch (error) {
    const why = (error as Error).message.replace(/\.$/, '');
    throw new Error(trainingTexts.habits.doesNotFit(state.name, why), { cause: error });
  }
  if (![...habit.trained.numbers].every(Number.isFinite)) throw new Error(trainingTexts.habits.badNumbers(state.name));
  return { habit: as === undefined ? habit : renamed(habit, mustBeHabitName(as), here), isForeign };
}

function renamed(habit: Habit, name: string, here: SoulState): Habit {
  const tensors = habit.tensors();
  const known = new Map(tensors.map((tensor) => [tensor.name.slice(habit.name.length), tensor.data]));
  return new Habit(habitMatrices(here), { ...habit.state(), name }, (targets) => {
    for (const { name: full, data } of targets) data.set(known.get(full.slice(name.length)) ?? []);
  });
}

function decodeFile(bytes: Uint8Array): SoulContent {
  let content: SoulContent;
  try {
    content = decodeSoulFile(bytes);
  } catch (error) {
    if (error instanceof SoulError)
      throw new Error(error.message.replace(trainingTexts.habits.isNoSoul, trainingTexts.habits.isNoHabit), {
        cause: error,
      });
    throw new Error(trainingTexts.habits.unreadableHeader, { cause: error });
  }
  const { format, habit } = (content.state ?? {}) as Partial<HabitFile>;
  if (format !== FORMAT || !isState(habit)) throw new Error(trainingTexts.habits.holdsOther);
  return content;
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

const isUnit = (unit: HabitUnit): boolean =>
  typeof unit === 'object' && unit !== null && typeof unit.id === 'string' && isCount(unit.tokens);

const areUnits = (units: readonly HabitUnit[]): boolean =>
  Array.isArray(units) &&
  units.length <= 1 << 18 &&
  units.every(isUnit) &&
  units.reduce((sum, { tokens }) => sum + tokens, 0) <= 1 << 18;

/** Whether what a file says of a habit is of the form that it must have. */
function isState(value: unknown): value is HabitState {
  if (typeof value !== 'object' || value === null) return false;
  const { name, rank, alpha, isOn, brain, seed, steps, born, units, progress, loss } = value as HabitState;
  const { contrasts = [], lossScale = { scale: 1, steps: 0 } } = value as HabitState;
  const isProgress =
    progress === undefined ||
    (typeof progress === 'object' && progress !== null && isCount(progress.passes) && isCount(progress.at));
  return (
    typeof name === 'string' &&
    /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u.test(name) &&
    isCount(rank) &&
    Number.isFinite(alpha) &&
    Math.abs(alpha) <= LARGEST_ALPHA &&
    typeof isOn === 'boolean' &&
    (brain === null || Number.isSafeInteger(brain)) &&
    [seed, steps, born].every(isCount) &&
    [units, contrasts].every(areUnits) &&
    typeof lossScale === 'object' &&
    lossScale !== null &&
    lossScale.scale >= 1 &&
    Number.isFinite(lossScale.scale) &&
    isCount(lossScale.steps) &&
    isProgress &&
    (loss === undefined || typeof loss === 'number')
  );
}
