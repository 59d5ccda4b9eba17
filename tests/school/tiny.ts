/** What the tests of the school share: a small real text with its tokenizer, minds that learn it in milliseconds, and folders to throw away. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { BrainName } from '../../brain/brains/index.ts';
import type { AnyShape, Sizes } from '../../brain/brains/shapes/shape.ts';
import { Random } from '../../brain/engine/random.ts';
import type { LearningType } from '../../brain/kernels/storage.ts';
import type { OptimizerSettings } from '../../brain/learning/optimizer.ts';
import { type Batch, type BatchReader, emptyBatch } from '../../library/batches/batch.ts';
import { Streams } from '../../library/batches/batches.ts';
import { encodeDocument } from '../../library/tokenizer/chat-template.ts';
import { serializeTokenizer, trainTokenizer } from '../../library/tokenizer/index.ts';
import { starterFolder } from '../../school/home/package-root.ts';
import { createRuntime, type KernelChoice, type Runtime } from '../../school/machine/runtime.ts';
import { readTensors, type SoulState, STATE_VERSION, soulOf } from '../../school/training/checkpoint.ts';
import type { GrowthState } from '../../school/training/growth/growth-state.ts';
import { buildModel, type Mentor, type Model, VOICE } from '../../school/training/model.ts';
import { resizedState } from '../../school/training/resizing.ts';
import { Tutor, type TutorSettings } from '../../school/training/training-loop.ts';
import type { OpenedSoul, SoulContent } from '../../soul/keeper.ts';
import { transformersOf } from '../brain/transformers.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that goes when the tests of the file are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'babyllm-school-'));
  folders.push(folder);
  return folder;
}

export const storyText = readFileSync(join(starterFolder, 'stories-sea.txt'), 'utf8');
export const talkText = readFileSync(join(starterFolder, 'talk-home.txt'), 'utf8');

export const tokenizer = trainTokenizer([Buffer.from(storyText + talkText)], { vocabularySize: 320 });
export const tokenizerText = serializeTokenizer(tokenizer);
export const tokenBytes = Uint16Array.from({ length: 320 }, (_, id) => tokenizer.tokenBytes(id).length);

/** The story as the streams want it. */
export const files = [{ name: 'story.txt', tokens: Uint16Array.from(encodeDocument(tokenizer, storyText)) }];

export const TINY: Record<BrainName, Sizes> = {
  baby: { vocabulary: 320, channels: 24, neurons: 32, lobes: 2, contextLength: 8, history: 8, batch: 3 },
  seed: { vocabulary: 320, channels: 16, neurons: 32, contextLength: 8, batch: 1 },
  ...transformersOf({
    vocabulary: 320,
    channels: 24,
    feedForwardWidth: 96,
    blocks: 2,
    contextLength: 8,
    batch: 3,
    heads: 2,
  }),
};

export const OPTIMIZER = { beta1: 0.9, beta2: 0.99, weightDecay: 0.1, clip: 1 };

export interface PupilOptions {
  brain?: BrainName;
  sizes?: AnyShape;
  accumulation?: number;
  learningRate?: number;
  kernels?: KernelChoice;
  threads?: number;
  seed?: number;
  /** tokens of the story that it reads; all */
  tokens?: number;
  /** of the optimizer and of the tutor, where they are not as usual here */
  optimizer?: Partial<OptimizerSettings>;
  settings?: Partial<TutorSettings>;
  /** room for so many others at rest */
  siblings?: number;
  /** whether it can learn from them what to expect */
  dreams?: boolean;
  /** another baby that teaches it */
  mentor?: Mentor;
  /** organs that are left out */
  without?: readonly string[];
  /** what gradients and moments are stored as */
  learningType?: LearningType;
  /** goes on from this one */
  soul?: OpenedSoul;
}

