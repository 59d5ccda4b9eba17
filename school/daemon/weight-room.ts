import { shapeOf } from '../../brain/brains/shapes/index.ts';
import type { LearningType, StorageType } from '../../brain/kernels/storage.ts';
import { SCRATCH_FLOATS } from '../../brain/kernels/wasm.ts';
import { bytes, gigabytes } from '../../statistics/format/numbers.ts';
import type { Finding } from '../machine/diagnosis.ts';
import { LARGEST_MEMORY, threadsFor } from '../machine/runtime.ts';
import type { Config } from '../settings/config.ts';
import { optimizerSettings } from '../training/learning-options.ts';
import { buildModel, LEARNING_ROOM, VOICE } from '../training/model.ts';
import { sizesFor } from './load-or-create.ts';
import { daemonTexts } from './texts/daemon-texts.ts';

/** Whether the average of the weights fits beside them, for `baby doctor`: what can be addressed is 4 GB, whatever the machine has. */
export function averageRoom(config: Config): Finding {
  const what = 'average';
  try {
    const need = learningBytes(config, config.learning.storage);
    if (need <= LARGEST_MEMORY) return { state: 'good', what, says: daemonTexts.room.averageIsKept };
    const helps = config.learning.storage === 'f32' && learningBytes(config, 'bf16') <= LARGEST_MEMORY;
    return {
      state: 'could',
      what,
      says: daemonTexts.room.averageTooLarge(gigabytes(need), gigabytes(LARGEST_MEMORY)),
      advice: helps ? daemonTexts.room.averageByBf16 : daemonTexts.room.averageBySmaller,
    };
  } catch (error) {
    // sizes that no brain can have: a wake will say so
    return { state: 'could', what, says: daemonTexts.room.notKnown((error as Error).message) };
  }
}

/** Bytes of a brain that learns, with the average of its weights. */
function learningBytes(config: Config, learningType: LearningType): number {
  const vocabulary = config.vocabulary || shapeOf(config.brain).presets[config.preset].vocabulary;
  const sizes = sizesFor(config, vocabulary);
  const { engine } = buildModel(config.brain, sizes, optimizerSettings(config), { learningType });
  return 4 * engine.layOut({ ...LEARNING_ROOM, scratch: SCRATCH_FLOATS, threads: threadsFor(config.threads) });
}

/** Bytes of weights that no cache holds: from here on, speaking waits for memory. */
const NO_CACHE = 100e6;

/** What the large matrices are stored as while it speaks, and what that saves, for `baby doctor`. */
export function weightStorage(config: Config): Finding {
  const what = 'storage';
  const { storage } = config.voice;
  try {
    const whole = weightBytes(config, 'f32');
    const says = daemonTexts.room.storedAs(storage);
    if (storage !== 'f32') {
      const stored = daemonTexts.room.insteadOf(bytes(weightBytes(config, storage)), bytes(whole));
      return { state: 'good', what, says: daemonTexts.room.storedBeside(says, stored) };
    }
    if (whole < NO_CACHE) return { state: 'good', what, says: `${says}: ${bytes(whole)}` };
    return {
      state: 'could',
      what,
      says: daemonTexts.room.waitsForMemory(says, bytes(whole)),
      advice: daemonTexts.room.fasterByF16(bytes(weightBytes(config, 'f16'))),
    };
  } catch (error) {
    // sizes that no brain can have: a wake will say so
    return { state: 'could', what, says: daemonTexts.room.notKnown((error as Error).message) };
  }
}

/** Bytes of all weights of a brain that only speaks. */
function weightBytes(config: Config, storage: StorageType): number {
  const vocabulary = config.vocabulary || shapeOf(config.brain).presets[config.preset].vocabulary;
  const { engine } = buildModel(config.brain, sizesFor(config, vocabulary));
  engine.layOut({ learning: false, scratch: 0, threads: 1, speaker: VOICE, storage });
  return 4 * engine.needs().parameters;
}
