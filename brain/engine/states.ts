/** What is carried from run to run of a tape. */
import type { Numbers } from '../kernels/contract.ts';
import { sizeOf, type Tensor } from './tensor.ts';

/** A state, in place. */
export interface State {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Numbers;
}

/** Whether one of two states can be the first part of the other: they differ in nothing but how many streams they have. */
export const canShare = (a: readonly number[], b: readonly number[]): boolean =>
  sizeOf(a) === sizeOf(b) || (a.length > 1 && b.length > 1 && sizeOf(a.slice(1)) === sizeOf(b.slice(1)));

/** The states of an owner, by name, of all by `owner/name`. */
export const statesOf = (all: ReadonlyMap<string, Tensor>, owner: string): (readonly [name: string, state: Tensor])[] =>
  [...all].flatMap(([key, state]) =>
    key.startsWith(`${owner}/`) ? [[key.slice(owner.length + 1), state] as const] : [],
  );
