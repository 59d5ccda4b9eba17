import type { Parameter } from '../../../brain/engine/parameters.ts';
import { Random } from '../../../brain/engine/random.ts';
import { type Adapter, adapterSize, largestRank } from '../../../brain/learning/adapter.ts';
import { TrainedAdapter } from '../../../brain/learning/adapter-optimizer.ts';
import type { LossScaleState } from '../../../brain/learning/loss-scale.ts';
import type { NamedTensor } from '../../../soul/keeper.ts';
import { count } from '../../../statistics/format/numbers.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import { FIRST_PASS, type HabitProgress, type HabitState, type HabitUnit, type KnownMark } from './habit-state.ts';
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
  /** replies of the weights alone to other questions, while it learns dialogues: what it must leave as it is */
  contrasts: readonly Lesson[];
  progress: HabitProgress | undefined;
  lossScale: LossScaleState | undefined;
  known: KnownMark | undefined;
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
    this.lessons = blankLessons(state.units);
    this.contrasts = blankLessons(state.contrasts ?? []);
    this.progress = state.progress;
    this.lossScale = state.lossScale;
    this.known = state.known;
    this.loss = state.loss;
    this.steps = state.steps;
    if (!fill) return;
    const targets = this.tensors();
    fill(targets);
    for (const [kind, lessons] of this.taught) {
      const [ids, learn] = ['ids', 'learn'].map((part) =>
        targets.find((target) => target.name === `${this.name}/${kind}.${part}`),
      ) as [NamedTensor, NamedTensor];
      let at = 0;
      for (const lesson of lessons) {
        lesson.ids.set(ids.data.subarray(at, at + lesson.tokens));
        lesson.learn.set(learn.data.subarray(at, at + lesson.tokens));
        at += lesson.tokens;
      }
    }
  }

  /** All that is learnt in it, by how its tensors are called. */
  private get taught(): (readonly [string, readonly Lesson[]])[] {
    const { lessons, contrasts } = this;
    return [['lessons', lessons], ...(contrasts.length > 0 ? [['contrasts', contrasts] as const] : [])];
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
    if (lessons.length > 0) this.relearn(all);
  }

  /** Learns lessons in the place of those that it has, from where it is. */
  relearn(lessons: readonly Lesson[] = this.lessons): void {
    this.lessons = lessons;
    this.progress = lessons.length > 0 ? FIRST_PASS : undefined;
    // what it learns needs replies of today
    this.contrasts = [];
    this.lossScale = undefined;
    this.known = undefined;
  }

  /** Learns what it has to learn once more from the beginning, as if it had never learnt anything. */
  beginAgain(lessons: readonly Lesson[] = this.lessons): void {
    this.trained.begin(new Random(this.seed));
    this.steps = 0;
    this.loss = undefined;
    this.relearn(lessons);
  }

  /**
   * Takes lessons out. Its numbers know them, so it begins again from what is left: afterwards it is as if it had never been taught them.
   *
   * @returns the ids of those that were there
   */
  unteach(isGone: (unit: HabitUnit) => boolean): string[] {
    const gone = this.lessons.filter(isGone).map(({ id }) => id);
    if (gone.length === 0) return [];
    this.beginAgain(this.lessons.filter((unit) => !isGone(unit)));
    return gone;
  }

  /** The seed of a pass. */
  seedOf(pass: number): number {
    return (this.seed + 7919 * (pass + 1)) >>> 0;
  }

  state(): HabitState {
    const { name, isOn, brain, seed, steps, born, progress, lossScale, known, loss, lessons, contrasts } = this;
    const { rank, alpha } = this.adapter;
    return {
      ...{ name, rank, alpha, isOn, brain, seed, steps, born, units: unitsOf(lessons) },
      ...(contrasts.length > 0 ? { contrasts: unitsOf(contrasts) } : {}),
      ...(progress ? { progress } : {}),
      ...(lossScale ? { lossScale } : {}),
      ...(known ? { known } : {}),
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
    const tokens = this.taught.flatMap(([kind, lessons]): NamedTensor[] => {
      const size = tokensOf(lessons);
      const ids = new Int32Array(size);
      const learn = new Uint8Array(size);
      let at = 0;
      for (const lesson of lessons) {
        ids.set(lesson.ids, at);
        learn.set(lesson.learn, at);
        at += lesson.tokens;
      }
      return [
        { name: `${this.name}/${kind}.ids`, shape: [size], data: ids },
        { name: `${this.name}/${kind}.learn`, shape: [size], data: learn },
      ];
    });
    return [...numbers, ...tokens];
  }
}

const unitsOf = (lessons: readonly Lesson[]): HabitUnit[] => lessons.map(({ ids: _, learn: __, ...unit }) => unit);

const blankLessons = (units: readonly HabitUnit[]): Lesson[] =>
  units.map((unit) => ({ ...unit, ids: new Int32Array(unit.tokens), learn: new Uint8Array(unit.tokens) }));

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
