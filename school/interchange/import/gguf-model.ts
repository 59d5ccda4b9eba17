/** A GGUF as a baby: transformers of the families of GPT-2 and LLaMA. */
import type { BrainName } from '../../../brain/brains/index.ts';
import type { PresetName } from '../../../brain/brains/shapes/shape.ts';
import { printable } from '../../../library/notices/printable.ts';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import { FormatError } from '../file-reader.ts';
import { ADAPTER_TYPE } from '../gguf/adapter.ts';
import { split } from '../gguf/architectures.ts';
import { type GgufFile, openGguf, type Value } from '../gguf/reader.ts';
import { fileTexts } from '../texts/files.ts';
import { importTexts } from '../texts/import.ts';
import {
  type Family,
  LAYERS,
  QUERIES_KEYS_VALUES,
  rowsOfAttention,
  type TransformerSizes,
} from '../transformer-names.ts';
import type { TakenModel, TakenTensor, TensorReader } from './model-files.ts';
import { ownTokenizer } from './own-tokenizer.ts';
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

/** @throws FormatError */
export function takeGguf(path: string): TakenModel {
  const gguf = openGguf(path);
  try {
    const { keys } = gguf;
    if (keys.get('general.type') === ADAPTER_TYPE) throw new FormatError(importTexts.isAdapter);
    const family = keys.get('general.architecture');
    if (family !== 'gpt2' && family !== 'llama') throw new FormatError(importTexts.wrongArchitecture(shown(family)));
    const file: TensorReader = {
      shapes: new Map([...gguf.tensors].map(([name, { shape }]) => [name, shape])),
      read: gguf.read,
      close: gguf.close,
    };
    const tokenizer = tokenizerOf(gguf);
    const sizes = sizesOf(gguf, file, family, tokenizer.vocabularySize);
    const name = keys.get('general.name');
    return {
      brain: family satisfies BrainName,
      preset: keys.get('babyllm.preset') as PresetName | undefined,
      sizes,
      tokenizer,
      tensors: family === 'gpt2' ? gpt2Tensors(file, sizes) : llamaTensors(file, sizes),
      name: typeof name === 'string' ? name : undefined,
      steps: countOf(keys.get('babyllm.steps')),
      tokens: countOf(keys.get('babyllm.tokens')),
      notes: notesOf(gguf, family),
      close: gguf.close,
    };
  } catch (error) {
    gguf.close();
    throw error;
  }
}

function sizesOf({ keys }: GgufFile, file: TensorReader, family: Family, vocabulary: number): TransformerSizes {
  const whole = (key: string, most: number, usual?: number): number => {
    const value = keys.get(`${family}.${key}`) ?? usual;
    if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most) return value as number;
    throw new FormatError(fileTexts.wrongWholeNumber(`${family}.${key}`, 1, most, shown(value)));
  };
  const heads = whole('attention.head_count', 1024);
  const own = keys.get('babyllm.context_length');
  const contextLength = Math.min(
    whole('context_length', 2 ** 31),
    typeof own === 'number' && own >= 1 ? own : MOST_CONTEXT,
    65_536,
  );
  const channels = whole('embedding_length', 65_536);
  if (channels % heads !== 0) throw new FormatError(fileTexts.headsDoNotDivide(heads, channels));
  const isGpt2 = family === 'gpt2';
  const epsilon = keys.get(isGpt2 ? 'gpt2.attention.layer_norm_epsilon' : 'llama.attention.layer_norm_rms_epsilon');
  const base = keys.get('llama.rope.freq_base') ?? 10_000;
  return {
    ...FAMILY_PARTS[family],
    vocabulary,
    contextLength: Math.floor(contextLength),
    batch: batchFor(contextLength),
    channels,
    blocks: whole('block_count', 256),
    feedForwardWidth: whole('feed_forward_length', 1_000_000),
    heads,
    ...(isGpt2 ? { feedForward: activationOf(keys) } : {}),
    kvHeads: isGpt2 ? heads : whole('attention.head_count_kv', heads, heads),
    tied: !file.shapes.has('output.weight'),
    bias: isGpt2 && hasBiases(file, (name) => !NORM.test(name)),
    normBias: isGpt2 && hasBiases(file, (name) => NORM.test(name)),
    epsilon: typeof epsilon === 'number' && epsilon < 3e-6 && !isGpt2 ? '1e-6' : '1e-5',
    ropeTheta: isGpt2 ? 10_000 : Math.round(typeof base === 'number' && base >= 2 && base <= 1e8 ? base : 10_000),
  };
}

/** llama.cpp knows the tanh form of gelu alone; a file of ours says which form was learnt. */
const activationOf = (keys: GgufFile['keys']): 'gelu' | 'gelu-tanh' =>
  keys.has('babyllm.brain') && keys.get('babyllm.feed_forward') !== 'gelu-tanh' ? 'gelu' : 'gelu-tanh';

const NORM = /_norm\.bias$/;

