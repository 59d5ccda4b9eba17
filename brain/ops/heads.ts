import type { Split } from '../engine/recording.ts';
import { describe, type Tensor } from '../engine/tensor.ts';
import { ATTENTION_ROOM } from '../kernels/contract.ts';

/**
 * D, the width of each head of qkv(B,T,(H+2G)·D), for the op of that name. Throws where G does not divide H, or the last axis is no whole
 * number of heads.
 */
export function depthOf(op: string, qkv: Tensor, heads: number, kvHeads: number): number {
  if (!Number.isInteger(heads / kvHeads))
    throw new Error(`${op}: ${kvHeads} heads of keys and values must divide the ${heads} heads of queries`);
  const depth = qkv.shape[2] / (heads + 2 * kvHeads);
  if (qkv.shape.length !== 3 || !Number.isInteger(depth)) {
    const need =
      kvHeads === heads
        ? `3·${heads}·D: queries, keys and values of ${heads} heads`
        : `(${heads} + 2·${kvHeads})·D: queries of ${heads} heads, then keys and values of ${kvHeads}`;
    throw new Error(`${op}: the last axis of ${describe(qkv)} must be ${need}`);
  }
  return depth;
}

/** Refuses work that the packing room of a thread does not hold; the room is the same on every machine, so that a soul wakes anywhere. */
export function mustHaveRoom(op: string, { need, of, instead }: { need: number; of: string; instead: string }): void {
  if (need > ATTENTION_ROOM)
    throw new Error(
      `${of} need room for ${need} numbers in ${op}, but there is room for ${ATTENTION_ROOM} only: choose ${instead}`,
    );
}

/** `work` heads (or groups of them) are shared out; the cost, in elements touched, counts the scores. */
export const overHeads = (work: number, heads: number, time: number, depth: number): Split => ({
  work,
  grain: 1,
  cost: heads * time * (time + depth),
});
