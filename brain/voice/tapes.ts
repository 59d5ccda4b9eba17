/** The tapes of a voice. */
import type { Tape } from '../engine/engine.ts';

/** A tape, and the number of tokens that it reads. */
export interface Step {
  readonly time: number;
  readonly tape: Tape;
}

/** What a voice is made of. */
export interface VoiceOptions {
  /** tapes by the number of tokens that they read at once; 1 must be among them */
  readonly speaking: readonly Step[];
  /** tapes that only hear, of a brain that has them; 1 must be among them */
  readonly listening?: readonly Step[];
  /** tapes that read a token of each of several conversations, for each number of them from 2 on */
  readonly together?: readonly Tape[];
  /** tokens that it can carry in mind at most, counted in its state POSITION; 0: any number */
  readonly cacheLength?: number;
}

/** The largest piece that fits. */
export const fitting = (steps: readonly Step[], tokens: number): Step =>
  steps.find((step) => step.time <= tokens) ?? steps[steps.length - 1];
