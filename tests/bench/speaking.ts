// How fast brains speak: one token after the other, hearing what they said, drawn as the settings of a new baby say.

import { BRAINS, type BrainName } from '../../brain/brains/index.ts';
import type { BrainKind } from '../../brain/brains/kind.ts';
import type { PresetName, Sizes } from '../../brain/brains/shapes/shape.ts';
import { Engine } from '../../brain/engine/engine.ts';
import { Random } from '../../brain/engine/random.ts';
import { root } from '../../brain/engine/tensor.ts';
import { LEARNING, SIBLINGS } from '../../brain/engine/weight-sets.ts';
import { STORAGE_TYPES, type StorageType } from '../../brain/kernels/storage.ts';
import { sample } from '../../brain/voice/sampler.ts';
import { createRuntime, type KernelChoice } from '../../school/machine/runtime.ts';
import { DEFAULTS } from '../../school/settings/config.ts';
import { spokenVoice } from '../../school/settings/voice-settings.ts';
import { buildModel, VOICE } from '../../school/training/model.ts';
import type { Topic } from './context.ts';
import { bandwidth } from './limits.ts';
import { median, millisecondsOf, noiseOf } from './measure.ts';
import { type Entry, number } from './rows.ts';
import { sizesOf } from './steps.ts';

const ROUNDS = 5;
/** The share of the memory bandwidth that the default baby should speak at: about 1,500 tokens/s of the machine of the first table. */
const SMALL_SHARE = 0.15;

export interface Speaking {
  /** of each round */
  readonly tokensPerSecond: readonly number[];
  readonly parameters: number;
  /** GB that every token must read: all weights but the rows of tables that it does not look up */
  readonly gigabytes: number;
  readonly kernels: string;
}

interface SpeakingOptions {
  readonly kernels?: KernelChoice;
  readonly threads: number;
  readonly storage?: StorageType;
  /** brains that speak as one; left out: one */
  readonly together?: number;
}

/** A brain in memory, behind a prompt as long as what it can look back on at most, that says so many tokens. */
async function speaker(
  brain: BrainName,
  preset: PresetName,
  { kernels = 'auto', threads, storage = 'f32', together = 1 }: SpeakingOptions,
) {
  const model = buildModel(brain, sizesOf(brain, preset, {}));
  const room = { learning: false, speaker: VOICE, storage, siblings: together - 1 };
  const runtime = await createRuntime(model.engine, { kernels, threads, ...room });
  const { engine } = model;
  const sets = Array.from({ length: together }, (_, i) => (i === 0 ? LEARNING : SIBLINGS + i - 1));
  // each by another chance
  for (const set of sets.toReversed()) {
    engine.initialise(new Random(1 + set));
    if (set !== LEARNING) engine.weightsOf(set).set(engine.weightsOf(LEARNING));
  }
  model.voice.speakers = sets.map((set, i) => ({ set, mind: String(i) }));
  const random = new Random(2);
  const { vocabulary, contextLength: time } = model.sizes;
  const conversation = model.voice.begin();
  const colour = [0.5, 0.5, 0.5];
  const prompt = Array.from({ length: time }, () => random.below(vocabulary));
  let logits = model.voice.hear(conversation, prompt, colour);
  const say = (tokens: number) => {
    for (let i = 0; i < tokens; i++) {
      const id = sample(logits, spokenVoice(DEFAULTS.voice, null), conversation.ids, random);
      logits = model.voice.hear(conversation, [id], colour);
    }
  };
  return { model, runtime, say };
}

/** Speaks `tokens` tokens in each of several rounds. */
export async function speakingSpeed(
  brain: BrainName,
  preset: PresetName,
  tokens: number,
  options: SpeakingOptions,
): Promise<Speaking> {
  const { model, runtime, say } = await speaker(brain, preset, options);
  try {
    say(tokens);
    return {
      tokensPerSecond: Array.from({ length: ROUNDS }, () => (1000 * tokens) / millisecondsOf(() => say(tokens))),
      parameters: model.engine.parameters.count,
      gigabytes: 4e-9 * weightsRead(BRAINS[brain], model.sizes),
      kernels: runtime.backend.name,
    };
  } finally {
    await runtime.release();
  }
}

