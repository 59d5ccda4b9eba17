import type { Recording } from '../engine/recording.ts';
import { lastAxis, type Tensor } from '../engine/tensor.ts';
import { linear } from '../ops/matmul.ts';
import { gelu, sigmoid } from '../ops/pointwise.ts';
import { gather } from '../ops/streams.ts';
import { linearLayer } from './linear.ts';

/** Width of the small layer that finds the colour. */
const WIDTH = 32;

/**
 * The colour it expects to feel next: σ(B₂·gelu(B₁·x_last + b₁) + b₂). x(B,T,C) -> (B,3), from the last token of each stream.
 * Unlike the original: it reads what is spoken from, LN behind the last lobe, not the embedding of the input.
 */
export function expectColour(r: Recording, x: Tensor): Tensor {
  const [streams, time, channels] = x.shape;
  return r.organ('colour', () =>
    r.inside('colour', () => {
      const at = r.fixedInput(
        'lastOfEachStream',
        Float32Array.from({ length: streams }, (_, b) => b * time + time - 1),
        [streams],
      );
      const last = gather(at, r.view(x, [streams * time, channels]));
      return sigmoid(
        linearLayer(r, 'out', gelu(linearLayer(r, 'in', last, Math.min(WIDTH, lastAxis(last)))), 3, { isEdge: true }),
      );
    }),
  );
}

/**
 * What a felt colour adds to every token: A·colour + a, colour(B,3) -> (B,C). Left out: the colour is 0, and A rests.
 *
 * @param weight declares A (C,3)
 * @param mood declares a (C); left out: 0
 */
export function colourBias(r: Recording, colour: Tensor, weight: () => Tensor, mood?: () => Tensor): Tensor {
  const a = r.organ('colour', weight);
  const bias = mood?.();
  if (!r.isWithout('colour')) return linear(colour, a, bias);
  return linear(r.fixedInput('noColour', new Float32Array(colour.size), colour.shape), r.stopGradient(a), bias);
}
