import type { Recording } from '../engine/recording.ts';
import { lastAxis, type Tensor } from '../engine/tensor.ts';
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
  return r.inside('colour', () => {
    const at = r.fixedInput(
      'lastOfEachStream',
      Float32Array.from({ length: streams }, (_, b) => b * time + time - 1),
      [streams],
    );
    const last = gather(at, r.view(x, [streams * time, channels]));
    return sigmoid(
      linearLayer(r, 'out', gelu(linearLayer(r, 'in', last, Math.min(WIDTH, lastAxis(last)))), 3, { isEdge: true }),
    );
  });
}
