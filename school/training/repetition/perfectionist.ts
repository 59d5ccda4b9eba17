/** Perfectionist mode: a passage is tried again until its loss has fallen or enough of it is exactly right, or it proves too difficult. */
import { Rolling, type RollingState } from '../../../statistics/rolling.ts';

/** How one try at a passage went. */
export interface Try {
  /** nats per token */
  readonly loss: number;
  /** share of tokens that were guessed exactly, 0 … 1 */
  readonly exact: number;
}

export interface PerfectionistSettings {
  /** tries at one passage, the first among them; 0 and 1: it is off */
  readonly tries: number;
  /** between these the bar moves: the share of tokens that must be exactly right */
  readonly lowest: number;
  readonly highest: number;
}

export interface PerfectionistState {
  readonly bar: number;
  /** the recent loss of first tries */
  readonly usual: RollingState;
  /** at the passage that is being tried; 0: none is */
  readonly tries: number;
  readonly passages: number;
  readonly allTries: number;
  readonly passed: number;
  readonly tooDifficult: number;
}

/** First tries that the recent loss covers. */
const LATELY = 100;
/** How far the bar rises for a passage that was passed by its tokens, and sinks for one that was too difficult. */
const RISES = 0.01;
const SINKS = 0.05;

/**
 * A passage is passed when a share of its tokens, the bar, is exactly right, or when its loss is below the recent loss of first tries.
 * The bar rises a little with each that reaches it, and sinks with each that is given up.
 */
export class Perfectionist {
  settings: PerfectionistSettings;
  private usual: Rolling;
  private bar: number;
  private tries: number;
  private passages: number;
  private allTries: number;
  private passed: number;
  private tooDifficult: number;

  constructor(settings: PerfectionistSettings, state?: PerfectionistState) {
    this.settings = settings;
    this.usual = new Rolling(LATELY, state?.usual);
    this.bar = state?.bar ?? settings.lowest;
    this.tries = state?.tries ?? 0;
    this.passages = state?.passages ?? 0;
    this.allTries = state?.allTries ?? 0;
    this.passed = state?.passed ?? 0;
    this.tooDifficult = state?.tooDifficult ?? 0;
  }

  get isOn(): boolean {
    return this.settings.tries > 1;
  }

  /** A new passage comes, whatever became of the one before. */
  begin(): void {
    this.tries = 0;
  }

  /** After a try: whether the same passage should be tried once more. */
  shouldTryAgain({ loss, exact }: Try): boolean {
    if (!this.isOn) {
      this.tries = 0;
      return false;
    }
    const { tries: most, lowest, highest } = this.settings;
    const usual = this.usual.value;
    this.bar = Math.min(highest, Math.max(lowest, this.bar));
    this.tries++;
    this.allTries++;
    if (this.tries === 1) this.usual.add(loss);
    const right = exact >= this.bar;
    // the first passage of all has nothing to be compared with
    const passed = right || loss < usual;
    if (!passed && this.tries < most) return true;
    if (right) this.bar = Math.min(highest, this.bar + RISES);
    if (passed) this.passed++;
    else {
      this.tooDifficult++;
      this.bar = Math.max(lowest, this.bar - SINKS);
    }
    this.passages++;
    this.tries = 0;
    return false;
  }

  /** By the names of the table of statistics; none while it was never on. */
  values(): Readonly<Record<string, number>> {
    if (this.passages === 0) return {};
    return {
      passBar: this.bar,
      passRate: this.passed / this.passages,
      triesPerPassage: this.allTries / this.passages,
      tooDifficult: this.tooDifficult,
    };
  }

  state(): PerfectionistState {
    const { bar, tries, passages, allTries, passed, tooDifficult } = this;
    return { bar, usual: this.usual.state(), tries, passages, allTries, passed, tooDifficult };
  }
}
