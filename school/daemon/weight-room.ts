import { shapeOf } from '../../brain/brains/shapes/index.ts';
import type { StorageType } from '../../brain/kernels/storage.ts';
import { SCRATCH_FLOATS } from '../../brain/kernels/wasm.ts';
import { bytes, gigabytes } from '../../statistics/format/numbers.ts';
import type { Finding } from '../machine/diagnosis.ts';
import { LARGEST_MEMORY, threadsFor } from '../machine/runtime.ts';
import type { Config } from '../settings/config.ts';
import { optimizerSettings } from '../training/learning-options.ts';
import { buildModel, LEARNING_ROOM, VOICE } from '../training/model.ts';
import { sizesFor } from './load-or-create.ts';

/** Whether the average of the weights fits beside them, for `baby doctor`: what can be addressed is 4 GB, whatever the machine has. */
export function averageRoom(config: Config): Finding {
  const what = 'average';
  try {
    const vocabulary = config.vocabulary || shapeOf(config.brain).presets[config.preset].vocabulary;
    const { storage: learningType } = config.learning;
    const { engine } = buildModel(config.brain, sizesFor(config, vocabulary), optimizerSettings(config), {
      learningType,
    });
    const room = { ...LEARNING_ROOM, scratch: SCRATCH_FLOATS, threads: threadsFor(config.threads) };
    const need = 4 * engine.layOut(room);
    if (need <= LARGEST_MEMORY) return { state: 'good', what, says: 'of the weights, kept beside them; it speaks' };
    return {
      state: 'could',
      what,
      says: `none: with it this brain needs ${gigabytes(need)}, and ${gigabytes(LARGEST_MEMORY)} can be addressed`,
      advice: 'A smaller preset keeps the average of its weights, which foresees unread text better than the weights.',
    };
  } catch (error) {
    // sizes that no brain can have: a wake will say so
    return { state: 'could', what, says: `not known: ${(error as Error).message}` };
  }
}

/** Bytes of weights that no cache holds: from here on, speaking waits for memory. */
const NO_CACHE = 100e6;

/** What the large matrices are stored as while it speaks, and what that saves, for `baby doctor`. */
export function weightStorage(config: Config): Finding {
  const what = 'storage';
  const { storage } = config.voice;
  try {
    const whole = weightBytes(config, 'f32');
    const says = `weights are ${storage} while it speaks`;
    if (storage !== 'f32') {
      const stored = `${bytes(weightBytes(config, storage))} instead of ${bytes(whole)}`;
      return { state: 'good', what, says: `${says}: ${stored}; while it learns they lie beside those that learn` };
    }
    if (whole < NO_CACHE) return { state: 'good', what, says: `${says}: ${bytes(whole)}` };
    return {
      state: 'could',
      what,
      says: `${says}: ${bytes(whole)}, which every word waits for`,
      advice: `\`baby set voice.storage f16\` makes so large a brain speak faster: ${bytes(weightBytes(config, 'f16'))} are read for a token; it counts from the next wake on.`,
    };
  } catch (error) {
    // sizes that no brain can have: a wake will say so
    return { state: 'could', what, says: `not known: ${(error as Error).message}` };
  }
}

/** Bytes of all weights of a brain that only speaks. */
function weightBytes(config: Config, storage: StorageType): number {
  const vocabulary = config.vocabulary || shapeOf(config.brain).presets[config.preset].vocabulary;
  const { engine } = buildModel(config.brain, sizesFor(config, vocabulary));
  engine.layOut({ learning: false, scratch: 0, threads: 1, speaker: VOICE, storage });
  return 4 * engine.needs().parameters;
}
