import type { TapeBuilder } from '../engine/engine.ts';
import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { crossEntropy, softCrossEntropy } from '../ops/cross-entropy.ts';
import { squaredError } from '../ops/squared-error.ts';
import type { CommonSizes } from './shapes/shape.ts';

/** How a brain learns. */
export interface Learning {
  /** also from distributions over all tokens, which others expect: inputs `soft` (B·T,V) and `softWeights` (B·T) */
  readonly soft?: boolean;
}

/** What every brain learns: the next token at every place, and the colour of the next chunk. logits(B,T,V), colour(B,3) */
export function objective(
  r: Recording,
  { batch, contextLength, vocabulary }: CommonSizes,
  { logits, colour, probes }: { logits: Tensor; colour: Tensor; probes: Readonly<Record<string, Tensor>> },
  { soft = false }: Learning = {},
): TapeBuilder {
  const rows = batch * contextLength;
  const { losses, objective: hard, best, logsumexp } = crossEntropy(logits, r.input('targets', [rows]));
  const colourLoss = squaredError(colour, r.input('nextColour', [batch, 3]));
  const ofColour: [Tensor, Tensor] = [colourLoss, r.input('colourWeights', [batch, 3])];
  const seeds: [Tensor, Tensor][] = [[hard, r.input('weights', [rows])], ...(r.isWithout('colour') ? [] : [ofColour])];
  if (soft) {
    const expected = softCrossEntropy(
      r.view(logits, [rows, vocabulary]),
      r.input('soft', [rows, vocabulary]),
      logsumexp,
    );
    seeds.push([expected, r.input('softWeights', [rows])]);
  }
  return { outputs: { losses, best, colour, ...probes }, losses: seeds };
}
