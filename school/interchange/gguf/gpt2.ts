/** A `gpt2` brain in GGUF, for llama.cpp and whatever is built on it. */
import type { Sizes } from '../../../brain/brains/shapes/shape.ts';
import type { TransformerShape } from '../../../brain/brains/shapes/transformer.ts';
import { BLOCK, type ElementType } from '../elements.ts';
import { GPT2_BLOCK, GPT2_NORM, positionsWithColour } from '../gpt2-names.ts';
import type { TensorOut } from '../output.ts';
import type { ModelSource } from '../source.ts';
import type { Key } from './writer.ts';

/** llama.cpp pads a context to a multiple of this, and ends the process at a position beyond the table. */
const CONTEXT_STEP = 256;

const EPSILON = 1e-5;

export const paddedContext = (contextLength: number): number => Math.ceil(contextLength / CONTEXT_STEP) * CONTEXT_STEP;

export function gpt2Keys(source: ModelSource): Key[] {
  const { contextLength, channels, blocks, feedForwardWidth, heads } = source.sizes as Sizes<TransformerShape>;
  return [
    ['gpt2.context_length', 'u32', paddedContext(contextLength)],
    ['gpt2.embedding_length', 'u32', channels],
    ['gpt2.block_count', 'u32', blocks],
    ['gpt2.feed_forward_length', 'u32', feedForwardWidth],
    ['gpt2.attention.head_count', 'u32', heads],
    ['gpt2.attention.layer_norm_epsilon', 'f32', EPSILON],
  ];
}

/** Matrices are of the type that was asked for; vectors and the table of positions stay f32. All biases are asked for: they are 0. */
export function gpt2Tensors(source: ModelSource, type: ElementType): TensorOut[] {
  const { contextLength, channels, blocks } = source.sizes as Sizes<TransformerShape>;
  const weight = (name: string, own: string): TensorOut => {
    const shape = source.shapes.get(own) ?? [];
    return { name, shape, type: shape.length === 1 ? 'f32' : typeFor(type, shape), read: () => source.read(own) };
  };
  const layer = (name: string, own: string): TensorOut[] => {
    const size = source.shapes.get(`${own}.weight`)?.[0] ?? 0;
    return [
      weight(`${name}.weight`, `${own}.weight`),
      { name: `${name}.bias`, shape: [size], type: 'f32', read: () => new Float32Array(size) },
    ];
  };
  const rows = paddedContext(contextLength);
  return [
    weight('token_embd.weight', 'tokens'),
    {
      name: 'position_embd.weight',
      shape: [rows, channels],
      type: 'f32',
      read: () => positionsWithColour(source, rows),
    },
    ...layer(GPT2_NORM.gguf, GPT2_NORM.own),
    ...Array.from({ length: blocks }, (_, l) =>
      GPT2_BLOCK.flatMap(({ gguf, own }) => layer(`blk.${l}.${gguf}`, `block${l}.${own}`)),
    ).flat(),
  ];
}

/** Rows that are no multiple of a block of q8_0 are f16. */
export const typeFor = (type: ElementType, shape: readonly number[]): ElementType =>
  type === 'q8_0' && (shape.at(-1) ?? 0) % BLOCK !== 0 ? 'f16' : type;
