import type { Parameter } from '../../../brain/engine/parameters.ts';
import { Random } from '../../../brain/engine/random.ts';
import { type Adapter, adapterSize, largestRank } from '../../../brain/learning/adapter.ts';
import { TrainedAdapter } from '../../../brain/learning/adapter-optimizer.ts';
import type { NamedTensor } from '../../../soul/keeper.ts';
import { count } from '../../../statistics/format/numbers.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import { FIRST_PASS, type HabitProgress, type HabitState, type HabitUnit } from './habit-state.ts';
import { type Lesson, MOST_HABIT_TOKENS } from './material.ts';

/** Fills tensors by their names. */
export type FillTensors = (targets: readonly NamedTensor[]) => void;

/** A low-rank adapter with a name, and all that it learnt or has to learn. The weights that it changes stay as they are. */
export class Habit {
  readonly name: string;
  readonly trained: TrainedAdapter;
  private readonly seed: number;
  private readonly born: number;
  isOn: boolean;
  brain: number | null;
  lessons: readonly Lesson[];
  progress: HabitProgress | undefined;
  loss: number | undefined;
  steps: number;

  /**
   * @param matrices that it changes
   * @param fill its numbers, where it is not a new one
   * @throws one sentence where it cannot have that rank
   */
  constructor(matrices: readonly Parameter[], state: HabitState, fill?: FillTensors) {
    const { name, rank, alpha, seed, born } = state;
    // one that was made elsewhere may have all ranks
    mustBeRank(matrices, rank, largestRank(matrices) + 1);
    this.name = name;
    this.seed = seed;
    this.born = born;
    this.trained = new TrainedAdapter(matrices, { rank, alpha }, adapterSize(matrices, rank), new Random(seed));
    this.isOn = state.isOn;
    this.brain = state.brain;
    this.lessons = state.units.map((unit) => ({
      ...unit,
      ids: new Int32Array(unit.tokens),
      learn: new Uint8Array(unit.tokens),
    }));
    this.progress = state.progress;
    this.loss = state.loss;
    this.steps = state.steps;
    if (!fill) return;
    const targets = this.tensors();
    fill(targets);
    const [ids, learn] = targets.slice(-2) as [NamedTensor, NamedTensor];
    let at = 0;
    for (const lesson of this.lessons) {
      lesson.ids.set(ids.data.subarray(at, at + lesson.tokens));
      lesson.learn.set(learn.data.subarray(at, at + lesson.tokens));
      at += lesson.tokens;
    }
  }

  get adapter(): Adapter {
    return this.trained.adapter;
  }

  get tokens(): number {
    return tokensOf(this.lessons);
  }

  /** Takes lessons, in the place of those with the same id, and learns. @throws one sentence where they are too many */
  teach(lessons: readonly Lesson[]): void {
    const ids = new Set(lessons.map(({ id }) => id));
    const all = [...this.lessons.filter(({ id }) => !ids.has(id)), ...lessons];
    mustBeFew(this.name, tokensOf(all));
    this.lessons = all;
    if (lessons.length > 0) this.progress = FIRST_PASS;
  }

  /**
   * Takes lessons out. Its numbers know them, so it begins again from what is left: afterwards it is as if it had never been taught them.
   *
   * @returns the ids of those that were there
   */
  unteach(isGone: (unit: HabitUnit) => boolean): string[] {
    const gone = this.lessons.filter(isGone).map(({ id }) => id);
    if (gone.length === 0) return [];
    this.lessons = this.lessons.filter((unit) => !isGone(unit));
    this.trained.begin(new Random(this.seed));
    this.steps = 0;
    this.loss = undefined;
    this.progress = this.lessons.length > 0 ? FIRST_PASS : undefined;
    return gone;
  }

  /** The seed of a pass. */
  seedOf(pass: number): number {
    return (this.seed + 7919 * (pass + 1)) >>> 0;
  }

  state(): HabitState {
    const { name, isOn, brain, seed, steps, born, progress, loss, lessons } = this;
    const { rank, alpha } = this.adapter;
    const units = lessons.map(({ ids: _, learn: __, ...unit }) => unit);
    return {
      ...{ name, rank, alpha, isOn, brain, seed, steps, born, units },
      ...(progress ? { progress } : {}),
      ...(loss === undefined ? {} : { loss }),
    };
  }

  /** Its numbers, moments and lessons, under its name; numbers and moments in place. */
  tensors(): NamedTensor[] {
    const { adapter, moments, best } = this.trained;
    const parts: [string, Adapter][] = [
      ['', adapter],
      ['.first', moments.first],
      ['.second', moments.second],
      ['.best', best],
    ];
    const numbers = parts.flatMap(([end, { rank, changes }]) =>
      [...changes].flatMap(([parameter, { rows, cols, a, b }]): NamedTensor[] => [
        { name: `${this.name}/${parameter}.a${end}`, shape: [rank, cols], data: a },
        { name: `${this.name}/${parameter}.b${end}`, shape: [rows, rank], data: b },
      ]),
    );
    const ids = new Int32Array(this.tokens);
    const learn = new Uint8Array(this.tokens);
    let at = 0;
    for (const lesson of this.lessons) {
      ids.set(lesson.ids, at);
      learn.set(lesson.learn, at);
      at += lesson.tokens;
    }
    return [
      ...numbers,
      { name: `${this.name}/lessons.ids`, shape: [ids.length], data: ids },
      { name: `${this.name}/lessons.learn`, shape: [learn.length], data: learn },
    ];
  }
}

const tokensOf = (units: readonly HabitUnit[]): number => units.reduce((sum, { tokens }) => sum + tokens, 0);

/** @throws one sentence where that is more than a habit can learn */
export function mustBeFew(name: string, tokens: number): void {
  if (tokens <= MOST_HABIT_TOKENS) return;
  const [came, most] = [tokens, MOST_HABIT_TOKENS].map(count);
  throw new Error(trainingTexts.habits.tooLong(name, most, came));
}

/** @throws one sentence where adapters of these matrices cannot have that rank */
export function mustBeRank(matrices: readonly Parameter[], rank: number, most = largestRank(matrices)): void {
  if (Number.isInteger(rank) && rank >= 1 && rank <= most) return;
  throw new Error(trainingTexts.habits.badRank(most, rank));
}
