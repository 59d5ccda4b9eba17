import { shapeOf } from '../../brain/brains/shapes/index.ts';
import { SCRATCH_FLOATS } from '../../brain/kernels/wasm.ts';
import { gigabytes } from '../../statistics/format/numbers.ts';
import type { Finding } from '../machine/diagnosis.ts';
import { LARGEST_MEMORY, threadsFor } from '../machine/runtime.ts';
import type { Config } from '../settings/config.ts';
import { optimizerSettings } from '../training/learning-options.ts';
import { buildModel, LEARNING_ROOM } from '../training/model.ts';
import { sizesFor } from './load-or-create.ts';

/** Whether the average of the weights fits beside them, for `baby doctor`: what can be addressed is 4 GB, whatever the machine has. */
export function averageRoom(config: Config): Finding {
  const what = 'average';
  try {
    const vocabulary = config.vocabulary || shapeOf(config.brain).presets[config.preset].vocabulary;
    const { engine } = buildModel(config.brain, sizesFor(config, vocabulary), optimizerSettings(config));
    const room = { ...LEARNING_ROOM, scratch: SCRATCH_FLOATS, threads: threadsFor(config.threads) };
    const bytes = 4 * engine.layOut(room);
    if (bytes <= LARGEST_MEMORY) return { state: 'good', what, says: 'of the weights, kept beside them; it speaks' };
    return {
      state: 'could',
      what,
      says: `none: with it this brain needs ${gigabytes(bytes)}, and ${gigabytes(LARGEST_MEMORY)} can be addressed`,
      advice: 'A smaller preset keeps the average of its weights, which foresees unread text better than the weights.',
    };
  } catch (error) {
    // sizes that no brain can have: a wake will say so
    return { state: 'could', what, says: `not known: ${(error as Error).message}` };
  }
}
