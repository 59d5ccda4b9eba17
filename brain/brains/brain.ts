import type { Script } from '../engine/engine.ts';
import type { Recording } from '../engine/recording.ts';

/** How large a brain is. Letters as in the docstrings: B streams, T time, C channels, N neurons, V vocabulary. */
export interface Sizes {
  /** V: tokens it can read and say */
  readonly vocabulary: number;
  /** C: width of the residual stream (the original: of the embedding) */
  readonly channels: number;
  /** N: neurons per lobe */
  readonly neurons: number;
  /** L: lobes, one after the other */
  readonly lobes: number;
  /** T: tokens of one chunk, all predicted in one parallel pass */
  readonly time: number;
  /** the longest window, in tokens */
  readonly history: number;
  /** B: texts read side by side */
  readonly streams: number;
}

/**
 * One kind of mind. Both scripts have these inputs: `ids` (B, context+T), `colour` (B,3); `learn` has `targets` (B·T),
 * `weights` (B·T: each row's share of the loss), `nextColour` (B,3) and `colourWeights` (B,3) too.
 * Outputs of `learn`: `losses` (B·T, nats), `best` (B·T, most likely ids), `colour` (B,3, the colour it expects next), and probes.
 * Outputs of `speak`: `logits` (1,V) after the last token, `colour` (1,3).
 */
export interface Brain {
  readonly name: string;
  /** one line for people */
  readonly about: string;
  /** how many tokens before a chunk it must be shown again */
  context(sizes: Sizes): number;
  learn(r: Recording, sizes: Sizes): Script;
  /** one stream, `time` new tokens at once */
  speak(r: Recording, sizes: Sizes, time: number): Script;
}

/** Small checks that every brain wants: whole positive sizes, with what to do about it. */
export function checkSizes(sizes: Sizes): void {
  for (const [name, value] of Object.entries(sizes)) {
    if (!Number.isInteger(value) || value < 1)
      throw new Error(`size ${name} must be a whole number of at least 1, got ${value}`);
  }
}