/** Milliseconds of a token in each of several rounds, and bytes of all weights, of brains that differ in how their weights are stored; in turns. */
export async function storedSpeaking(
  brain: BrainName,
  preset: PresetName,
  tokens: number,
  threads: number,
  rounds: number,
) {
  const speakers = [];
  for (const storage of STORAGE_TYPES)
    speakers.push({ storage, milliseconds: [] as number[], ...(await speaker(brain, preset, { threads, storage })) });
  try {
    for (const { say } of speakers) say(1);
    for (let round = 0; round < rounds; round++)
      for (const { say, milliseconds } of speakers) milliseconds.push(millisecondsOf(() => say(tokens)) / tokens);
    return speakers.map(({ storage, model, milliseconds }) => {
      return { storage, bytes: 4 * model.engine.needs().parameters, milliseconds };
    });
  } finally {
    for (const { runtime } of speakers) await runtime.release();
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
    const first = await bandwidth(threads, 5);
    const small = await speakingSpeed('baby', 'small', 400, { threads });
    const before = await bandwidth(threads, 5);
    yield {
      name: 'speaking',
      what: `speaking, default baby (${number(small.parameters, 0)} parameters)`,
      value: median(small.tokensPerSecond),
      unit: 'tokens/s',
      better: 'higher',
      barShare: SMALL_SHARE,
      noise: noiseOf(small.tokensPerSecond),
      limit: {
        name: 'the memory bandwidth, reading',
        value: Math.max(...first.read, ...before.read) / small.gigabytes,
      },
      note: `${number(1000 * small.gigabytes, 2)} MB of weights each`,
      how: `${how}; the bandwidth is the best round of reading, before and after, in tokens that need as many weights`,
    };
    yield* siblingRow(embedded);
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
    yield* storedRows(threads, how);
  },
};

const SIBLINGS_TOGETHER = 4;
const SIBLING_TOKENS = 200;

/** Four default babies that speak as one, beside one alone, in processor time: what else runs does not count. */
async function* siblingRow(kernels: KernelChoice): AsyncGenerator<Entry> {
  const [one, four] = [
    await speaker('baby', 'small', { kernels, threads: 1 }),
    await speaker('baby', 'small', { kernels, threads: 1, together: SIBLINGS_TOGETHER }),
  ];
  try {
    const speeds = { one: [] as number[], four: [] as number[] };
    for (const { say } of [one, four]) say(SIBLING_TOKENS);
    for (let round = 0; round < ROUNDS; round++)
      for (const [of, { say }] of [['one', one] as const, ['four', four] as const]) {
        const before = process.cpuUsage();
        say(SIBLING_TOKENS);
        const { user, system } = process.cpuUsage(before);
        speeds[of].push((1e6 * SIBLING_TOKENS) / (user + system));
      }
    yield {
      name: 'speaking-siblings',
      what: `speaking, ${SIBLINGS_TOGETHER} default babies as one`,
      value: median(speeds.four),
      unit: 'tokens/s',
      better: 'higher',
      bar: 500,
      noise: noiseOf(speeds.four),
      note: `one alone ${number(median(speeds.one), 0)}`,
      how: `tokens a second of processor time, one thread, ${kernels}; drawn as the settings say, each heard before the next; ${SIBLING_TOKENS} tokens a round, both in turns, median of ${ROUNDS} rounds`,
    };
  } finally {
    for (const { runtime } of [one, four]) await runtime.release();
  }
}

const STORED_ROUNDS = 12;

/** The full seed with its weights stored as each type, beside float32 in the same run. */
async function* storedRows(threads: number, how: string): AsyncGenerator<Entry> {
  const [whole, ...stored] = await storedSpeaking('seed', 'full', 3, threads, STORED_ROUNDS);
  const fastest = (milliseconds: readonly number[]) => Math.min(...milliseconds);
  for (const { storage, bytes, milliseconds } of stored)
    yield {
      name: `speaking-full-${storage.replace('_', '-')}`,
      what: `speaking, seed brain at full size, weights stored as ${storage}: tokens/s beside float32`,
      value: fastest(whole.milliseconds) / fastest(milliseconds),
      unit: '×',
      better: 'higher',
      ...(storage === 'f16' ? { bar: 1.6 } : {}),
      noise: noiseOf(milliseconds.map((one, i) => whole.milliseconds[i] / one)),
      also: [{ label: 'weights in memory', value: bytes / 1e9, unit: 'GB', better: 'lower' }],
      note: `${number(1000 / fastest(milliseconds), 1)} and ${number(1000 / fastest(whole.milliseconds), 1)} tokens/s; float32 ${number(whole.bytes / 1e9, 2)} GB`,
      how: `${how.split(';')[0]}; 3 tokens a round, types in turns, the fastest of ${STORED_ROUNDS} rounds each`,
    };
}
