import { Rolling, type RollingState } from '../../statistics/rolling.ts';
import type { Colour } from '../api/messages.ts';

/** What one stream went through in one chunk. */
export interface Experience {
  /** mean cross-entropy, nats per token */
  readonly loss: number;
  /** share of tokens whose most likely guess was right, 0…1 */
  readonly exact: number;
}

export interface FeelingState {
  readonly recentLoss: RollingState;
  readonly allLoss: RollingState;
  readonly recentExact: RollingState;
  readonly allExact: RollingState;
  readonly passes: RollingState;
  readonly run: RollingState;
  readonly lastRunLoss: number | null;
}

/** Chunks of one run. A run is not a wake: sleeping must change nothing, or a resumed baby would feel unlike one that stayed awake. */
const RUN = 1000;
/** Steps of one breath: the place within it moves the pulse. */
const BREATH = 32;
const clamp01 = (x: number): number => (x > 0 ? Math.min(x, 1) : 0);
/** A loss that is no number is felt as a very bad one. */
const WORST = 10;
const felt = ({ loss, exact }: Experience): Experience => ({
  loss: Math.abs(loss) < 1e6 ? loss : WORST,
  exact: clamp01(exact),
});
const wave = (turns: number): number => 0.5 * (1 + Math.sin(2 * Math.PI * turns));
/** a difference of losses as a share of 10 nats */
const tenth = (x: number): number => Math.min(Math.abs(x), 10) / 10;

/**
 * The self-state as a colour (brain/README.md), from the baby's own running statistics.
 * R: skilled, excited. G: growing, overstimulated. B: calm, better than the last run.
 *
 * Unlike the original: a chunk's colour is made of what was known before it, so that all its positions feel the same and stay
 * parallel; losses enter as tenths of their nats; and it never touches the language loss.
 */
export class Feeling {
  private readonly recentLoss: Rolling;
  private readonly allLoss: Rolling;
  private readonly recentExact: Rolling;
  private readonly allExact: Rolling;
  private readonly passes: Rolling;
  private run: Rolling;
  private lastRunLoss: number;

  constructor(state?: FeelingState) {
    this.recentLoss = new Rolling(100, state?.recentLoss);
    this.allLoss = new Rolling(Number.MAX_SAFE_INTEGER, state?.allLoss);
    this.recentExact = new Rolling(100, state?.recentExact);
    this.allExact = new Rolling(Number.MAX_SAFE_INTEGER, state?.allExact);
    this.passes = new Rolling(100, state?.passes);
    this.run = new Rolling(RUN, state?.run);
    this.lastRunLoss = state?.lastRunLoss ?? Number.NaN;
  }

  /** The loss of these days; 0 before the first. */
  get usualLoss(): number {
    return Number.isNaN(this.recentLoss.value) ? 0 : this.recentLoss.value;
  }

  /** The colours that follow from this step, one per stream; `step` places them within the breath. */
  feel(step: number, experiences: readonly Experience[]): Colour[] {
    const streams = experiences.map(felt);
    if (this.run.state().count >= RUN) {
      this.lastRunLoss = this.run.value;
      this.run = new Rolling(RUN);
    }
    const stepLoss = streams.reduce((sum, s) => sum + s.loss, 0) / streams.length;
    const before = this.recentLoss.value;
    const average = Number.isNaN(before) ? stepLoss : before;
    for (const s of streams) {
      this.passes.add(s.loss <= average ? 1 : 0);
      this.recentExact.add(s.exact);
      this.allExact.add(s.exact);
    }
    this.recentLoss.add(stepLoss);
    this.allLoss.add(stepLoss);
    this.run.add(stepLoss);
    const change = (this.recentLoss.value - average) / 10;
    const run = Number.isNaN(this.lastRunLoss) ? 0 : tenth(this.recentLoss.value - this.lastRunLoss);
    const performance = (this.recentExact.value + this.allExact.value) / 2;
    const x = (step % BREATH) / BREATH;

    return streams.map((s) => {
      const loss = Math.min(s.loss / 10, 1);
      const off = tenth(s.loss - average);
      const speed =
        1 +
        0.5 * x +
        4 * off +
        2 * (0.3 * Math.min(this.allLoss.value / 10, 1) + 0.35 * Math.min(stepLoss / 10, 1) + 0.35 * loss);
      const pulse = wave(speed * x);
      const red = 0.2 * pulse + 0.2 * (0.7 * performance + 0.3 * loss) + 0.6 * s.exact;
      const green =
        0.01 + 0.08 * loss + 0.25 * off + 0.3 * Math.abs(change) + 0.1 * change + 0.05 * wave(x + off + performance);
      const blue = 0.2 + 0.6 * this.passes.value + 0.2 * run + 0.4 * (1 - pulse);
      return [clamp01(red), clamp01(green), clamp01(blue)] as const;
    });
  }

  state(): FeelingState {
    return {
      recentLoss: this.recentLoss.state(),
      allLoss: this.allLoss.state(),
      recentExact: this.recentExact.state(),
      allExact: this.allExact.state(),
      passes: this.passes.state(),
      run: this.run.state(),
      lastRunLoss: Number.isNaN(this.lastRunLoss) ? null : this.lastRunLoss,
    };
  }
}
