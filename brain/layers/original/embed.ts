import { constant, normal, values, zeros } from '../../engine/parameters.ts';
import type { Recording } from '../../engine/recording.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { addBias } from '../../ops/matmul.ts';
import { layerNorm } from '../../ops/norm.ts';
import { add, scaleBy } from '../../ops/pointwise.ts';
import { softmax } from '../../ops/softmax.ts';
import { gather, takeRows } from '../../ops/streams.ts';
import { linearLayer } from '../linear.ts';

/** Rows of the original's position table. */
export const POSITIONS = 2048;
const SCALE_BOUNDS = [-10, 10] as const;

/**
 * The original's embed: token, position and colour, blended. ids(L), colour(1,3) -> (L,C):
 * e_p = β₀·f(E[id_p]) + β₁·P[p] + β₂·f(A·colour + a), f(v) = s_w·v + s_n·LN(v), β = softmax(inputBlend).
 * Position p counts from the start of the input, or is that of `at`(L); the colour is the same at all positions (brain/README.md, step 1).
 */
export function blendedEmbed(
  r: Recording,
  ids: Tensor,
  colour: Tensor,
  sizes: { vocabulary: number; channels: number },
  at?: Tensor,
): Tensor {
  const { vocabulary, channels } = sizes;
  const length = ids.size;
  const blend = r.view(softmax(r.parameter('inputBlend', [3], values([1, 1, 1]))), [3, 1]);
  return r.inside('embed', () => {
    const table = r.parameter('e_weights', [vocabulary, channels], normal(1), { group: 'plain', isEdge: true });
    const positions = r.parameter('posEmbedding.weight', [POSITIONS, channels], normal(1), {
      group: 'plain',
      isEdge: true,
    });
    const own = r.parameter('weightsScale', [1], constant(0.5), { bounds: SCALE_BOUNDS });
    const normed = r.parameter('normScale', [1], constant(0.5), { bounds: SCALE_BOUNDS });
    const gamma = r.parameter('embedNorm.weight', [channels], constant(1));
    const beta = r.parameter('embedNorm.bias', [channels], zeros);
    const scaled = (v: Tensor) => add(scaleBy(own, v), scaleBy(normed, layerNorm(v, gamma, beta)));
    const part = (i: number, v: Tensor) => scaleBy(takeRows(blend, i, 1), v);

    const tokens = r.view(gather(ids, table), [length, channels]);
    const coloured = scaled(linearLayer(r, 'pixelEmbed', colour, channels));
    const positioned = at ? r.view(gather(at, positions), [length, channels]) : takeRows(positions, 0, length);
    return addBias(add(part(0, scaled(tokens)), part(1, positioned)), part(2, coloured));
  });
}
