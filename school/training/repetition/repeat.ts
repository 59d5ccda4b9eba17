/** What of its reading is learnt once more: for a perfectionist, or for a baby that loses more than it wins. */
import type { Batch, BatchReader } from '../../../library/batches/batch.ts';
import { Difficulty, type DifficultySettings, type DifficultyState } from './difficulty.ts';
import { Perfectionist, type PerfectionistSettings, type PerfectionistState, type Try } from './perfectionist.ts';

export interface AgainSettings {
  readonly perfectionist: PerfectionistSettings;
  readonly difficulty: DifficultySettings;
}

export const NEVER_AGAIN: AgainSettings = {
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

export interface AgainState {
  readonly perfectionist: PerfectionistState;
  readonly difficulty: DifficultyState;
  /** the batch that is to be learnt once more */
  readonly kept: KeptBatch | null;
}

/**
 * Keeps a batch that is to be learnt once more, and gives it out instead of the next. Whoever learns must not let its memories move on
 * meanwhile, or they would know the words that are to be guessed.
 */
export class Again {
  private readonly perfectionist: Perfectionist;
  private readonly difficulty: Difficulty;
  private kept: Batch | undefined;

  constructor(settings: AgainSettings, state?: AgainState) {
    this.perfectionist = new Perfectionist(settings.perfectionist, state?.perfectionist);
    this.difficulty = new Difficulty(settings.difficulty, state?.difficulty);
    this.kept = state?.kept ? batchOf(state.kept) : undefined;
  }

  /** Counts from the next decision on. */
  set settings({ perfectionist, difficulty }: AgainSettings) {
    this.perfectionist.settings = perfectionist;
    this.difficulty.settings = difficulty;
  }

  /** The batch that was kept, or the reader's next. */
  next(reader: BatchReader): Batch {
    const { kept } = this;
    this.kept = undefined;
    if (kept) return kept;
    this.perfectionist.begin();
    this.difficulty.begin();
    return reader.next();
  }

  /** After it was learnt so: whether it is kept, to be learnt once more. A perfectionist decides alone. */
  keeps(batch: Batch, how: Try): boolean {
    const { perfectionist, difficulty } = this;
    const again = perfectionist.isOn ? perfectionist.shouldTryAgain(how) : difficulty.shouldReadAgain(how.loss);
    this.kept = again ? batch : undefined;
    return again;
  }

  /** What was kept may not be learnt any more. */
  drop(): void {
    this.kept = undefined;
  }

  /** By the names of the table of statistics. */
  values(): Readonly<Record<string, number>> {
    return { ...this.perfectionist.values(), ...this.difficulty.values() };
  }

  state(): AgainState {
    const { kept } = this;
    return {
      perfectionist: this.perfectionist.state(),
      difficulty: this.difficulty.state(),
      kept: kept
        ? {
            ...kept,
            inputs: [...kept.inputs],
            targets: [...kept.targets],
            learn: [...kept.learn],
            fresh: [...kept.fresh],
            newness: [...kept.newness],
          }
        : null,
    };
  }
}

const batchOf = (kept: KeptBatch): Batch => ({
  ...kept,
  inputs: Int32Array.from(kept.inputs),
  targets: Int32Array.from(kept.targets),
  learn: Uint8Array.from(kept.learn),
  fresh: Uint8Array.from(kept.fresh),
  newness: Float64Array.from(kept.newness),
});
