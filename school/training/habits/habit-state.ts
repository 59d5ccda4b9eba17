/** What a soul keeps of a habit beside its numbers: plain data. */
import type { LossScaleState } from '../../../brain/learning/loss-scale.ts';
import { trainingTexts } from '../texts/training-texts.ts';

/** A piece of what a habit learns: one dialogue, or a stretch of a text. */
export interface HabitUnit {
  readonly id: string;
  readonly tokens: number;
  /** whether it is a stretch of a text; a dialogue is learnt until it is known by heart */
  readonly isText?: true;
  /** a reply to another question, which the habit is to leave as it is */
  readonly isContrast?: true;
  /** whose words they are, and where they were said: they are forgotten together */
  readonly owner?: string;
  readonly place?: string;
}

/** How far a habit is with what it learns. */
export interface HabitProgress {
  /** times that all of it was learnt */
  readonly passes: number;
  /** units of this pass that were learnt */
  readonly at: number;
  /** nats and learnt targets of this pass so far; those of dialogues; and whether each of those would have been guessed, and no answer elsewhere */
  readonly nats: number;
  readonly targets: number;
  readonly dialogueNats: number;
  readonly dialogueTargets: number;
  readonly isExact: boolean;
  /** passes in a row in which it knew all dialogues */
  readonly known: number;
  /** nats per token of the stretches that are held out: the lowest so far, and passes since then */
  readonly best: number | null;
  readonly worse: number;
}

/** When, and by which weights, dialogues were known. */
export interface KnownMark {
  /** tokens that the baby had learnt */
  readonly tokens: number;
  /** the set of weights that the habit changes */
  readonly set: number;
}

/** A low-rank adapter with a name. */
export interface HabitState {
  readonly name: string;
  readonly rank: number;
  readonly alpha: number;
  readonly isOn: boolean;
  /** the sibling whose weights it changes; null: that one is not there any more */
  readonly brain: number | null;
  readonly seed: number;
  /** steps of its optimizer */
  readonly steps: number;
  /** the step of the baby at which it began */
  readonly born: number;
  readonly units: readonly HabitUnit[];
  /** replies to other questions, beside which it learns its dialogues; absent where there are none */
  readonly contrasts?: readonly HabitUnit[];
  /** undefined: all that there is to learn is learnt */
  readonly progress?: HabitProgress;
  /** of its gradients, while it learns and they are f16 */
  readonly lossScale?: LossScaleState;
  /** when all its dialogues were known last; absent where they are not, or it has none */
  readonly known?: KnownMark;
  /** nats per token of the last pass; undefined before the first */
  readonly loss?: number;
}

export const FIRST_PASS: HabitProgress = {
  ...{ passes: 0, at: 0, nats: 0, targets: 0, dialogueNats: 0, dialogueTargets: 0, isExact: true },
  ...{ known: 0, best: null, worse: 0 },
};

/** @throws one sentence where a habit cannot be called so */
export function mustBeHabitName(name: string): string {
  if (/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u.test(name)) return name;
  throw new Error(trainingTexts.habits.badName(JSON.stringify(name.slice(0, 60))));
}

/** The rank of a habit whose owner chose none. */
export const RANK = 32;
