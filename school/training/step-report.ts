import type { Colour } from '../api/messages.ts';

/** What one step of learning was like. */
export interface StepReport {
  /** mean cross-entropy, nats per token */
  readonly loss: number;
  /** bytes of text that the step's learnt targets stand for */
  readonly bytes: number;
  /** that were learnt, of all that were read */
  readonly tokens: number;
  readonly exact: number;
  readonly gradientNorm: number;
  readonly rate: number;
  /** false: something was not finite, and the weights were left alone */
  readonly finite: boolean;
  readonly colours: readonly Colour[];
  readonly expected: Colour;
  readonly reading: string;
}
