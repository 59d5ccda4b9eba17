import type { BrainShape } from './shape.ts';

export type SeedShape = {
  /** C: width of the embedding */
  readonly channels: number;
  /** N: neurons */
  readonly neurons: number;
};

export const seedShape: BrainShape<SeedShape> = {
  about: 'the original babyLLM, as it was: one stream, windows and memories that stand still within a step',

  fields: {
    channels: { kind: 'whole', least: 1, most: 65_536, about: 'width of the embedding' },
    neurons: { kind: 'whole', least: 1, most: 1_000_000, about: 'neurons' },
  },

  fixed: () => ({
    contextLength: 'its windows and places are made for it',
    batch: 'a seed brain reads one text at a time',
  }),

  introduce: ({ neurons, channels, contextLength }) =>
    `${neurons} neurons behind an embedding of ${channels} channels, windows of up to ${contextLength} tokens`,

  presets: {
    tiny: {
      shape: { channels: 64, neurons: 256 },
      contextLength: 32,
      batch: 1,
      vocabulary: 1024,
      learningRate: 1e-3,
      warmupSteps: 50,
      horizon: 5000,
      readings: 3,
    },
    small: {
      shape: { channels: 256, neurons: 2048 },
      contextLength: 64,
      batch: 1,
      vocabulary: 2000,
      learningRate: 5e-4,
      warmupSteps: 100,
      horizon: 5000,
      readings: 3,
    },
    medium: {
      shape: { channels: 512, neurons: 4096 },
      contextLength: 128,
      batch: 1,
      vocabulary: 4200,
      learningRate: 3e-4,
      warmupSteps: 300,
      horizon: 10000,
      readings: 3,
    },
    full: {
      shape: { channels: 1024, neurons: 10000 },
      contextLength: 256,
      batch: 1,
      vocabulary: 4200,
      learningRate: 3e-4,
      warmupSteps: 500,
      horizon: 10000,
      readings: 3,
    },
  },
};
