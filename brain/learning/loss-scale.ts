/** What the loss is multiplied with at first: a gradient of 2⁻²⁴ of the largest half is not lost then. */
const FIRST = 2 ** 12;
const MOST = 2 ** 24;
/** Steps without an overflow after which it is tried twice as large. */
const PATIENCE = 500;

/** All that is to be kept of it. */
export interface LossScaleState {
  readonly scale: number;
  /** steps since it changed last */
  readonly steps: number;
}

/**
 * What the loss is multiplied with while gradients are f16, so that small ones are not lost below its smallest number (Micikevicius et al. 2018):
 * doubled after many steps in which nothing was too large for f16, halved where something was. That step is not taken. Powers of two, so
 * that nothing is rounded.
 */
export class LossScale {
  private state: LossScaleState;

  constructor(state: LossScaleState = { scale: FIRST, steps: 0 }) {
    this.state = state;
  }

  get scale(): number {
    return this.state.scale;
  }

  /** After a step whose gradients were all finite. */
  fitted(): void {
    const { scale, steps } = this.state;
    const grows = steps + 1 >= PATIENCE && scale < MOST;
    this.state = grows ? { scale: 2 * scale, steps: 0 } : { scale, steps: steps + 1 };
  }

  /** A gradient was too large. @returns whether a smaller scale can help: at 1, something else is wrong */
  overflowed(): boolean {
    const { scale } = this.state;
    if (scale <= 1) return false;
    this.state = { scale: scale / 2, steps: 0 };
    return true;
  }

  toState(): LossScaleState {
    return this.state;
  }
}
