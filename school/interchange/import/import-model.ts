/** A model of another program as a baby, in a home where nobody lived: it speaks as it did, and goes on learning. */
import { basename, dirname, resolve } from 'node:path';
import type { PresetName } from '../../../brain/brains/shapes/shape.ts';
import { printable } from '../../../library/notices/printable.ts';
import { serializeTokenizer } from '../../../library/tokenizer/index.ts';
import { realDisk, syncFolder } from '../../../soul/disk.ts';
import { Keeper } from '../../../soul/keeper.ts';
import type { Watching } from '../../babies/archive/pack.ts';
import { FolderTakenError, fillAside, mustFit, whyNot } from '../../babies/archive/staging.ts';
import { findHome, type Home, makeHome } from '../../home/home.ts';
import { slugOf } from '../../home/naming.ts';
import { createRuntime } from '../../machine/runtime.ts';
import { type Config, ConfigError, configure, DEFAULTS, saveConfig } from '../../settings/config.ts';
import type { SoulState } from '../../training/checkpoint.ts';
import { LEARNING_ROOM, type Model } from '../../training/model.ts';
import { TrainingState } from '../../training/training-state.ts';
import { FormatError } from '../file-reader.ts';
import { importTexts } from '../texts/import.ts';
import type { Recogniser, TakenModel } from './model-files.ts';
import { fillModel, modelFor } from './model-weights.ts';

export interface ImportedModel {
  readonly home: Home;
  readonly config: Config;
  readonly steps: number;
  readonly parameters: number;
  /** sentences: what of it is not as it was */
  readonly notes: readonly string[];
}

/** Bytes of a soul for each number of a brain: weights and two moments. */
const BYTES_PER_PARAMETER = 12;
/** What a model that was learnt elsewhere is taught with, of the usual rate: it knows more than a newborn can lose. */
const FOREIGN_RATE = 0.25;

/**
 * Makes a home of a model.
 * @param folder an absolute path where nothing is yet, or an empty folder
 * @throws Error with one sentence; then nothing is left behind
 */
export async function importModel(
  given: string,
  { take }: Recogniser,
  folder: string,
  { signal, onProgress }: Watching = {},
): Promise<ImportedModel> {
  const path = resolve(given);
  try {
    const taken = take(path);
    try {
      const config = configFor(taken, nameFor(taken, path));
      const model = modelFor(taken, config);
      const parameters = model.engine.parameters.count;
      await fillAside(folder, async (draft) => {
        mustFit(parameters * BYTES_PER_PARAMETER, draft);
        await saveConfig(findHome(draft), config);
        await raise(model, taken, config, findHome(draft).soul, { signal, onProgress });
        syncFolder(realDisk, draft);
      });
      syncFolder(realDisk, dirname(folder));
      const notes = taken.steps > 0 ? taken.notes : [...taken.notes, importTexts.learnsCarefully];
      return { home: makeHome(folder), config, steps: taken.steps, parameters, notes };
    } finally {
      taken.close();
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof FolderTakenError) throw new Error(importTexts.homeTaken(error.message), { cause: error });
    const isFormat = error instanceof FormatError;
    const what = isFormat ? importTexts.cannotBeUsed(printable(path)) : importTexts.homeNotMade(printable(folder));
    throw new Error(importTexts.nothingLeftBehind(what, isFormat ? error.message : whyNot(error)), {
      cause: error,
    });
  }
}

async function raise(
  model: Model,
  taken: TakenModel,
  config: Config,
  soulFolder: string,
  watching: Watching,
): Promise<void> {
  const { sizes, tokenizer, steps, tokens, colour } = taken;
  const runtime = await createRuntime(model.engine, { kernels: 'plain', threads: 1, ...LEARNING_ROOM });
  try {
    // its places in a library come with the first wake: until then two tokens stand for one
    const library = { files: [{ name: '', tokens: new Uint16Array(2).fill(tokenizer.special.end) }], exams: [] };
    const state = new TrainingState({ config, sizes, tokenizer, library, from: 'start' }, model);
    fillModel(model, taken, watching);
    const content = state.soul(serializeTokenizer(tokenizer));
    const newborn = content.state as SoulState;
    const tutor = {
      ...newborn.tutor,
      step: steps,
      tokens,
      ...(colour ? { colours: newborn.tutor.colours.map(() => colour) } : {}),
      ...(steps > 0 ? { began: { seed: config.seed, step: steps, tokens } } : { caution: FOREIGN_RATE }),
    };
    new Keeper({ folder: soulFolder }).save({ ...content, state: { ...newborn, tutor }, summary: { step: steps } });
  } finally {
    await runtime.release();
  }
}

/** Settings of a baby with a brain of these sizes. */
function configFor({ brain, sizes, preset, tensors }: TakenModel, name: string): Config {
  const { vocabulary: _, contextLength, batch, ...shape } = sizes;
  const count = [...tensors.values()].reduce(
    (sum, one) => sum + one.shape.reduce((product, size) => product * size, 1),
    0,
  );
  const values = { name, brain, preset: preset ?? presetFor(count), contextLength, batch, shape };
  try {
    return configure(values, 'this model', DEFAULTS);
  } catch (error) {
    if (error instanceof ConfigError) throw new FormatError(error.message.replace(/\.$/, ''), { cause: error });
    throw error;
  }
}

/** Whose learning rate suits a brain of this many numbers. */
function presetFor(parameters: number): PresetName {
  if (parameters < 500_000) return 'tiny';
  if (parameters < 5_000_000) return 'small';
  return parameters < 50_000_000 ? 'medium' : 'full';
}

/** How it is called: as its files say, else after the file, as far as that is a name. */
function nameFor({ name }: TakenModel, path: string): string {
  const asks = [name, slugOf(basename(path).replace(/\.[^.]*$/, '')).replace(/^\P{L}+/u, '')];
  return (
    asks.find((one) => one !== undefined && /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]{0,31}$/u.test(one)) ?? DEFAULTS.name
  );
}
