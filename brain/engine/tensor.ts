import type { Recording } from './recording.ts';

/** What a tensor's memory is for, and so who owns it and how long it lives. A room lives within one op, where the optimizer calculates later. */
export type Role = 'parameter' | 'stored' | 'copy' | 'gradient' | 'block' | 'state' | 'input' | 'activation' | 'room';

export type Shape = readonly number[];

/**
 * A named array of numbers in the one memory. Row-major; `address` counts elements and is set when memory is planned.
 * `base` is set for another look at the same memory (see `view` and `stopGradient`).
 */
export interface Tensor {
  readonly recording: Recording;
  readonly name: string;
  readonly shape: Shape;
  readonly size: number;
  readonly role: Role;
  /** whether a gradient flows through it */
  readonly requiresGrad: boolean;
  readonly base: Tensor | undefined;
  /** elements between the start of `base` and here; of a room, between the start of all rooms and here */
  offset: number;
  /** an activation that is read from outside the program, so that its memory is not reused */
  pinned: boolean;
  address: number;
}

export const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

/** The tensor that owns the memory `t` looks at. */
export function root(t: Tensor): Tensor {
  return t.base ? root(t.base) : t;
}

/** The element at which the numbers of `t` begin; below 0 where it has no memory. */
export const addressOf = (t: Tensor): number => (t.base ? addressOf(t.base) + t.offset : t.address);

/** `name (2,3,4)`, for messages. */
export const describe = (t: Tensor): string => `${t.name} (${t.shape.join(',')})`;

/** All axes but the last, multiplied: how many rows the last axis is repeated over. */
export const rowsOf = (t: Tensor): number => t.size / lastAxis(t);

export const lastAxis = (t: Tensor): number => t.shape[t.shape.length - 1] ?? 1;

/** Throws unless both shapes are equal; `what` names the op for the message. */
export function mustMatch(what: string, a: Tensor, b: Tensor): void {
  if (a.shape.length !== b.shape.length || a.shape.some((n, i) => n !== b.shape[i])) {
    throw new Error(`${what}: ${describe(a)} must have the same shape as ${describe(b)}`);
  }
}
