/** A brain under its own names, as `baby export` writes it, or as its twin in PyTorch has gone on to learn. */
import { type BrainName, kindOf } from '../../../brain/brains/index.ts';
import { SHAPES, shapeOf } from '../../../brain/brains/shapes/index.ts';
import type { Field, PresetName, Sizes } from '../../../brain/brains/shapes/shape.ts';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import type { Colour } from '../../api/messages.ts';
import { FormatError } from '../file-reader.ts';
import { importTexts } from '../texts/import.ts';
import { type Settings, shown, wholeOf } from './json-file.ts';
import type { TakenModel, TakenTensor, TensorReader } from './model-files.ts';

const COMMON: Readonly<Record<string, Field<number>>> = {
  vocabulary: { kind: 'whole', least: 1, most: 65_536, about: '' },
  contextLength: { kind: 'whole', least: 1, most: 65_536, about: '' },
  batch: { kind: 'whole', least: 1, most: 1024, about: '' },
};

/** transformers' own wrapper calls the brain by this name. */
const PREFIX = 'brain.';

export function takeTwin(settings: Settings, file: TensorReader, tokenizer: Tokenizer): TakenModel {
  const brain = settings['brain'];
  if (typeof brain !== 'string' || !Object.hasOwn(SHAPES, brain))
    throw new FormatError(importTexts.unknownBrain(shown(brain), Object.keys(SHAPES)));
  const sizes = sizesOf(brain as BrainName, settings['sizes']);
  if (sizes.vocabulary !== tokenizer.vocabularySize)
    throw new FormatError(importTexts.otherVocabulary(tokenizer.vocabularySize, sizes.vocabulary));
  const tensors = new Map<string, TakenTensor>();
  for (const [name, shape] of file.shapes)
    tensors.set(name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name, { shape, read: () => file.read(name) });
  const { preset, name } = settings;
  return {
    brain: brain as BrainName,
    preset:
      typeof preset === 'string' && Object.hasOwn(shapeOf(brain as BrainName).presets, preset)
        ? (preset as PresetName)
        : undefined,
    sizes,
    tokenizer,
    tensors,
    name: typeof name === 'string' ? name : undefined,
    steps: wholeOf(settings, 'steps', 0, Number.MAX_SAFE_INTEGER, 0),
    tokens: wholeOf(settings, 'tokens', 0, Number.MAX_SAFE_INTEGER, 0),
    colour: colourOf(settings['colour']),
    notes: [],
    close: file.close,
  };
}

/** @throws FormatError for a size that is missing, unknown, or cannot be */
function sizesOf(brain: BrainName, given: unknown): Sizes {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new FormatError(importTexts.noSizes);
  const fields: Readonly<Record<string, Field>> = { ...COMMON, ...shapeOf(brain).fields };
  const entries = Object.entries(fields).map(([key, field]) => {
    const value = (given as Settings)[key];
    if (!fits(field, value)) throw new FormatError(importTexts.impossibleSize(key, shown(value)));
    return [key, value];
  });
  const sizes = Object.fromEntries(entries) as Sizes;
  const refusal = kindOf(brain).refuse?.(sizes);
  if (refusal !== undefined) throw new FormatError(refusal);
  return sizes;
}

function fits(field: Field, value: unknown): boolean {
  if (field.kind === 'whole')
    return Number.isInteger(value) && (value as number) >= field.least && (value as number) <= field.most;
  if (field.kind === 'switch') return typeof value === 'boolean';
  return (field.of as readonly unknown[]).includes(value);
}

function colourOf(value: unknown): Colour | undefined {
  const isColour = Array.isArray(value) && value.length === 3 && value.every((part) => part >= 0 && part <= 1);
  return isColour ? (value as unknown as Colour) : undefined;
}
