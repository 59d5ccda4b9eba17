/** Transformers as Hugging Face's own classes have them: GPT2LMHeadModel and LlamaForCausalLM. */
import { rotationBase } from '../../../brain/brains/shapes/transformer.ts';
import type { ElementType } from '../elements.ts';
import { type FoldedTables, foldedTables } from '../folded-tables.ts';
import type { TensorOut } from '../output.ts';
import type { ModelSource } from '../source.ts';
import {
  type Family,
  LAYERS,
  QUERIES_KEYS_VALUES,
  rowsOfAttention,
  type TransformerSizes,
} from '../transformer-names.ts';

/** What transformers calls each feed-forward layer of a GPT-2: OpenAI's own is the tanh form. */
export const ACTIVATION_NAMES: Readonly<Partial<Record<TransformerSizes['feedForward'], string>>> = {
  gelu: 'gelu',
  'gelu-tanh': 'gelu_new',
  relu: 'relu',
};

export function transformersConfig(family: Family, source: ModelSource): object {
  const sizes = source.sizes as TransformerSizes;
  const common = {
    vocab_size: sizes.vocabulary,
    bos_token_id: source.tokenizer.special.end,
    eos_token_id: source.tokenizer.special.end,
    tie_word_embeddings: foldedTables(source, family).output === undefined,
  };
  return family === 'gpt2' ? { ...gpt2Config(sizes), ...common } : { ...llamaConfig(sizes), ...common };
}

const gpt2Config = ({
  contextLength,
  channels,
  blocks,
  feedForwardWidth,
  heads,
  feedForward,
  epsilon,
}: TransformerSizes) => ({
  architectures: ['GPT2LMHeadModel'],
  model_type: 'gpt2',
  n_positions: contextLength,
  n_ctx: contextLength,
  n_embd: channels,
  n_layer: blocks,
  n_head: heads,
  n_inner: feedForwardWidth,
  activation_function: ACTIVATION_NAMES[feedForward],
  layer_norm_epsilon: Number(epsilon),
  resid_pdrop: 0,
  embd_pdrop: 0,
  attn_pdrop: 0,
});

function llamaConfig(sizes: TransformerSizes) {
  const { contextLength, channels, blocks, feedForwardWidth, heads, kvHeads, epsilon } = sizes;
  const theta = rotationBase(sizes, channels / heads);
  return {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    hidden_size: channels,
    intermediate_size: feedForwardWidth,
    num_hidden_layers: blocks,
    num_attention_heads: heads,
    num_key_value_heads: kvHeads,
    head_dim: channels / heads,
    hidden_act: 'silu',
    max_position_embeddings: contextLength,
    rms_norm_eps: Number(epsilon),
    // transformers 4 reads the first two, 5 the third
    rope_theta: theta,
    rope_scaling: null,
    rope_parameters: { rope_type: 'default', rope_theta: theta },
    attention_bias: false,
    mlp_bias: false,
    pad_token_id: null,
  };
}

export function transformersTensors(family: Family, source: ModelSource, type: ElementType): TensorOut[] {
  const { vocabulary, channels } = source.sizes as TransformerSizes;
  const tables = foldedTables(source, family);
  const table = (name: string, read: () => Float32Array): TensorOut => ({
    name,
    shape: [vocabulary, channels],
    type,
    read,
  });
  const output = tables.output ? [table('lm_head.weight', tables.output)] : [];
  if (family === 'llama')
    return [table('model.embed_tokens.weight', tables.tokens), ...output, ...llamaLayers(source, type)];
  return [table('transformer.wte.weight', tables.tokens), ...output, ...gpt2Layers(source, tables, type)];
}

/** No variant is without biases: those that a brain does not have are 0. Matrices of blocks are stored (in,out), transposed against ours. */
function gpt2Layers(source: ModelSource, tables: FoldedTables, type: ElementType): TensorOut[] {
  const { contextLength, channels, blocks } = source.sizes as TransformerSizes;
  const layer = (name: string, own: string): TensorOut[] => {
    const [rows, columns] = source.shapes.get(`${own}.weight`) as [number, number?];
    const read = () => source.read(`${own}.weight`);
    const weight: TensorOut =
      columns === undefined
        ? { name: `${name}.weight`, shape: [rows], type: 'f32', read }
        : { name: `${name}.weight`, shape: [columns, rows], type, read: () => transposed(read(), rows, columns) };
    const bias = () => (source.shapes.has(`${own}.bias`) ? source.read(`${own}.bias`) : new Float32Array(rows));
    return [weight, { name: `${name}.bias`, shape: [rows], type: 'f32', read: bias }];
  };
  const positions = () => tables.positions(contextLength);
  return [
    { name: 'transformer.wpe.weight', shape: [contextLength, channels], type, read: positions },
    ...layer('transformer.ln_f', 'norm'),
    ...Array.from({ length: blocks }, (_, l) =>
      LAYERS.gpt2.flatMap(({ huggingFace, own }) => layer(`transformer.h.${l}.${huggingFace}`, `block${l}.${own}`)),
    ).flat(),
  ];
}

function llamaLayers(source: ModelSource, type: ElementType): TensorOut[] {
  const sizes = source.sizes as TransformerSizes;
  const { channels, blocks } = sizes;
  const layer = (name: string, own: string): TensorOut => {
    const shape = source.shapes.get(`${own}.weight`) ?? [];
    return {
      name: `${name}.weight`,
      shape,
      type: shape.length === 1 ? 'f32' : type,
      read: () => source.read(`${own}.weight`),
    };
  };
  const attention = (l: number): TensorOut[] => {
    let from = 0;
    return rowsOfAttention(sizes).map((rows, i) => {
      const begin = from;
      from += rows;
      return {
        name: `model.layers.${l}.${QUERIES_KEYS_VALUES[i]!.huggingFace}.weight`,
        shape: [rows, channels],
        type,
        read: () => source.read(`block${l}.attention.in.weight`).slice(begin * channels, (begin + rows) * channels),
      };
    });
  };
  return [
    layer('model.norm', 'norm'),
    ...Array.from({ length: blocks }, (_, l) => [
      ...LAYERS.llama.map(({ huggingFace, own }) => layer(`model.layers.${l}.${huggingFace}`, `block${l}.${own}`)),
      ...attention(l),
    ]).flat(),
  ];
}

/** (rows,columns) as (columns,rows). */
export function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(matrix.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = matrix[i * columns + j]!;
  return out;
}
