import { count } from '../../../statistics/format/numbers.ts';
import { trainingTexts } from '../texts/training-texts.ts';

/** How it learns: as shares of what its owner's settings allow. */
export interface Course {
  /** of the learning rate, above 0 … 1 */
  readonly rate: number;
  /** of the rates of dropout, 0 … 1 */
  readonly dropout: number;
}

/** What resuming needs, as JSON. */
export interface SteeringState extends Course {
  /** targets that must be learnt until the next exam */
  readonly next: number;
  /** exams in a row that were no better than the best one; a clearly worse one counts twice */
  readonly stale: number;
  /** targets that were learnt when the best exam came; null: there was none yet */
  readonly bestAt: number | null;
}

/** What an exam decides. */
export interface Decision {
  /** it is the best so far; it goes on as it is; it goes on more slowly; it has learnt what it can */
  readonly kind: 'better' | 'goes on' | 'slower' | 'rests';
  /** for the log; none where nothing changes */
  readonly sentence?: string;
}

/** Nats per token by which one exam is better than another of the same tokens, and the standard error of that. */
export interface Comparison {
  readonly gain: number;
  readonly noise: number;
}

/** Tokens whose losses are taken as one number where noise is told: neighbours rise and fall together. */
const BLOCK = 16;
/** Exams that are no better in a row, until something must change. */
const PATIENCE = 6;
/** What is left of the rate at each step down, and below which it does not fall. */
const SLOWER = 0.5;
const LEAST_RATE = 0.25;
/** An exam that is worse than the best by this multiple of its noise is clearly worse. */
const CLEARLY = 2;

/**
 * Compares two exams of the same tokens, token by token: what is hard about a text is hard for both, so a difference far smaller than the
 * spread of losses can be told from chance.
 */
export const compare = (losses: ArrayLike<number>, before: ArrayLike<number>): Comparison =>
  compareInBlocks(inBlocks(losses), inBlocks(before));

/** An exam as it can be kept for a later comparison: nats of every block of tokens. */
export interface ExamBlocks {
  readonly tokens: number;
  readonly nats: readonly number[];
}

export function inBlocks(losses: ArrayLike<number>): ExamBlocks {
  const nats: number[] = [];
  for (let i = 0; i < losses.length; i++) {
    if (i % BLOCK === 0) nats.push(0);
    nats[nats.length - 1] += losses[i];
  }
  return { tokens: losses.length, nats };
}

export function compareInBlocks({ tokens, nats }: ExamBlocks, before: ExamBlocks): Comparison {
  if (tokens !== before.tokens || tokens === 0)
    throw new Error(trainingTexts.exams.cannotBeCompared(tokens, before.tokens));
  const gains = nats.map((block, i) => before.nats[i] - block);
  const sum = gains.reduce((total, gain) => total + gain, 0);
  const mean = sum / gains.length;
  const spread = gains.reduce((total, gain) => total + (gain - mean) ** 2, 0) / Math.max(1, gains.length - 1);
  return { gain: sum / tokens, noise: Math.sqrt(spread * gains.length) / tokens };
}

/**
 * Decides from exams, never from the clock or from a count of readings, how a brain goes on learning: at the whole rate for as long as it
 * foresees unread text better, then at less of it, until that brings nothing any more either.
 */
export class Steering {
  private state: SteeringState;

  constructor(state: SteeringState) {
    this.state = state;
  }

  get course(): Course {
    const { rate, dropout } = this.state;
    return { rate, dropout };
  }

  /** Whether there was an exam that others can be compared with. */
  get hasBest(): boolean {
    return this.state.bestAt !== null;
  }

  /** Whether the last exam was no better than the best one. */
  get isStale(): boolean {
    return this.state.stale > 0;
  }

  isDue(tokens: number): boolean {
    return tokens >= this.state.next;
  }

  /**
   * Takes an exam in.
   *
   * @param tokens targets that were learnt so far
   * @param every targets until the next exam
   * @param comparison with the best exam; undefined: there is none
   * @param steersRate whether it may lower the rate; else only exams that get clearly worse end its learning
   */
  decide(tokens: number, every: number, comparison: Comparison | undefined, steersRate = true): Decision {
    this.state = { ...this.state, next: tokens + every };
    if (!comparison || comparison.gain > comparison.noise) {
      this.state = { ...this.state, stale: 0, bestAt: tokens };
      return { kind: 'better' };
    }
    const clearly = comparison.gain < -CLEARLY * comparison.noise;
    const stale = this.state.stale + (clearly ? 2 : 1);
    this.state = { ...this.state, stale };
    if (stale < PATIENCE) return { kind: 'goes on' };
    const since = count(tokens - (this.state.bestAt ?? 0));
    if (clearly)
      return {
        kind: 'rests',
        sentence: trainingTexts.steering.overfits(since),
      };
    if (!steersRate) {
      this.state = { ...this.state, stale: 0 };
      return { kind: 'goes on' };
    }
    if (this.state.rate * SLOWER < LEAST_RATE) return { kind: 'rests', sentence: trainingTexts.steering.rests(since) };
    this.state = { ...this.state, rate: this.state.rate * SLOWER, stale: 0 };
    const sentence = trainingTexts.steering.slower(since, this.state.rate);
    return { kind: 'slower', sentence };
  }

  /**
   * Another brain begins, or there are other texts than before: the whole rate again.
   *
   * @param hasBest whether there is something that exams are compared with from the first one on
   */
  begin(tokens: number, every: number, dropout: number, hasBest = false): void {
    this.state = { rate: 1, dropout, next: tokens + every, stale: 0, bestAt: hasBest ? tokens : null };
  }

  toJSON(): SteeringState {
    return this.state;
  }
}

/**
 * How much of the dropout its owner allows is right for a library, 0 … 1: all of it where there are twenty parameters for every token, none
 * where there are eight tokens for every parameter; by what was best in the study (school/EXPERIMENTS.md).
 */
export const dropoutFor = (libraryTokens: number, parameters: number): number =>
  Math.min(1, Math.max(0, 0.5 - 0.16 * Math.log2(libraryTokens / parameters)));

export const meanOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
