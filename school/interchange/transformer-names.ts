/** The tensors of transformers under the names that other programs have for them: two families, of which all names are known. */
import { type BrainName, SHAPES } from '../../brain/brains/shapes/index.ts';
import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import type { TransformerShape } from '../../brain/brains/shapes/transformer.ts';
import { exportTexts } from './texts/export.ts';

export type TransformerSizes = Sizes<TransformerShape>;
export type Family = 'gpt2' | 'llama';

export const isTransformer = (brain: BrainName): boolean => Object.hasOwn(SHAPES[brain].fields, 'kvHeads');

interface LayerNames {
  /** here: `blockN.<own>` */
  readonly own: string;
  /** in GGUF: `blk.N.<gguf>` */
  readonly gguf: string;
  /** in transformers: `transformer.h.N.<huggingFace>`, or `model.layers.N.<huggingFace>` */
  readonly huggingFace: string;
}

/** The layers of a block. */
export const LAYERS: Readonly<Record<Family, readonly LayerNames[]>> = {
  gpt2: [
    { own: 'hear', gguf: 'attn_norm', huggingFace: 'ln_1' },
    { own: 'attention.in', gguf: 'attn_qkv', huggingFace: 'attn.c_attn' },
    { own: 'attention.out', gguf: 'attn_output', huggingFace: 'attn.c_proj' },
    { own: 'think', gguf: 'ffn_norm', huggingFace: 'ln_2' },
    { own: 'neurons.in', gguf: 'ffn_up', huggingFace: 'mlp.c_fc' },
    { own: 'neurons.out', gguf: 'ffn_down', huggingFace: 'mlp.c_proj' },
  ],
  // `attention.in` is three matrices there: see QUERIES_KEYS_VALUES
  llama: [
    { own: 'hear', gguf: 'attn_norm', huggingFace: 'input_layernorm' },
    { own: 'attention.out', gguf: 'attn_output', huggingFace: 'self_attn.o_proj' },
    { own: 'think', gguf: 'ffn_norm', huggingFace: 'post_attention_layernorm' },
    { own: 'neurons.gate', gguf: 'ffn_gate', huggingFace: 'mlp.gate_proj' },
    { own: 'neurons.in', gguf: 'ffn_up', huggingFace: 'mlp.up_proj' },
    { own: 'neurons.out', gguf: 'ffn_down', huggingFace: 'mlp.down_proj' },
  ],
};

/** Rows of `attention.in`, in their order. */
export const QUERIES_KEYS_VALUES = [
  { gguf: 'attn_q', huggingFace: 'self_attn.q_proj' },
  { gguf: 'attn_k', huggingFace: 'self_attn.k_proj' },
  { gguf: 'attn_v', huggingFace: 'self_attn.v_proj' },
] as const;

/** How many rows of `attention.in` are queries, keys and values. */
export function rowsOfAttention({ channels, heads, kvHeads }: TransformerSizes): readonly [number, number, number] {
  const shared = kvHeads * (channels / heads);
  return [channels, shared, shared];
}

/** What keeps a transformer out of both families, as clauses; none where `family` is there. */
export interface Kinship {
  readonly family?: Family;
  readonly odd: readonly string[];
}

/** @param activations those that a GPT-2 may have there */
export function kinshipOf(sizes: TransformerSizes, activations: readonly string[]): Kinship {
  const { attention, norm, feedForward, positions, residual, bias, qkNorm, heads, kvHeads } = sizes;
  const shared = [
    ...(residual === 'pre' ? [] : [exportTexts.normsBehindLayers]),
    ...(qkNorm ? [exportTexts.normedQueries] : []),
    ...(attention === 'linear' ? ['linear attention'] : []),
  ];
  const isLlama = norm === 'rms' || positions === 'rope' || feedForward === 'swiglu' || kvHeads !== heads;
  const own = isLlama
    ? [
        ...(norm === 'rms' ? [] : ['LayerNorm']),
        ...(positions === 'rope' ? [] : [`${positions} positions`]),
        ...(feedForward === 'swiglu' ? [] : [feedForward]),
        ...(bias ? ['biases'] : []),
      ]
    : activations.includes(feedForward)
      ? []
      : [feedForward];
  const odd = [...shared, ...own];
  return odd.length > 0 ? { odd } : { family: isLlama ? 'llama' : 'gpt2', odd };
}
