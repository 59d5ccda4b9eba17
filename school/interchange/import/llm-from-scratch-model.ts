/** The weights of llm-from-scratch (NumPy), and its low-rank changes of them, as a baby. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { llmFromScratchShape } from '../../../brain/brains/shapes/llm-from-scratch.ts';
import type { TransformerShape } from '../../../brain/brains/shapes/transformer.ts';
import { CharacterTokenizer } from '../../../library/tokenizer/kinds/characters.ts';
import { FormatError } from '../file-reader.ts';
import { transposed } from '../huggingface/transformers-folder.ts';
import { fileTexts } from '../texts/files.ts';
import { importTexts } from '../texts/import.ts';
import type { TakenModel, TakenTensor, TensorReader } from './model-files.ts';
import { isNpz, openNpz } from './npz.ts';
import { asItLies, changed, resized } from './transformer-model.ts';

/** What it was trained on at a time; its table of places goes on to 1,000. */
const WINDOW = 128;
const BATCH = 8;
/** Its low-rank changes count by alpha / rank = 1 / 8. */
const LORA_SCALE = 0.125;

const [TOKENS, PLACES] = ['embedding_matrix', 'position_matrix'];
export const LORA = /^transform\.\d+\.head\.\d+\.(?:query|value)\.lora_[AB]$/;

/** Whether a file holds such weights or changes, or a folder such a file. */
export const holdsLlmFromScratch = (path: string): boolean => weightsAt(path) !== undefined;

/** @throws FormatError */
export function takeLlmFromScratch(path: string): TakenModel {
  const given = weightsAt(path);
  if (!given) throw new FormatError(importTexts.noWeightsOfLlmFromScratch);
  const changes = given.isLora ? openNpz(given.path) : undefined;
  try {
    const base = given.isLora ? baseBeside(given.path) : given.path;
    const file = openNpz(base);
    try {
      return modelOf(file, changes, base);
    } catch (error) {
      file.close();
      throw error;
    }
  } finally {
    changes?.close();
  }
}

function modelOf(file: TensorReader, changes: TensorReader | undefined, path: string): TakenModel {
  const [count, channels] = pair(file, TOKENS!);
  const [rows] = pair(file, PLACES!);
  const blocks = 1 + highest(file, /^transform\.(\d+)\./);
  const heads = 1 + highest(file, /\.heads\.(\d+)\./);
  const [, width] = pair(file, 'transform.0.W1');
  const contextLength = Math.min(WINDOW, rows);
  const characters = charactersBeside(path, count);
  const tokenizer = new CharacterTokenizer(characters);
  const shape: TransformerShape = {
    ...llmFromScratchShape.presets.tiny.shape,
    channels,
    blocks,
    feedForwardWidth: width,
    heads,
    kvHeads: heads,
  };
  const take = (name: string, shape: readonly number[]) => asItLies(file, name, shape);
  // stored as x·W: (in,out)
  const turned = (name: string, inputs: number, outputs: number) =>
    changed(file, name, [inputs, outputs], [outputs, inputs], (numbers) => transposed(numbers, inputs, outputs));
  const tensors = new Map<string, TakenTensor>();
  tensors.set('tokens', resized(file, TOKENS!, tokenizer.vocabularySize, channels));
  const places = changed(file, PLACES!, [rows, channels], [contextLength, channels], (numbers) =>
    numbers.slice(0, contextLength * channels),
  );
  tensors.set('places', places);
  for (let l = 0; l < blocks; l++) {
    const there = `transform.${l}`;
    for (const [own, name] of [
      ['hear', 'layer_norm1'],
      ['think', 'layer_norm2'],
    ] as const) {
      tensors.set(`block${l}.${own}.weight`, take(`${there}.${name}.gamma`, [channels]));
      tensors.set(`block${l}.${own}.bias`, take(`${there}.${name}.beta`, [channels]));
    }
    tensors.set(`block${l}.attention.in.weight`, attention(l));
    tensors.set(
      `block${l}.attention.out.weight`,
      turned(`${there}.multi_head_attention_block.W_output`, channels, channels),
    );
    tensors.set(`block${l}.neurons.in.weight`, turned(`${there}.W1`, channels, width));
    tensors.set(`block${l}.neurons.out.weight`, turned(`${there}.W2`, width, channels));
  }
  /** Queries of all heads, then keys, then values: rows of one matrix. */
  function attention(l: number): TakenTensor {
    const depth = channels / heads;
    const parts = (['query', 'key', 'value'] as const).flatMap((part) =>
      Array.from({ length: heads }, (_, h) => {
        const weight = take(`transform.${l}.multi_head_attention_block.heads.${h}.${part}`, [channels, depth]);
        const change =
          changes && part !== 'key' ? lowRank(changes, `transform.${l}.head.${h}.${part}`, channels, depth) : undefined;
        return { weight, change };
      }),
    );
    return {
      shape: [3 * channels, channels],
      read() {
        const all = new Float32Array(3 * channels * channels);
        parts.forEach(({ weight, change }, i) => {
          const numbers = weight.read().map((number, at) => number + (change?.[at] ?? 0));
          all.set(transposed(numbers, channels, depth), i * depth * channels);
        });
        return all;
      },
    };
  }
  if (channels % heads !== 0) throw new FormatError(fileTexts.headsDoNotDivide(heads, channels));
  return {
    brain: 'llm-from-scratch',
    preset: 'tiny',
    sizes: { ...shape, vocabulary: tokenizer.vocabularySize, contextLength, batch: BATCH },
    tokenizer,
    tensors,
    steps: 0,
    tokens: 0,
    notes: [
      importTexts.knowsCharacters(count),
      ...(rows > contextLength ? [importTexts.hasPlaces(rows, contextLength)] : []),
      ...(changes ? [importTexts.changesAdded(basename(path))] : []),
    ],
    close: file.close,
  };
}

