import type { StorageType } from '../kernels/storage.ts';

/**
 * A set of weights that a program can be run with: those that learn, their average, or those of a sibling at rest, from `SIBLINGS` on.
 * A speaker with a sibling's weights has states of its own; the average goes on with the mind of those that learn.
 */
export type WeightSet = number;
export const LEARNING: WeightSet = 0;
export const AVERAGE: WeightSet = 1;
export const SIBLINGS: WeightSet = 2;

/** Which of the places for stored weights a set has: those that learn and their average speak in turn, and share one. */
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
