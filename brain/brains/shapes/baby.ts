import type { BrainShape } from './shape.ts';

export type BabyShape = {
  /** C: width of the residual stream */
  readonly channels: number;
  /** N: neurons per lobe */
  readonly neurons: number;
  /** L: lobes, one after the other */
  readonly lobes: number;
  /** the longest window, in tokens */
  readonly history: number;
};

export const babyShape: BrainShape<BabyShape> = {
  about: 'neurons, windows of time and memories in lobes, made whole: learns in parallel, speaks token by token',

  organs: ['memory', 'shortMemory', 'longMemory', 'windows', 'gate', 'colour'],

  fields: {
    channels: { kind: 'whole', least: 1, most: 65_536, about: 'width of the residual stream' },
    neurons: { kind: 'whole', least: 1, most: 1_000_000, about: 'neurons per lobe' },
    lobes: { kind: 'whole', least: 1, most: 256, about: 'lobes, one after the other' },
    history: { kind: 'whole', least: 1, most: 65_536, about: 'the longest window, in tokens' },
  },

  /** A preset's windows are no longer than a chunk; its owner may decide on longer ones. */
  compose: (preset, chosen, contextLength) => ({
    ...preset,
    history: Math.min(preset.history, contextLength),
    ...chosen,
  }),

  introduce: ({ lobes, neurons, channels, history }) =>
    `${lobes} ${lobes === 1 ? 'lobe' : 'lobes'} of ${neurons} neurons around ${channels} channels, windows of up to ${history} tokens`,

  presets: {
    tiny: {
      shape: { channels: 64, neurons: 160, lobes: 2, history: 32 },
      contextLength: 32,
      batch: 8,
      vocabulary: 1024,
      learningRate: 4e-3,
      warmupSteps: 50,
      horizon: 2000,
      readings: 3,
    },
    small: {
      shape: { channels: 192, neurons: 448, lobes: 3, history: 64 },
      contextLength: 64,
      batch: 16,
      vocabulary: 2048,
      learningRate: 4e-3,
      warmupSteps: 100,
      horizon: 3000,
      readings: 1.5,
    },
    medium: {
      shape: { channels: 512, neurons: 1280, lobes: 6, history: 64 },
      contextLength: 64,
      batch: 16,
      vocabulary: 4200,
      learningRate: 1e-3,
      warmupSteps: 300,
      horizon: 5000,
      readings: 3,
    },
    full: {
      shape: { channels: 1024, neurons: 8064, lobes: 8, history: 64 },
      contextLength: 64,
      batch: 4,
      vocabulary: 4200,
      learningRate: 5e-4,
      warmupSteps: 500,
      horizon: 10000,
      readings: 3,
    },
  },
};
