import { GPT2_PARTS, type Parts, transformerShape } from './transformer.ts';

const PARTS: Parts = {
  ...GPT2_PARTS,
  feedForward: 'relu',
  positions: 'sinusoidal',
  tied: false,
  bias: true,
  normBias: true,
};

/** The transformer of Cleanai (plain JavaScript): fixed positions, ReLU, biases, two tables, as large as `baby` at every preset. */
export const cleanaiShape = transformerShape(
  'a transformer as Cleanai has it: sinusoidal positions, ReLU, biases, a table of its own to speak',
  {
    tiny: {
      shape: { ...PARTS, channels: 44, blocks: 2, feedForwardWidth: 168, heads: 2, kvHeads: 2 },
      contextLength: 64,
      batch: 4,
      vocabulary: 1024,
      learningRate: 4e-3,
      warmupSteps: 100,
      horizon: 2000,
      readings: 3,
    },
    small: {
      shape: { ...PARTS, channels: 128, blocks: 3, feedForwardWidth: 608, heads: 4, kvHeads: 4 },
      contextLength: 128,
      batch: 8,
      vocabulary: 2048,
      learningRate: 2e-3,
      warmupSteps: 100,
      horizon: 3000,
      readings: 3,
    },
    medium: {
      shape: { ...PARTS, channels: 384, blocks: 6, feedForwardWidth: 1568, heads: 6, kvHeads: 6 },
      contextLength: 128,
      batch: 8,
      vocabulary: 4200,
      learningRate: 6e-4,
      warmupSteps: 300,
      horizon: 5000,
      readings: 3,
    },
    full: {
      shape: { ...PARTS, channels: 1024, blocks: 15, feedForwardWidth: 4288, heads: 16, kvHeads: 16 },
      contextLength: 256,
      batch: 4,
      vocabulary: 4200,
      learningRate: 3e-4,
      warmupSteps: 500,
      horizon: 10000,
      readings: 3,
    },
  },
);
