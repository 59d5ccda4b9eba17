import type { TapeBuilder } from '../engine/engine.ts';
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
  /** H: heads of attention (gpt2); left out, they follow from C */
  readonly heads?: number;
}

/** The state that counts the tokens carried in mind, of a brain that has `room` for so many only. */
export const POSITION = 'position';

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
  /**
   * How many tokens it can carry in mind while it speaks, counted in its state `POSITION`; more begin anew with the last half
   * (voice/speak.ts). Left out: any number.
   */
  room?(sizes: Sizes): number;
  learn(r: Recording, sizes: Sizes): TapeBuilder;
  /**
   * Hears `time` new tokens of one stream without an answer, where that is less work than answering. All that it carries from token to
   * token but this is remembered when room is made. Left out: to hear is to answer.
   */
  listen?(r: Recording, sizes: Sizes, time: number): TapeBuilder;
  /** one stream, `time` new tokens at once */
  speak(r: Recording, sizes: Sizes, time: number): TapeBuilder;
  /** what it is like inside, after a step of learning */
  look(at: Inside, sizes: Sizes): Insight;
}

/** What can be looked at: parameters by name, and the outputs of `learn`. */
export interface Inside {
  parameter(name: string): ArrayLike<number>;
  output(name: string): ArrayLike<number>;
}

/** What a brain shows of itself to people: numbers by name, and pictures in rows (values from −1 to 1). */
export interface Insight {
  readonly values: Readonly<Record<string, number>>;
  readonly maps: readonly {
    readonly title: string;
    readonly rows: readonly { readonly label: string; readonly values: readonly number[] }[];
  }[];
}

/** Small checks that every brain wants: whole positive sizes, with what to do about it. */
export function checkSizes(sizes: Sizes): void {
  for (const [name, value] of Object.entries(sizes)) {
    if (!Number.isInteger(value) || value < 1)
      throw new Error(`size ${name} must be a whole number of at least 1, got ${value}`);
  }
}
