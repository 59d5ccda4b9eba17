import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import type { Engine, Tape } from '../../brain/engine/engine.ts';
import type { Batch } from '../../library/batches/batch.ts';
import type { Colour } from '../api/messages.ts';

/** Weight of the colour's loss beside the language loss: small, so that feeling never costs words. */
const COLOUR_WEIGHT = 0.05;

/** What a batch is written into. */
export interface BatchInput {
  readonly engine: Engine;
  readonly learn: Tape;
  readonly sizes: Sizes;
  /** tokens before a chunk that the brain must be shown again */
  readonly overlap: number;
  /** the token that ends a text */
  readonly end: number;
  /** whose memories are cleared; left out: those of the streams */
  readonly owner?: string;
}

/**
 * Writes a batch where the tape reads it; clears the memories of streams that start over.
 *
 * @param weight of each target that is learnt
 * @param scale what all losses are multiplied with
 * @param colours of the streams
 * @param before the last `overlap` tokens of every stream
 * @returns the same behind this batch
 */
export function showBatch(
  { engine, learn, sizes: { batch, contextLength }, overlap, end, owner = 'streams' }: BatchInput,
  { inputs, targets, learn: learnt, fresh }: Batch,
  how: { weight: number; scale?: number; colours: readonly Colour[]; before: readonly number[][] },
): number[][] {
  const { weight, scale = 1, colours, before } = how;
  const after: number[][] = [];
  const ids = engine.input(learn, 'ids');
  for (let b = 0; b < batch; b++) {
    const chunk = inputs.subarray(b * contextLength, (b + 1) * contextLength);
    const past = fresh[b] ? [] : before[b];
    if (fresh[b])
      for (const { data } of engine.statesOf(owner))
        data.fill(0, (b * data.length) / batch, ((b + 1) * data.length) / batch);
    const row = b * (overlap + contextLength);
    ids.fill(end, row, row + overlap).set(past, row + overlap - past.length);
    ids.set(chunk, row + overlap);
    after.push(overlap > 0 ? [...past, ...chunk].slice(-overlap) : []);
  }
  engine.input(learn, 'targets').set(targets);
  const weights = engine.input(learn, 'weights');
  for (let i = 0; i < learnt.length; i++) weights[i] = learnt[i] ? scale * weight : 0;
  engine.input(learn, 'colour').set(colours.flat());
  engine.input(learn, 'colourWeights').fill((scale * COLOUR_WEIGHT) / (3 * batch));
  return after;
}
