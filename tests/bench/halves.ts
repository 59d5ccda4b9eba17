// Learning with gradients, moments and copies of weights stored as halves, beside float32: what it costs in loss, and what it saves in memory.

import type { BrainName } from '../../brain/brains/index.ts';
import { SHAPES } from '../../brain/brains/shapes/index.ts';
import { type AnyShape, composeShape } from '../../brain/brains/shapes/shape.ts';
import { LEARNING_TYPES, type LearningType } from '../../brain/kernels/storage.ts';
import type { Context, Topic } from './context.ts';
import { tokensPerSecond } from './context.ts';
import { noiseOf } from './measure.ts';
import { LOSS_NOISE } from './nanogpt.ts';
import { starterTexts } from './parts.ts';
import { characterRecipe, type RecipeOptions } from './recipe.ts';
import { type Entry, number } from './rows.ts';
import { type Stepper, stepper } from './steps.ts';
import { LLAMA_124M } from './transformers.ts';

const HALVES = LEARNING_TYPES.filter((type) => type !== 'f32');
const STEPS = 600;

/** Small brains on the starter texts by characters, each at its own rate. */
const LEARNERS: Readonly<Record<string, RecipeOptions>> = {
  baby: { brain: 'baby', sizes: { channels: 96, neurons: 220, lobes: 3 }, peak: 4e-3 },
  llama: {
    brain: 'llama',
    sizes: { ...composeShape(SHAPES.llama, 'tiny', { channels: 96, blocks: 3 }, 64), contextLength: 64, batch: 12 },
    peak: 4e-3,
  },
};

/** Held-out losses of one brain after the same steps, by type. */
export async function lossesByType(options: RecipeOptions, steps: number, threads: number) {
  const losses: Partial<Record<LearningType, number>> = {};
  for (const learningType of LEARNING_TYPES)
    losses[learningType] = (
      await characterRecipe(starterTexts(), { ...options, learningType, steps, threads })
    ).heldOut;
  return losses as Record<LearningType, number>;
}

/** Milliseconds of steps of one brain in turns, by the processor time of this process, and the memory of each type. */
export async function stepsByType(
  brain: BrainName,
  sizes: AnyShape,
  preset: 'small' | 'full',
  rounds: number,
  threads: number,
) {
  const found = [];
  // one after the other: two of them do not fit into the memory of most machines
  for (const learningType of LEARNING_TYPES) {
    const one: Stepper = await stepper(brain, sizes, { preset, threads, learningType }, 1);
    const processor: number[] = [];
    const milliseconds = Array.from({ length: rounds }, () => {
      const before = process.cpuUsage();
      const wall = one.step();
      const { user, system } = process.cpuUsage(before);
      processor.push((user + system) / 1000);
      return wall;
    });
    await one.hands.release();
    found.push({
      learningType,
      milliseconds,
      processor,
      bytes: one.bytes,
      tokens: one.tokens,
      parameters: one.parameters,
    });
  }
  return found;
}

async function* speedRows({ threads, threadsText }: Context): AsyncGenerator<Entry> {
  for (const [name, brain, sizes, preset] of [
    ['llama-124m', 'llama', LLAMA_124M, 'small'],
    ['seed-full', 'seed', {}, 'full'],
  ] as const) {
    const [whole, ...halves] = await stepsByType(brain, sizes, preset, 3, threads);
    const gigabytes = (bytes: number) => number(bytes / 1e9, 2);
    for (const { learningType, milliseconds, bytes, tokens, parameters } of halves)
      yield {
        name: `halves-${name}-${learningType}`,
        what: `${name}, ${number(parameters, 0)} parameters, learning with ${learningType}: memory of learning beside float32`,
        value: (bytes.weights + bytes.learning) / (whole.bytes.weights + whole.bytes.learning),
        unit: '×',
        better: 'lower',
        also: [
          {
            value: tokensPerSecond(tokens, milliseconds) / tokensPerSecond(tokens, whole.milliseconds),
            unit: '× the tokens/s',
            better: 'higher',
            noise: noiseOf(milliseconds),
          },
        ],
        note: `weights, gradients and moments ${gigabytes(bytes.weights + bytes.learning)} GB, float32 ${gigabytes(whole.bytes.weights + whole.bytes.learning)} GB; in all ${gigabytes(bytes.all)} and ${gigabytes(whole.bytes.all)} GB`,
        how: `steps on random ids, three of each, without an average of the weights; ${threadsText}`,
      };
  }
}

export const halvesTopic: Topic = {
  about: 'learning with gradients and moments stored as halves: loss, memory and speed beside float32 (needs 5 GB)',
  takes: '6 minutes',
  async *measure(context): AsyncGenerator<Entry> {
    const { wishes, threads } = context;
    const steps = Math.min(wishes.steps, STEPS);
    for (const [name, options] of Object.entries(LEARNERS)) {
      const losses = await lossesByType(options, steps, threads);
      for (const type of HALVES)
        yield {
          name: `halves-${name}-loss-${type}`,
          what: `${name} on the starter texts, ${steps} steps, learning with ${type}: held-out loss`,
          value: losses[type],
          unit: 'nats/char',
          digits: 4,
          better: 'lower',
          noise: LOSS_NOISE,
          assumed: true,
          note: `float32 ${number(losses.f32, 4)}`,
          how: '12×64 characters a step from random places, AdamW, cosine to a tenth, last 10 % held out, one seed',
        };
    }
    yield* speedRows(context);
  },
};
