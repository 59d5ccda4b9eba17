/** How texts are cut into the chunks that are learnt from. */
import type { Batch } from './batch.ts';

export const PACKINGS = ['continuous', 'documents'] as const;
/** continuous: chunks go on from text to text. documents: a chunk holds one text, and begins with empty memories. */
export type Packing = (typeof PACKINGS)[number];

export interface Chunking {
  readonly packing: Packing;
  /** Tokens from the beginning of a chunk to that of the next; 0: all that it learns, so that no token is learnt twice. */
  readonly stride: number;
  /** The id that ends a text. */
  readonly end: number;
}

export const CONTINUOUS: Chunking = { packing: 'continuous', stride: 0, end: 0 };

/** What a cut leaves of a chunk. */
export interface Cut {
  /** tokens to the beginning of the next one */
  readonly tokens: number;
  /** whether the next one goes on where this one ends */
  readonly goesOn: boolean;
}

/**
 * Takes out of a row what belongs to the next chunk: with packing by documents, all that stands behind the end of the first text.
 * It is neither learnt nor read there. The next chunk begins with that end, behind which its own text's first token is foreseen.
 */
export function cutChunk(
  row: Pick<Batch, 'inputs' | 'targets' | 'learn'>,
  from: number,
  to: number,
  chunking: Chunking,
): Cut {
  const { packing, stride, end } = chunking;
  let at = to;
  if (packing === 'documents') {
    const next = row.inputs.subarray(from + 1, to).indexOf(end);
    if (next !== -1) at = from + 1 + next;
    row.inputs.fill(end, at, to);
    row.targets.fill(end, at, to);
    row.learn.fill(0, at, to);
  }
  const tokens = stride > 0 ? Math.min(stride, at - from) : at - from;
  const isOver = packing === 'documents' && row.targets[to - 1] === end;
  return { tokens, goesOn: tokens === to - from && !isOver };
}
