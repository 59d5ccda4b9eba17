import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import type { Engine, Tape } from '../../brain/engine/engine.ts';
import { hashOf } from '../../brain/engine/random.ts';
import type { Numbers } from '../../brain/kernels/contract.ts';

/** Other draws than those of dropout, from the same seed. */
const OWN = 0x5ca1ab1e;

/** What a chunk was predicted as. Shape of both (B·T) */
export interface Prediction {
  readonly losses: Numbers;
  /** the likeliest ids */
  readonly best: Numbers;
}

export interface SamplingTools {
  readonly engine: Engine;
  readonly learn: Tape;
  readonly sizes: Sizes;
  readonly overlap: number;
  /** ids that stand for no text, such as the end of a turn: they are neither replaced nor put in the place of others */
  readonly marks: ReadonlySet<number>;
}

/**
 * Scheduled sampling in two passes (Bengio et al. 2015; Mihaylova & Martins 2019): a chunk is predicted, then a share of its input tokens is
 * replaced by what the brain thought likeliest there, and it learns from that, so that it meets its own mistakes as it does when it speaks.
 * Losses and guesses are those of the first pass, of the text as it is.
 */
export class ScheduledSampling {
  private readonly tools: SamplingTools;
  /** the text as it is, while guesses stand in its place */
  private text: Numbers | undefined;

  constructor(tools: SamplingTools) {
    this.tools = tools;
  }

  /**
   * Predicts the chunk that is shown.
   *
   * @param share of the input tokens that are replaced, 0 … 1; 0: one pass, as without it
   * @param draw what is drawn from: the seed of the brain that learns, and a counter of its chunks
   */
  predict(share: number, draw: { readonly seed: number; readonly step: number }, between: () => void): Prediction {
    const { engine, learn } = this.tools;
    engine.run(learn, 'forward', between);
    const [losses, best] = [engine.output(learn, 'losses'), engine.output(learn, 'best')];
    if (share <= 0) return { losses, best };
    const first = { losses: losses.slice(), best: best.slice() };
    this.replace(first.best, share, draw);
    engine.run(learn, 'forward', between);
    return first;
  }

  /** Puts the text back: the probes show what was read. */
  restore(): void {
    const { engine, learn } = this.tools;
    if (this.text) engine.input(learn, 'ids').set(this.text);
    this.text = undefined;
  }

  /** The first token of a chunk stays: what was guessed in its place belongs to the chunk before. */
  private replace(best: Numbers, share: number, { seed, step }: { seed: number; step: number }): void {
    const { engine, learn, sizes, overlap, marks } = this.tools;
    const { batch, contextLength } = sizes;
    const ids = engine.input(learn, 'ids');
    this.text = ids.slice();
    for (let b = 0; b < batch; b++) {
      for (let t = 1; t < contextLength; t++) {
        const at = b * (overlap + contextLength) + overlap + t;
        const guess = best[b * contextLength + t - 1];
        if (marks.has(ids[at]) || marks.has(guess)) continue;
        if (hashOf(seed ^ OWN, step, b * contextLength + t) / 2 ** 32 < share) ids[at] = guess;
      }
    }
  }
}
