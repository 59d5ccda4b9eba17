/** What of its reading is learnt once more: for a perfectionist, or for a baby that loses more than it wins. */
import type { Batch, BatchReader } from '../../../library/batches/batch.ts';
import { Difficulty, type DifficultySettings, type DifficultyState } from './difficulty.ts';
import { Perfectionist, type PerfectionistSettings, type PerfectionistState, type Try } from './perfectionist.ts';

export interface RepeatSettings {
  readonly perfectionist: PerfectionistSettings;
  readonly difficulty: DifficultySettings;
}

export const NO_REPEATS: RepeatSettings = {
  perfectionist: { tries: 0, lowest: 0.2, highest: 0.8 },
  difficulty: { run: 0, least: 1 },
};

/** A batch as JSON. */
interface KeptBatch extends Omit<Batch, 'inputs' | 'targets' | 'learn' | 'fresh' | 'newness'> {
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
  readonly learn: readonly number[];
  readonly fresh: readonly number[];
  readonly newness: readonly number[];
}

export interface RepeatState {
  readonly perfectionist: PerfectionistState;
  readonly difficulty: DifficultyState;
  /** the batch that is to be learnt once more */
  readonly kept: KeptBatch | null;
}

/**
 * Keeps a batch that is to be learnt once more, and gives it out instead of the next. The tutor must not let its memories move on
 * meanwhile, or they would know the words that are to be guessed.
 */
export class Repeater {
  private readonly perfectionist: Perfectionist;
  private readonly difficulty: Difficulty;
  private pending: Batch | undefined;

  constructor(settings: RepeatSettings, state?: RepeatState) {
    this.perfectionist = new Perfectionist(settings.perfectionist, state?.perfectionist);
    this.difficulty = new Difficulty(settings.difficulty, state?.difficulty);
    this.pending = state?.kept ? batchOf(state.kept) : undefined;
  }

  /** Counts from the next decision on. */
  set settings({ perfectionist, difficulty }: RepeatSettings) {
    this.perfectionist.settings = perfectionist;
    this.difficulty.settings = difficulty;
  }

  /** The batch that was kept, or the reader's next. */
  next(reader: BatchReader): Batch {
    const { pending } = this;
    this.pending = undefined;
    if (pending) return pending;
    this.perfectionist.begin();
    this.difficulty.begin();
    return reader.next();
  }

  /** After it was learnt so: whether it is kept, to be learnt once more. A perfectionist decides alone. */
  keeps(batch: Batch, how: Try): boolean {
    const { perfectionist, difficulty } = this;
    const again = perfectionist.isOn ? perfectionist.shouldTryAgain(how) : difficulty.shouldReadAgain(how.loss);
    this.pending = again ? batch : undefined;
    return again;
  }

  /** What was kept may not be learnt any more. */
  drop(): void {
    this.pending = undefined;
  }

  /** By the names of the table of statistics. */
  values(): Readonly<Record<string, number>> {
    return { ...this.perfectionist.values(), ...this.difficulty.values() };
  }

  state(): RepeatState {
    const { pending } = this;
    return {
      perfectionist: this.perfectionist.state(),
      difficulty: this.difficulty.state(),
      kept: pending
        ? {
            ...pending,
            inputs: [...pending.inputs],
            targets: [...pending.targets],
            learn: [...pending.learn],
            fresh: [...pending.fresh],
            newness: [...pending.newness],
          }
        : null,
    };
  }
}

const batchOf = (stored: KeptBatch): Batch => ({
  ...stored,
  inputs: Int32Array.from(stored.inputs),
  targets: Int32Array.from(stored.targets),
  learn: Uint8Array.from(stored.learn),
  fresh: Uint8Array.from(stored.fresh),
  newness: Float64Array.from(stored.newness),
});
