/** GPT2LMHeadModel and LlamaForCausalLM of transformers as a baby. */
import type { PresetName } from '../../../brain/brains/shapes/shape.ts';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import { FormatError } from '../file-reader.ts';
import { transposed } from '../huggingface/transformers-folder.ts';
import { fileTexts } from '../texts/files.ts';
import { importTexts } from '../texts/import.ts';
import {
  type Family,
  LAYERS,
  QUERIES_KEYS_VALUES,
  rowsOfAttention,
  type TransformerSizes,
} from '../transformer-names.ts';
import { oneOf, type Settings, shown, wholeOf } from './json-file.ts';
import type { TakenModel, TakenTensor, TensorReader } from './model-files.ts';
import {
  asItLies,
  batchFor,
  changed,
  FAMILY_PARTS,
  firstRows,
  MOST_CONTEXT,
  resized,
  stacked,
} from './transformer-model.ts';

/** Names of the tanh form of gelu, which `gelu_new` is in OpenAI's own. */
const TANH_GELUS = ['gelu_new', 'gelu_pytorch_tanh', 'gelu_fast', 'gelu_python_tanh'];

/** @param label what `baby export` says of its own, which other folders do not have */
export function takeTransformers(
  family: Family,
  settings: Settings,
  label: Settings,
  given: TensorReader,
  tokenizer: Tokenizer,
): TakenModel {
  const file = withoutPrefix(given, family === 'gpt2' ? 'transformer.' : '');
  const take = family === 'gpt2' ? takeGpt2 : takeLlama;
  const { preset } = label;
  return {
    ...take(settings, file, tokenizer.vocabularySize),
    brain: family,
    preset: typeof preset === 'string' ? (preset as PresetName) : undefined,
    tokenizer,
    steps: wholeOf(label, 'step', 0, Number.MAX_SAFE_INTEGER, 0),
    tokens: wholeOf(label, 'tokens', 0, Number.MAX_SAFE_INTEGER, 0),
    name: typeof label['name'] === 'string' ? label['name'] : undefined,
    close: file.close,
  };
}

/** OpenAI's own folder has the names without the name of the model in front. */
function withoutPrefix(file: TensorReader, prefix: string): TensorReader {
  const names = new Map(
    [...file.shapes.keys()].map((name) => [name.startsWith(prefix) ? name.slice(prefix.length) : name, name]),
  );
  return {
    shapes: new Map([...names].map(([name, there]) => [name, file.shapes.get(there)!])),
    read: (name) => file.read(names.get(name) ?? name),
    close: file.close,
  };
}

type Taken = Pick<TakenModel, 'sizes' | 'tensors' | 'notes'>;

function takeGpt2(settings: Settings, file: TensorReader, vocabulary: number): Taken {
  const channels = wholeOf(settings, 'n_embd', 1, 65_536);
  const heads = wholeOf(settings, 'n_head', 1, 1024);
  const positions = wholeOf(settings, 'n_positions', 1, 2 ** 31);
  const contextLength = Math.min(positions, MOST_CONTEXT);
  const activation = oneOf(settings, 'activation_function', ['gelu', 'relu', ...TANH_GELUS], 'gelu_new');
  const epsilon = settings['layer_norm_epsilon'] ?? 1e-5;
  const sizes: TransformerSizes = {
    ...FAMILY_PARTS.gpt2,
    vocabulary,
    contextLength,
    batch: batchFor(contextLength),
    channels,
    blocks: wholeOf(settings, 'n_layer', 1, 256),
    feedForwardWidth: wholeOf(settings, 'n_inner', 1, 1_000_000, 4 * channels),
    heads,
    kvHeads: heads,
    feedForward: TANH_GELUS.includes(activation) ? 'gelu-tanh' : (activation as 'gelu' | 'relu'),
    tied: !file.shapes.has('lm_head.weight') || settings['tie_word_embeddings'] === true,
    bias: hasBiases(file, (name) => !NORM.test(name)),
    normBias: hasBiases(file, (name) => NORM.test(name)),
  };
  if (channels % heads !== 0) throw new FormatError(fileTexts.headsDoNotDivide(heads, channels));
  const notes = [
    ...(positions > contextLength ? [importTexts.looksBackOn(positions, contextLength)] : []),
    ...(epsilon === 1e-5 ? [] : [importTexts.normsAdd(shown(epsilon), '1e-5')]),
  ];
  return { sizes, notes, tensors: gpt2Tensors(file, sizes) };
}

const NORM = /(?:^|\.)ln_[12f]\.bias$/;

/** Those of a brain without are written as 0. `attn.bias` is no bias, but a mask that older versions kept. */
const hasBiases = (file: TensorReader, isMeant: (name: string) => boolean): boolean =>
  [...file.shapes.keys()].some(
    (name) => /(?<!\.attn)\.bias$/.test(name) && isMeant(name) && file.read(name).some((bias) => bias !== 0),
  );

