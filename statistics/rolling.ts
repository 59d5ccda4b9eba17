/**
 * A running average whose memory is about `span` values long: the plain mean of the first `span` values, exponential after that.
 * Its state is two numbers, so that it survives sleep.
 */
import { texts } from './texts.ts';
export class Rolling {
  private readonly span: number;
  private average: number;
  private count: number;

  constructor(span: number, state: RollingState = { average: 0, count: 0 }) {
    if (!(span >= 1)) throw new Error(texts.rollingWithoutSpan(span));
    this.span = span;
    this.average = state.average;
    this.count = state.count;
  }

  /** NaN before the first value. */
  get value(): number {
    return this.count > 0 ? this.average : Number.NaN;
  }

  /** Takes a value in; what is not finite is passed over. Returns the new average. */
  add(value: number): number {
    if (Number.isFinite(value)) {
      this.count++;
      this.average += (value - this.average) / Math.min(this.count, this.span);
    }
    return this.value;
  }

  state(): RollingState {
    return { average: this.average, count: this.count };
  }
}

export interface RollingState {
  readonly average: number;
  readonly count: number;
}
