import type { Enlargement } from '../../../brain/brains/enlargement.ts';
import { count } from '../../../statistics/format/numbers.ts';
import { ENLARGEMENT_WORDS } from '../../api/act-words.ts';
import type { SizeWish } from '../../api/messages.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import { compareInBlocks, type Decision, type ExamBlocks, inBlocks } from './steering.ts';

/** What resuming needs, as JSON. */
export interface SizeState {
  /** parameters with which it was born */
  readonly born: number;
  /** how often it grew */
  readonly times: number;
  /** targets that it had learnt when it grew last */
  readonly since: number;
  /** steering exams since it grew, or gave up growing */
  readonly exams: number;
  /** tokens of the library for which it does not try again; absent: it never gave up */
  readonly declined?: number;
  /** the exam when it grew by itself, until it is known whether that was worth it */
  readonly trial?: ExamBlocks;
  readonly waits?: SizeWish;
}

/** What is known of a brain at an exam. */
export interface SizeExam {
  readonly losses: ArrayLike<number>;
  readonly kind: Decision['kind'];
  /** targets that it learnt */
  readonly tokens: number;
  readonly libraryTokens: number;
  readonly parameters: number;
  /** it has no siblings */
  readonly isAlone: boolean;
  /** how it would grow; undefined: its kind cannot, or `grow.most` does not allow it. Asked only where all else speaks for it. */
  next(): Enlargement | undefined;
}

/** Exams between two changes of its size. */
const APART = 3;
/** Readings before it grows, and before it is known whether that was worth it. */
const READINGS = 2;
/** So much larger a library is another one. */
const MUCH = 1.1;

export const bornWith = (parameters: number): SizeState => ({ born: parameters, times: 0, since: 0, exams: APART });

/** After it became larger: the trial goes on if it decided so itself; what its owner wishes is not judged. */
export function grown(size: SizeState, tokens: number): SizeState {
  const { waits, trial, declined: _, ...rest } = size;
  return { ...rest, times: size.times + 1, since: tokens, exams: 0, ...(waits && trial ? { trial } : {}) };
}

/** It keeps its size, until there is much more to read. */
export function declined({ waits: _waits, trial: _trial, ...size }: SizeState, libraryTokens: number): SizeState {
  return { ...size, exams: 0, declined: libraryTokens };
}

/** How many brains of one size `most` of the size at birth make. */
export const brainsAllowed = (most: number, { born }: SizeState, parameters: number): number =>
  Math.max(1, Math.floor((most * born) / parameters));

/**
 * Decides from exams when a brain becomes larger: where the library has more tokens than the brain has parameters, it read all of it
 * twice, and exams still get better, or no longer do at the whole rate. Two readings later it stays so only if it foresees better than
 * when it grew, by more than the noise of that.
 */
export class SizeSteering {
  private state: SizeState;

  constructor(state: SizeState) {
    this.state = state;
  }

  /** What must be done before it learns on. */
  get waits(): SizeWish | undefined {
    return this.state.waits;
  }

  /** Whether it grew, and it is not known yet what that is worth. */
  get isOnTrial(): boolean {
    return this.state.trial !== undefined;
  }

  /** Takes an exam in. @returns a sentence for the log where it decides something */
  examine(exam: SizeExam): string | undefined {
    const exams = this.state.exams + 1;
    this.state = { ...this.state, exams };
    const { trial } = this.state;
    if (trial) return this.judge(exam, trial);
    if (exams < APART || !this.isSmall(exam)) return undefined;
    if (exam.kind !== 'better' && exam.kind !== 'slower') return undefined;
    const by = exam.next();
    if (!by) return undefined;
    this.state = { ...this.state, waits: by, trial: inBlocks(exam.losses) };
    const why =
      exam.kind === 'better'
        ? trainingTexts.growth.stillBetter(count(exam.tokens))
        : trainingTexts.growth.nothingBetter;
    return trainingTexts.growth.growsBy(why, count(exam.libraryTokens), count(exam.parameters), ENLARGEMENT_WORDS[by]);
  }

  /** What it is examined on is another text: nothing of before can be compared with it. */
  examsChanged(): void {
    const { trial: _, ...state } = this.state;
    if (state.waits !== 'shrink') this.state = state;
  }

  /** What it waited for cannot be done: it learns on as it is. */
  stay(libraryTokens: number): void {
    this.state = declined(this.state, libraryTokens);
  }

  toJSON(): SizeState {
    return this.state;
  }

  private isSmall({ tokens, libraryTokens, parameters, isAlone }: SizeExam): boolean {
    const { since, declined: before = 0 } = this.state;
    return (
      isAlone &&
      libraryTokens > parameters &&
      tokens - since >= READINGS * libraryTokens &&
      libraryTokens >= MUCH * before
    );
  }

  private judge({ kind, losses, tokens, libraryTokens }: SizeExam, trial: ExamBlocks): string | undefined {
    // one that rests gets no better
    if (kind !== 'rests' && tokens - this.state.since < READINGS * libraryTokens) return undefined;
    const { gain, noise } = compareInBlocks(inBlocks(losses), trial);
    const bits = (nats: number) => (nats / Math.LN2).toFixed(4);
    if (gain > noise) {
      const { trial: _, ...state } = this.state;
      this.state = state;
      return trainingTexts.growth.stays(bits(gain), bits(noise));
    }
    this.state = { ...this.state, waits: 'shrink' };
    return trainingTexts.growth.takenBack(bits(gain), bits(noise));
  }
}
