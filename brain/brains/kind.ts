import type { TapeBuilder } from '../engine/engine.ts';
import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { Enlarging } from './enlargement.ts';
import type { Learning } from './objective.ts';
import type { AnyShape, BrainShape, Sizes } from './shapes/shape.ts';

/** The state that counts the tokens in the cache, of a brain whose cache has a `cacheLength`. */
export const POSITION = 'position';

/**
 * One kind of brain, of a shape of its own. Both tapes have these inputs: `ids` (B, overlap+T), `colour` (B,3); `learn` has `targets` (B·T),
 * `weights` (B·T: each row's share of the loss), `nextColour` (B,3) and `colourWeights` (B,3) too.
 * Outputs of `learn`: `losses` (B·T, nats, of plain targets, whatever is learnt), `best` (B·T, most likely ids), `colour` (B,3, the colour it expects next), and probes.
 * Outputs of `speak`: `logits` (1,V) after the last token, `colour` (1,3).
 */
export interface BrainKind<Shape = AnyShape> extends BrainShape<Shape> {
  readonly name: string;
  /** why a brain of these sizes cannot be, in one sentence; undefined where it can */
  refuse?(sizes: Sizes<Shape>): string | undefined;
  /** how many tokens before a chunk it must be shown again */
  overlap(sizes: Sizes<Shape>): number;
  /**
   * How many tokens it can remember while it speaks, counted in its state `POSITION`; when they are more, it begins again with the last
   * half (voice/speak.ts). Left out: any number.
   */
  cacheLength?(sizes: Sizes<Shape>): number;
  learn(r: Recording, sizes: Sizes<Shape>, how?: Learning): TapeBuilder;
  /**
   * What it expects after every token of a chunk, with nothing left out: logits (B·T,V), from the inputs `ids` and `colour`. Left out:
   * nobody can learn from what it expects.
   */
  foresee?(r: Recording, sizes: Sizes<Shape>): Tensor;
  /**
   * Hears `time` new tokens of one stream without an answer, where that is less work than answering. All that it carries from token to
   * token but this is remembered when room is made. Left out: to hear is to answer.
   */
  listen?(r: Recording, sizes: Sizes<Shape>, time: number): TapeBuilder;
  /** one stream, `time` new tokens at once */
  speak(r: Recording, sizes: Sizes<Shape>, time: number): TapeBuilder;
  /**
   * One new token in each of several streams, each to the last bit as `speak` says it alone, from the inputs `ids` (B,1) and `colour` (B,3);
   * output: `logits` (B,V). The states are those of `speak` for each stream. Left out: one stream speaks after the other.
   */
  speakTogether?(r: Recording, sizes: Sizes<Shape>, streams: number): TapeBuilder;
  /** Whether a matrix is a linear map that a low-rank adapter changes. */
  adapts(parameter: string): boolean;
  /** how such a brain becomes larger; left out: it keeps the size with which it was born */
  readonly enlarging?: Enlarging<Shape>;
  /** what its organs make of a chunk, with nothing left out, for people to look at; left out: nobody can */
  inspect?(r: Recording, sizes: Sizes<Shape>): TapeBuilder;
  /** what it is like inside, after a step of learning */
  look(at: Inside, sizes: Sizes<Shape>): Insight;
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
