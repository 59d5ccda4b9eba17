/** Transformers in GGUF, by the two architectures of llama.cpp that they fit: `gpt2` and `llama`. */
import { rotationBase } from '../../../brain/brains/shapes/transformer.ts';
import { BLOCK, type ElementType } from '../elements.ts';
import { foldedTables } from '../folded-tables.ts';
import type { TensorOut } from '../output.ts';
import type { ModelSource } from '../source.ts';
import {
  type Family,
  LAYERS,
  QUERIES_KEYS_VALUES,
  rowsOfAttention,
  type TransformerSizes,
} from '../transformer-names.ts';
import type { Key } from './writer.ts';

/** llama.cpp pads a context to a multiple of this, and ends the process at a position beyond the table. */
const CONTEXT_STEP = 256;

const paddedContext = (contextLength: number): number => Math.ceil(contextLength / CONTEXT_STEP) * CONTEXT_STEP;

export function architectureKeys(family: Family, source: ModelSource): Key[] {
  const sizes = source.sizes as TransformerSizes;
  const { contextLength, channels, blocks, feedForwardWidth, heads, kvHeads, epsilon } = sizes;
  const depth = channels / heads;
  const common: Key[] = [
    [`${family}.context_length`, 'u32', family === 'gpt2' ? paddedContext(contextLength) : contextLength],
    [`${family}.embedding_length`, 'u32', channels],
    [`${family}.block_count`, 'u32', blocks],
    [`${family}.feed_forward_length`, 'u32', feedForwardWidth],
    [`${family}.attention.head_count`, 'u32', heads],
  ];
  if (family === 'gpt2') return [...common, ['gpt2.attention.layer_norm_epsilon', 'f32', Number(epsilon)]];
  return [
    ...common,
    ['llama.attention.head_count_kv', 'u32', kvHeads],
    ['llama.attention.layer_norm_rms_epsilon', 'f32', Number(epsilon)],
    ['llama.rope.dimension_count', 'u32', depth],
    ['llama.rope.freq_base', 'f32', rotationBase(sizes, depth)],
  ];
}

/** Matrices are of the type that was asked for; vectors and the table of positions stay f32. */
export function architectureTensors(family: Family, source: ModelSource, type: ElementType): TensorOut[] {
  const { vocabulary, contextLength, channels, blocks } = source.sizes as TransformerSizes;
  const tables = foldedTables(source, family);
  const table = (name: string, read: () => Float32Array): TensorOut => {
    const shape = [vocabulary, channels];
    return { name, shape, type: typeFor(type, shape), read };
  };
  const layer = (name: string, own: string): TensorOut[] => {
    const shape = source.shapes.get(`${own}.weight`) ?? [];
    const kept = shape.length === 1 ? 'f32' : typeFor(type, shape);
    const weight: TensorOut = { name: `${name}.weight`, shape, type: kept, read: () => source.read(`${own}.weight`) };
    return family === 'llama' ? [weight] : [weight, biasOf(source, `${name}.bias`, own, shape[0]!)];
  };
  const rows = paddedContext(contextLength);
  return [
    table('token_embd.weight', tables.tokens),
    ...(family === 'gpt2'
      ? [
          {
            name: 'position_embd.weight',
            shape: [rows, channels],
            type: 'f32',
            read: () => tables.positions(rows),
          } as const,
        ]
      : []),
    ...layer('output_norm', 'norm'),
    ...(tables.output ? [table('output.weight', tables.output)] : []),
    ...Array.from({ length: blocks }, (_, l) => [
      ...LAYERS[family].flatMap(({ gguf, own }) => layer(`blk.${l}.${gguf}`, `block${l}.${own}`)),
      ...(family === 'llama' ? attentionTensors(source, l, type) : []),
    ]).flat(),
  ];
}

/** llama.cpp's `gpt2` asks for all biases: those that a brain does not have are 0. */
function biasOf(source: ModelSource, name: string, own: string, size: number): TensorOut {
  const hasOne = source.shapes.has(`${own}.bias`);
  return {
    name,
    shape: [size],
    type: 'f32',
    read: () => (hasOne ? source.read(`${own}.bias`) : new Float32Array(size)),
  };
}

/** Queries, keys and values of a block, as `llama` has them. */
function attentionTensors(source: ModelSource, block: number, type: ElementType): TensorOut[] {
  const sizes = source.sizes as TransformerSizes;
  const { channels, heads, kvHeads } = sizes;
  const own = `block${block}.attention.in.weight`;
  let from = 0;
  return rowsOfAttention(sizes).map((rows, i) => {
    const begin = from;
    from += rows;
    const shape = [rows, channels];
    return {
      name: `blk.${block}.${QUERIES_KEYS_VALUES[i]!.gguf}.weight`,
      shape,
      type: typeFor(type, shape),
      read: () => {
        const part = source.read(own).subarray(begin * channels, (begin + rows) * channels);
        return i === 2 ? part : interleaved(part, i === 0 ? heads : kvHeads, channels);
      },
    };
  });
}

/**
 * Rows of queries or keys for llama.cpp, which turns neighbours (2d, 2d+1) of a head, where we turn (d, d + D/2): row 2d+s of a head is
 * row s·D/2+d of it here.
 */
export function interleaved(matrix: Float32Array, heads: number, columns: number): Float32Array {
  return rearranged(matrix, heads, columns, (half, d, s) => [2 * d + s, s * half + d]);
}

/** Undoes `interleaved`. */
export function split(matrix: Float32Array, heads: number, columns: number): Float32Array {
  return rearranged(matrix, heads, columns, (half, d, s) => [s * half + d, 2 * d + s]);
}

function rearranged(
  matrix: Float32Array,
  heads: number,
  columns: number,
  rows: (half: number, d: number, s: number) => [to: number, from: number],
): Float32Array {
  const depth = matrix.length / columns / heads;
  const out = new Float32Array(matrix.length);
  for (let h = 0; h < heads; h++)
    for (let s = 0; s < 2; s++)
      for (let d = 0; d < depth / 2; d++) {
        const [to, from] = rows(depth / 2, d, s).map((row) => (h * depth + row) * columns) as [number, number];
        out.set(matrix.subarray(from, from + columns), to);
      }
  return out;
}

/** Rows that are no multiple of a block of q8_0 are f16. */
const typeFor = (type: ElementType, shape: readonly number[]): ElementType =>
  type === 'q8_0' && (shape.at(-1) ?? 0) % BLOCK !== 0 ? 'f16' : type;
