/**
 * Adapting difficulty: the stride follows wins and losses between runs. The size of a step belongs to the recorded program and cannot
 * change, so what changes is how much of its reading is new: of a stride of 0.8, four steps in five read on, and one learns the same
 * passages once more.
 */

import { Rolling, type RollingState } from '../../../statistics/rolling.ts';

export interface DifficultySettings {
  /** passages of one run; 0: it is off, and all reading is new */
  readonly run: number;
  /** the least stride, over 0 … 1 */
  readonly least: number;
}

export interface DifficultyState {
  /** share of steps that read something new, `least` … 1 */
  readonly stride: number;
  /** losses of first readings in this run */
  readonly run: RollingState;
  /** mean loss of the run before; null: there was none */
  readonly before: number | null;
  readonly wins: number;
  readonly losses: number;
  /** how much of a second reading is due, 0 … 1 */
  readonly due: number;
  /** the passage was read once already */
  readonly again: boolean;
}

/** By a twentieth the stride moves after a run. */
const NOTCHES = 20;

/**
 * A run is won when its mean loss, at the first reading of each passage, is below that of the run before: then the stride grows. A
 * lost one shortens it. Second readings do not count, or reading twice would look like winning.
 */
export class Difficulty {
  settings: DifficultySettings;
  private stride: number;
  private run: Rolling;
  private before: number | null;
  private wins: number;
  private losses: number;
  private due: number;
  private again: boolean;

  constructor(settings: DifficultySettings, state?: DifficultyState) {
    this.settings = settings;
    this.stride = state?.stride ?? 1;
    this.run = new Rolling(Number.MAX_SAFE_INTEGER, state?.run);
    this.before = state?.before ?? null;
    this.wins = state?.wins ?? 0;
    this.losses = state?.losses ?? 0;
    this.due = state?.due ?? 0;
    this.again = state?.again ?? false;
  }

  get isOn(): boolean {
    return this.settings.run > 0;
  }

  /** A new passage comes, whatever became of the one before. */
  begin(): void {
    this.again = false;
  }

  /** After a passage was learnt with this loss: whether the same one should be read once more. */
  shouldReadAgain(loss: number): boolean {
    if (!this.isOn || this.again) {
      this.again = false;
      return false;
    }
    this.run.add(loss);
    if (this.run.state().count >= this.settings.run) this.endRun();
    this.stride = Math.min(1, Math.max(this.settings.least, this.stride));
    // of `1/stride` steps for each passage one is the first reading
    this.due += 1 / this.stride - 1;
    // a rest of rounding must not cost a reading
    if (this.due < 1 - 1e-9) return false;
    this.due = Math.max(0, this.due - 1);
    this.again = true;
    return true;
  }

  private endRun(): void {
    const loss = this.run.value;
    if (this.before !== null) {
      const won = loss < this.before;
      if (won) this.wins++;
      else this.losses++;
      // in whole notches, so that many runs later it is still a round number
      const notches = Math.round(this.stride * NOTCHES) + (won ? 1 : -1);
      this.stride = notches / NOTCHES;
    }
    this.before = loss;
    this.run = new Rolling(Number.MAX_SAFE_INTEGER);
  }

  /** By the names of the table of statistics; none while it was never on. */
  values(): Readonly<Record<string, number>> {
    if (this.before === null) return {};
    return { stride: this.stride, runsWon: this.wins, runsLost: this.losses };
  }

  state(): DifficultyState {
    const { stride, before, wins, losses, due, again } = this;
    return { stride, run: this.run.state(), before, wins, losses, due, again };
  }
}
