import { SHAPES, type TransformerName } from '../../brain/brains/shapes/index.ts';
import type { CommonSizes, Sizes } from '../../brain/brains/shapes/shape.ts';
import { kvHeadsFor, type TransformerShape } from '../../brain/brains/shapes/transformer.ts';

export const TRANSFORMERS = [
  'gpt2',
  'llama',
  'llm-from-scratch',
  'cleanai',
  'tfjs',
] as const satisfies TransformerName[];

type Small = CommonSizes & Pick<TransformerShape, 'channels' | 'blocks' | 'feedForwardWidth' | 'heads'>;

/** Every kind of transformer at these sizes: the parts are its own, and so is the share of heads that have keys and values. */
export const transformersOf = (sizes: Small): Record<TransformerName, Sizes<TransformerShape>> =>
  Object.fromEntries(
    TRANSFORMERS.map((name) => {
      const { shape } = SHAPES[name].presets.tiny;
      return [name, { ...shape, ...sizes, kvHeads: kvHeadsFor(sizes.heads, shape) }];
    }),
  ) as Record<TransformerName, Sizes<TransformerShape>>;
