// How fast brains speak: one token after the other, hearing what they said, drawn as the settings of a new baby say.

import { BRAINS, type BrainName } from '../../brain/brains/index.ts';
import type { BrainKind } from '../../brain/brains/kind.ts';
import type { PresetName, Sizes } from '../../brain/brains/shapes/shape.ts';
import { Engine } from '../../brain/engine/engine.ts';
import { Random } from '../../brain/engine/random.ts';
import { root } from '../../brain/engine/tensor.ts';
import { sample } from '../../brain/voice/sampler.ts';
import { createRuntime, type KernelChoice } from '../../school/machine/runtime.ts';
import { DEFAULTS } from '../../school/settings/config.ts';
import { spokenVoice } from '../../school/settings/voice-settings.ts';
import { buildModel } from '../../school/training/model.ts';
import type { Topic } from './context.ts';
import { bandwidth } from './limits.ts';
import { median, millisecondsOf, noiseOf } from './measure.ts';
import { number } from './rows.ts';
import { sizesOf } from './steps.ts';

const ROUNDS = 5;

export interface Speaking {
  /** of each round */
  readonly tokensPerSecond: readonly number[];
  readonly parameters: number;
  /** GB that every token must read: all weights but the rows of tables that it does not look up */
  readonly gigabytes: number;
  readonly kernels: string;
}

/** Speaks `tokens` tokens in each of several rounds, behind a prompt as long as what it can look back on at most. */
export async function speakingSpeed(
  brain: BrainName,
  preset: PresetName,
  tokens: number,
  options: { kernels?: KernelChoice; threads: number },
): Promise<Speaking> {
  const mind = buildModel(brain, sizesOf(brain, preset, {}));
  const hands = await createRuntime(mind.engine, { kernels: 'auto', ...options, learning: false });
  try {
    mind.engine.initialise(new Random(1));
    const random = new Random(2);
    const { vocabulary, contextLength: time } = mind.sizes;
    const conversation = mind.voice.begin();
    const colour = [0.5, 0.5, 0.5];
    const prompt = Array.from({ length: time }, () => random.below(vocabulary));
    let logits = mind.voice.hear(conversation, prompt, colour);
    const say = () => {
      for (let i = 0; i < tokens; i++) {
        const id = sample(logits, spokenVoice(DEFAULTS.voice, null), conversation.ids, random);
        logits = mind.voice.hear(conversation, [id], colour);
      }
    };
    say();
    return {
      tokensPerSecond: Array.from({ length: ROUNDS }, () => (1000 * tokens) / millisecondsOf(say)),
      parameters: mind.engine.parameters.count,
      gigabytes: 4e-9 * weightsRead(BRAINS[brain], mind.sizes),
      kernels: hands.backend.name,
    };
  } finally {
    await hands.release();
  }
}

/** Weights that one spoken token needs: every parameter that a call reads, tables that are only looked up left out. */
function weightsRead(brain: BrainKind, sizes: Sizes): number {
  const { recording } = new Engine().record('speak', 'voice', (r) => brain.speak(r, sizes, 1));
  const needed = new Map<string, number>();
  for (const { kernel, args } of recording.calls.forward)
    for (const argument of args) {
      if (typeof argument !== 'object' || !('recording' in argument) || kernel === 'gather') continue;
      const tensor = root(argument);
      if (tensor.role === 'parameter') needed.set(tensor.name, argument.size);
    }
  return [...needed.values()].reduce((sum, size) => sum + size, 0);
}

export const speakingTopic: Topic = {
  about: 'how fast brains speak: the default baby, and the seed brain at full size',
  takes: '1 minute',
  async *measure({ threads, threadsText, library, embedded }) {
    const how = `tokens drawn one after the other as the settings say, each heard before the next; median of ${ROUNDS} rounds; nothing is learnt meanwhile; ${library ?? embedded}, ${threadsText}`;
    const small = await speakingSpeed('baby', 'small', 400, { threads });
    yield {
      name: 'speaking',
      what: `speaking, default baby (${number(small.parameters, 0)} parameters)`,
      value: median(small.tokensPerSecond),
      unit: 'tokens/s',
      better: 'higher',
      bar: 1500,
      noise: noiseOf(small.tokensPerSecond),
      how,
    };
    const before = await bandwidth(threads, 5);
    const full = await speakingSpeed('seed', 'full', 6, { threads });
    const after = await bandwidth(threads, 5);
    const reading = Math.max(...before.read, ...after.read);
    const moving = Math.max(...Object.values(before).flat(), ...Object.values(after).flat());
    const speed = median(full.tokensPerSecond);
    const moved = speed * full.gigabytes;
    yield {
      name: 'speaking-full',
      what: `speaking, seed brain at full size (${number(full.parameters, 0)} parameters): weights read`,
      value: moved,
      unit: 'GB/s',
      better: 'higher',
      barShare: 0.6,
      noise: noiseOf(full.tokensPerSecond),
      limit: { name: 'the memory bandwidth, reading', value: reading },
      note: `${number(speed, 1)} tokens/s, ${number(full.gigabytes, 2)} GB each; ${number((100 * moved) / moving, 0)} % of the most that moves both ways, ${number(moving, 0)} GB/s`,
      how: `${how}; the bandwidth is the best round of reading, before and after`,
    };
  },
};
