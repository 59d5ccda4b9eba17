import { existsSync, readdirSync } from 'node:fs';
import { totalmem } from 'node:os';
import { shapeOf } from '../../brain/brains/shapes/index.ts';
import { composeShape, type PresetName, type Sizes } from '../../brain/brains/shapes/shape.ts';
import { SCRATCH_FLOATS } from '../../brain/kernels/wasm.ts';
import { parseTokenizer, type Tokenizer } from '../../library/tokenizer/index.ts';
import { printable, SoulError } from '../../soul/errors.ts';
import { Keeper, type OpenedSoul } from '../../soul/keeper.ts';
import { gigabytes } from '../../statistics/format/numbers.ts';
import { type Found, unusableSoul } from '../lesson/options.ts';
import { LARGEST_MEMORY, threadsFor } from '../machine/runtime.ts';
import type { Config } from '../settings/config.ts';
import { decidedShape, undecidedShape } from '../settings/shape-settings.ts';
import { currentState, STATE_VERSION } from '../training/checkpoint.ts';
import { optimizerSettings } from '../training/learning-options.ts';
import { buildModel } from '../training/model.ts';
import { daemonTexts } from './texts/daemon-texts.ts';

/**
 * Opens the newest whole soul of a home; none for a newborn. Throws with one sentence when a soul cannot be used as it is: all are
 * damaged, it is of another version, its tokenizer is not its own, or the config asks for another brain.
 */
export function findSoul(folder: string, config: Config): Found | undefined {
  const soul = openNewest(folder);
  if (!soul) return undefined;
  try {
    return fitting(soul, config);
  } catch (error) {
    // the state is JSON, and its checksum is right, but it was not written by this program
    if (error instanceof TypeError || error instanceof RangeError) throw unusableSoul(soul.info.name, error);
    throw error;
  }
}

/** @throws Error with one sentence if the soul cannot be used with these settings */
function fitting(soul: OpenedSoul, config: Config): Found {
  const { name } = soul.info;
  const state = currentState(soul.state);
  if (!state) {
    const { version } = soul.state as { version?: unknown };
    throw new Error(daemonTexts.birth.otherVersion(name, version, STATE_VERSION));
  }
  if (state.brain !== config.brain || state.preset !== config.preset) {
    throw new Error(daemonTexts.birth.otherBrain(state.preset, state.brain, config.preset, config.brain));
  }
  const tokenizerText = soul.texts['tokenizer.json'] ?? '';
  const tokenizer = tokenizerOf(name, tokenizerText);
  if (tokenizer.hash !== state.tokenizerHash || tokenizer.vocabularySize !== state.sizes.vocabulary) {
    throw new Error(daemonTexts.birth.otherTokenizer(name, tokenizer.hash, state.tokenizerHash));
  }
  return { name, soul, state, tokenizer, tokenizerText };
}

function tokenizerOf(name: string, text: string): Tokenizer {
  try {
    return parseTokenizer(text);
  } catch (error) {
    throw new Error(daemonTexts.birth.unusableTokenizer(name, (error as Error).message), { cause: error });
  }
}

function openNewest(folder: string): OpenedSoul | undefined {
  try {
    return new Keeper({ folder }).open();
  } catch (error) {
    if (!(error instanceof SoulError) || (error.kind !== 'missing' && error.kind !== 'damaged')) throw error;
    // a baby whose souls are all damaged must not be followed by a newborn in silence, also when it is woken once more
    const aside = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('damaged-')) : [];
    if (error.kind === 'missing' && aside.length === 0) return undefined;
    throw new Error(daemonTexts.birth.onlyDamaged(error.message, printable(folder), aside.length), { cause: error });
  }
}

/** The sizes of a new brain: the preset's, where the owner decided nothing else. */
export function sizesFor(config: Config, vocabulary: number, preset: PresetName = config.preset): Sizes {
  const kind = shapeOf(config.brain);
  const base = kind.presets[preset];
  const contextLength = config.contextLength || base.contextLength;
  return {
    vocabulary,
    contextLength,
    batch: config.batch || base.batch,
    ...composeShape(kind, preset, decidedShape(config.shape), contextLength),
  };
}

/** Throws when a brain of these sizes does not fit into this machine's memory; says how much is needed and which presets fit. */
export function mustFit(config: Config, sizes: Sizes, free = totalmem()): void {
  const need = bytesNeeded(config, sizes);
  const room = Math.min(free, LARGEST_MEMORY);
  if (need <= room) return;
  const fitting = (['full', 'medium', 'small', 'tiny'] as const).filter(
    (preset) => bytesNeeded(config, sizesFor(asPreset(config), sizes.vocabulary, preset)) <= room,
  );
  const hint =
    fitting.length > 0 ? daemonTexts.birth.presetsThatFit(fitting.join(', ')) : daemonTexts.birth.noPresetFits;
  throw new Error(daemonTexts.birth.tooLarge(config.brain, gigabytes(need), gigabytes(room), hint));
}

/** The owner's own sizes are left out, so that only the presets' count. */
const asPreset = (config: Config): Config => ({
  ...config,
  contextLength: 0,
  batch: 0,
  shape: undecidedShape(config.brain),
});

function bytesNeeded(config: Config, sizes: Sizes): number {
  const mind = buildModel(config.brain, sizes, optimizerSettings(config));
  return 4 * mind.engine.layOut({ learning: true, scratch: SCRATCH_FLOATS, threads: threadsFor(config.threads) });
}