/** scale · A·B of one matrix (in,out). @throws FormatError */
export function lowRank(file: TensorReader, name: string, inputs: number, outputs: number): Float32Array {
  const [a, b] = [`${name}.lora_A`, `${name}.lora_B`];
  const [rows, rank] = pair(file, a!);
  if (rows !== inputs || pair(file, b!).join() !== `${rank},${outputs}`) {
    throw new FormatError(
      importTexts.wrongLowRankChange(name, `${inputs},${outputs}`, `${file.shapes.get(a!)}`, `${file.shapes.get(b!)}`),
    );
  }
  const [left, right] = [file.read(a!), file.read(b!)];
  const change = new Float32Array(inputs * outputs);
  for (let i = 0; i < inputs; i++) {
    for (let o = 0; o < outputs; o++) {
      let sum = 0;
      for (let r = 0; r < rank; r++) sum += left[i * rank + r]! * right[r * outputs + o]!;
      change[i * outputs + o] = LORA_SCALE * sum;
    }
  }
  return change;
}

function pair(file: TensorReader, name: string): [number, number] {
  const shape = file.shapes.get(name);
  if (shape?.length !== 2) throw new FormatError(importTexts.noMatrix(name));
  return shape as [number, number];
}

function highest(file: TensorReader, pattern: RegExp): number {
  const numbers = [...file.shapes.keys()].flatMap((name) => pattern.exec(name)?.[1] ?? []);
  const most = numbers.reduce((largest, number) => Math.max(largest, Number(number)), -1);
  if (most < 0 || most > 1023) throw new FormatError(importTexts.blocksNotCounted);
  return most;
}

/** Which of its two kinds of files lies at a path. */
function weightsAt(path: string): { path: string; isLora: boolean } | undefined {
  if (statSync(path).isFile()) return kindOf(path);
  const found = filesIn(path, '.npz').flatMap((file) => kindOf(file) ?? []);
  return found.find(({ isLora }) => !isLora) ?? found[0];
}

function kindOf(path: string): { path: string; isLora: boolean } | undefined {
  if (!isNpz(path)) return undefined;
  let file: TensorReader;
  try {
    file = openNpz(path);
  } catch {
    // what is damaged is told when it is taken
    return basename(path).includes('llm-from-scratch') ? { path, isLora: basename(path).includes('lora') } : undefined;
  }
  file.close();
  if (file.shapes.has(TOKENS!)) return { path, isLora: false };
  return [...file.shapes.keys()].every((name) => LORA.test(name)) ? { path, isLora: true } : undefined;
}

function baseBeside(path: string): string {
  const base = filesIn(dirname(path), '.npz').find((file) => kindOf(file)?.isLora === false);
  if (base) return base;
  throw new FormatError(importTexts.weightsNotBeside);
}

/** The characters by their ids, out of a JSON beside the weights with `chars`, `itos` or `stoi`. */
function charactersBeside(path: string, count: number): string[] {
  for (const file of filesIn(dirname(path), '.json')) {
    const characters = charactersIn(file);
    if (characters?.length === count) return characters;
  }
  throw new FormatError(importTexts.noCharacters(count));
}

const LARGEST_JSON = 1 << 24;

function charactersIn(path: string): string[] | undefined {
  if (statSync(path).size > LARGEST_JSON) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
  const { chars, itos, stoi } = (data ?? {}) as Record<string, unknown>;
  const entries = Array.isArray(chars)
    ? chars.entries()
    : isObject(itos)
      ? Object.entries(itos).map(([id, character]) => [Number(id), character] as const)
      : isObject(stoi)
        ? Object.entries(stoi).map(([character, id]) => [Number(id), character] as const)
        : [];
  const characters: string[] = [];
  for (const [id, character] of entries) {
    if (typeof character !== 'string' || !Number.isInteger(id) || id < 0 || id > 1 << 16) return undefined;
    characters[id] = character;
  }
  return Array.from(characters).every((character) => typeof character === 'string') ? characters : undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function filesIn(folder: string, end: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(end))
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