function gpt2Tensors(file: TensorReader, sizes: TransformerSizes): Map<string, TakenTensor> {
  const { vocabulary, contextLength, channels, blocks, feedForwardWidth, bias, normBias, tied } = sizes;
  const shapes: Readonly<Record<string, readonly [number, number?]>> = {
    hear: [channels],
    'attention.in': [3 * channels, channels],
    'attention.out': [channels, channels],
    think: [channels],
    'neurons.in': [feedForwardWidth, channels],
    'neurons.out': [channels, feedForwardWidth],
  };
  const layer = (own: string, there: string, [rows, columns]: readonly [number, number?]): [string, TakenTensor][] => {
    const name = `${there}.weight`;
    // stored (in,out)
    const weight =
      columns === undefined
        ? asItLies(file, name, [rows])
        : changed(file, name, [columns, rows], [rows, columns], (numbers) => transposed(numbers, columns, rows));
    return [
      [`${own}.weight`, weight],
      ...((NORM.test(`${there}.bias`) ? normBias : bias)
        ? [[`${own}.bias`, asItLies(file, `${there}.bias`, [rows])] as [string, TakenTensor]]
        : []),
    ];
  };
  return new Map([
    ['tokens', resized(file, 'wte.weight', vocabulary, channels)],
    ...(tied ? [] : [['output', resized(file, 'lm_head.weight', vocabulary, channels)] as const]),
    ['places', firstRows(file, 'wpe.weight', contextLength, channels)],
    ...layer('norm', 'ln_f', [channels]),
    ...Array.from({ length: blocks }, (_, l) =>
      LAYERS.gpt2.flatMap(({ own, huggingFace }) => layer(`block${l}.${own}`, `h.${l}.${huggingFace}`, shapes[own]!)),
    ).flat(),
  ]);
}

function takeLlama(settings: Settings, file: TensorReader, vocabulary: number): Taken {
  const channels = wholeOf(settings, 'hidden_size', 1, 65_536);
  const heads = wholeOf(settings, 'num_attention_heads', 1, 1024);
  const positions = wholeOf(settings, 'max_position_embeddings', 1, 2 ** 31, 2048);
  const contextLength = Math.min(positions, MOST_CONTEXT);
  oneOf(settings, 'hidden_act', ['silu', 'swish'], 'silu');
  oneOf(settings, 'attention_bias', [false], false);
  oneOf(settings, 'mlp_bias', [false], false);
  oneOf(settings, 'head_dim', [channels / heads], channels / heads);
  const epsilon = settings['rms_norm_eps'] ?? 1e-6;
  const sizes: TransformerSizes = {
    ...FAMILY_PARTS.llama,
    vocabulary,
    contextLength,
    batch: batchFor(contextLength),
    channels,
    blocks: wholeOf(settings, 'num_hidden_layers', 1, 256),
    feedForwardWidth: wholeOf(settings, 'intermediate_size', 1, 1_000_000),
    heads,
    kvHeads: wholeOf(settings, 'num_key_value_heads', 1, heads, heads),
    tied: !file.shapes.has('lm_head.weight'),
    epsilon: typeof epsilon === 'number' && epsilon < 3e-6 ? '1e-6' : '1e-5',
    ropeTheta: baseOf(settings),
  };
  const notes = [
    ...(positions > contextLength ? [importTexts.looksBackOn(positions, contextLength)] : []),
    ...(epsilon === 1e-5 || epsilon === 1e-6 ? [] : [importTexts.normsAdd(shown(epsilon), sizes.epsilon)]),
  ];
  return { sizes, notes, tensors: llamaTensors(file, sizes) };
}

/** transformers 4 has the base apart from the scaling, 5 has both in one. @throws FormatError for a scaling that we do not have */
function baseOf(settings: Settings): number {
  const scaling = (settings['rope_parameters'] ?? settings['rope_scaling'] ?? {}) as Settings;
  oneOf({ rope_type: scaling['rope_type'] ?? scaling['type'] }, 'rope_type', ['default'], 'default');
  const base = scaling['rope_theta'] ?? settings['rope_theta'] ?? 10_000;
  if (typeof base !== 'number' || !(base >= 2 && base <= 1e8))
    throw new FormatError(importTexts.wrongRopeBase(shown(base)));
  return Math.round(base);
}

function llamaTensors(file: TensorReader, sizes: TransformerSizes): Map<string, TakenTensor> {
  const { vocabulary, channels, blocks, feedForwardWidth, tied } = sizes;
  const shapes: Readonly<Record<string, readonly number[]>> = {
    hear: [channels],
    'attention.out': [channels, channels],
    think: [channels],
    'neurons.gate': [feedForwardWidth, channels],
    'neurons.in': [feedForwardWidth, channels],
    'neurons.out': [channels, feedForwardWidth],
  };
  const rows = rowsOfAttention(sizes);
  const attention = (l: number): TakenTensor =>
    stacked(
      QUERIES_KEYS_VALUES.map(({ huggingFace }, i) =>
        asItLies(file, `model.layers.${l}.${huggingFace}.weight`, [rows[i]!, channels]),
      ),
    );
  return new Map([
    ['tokens', resized(file, 'model.embed_tokens.weight', vocabulary, channels)],
    ...(tied ? [] : [['output', resized(file, 'lm_head.weight', vocabulary, channels)] as const]),
    ['norm.weight', asItLies(file, 'model.norm.weight', [channels])],
    ...Array.from({ length: blocks }, (_, l): [string, TakenTensor][] => [
      [`block${l}.attention.in.weight`, attention(l)],
      ...LAYERS.llama.map(({ own, huggingFace }): [string, TakenTensor] => [
        `block${l}.${own}.weight`,
        asItLies(file, `model.layers.${l}.${huggingFace}.weight`, shapes[own]!),
      ]),
    ]).flat(),
  ]);
}
