/** The tensors of a `gpt2` brain under the names that other programs have for them. */
import type { ModelSource } from './source.ts';

interface GptNames {
  /** here */
  readonly own: string;
  /** in GGUF */
  readonly gguf: string;
  /** in transformers */
  readonly huggingFace: string;
}

/** Of the whole brain. Tables of tokens and of positions are apart. */
export const GPT2_NORM: GptNames = { own: 'norm', gguf: 'output_norm', huggingFace: 'ln_f' };

/** Of each block: `blockN.<own>.weight` is `blk.N.<gguf>.weight`, and `h.N.<huggingFace>.weight`. */
export const GPT2_BLOCK: readonly GptNames[] = [
  { own: 'hear', gguf: 'attn_norm', huggingFace: 'ln_1' },
  { own: 'attention.in', gguf: 'attn_qkv', huggingFace: 'attn.c_attn' },
  { own: 'attention.out', gguf: 'attn_output', huggingFace: 'attn.c_proj' },
  { own: 'think', gguf: 'ffn_norm', huggingFace: 'ln_2' },
  { own: 'neurons.in', gguf: 'ffn_up', huggingFace: 'mlp.c_fc' },
  { own: 'neurons.out', gguf: 'ffn_down', huggingFace: 'mlp.c_proj' },
];

/**
 * The table of positions (rows,C), with the colour that it feels in it: P'[t] = P[t] + A·colour, since other programs know no colour and
 * it is the same at all positions. Rows beyond the last position repeat it.
 */
export function positionsWithColour(source: ModelSource, rows: number): Float32Array {
  const table = source.read('places');
  const colours = source.read('embed.colour');
  const channels = colours.length / 3;
  const last = table.length / channels - 1;
  const felt = Float32Array.from({ length: channels }, (_, i) =>
    source.colour.reduce((sum, part, c) => sum + part * colours[3 * i + c]!, 0),
  );
  const out = new Float32Array(rows * channels);
  for (let t = 0; t < rows; t++) {
    const from = Math.min(t, last) * channels;
    for (let i = 0; i < channels; i++) out[t * channels + i] = table[from + i]! + felt[i]!;
  }
  return out;
}
