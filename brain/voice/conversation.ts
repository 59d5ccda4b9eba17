/** What is carried from token to token while somebody speaks. */
import type { WeightSet } from '../engine/weight-sets.ts';

/** Every state of the speaking tapes, by name: fixed in size however long a talk is. */
export type Mind = Map<string, Float32Array>;

/** What is carried from token to token in one conversation, and nothing of other conversations. */
export interface Conversation {
  /** of each that speaks in it, by `Speaker.mind`. Up to date once it was put down. */
  readonly minds: Map<string, Mind>;
  /** the tokens heard and said, oldest first: for the repetition penalty, and for brains that must be shown the past again */
  readonly ids: number[];
  /** whether low-rank adapters have no part in it */
  isPlain: boolean;
  /** the brains that speak in this conversation alone; undefined: those of the voice */
  readonly own?: readonly Speaker[];
}

/** One of those that speak together: by which weights, and whose mind it carries on, which stays its own when its weights move. */
export interface Speaker {
  readonly set: WeightSet;
  readonly mind: string;
}

/** What is heard in a conversation. */
export interface Hearing {
  readonly conversation: Conversation;
  readonly ids: ArrayLike<number>;
  readonly colour: readonly number[];
}

export const areSame = (some: readonly Speaker[] | undefined, others: readonly Speaker[] | undefined): boolean =>
  some?.length === others?.length &&
  (some ?? []).every(({ set, mind }, i) => others?.[i].set === set && others[i].mind === mind);