/** Somebody who learns the story, step by step, without threads or clocks. */
export interface Pupil {
  readonly mind: Model;
  readonly hands: Runtime;
  readonly tutor: Tutor;
  readonly streams: Streams;
  /** loss of each of so many steps */
  learn(steps: number, between?: () => void): number[];
  /** with so many sets of weights of siblings */
  soul(siblings?: number, growth?: GrowthState): SoulContent;
}

export async function makePupil(options: PupilOptions = {}): Promise<Pupil> {
  const { brain = 'baby', accumulation = 1, learningRate = 3e-3, kernels = 'auto', threads = 1, soul } = options;
  const sizes = { ...TINY[brain], ...options.sizes } as Sizes;
  const mind = buildModel(
    brain,
    sizes,
    { ...OPTIMIZER, accumulation, ...options.optimizer },
    {
      dreams: options.dreams ?? false,
      mentor: options.mentor,
      without: options.without ?? [],
      learningType: options.learningType ?? 'f32',
    },
  );
  const hands = await createRuntime(mind.engine, {
    kernels,
    threads,
    learning: true,
    average: true,
    siblings: options.siblings ?? 0,
    speaker: VOICE,
  });
  const state = soul && resizedState(soul.state as SoulState, sizes);
  if (soul) readTensors(mind, soul);
  else {
    mind.engine.initialise(new Random(options.seed ?? 1));
    mind.engine.applyConstraints();
  }
  const read = files.map(({ name, tokens }) => ({ name, tokens: tokens.slice(0, options.tokens) }));
  const streams = new Streams({
    files: read,
    streams: sizes.batch,
    length: sizes.contextLength,
    state: state?.streams,
  });
  const { engine, learn, optimizer, average, overlap } = mind;
  const tutor = new Tutor(
    { engine, learn, optimizer: optimizer!, average, sizes, overlap, end: 0, tokenBytes },
    { learningRate, warmupSteps: 5, horizon: 1000, readings: 3, accumulation, ...options.settings },
    state?.tutor,
  );
  tutor.followOptimizer();
  tutor.teachers = options.mentor?.teachers;
  return {
    mind,
    hands,
    tutor,
    streams,
    learn: (steps, between = () => {}) => Array.from({ length: steps }, () => tutor.learn(streams, 1, between).loss),
    soul: (siblings = 0, growth) =>
      soulOf(
        mind,
        tokenizerText,
        {
          version: STATE_VERSION,
          brain,
          preset: 'tiny',
          sizes,
          tokenizerHash: tokenizer.hash,
          born: '2026-01-01T00:00:00.000Z',
          tutor: tutor.state(),
          streams: streams.state(),
          random: { places: [1, 2, 3, 4], babble: [1, 2, 3, 4] },
          lastExam: null,
          bestExam: null,
          secondsAwake: 0,
          ...(growth ? { growth } : {}),
          ...(options.mentor ? { teacher: options.mentor.mark } : {}),
        },
        '{}',
        siblings,
      ),
  };
}

/** Batches that a test made, over and over; all of their targets are learnt unless they say otherwise. */
export function fixedStreams(
  batches: readonly (Pick<Batch, 'inputs' | 'targets' | 'fresh'> & Partial<Batch>)[],
): BatchReader {
  let next = 0;
  const draw = () => {
    const batch = batches[next++ % batches.length];
    return {
      ...emptyBatch(batch.fresh.length, batch.inputs.length / batch.fresh.length),
      learn: new Uint8Array(batch.inputs.length).fill(1),
      ...batch,
    };
  };
  return { next: draw, libraryRead: 0, libraryTokens: 1_000_000 };
}

/** Every learnt number's bits, by parameter. */
export const weightsOf = ({ engine }: Model, block: 'weights' | 'average' = 'weights'): Record<string, number[]> =>
  Object.fromEntries(
    [...engine.parameters.all.keys()].map((name) => [
      name,
      [...new Uint32Array(Float32Array.from(engine.ofParameter(name, block)).buffer)],
    ]),
  );
