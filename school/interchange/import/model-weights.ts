/** The numbers of a model in the place of a newborn's, after every shape was compared. */

import { reason } from '../../../library/notices/notices.ts';
import { printable } from '../../../library/notices/printable.ts';
import type { Watching } from '../../babies/archive/pack.ts';
import type { Config } from '../../settings/config.ts';
import { optimizerSettings } from '../../training/learning-options.ts';
import { buildModel, type Model } from '../../training/model.ts';
import { FormatError } from '../file-reader.ts';
import { fileTexts } from '../texts/files.ts';
import { importTexts } from '../texts/import.ts';
import type { TakenModel } from './model-files.ts';

/** What the brain feels, and what it foresees of that: other programs know neither, so it begins as a newborn has it. */
const OF_COLOUR = /^(?:colour|pixelPupil)\./;
/** Where a colour would move what it says: 0 in models that never felt one. */
const FELT = 'embed.colour';
/** Tokens of a step, at most, and numbers of a table that is made before any is read. */
const MOST_TOKENS = 1 << 17;
const MOST_NUMBERS = 1 << 28;
/** The table of tokens, by which the sizes are compared with the file before anything is made of them. */
const TABLES = ['tokens', 'embed.e_weights'];

/** A brain of these sizes, not yet in memory; every tensor of it that the files must hold is there. @throws FormatError */
export function modelFor(taken: TakenModel, config: Config): Model {
  const { sizes, tensors, brain } = taken;
  const {
    vocabulary,
    channels,
    contextLength,
    batch,
    history = 0,
    neurons = 0,
  } = sizes as unknown as Record<string, number>;
  const table = TABLES.map((name) => tensors.get(name)).find((one) => one !== undefined);
  if (table?.shape.join() !== `${vocabulary},${channels}`)
    throw new FormatError(importTexts.wrongTokenTable(table?.shape, vocabulary, channels));
  if (
    contextLength! * batch! > MOST_TOKENS ||
    contextLength! * channels! > MOST_NUMBERS ||
    history * neurons * batch! > MOST_NUMBERS
  )
    throw new FormatError(importTexts.tooManyTokensAtOnce(batch!, contextLength!));
  const model = build(taken, config);
  for (const { name, shape } of model.engine.parameters.all.values()) {
    const found = tensors.get(name);
    if (!found && !OF_COLOUR.test(name) && name !== FELT) throw new FormatError(importTexts.missingTensor(brain, name));
    if (found && found.shape.join() !== shape.join())
      throw new FormatError(fileTexts.wrongShape(name, found.shape, shape));
  }
  return model;
}

function build({ brain, sizes }: TakenModel, config: Config): Model {
  try {
    return buildModel(brain, sizes, optimizerSettings(config));
  } catch (error) {
    throw new FormatError(printable(reason(error)).replace(/\.$/, ''), { cause: error });
  }
}

/** Reads all tensors into a model that is in memory. @throws FormatError for numbers that are none */
export function fillModel({ engine }: Model, { tensors }: TakenModel, { signal, onProgress }: Watching = {}): void {
  let done = 0;
  for (const { name, size } of engine.parameters.all.values()) {
    signal?.throwIfAborted();
    const numbers = engine.ofParameter(name) as Float32Array;
    const found = tensors.get(name);
    if (found) numbers.set(finite(name, found.read()));
    else if (name === FELT) numbers.fill(0);
    onProgress?.((done += size), engine.parameters.count);
  }
}

function finite(name: string, numbers: Float32Array): Float32Array {
  for (let i = 0; i < numbers.length; i++)
    if (!Number.isFinite(numbers[i])) throw new FormatError(fileTexts.notFinite(name));
  return numbers;
}
