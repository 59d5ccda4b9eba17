import { normal, zeros } from '../engine/parameters.ts';
import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { addPerStream, gather } from '../ops/streams.ts';
import { colourBias } from './colour.ts';

/** The table that turns ids into vectors (V,C), and vectors into logits: one table for both ways. */
export const tokenTable = (r: Recording, vocabulary: number, channels: number): Tensor =>
  r.parameter('tokens', [vocabulary, channels], normal(0.05), { group: 'plain', isEdge: true });

/**
 * Embedding of tokens plus a bias from the felt colour. ids(B,T), colour(B,3) -> (B,T,C): e = E[id] + A·colour + a.
 * Unlike the original: no positions (order comes from windows and memories, so that a stream can go on for ever), and the colour
 * is one per stream, known before the chunk starts.
 */
export function embed(r: Recording, ids: Tensor, colour: Tensor, table: Tensor): Tensor {
  const channels = table.shape[1];
  return r.inside('embed', () => {
    const weight = () => r.parameter('colour', [channels, 3], normal(0.05), { isEdge: true });
    const felt = colourBias(r, colour, weight, () => r.parameter('mood', [channels], zeros));
    return addPerStream(gather(ids, table), felt);
  });
}
