/** A `gpt2` brain as transformers' GPT2LMHeadModel. */
import type { Gpt2Shape } from '../../../brain/brains/shapes/gpt2.ts';
import type { Sizes } from '../../../brain/brains/shapes/shape.ts';
import { SPECIAL } from '../../../library/tokenizer/index.ts';
import type { ElementType } from '../elements.ts';
import { GPT2_BLOCK, GPT2_NORM, positionsWithColour } from '../gpt2-names.ts';
import type { TensorOut } from '../output.ts';
import type { ModelSource } from '../source.ts';

const EPSILON = 1e-5;

export function gpt2Config({ sizes }: ModelSource): object {
  const { vocabulary, contextLength, channels, blocks, feedForwardWidth, heads } = sizes as Sizes<Gpt2Shape>;
  return {
    architectures: ['GPT2LMHeadModel'],
    model_type: 'gpt2',
    vocab_size: vocabulary,
    n_positions: contextLength,
    n_ctx: contextLength,
    n_embd: channels,
    n_layer: blocks,
    n_head: heads,
    n_inner: feedForwardWidth,
    // the exact one; OpenAI's own is "gelu_new", its tanh form
    activation_function: 'gelu',
    layer_norm_epsilon: EPSILON,
    resid_pdrop: 0,
    embd_pdrop: 0,
    attn_pdrop: 0,
    bos_token_id: SPECIAL.end,
    eos_token_id: SPECIAL.end,
    tie_word_embeddings: true,
  };
}

/** No variant is without biases: they are 0. Matrices of blocks are stored (in,out), transposed against ours. */
export function gpt2Tensors(source: ModelSource, type: ElementType): TensorOut[] {
  const { contextLength, channels, blocks, vocabulary } = source.sizes as Sizes<Gpt2Shape>;
  const layer = (name: string, own: string): TensorOut[] => {
    const [rows, columns] = source.shapes.get(`${own}.weight`) ?? [];
    const weight: TensorOut =
      columns === undefined
        ? { name: `${name}.weight`, shape: [rows!], type: 'f32', read: () => source.read(`${own}.weight`) }
        : {
            name: `${name}.weight`,
            shape: [columns, rows!],
            type,
            read: () => transposed(source.read(`${own}.weight`), rows!, columns),
          };
    return [weight, { name: `${name}.bias`, shape: [rows!], type: 'f32', read: () => new Float32Array(rows!) }];
  };
  return [
    { name: 'transformer.wte.weight', shape: [vocabulary, channels], type, read: () => source.read('tokens') },
    {
      name: 'transformer.wpe.weight',
      shape: [contextLength, channels],
      type,
      read: () => positionsWithColour(source, contextLength),
    },
    ...layer(`transformer.${GPT2_NORM.huggingFace}`, GPT2_NORM.own),
    ...Array.from({ length: blocks }, (_, l) =>
      GPT2_BLOCK.flatMap(({ huggingFace, own }) => layer(`transformer.h.${l}.${huggingFace}`, `block${l}.${own}`)),
    ).flat(),
  ];
}

/** (rows,columns) as (columns,rows). */
export function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(matrix.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = matrix[i * columns + j]!;
  return out;
}