/** llama.cpp asks for all biases of a GPT-2; those of a brain without are 0. */
const hasBiases = (file: TensorReader, isMeant: (name: string) => boolean): boolean =>
  [...file.shapes.keys()].some(
    (name) => name.endsWith('.bias') && isMeant(name) && file.read(name).some((bias) => bias !== 0),
  );

function notesOf({ keys }: GgufFile, family: Family): string[] {
  const epsilon = keys.get(`${family}.attention.layer_norm${family === 'llama' ? '_rms' : ''}_epsilon`);
  const isUsual = typeof epsilon !== 'number' || [1e-5, 1e-6].some((one) => Math.abs(epsilon - one) < one / 10);
  return [...(isUsual ? [] : [importTexts.normsAdd(String(epsilon), importTexts.nearestOfTwo)])];
}

function gpt2Tensors(file: TensorReader, sizes: TransformerSizes): Map<string, TakenTensor> {
  const { vocabulary, contextLength, channels, blocks, feedForwardWidth, bias, normBias, tied } = sizes;
  const rows: Readonly<Record<string, readonly number[]>> = {
    hear: [channels],
    'attention.in': [3 * channels, channels],
    'attention.out': [channels, channels],
    think: [channels],
    'neurons.in': [feedForwardWidth, channels],
    'neurons.out': [channels, feedForwardWidth],
  };
  const layer = (own: string, gguf: string, shape: readonly number[]): [string, TakenTensor][] => [
    [`${own}.weight`, asItLies(file, `${gguf}.weight`, shape)],
    ...((NORM.test(`${gguf}.bias`) ? normBias : bias)
      ? [[`${own}.bias`, asItLies(file, `${gguf}.bias`, shape.slice(0, 1))] as [string, TakenTensor]]
      : []),
  ];
  return new Map([
    ['tokens', resized(file, 'token_embd.weight', vocabulary, channels)],
    ...(tied ? [] : [['output', resized(file, 'output.weight', vocabulary, channels)] as const]),
    ['places', firstRows(file, 'position_embd.weight', contextLength, channels)],
    ...layer('norm', 'output_norm', [channels]),
    ...Array.from({ length: blocks }, (_, l) =>
      LAYERS.gpt2.flatMap(({ own, gguf }) => layer(`block${l}.${own}`, `blk.${l}.${gguf}`, rows[own]!)),
    ).flat(),
  ]);
}

function llamaTensors(file: TensorReader, sizes: TransformerSizes): Map<string, TakenTensor> {
  const { vocabulary, channels, blocks, feedForwardWidth, heads, kvHeads, tied } = sizes;
  const rows: Readonly<Record<string, readonly number[]>> = {
    hear: [channels],
    'attention.out': [channels, channels],
    think: [channels],
    'neurons.gate': [feedForwardWidth, channels],
    'neurons.in': [feedForwardWidth, channels],
    'neurons.out': [channels, feedForwardWidth],
  };
  const attention = (l: number): TakenTensor =>
    stacked(
      rowsOfAttention(sizes).map((count, i) => {
        const shape = [count, channels];
        const name = `blk.${l}.${QUERIES_KEYS_VALUES[i]!.gguf}.weight`;
        if (i === 2) return asItLies(file, name, shape);
        return changed(file, name, shape, shape, (numbers) => split(numbers, i === 0 ? heads : kvHeads, channels));
      }),
    );
  return new Map([
    ['tokens', resized(file, 'token_embd.weight', vocabulary, channels)],
    ...(tied ? [] : [['output', resized(file, 'output.weight', vocabulary, channels)] as const]),
    ['norm.weight', asItLies(file, 'output_norm.weight', [channels])],
    ...Array.from({ length: blocks }, (_, l): [string, TakenTensor][] => [
      [`block${l}.attention.in.weight`, attention(l)],
      ...LAYERS.llama.map(({ own, gguf }): [string, TakenTensor] => [
        `block${l}.${own}.weight`,
        asItLies(file, `blk.${l}.${gguf}.weight`, rows[own]!),
      ]),
    ]).flat(),
  ]);
}

/** @throws FormatError for a tokenizer that is not of ours */
function tokenizerOf({ keys }: GgufFile): Tokenizer {
  const list = (key: string): readonly string[] => {
    const value = keys.get(`tokenizer.ggml.${key}`);
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? (value as string[]) : [];
  };
  const isByteLevel = keys.get('tokenizer.ggml.model') === 'gpt2' && keys.has('babyllm.tokenizer_hash');
  const own = ownTokenizer({ tokens: list('tokens'), merges: list('merges') }, isByteLevel);
  if (own) return own;
  throw new FormatError(importTexts.tokenizerInGguf);
}

const countOf = (value: Value | undefined): number =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : 0;

const shown = (value: unknown): string =>
  value === undefined ? 'missing' : printable(String(value)).replace(/\s+/g, ' ').slice(0, 60);
