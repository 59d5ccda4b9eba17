import type { StorageType } from '../kernels/storage.ts';

/**
 * A set of weights that a program can be run with: those that learn, their average, weights with low-rank adapters added, or those of a
 * sibling at rest, from `SIBLINGS` on. A speaker with a sibling's weights has states of its own; the sets before go on with the mind of
 * those that learn.
 */
export type WeightSet = number;
export const LEARNING: WeightSet = 0;
export const AVERAGE: WeightSet = 1;
/** weights with the adapters that are on, for speaking */
export const ADAPTED: WeightSet = 2;
/** weights with the one adapter that learns */
export const ADAPTING: WeightSet = 3;
export const SIBLINGS: WeightSet = 4;

/** Which of the places for stored weights a set has: all that are no sibling's speak in turn, and share one. */
export const storedSlotOf = (set: WeightSet): number => (set < SIBLINGS ? 0 : set - SIBLINGS + 1);

/** What memory is laid out for. */
export interface Room {
  /** gradients and moments */
  readonly learning: boolean;
  /** elements of packing room of each thread */
  readonly scratch: number;
  readonly threads: number;
  /** the average of the weights beside them */
  readonly average?: boolean;
  /** weights with low-rank adapters added: one set to speak with, one to learn with */
  readonly adapters?: boolean;
  /** weights of siblings at rest */
  readonly siblings?: number;
  /** the owner of programs that speak by several sets of weights at once, so that its states are there once for each */
  readonly speaker?: string;
  /**
   * How large matrices are stored for the programs of the speaker, beside the weights that learn; where nothing learns, for all programs, and
   * instead of float32. Left out: float32.
   */
  readonly storage?: StorageType;
}
