import { GPT2_PARTS, type Parts, transformerShape } from './transformer.ts';

const PARTS: Parts = { ...GPT2_PARTS, positions: 'sinusoidal' };

/** The Optimized Transformer (TensorFlow.js): six blocks of any parts, around 128 channels in `small`, as large as `baby` at every preset. */
export const tfjsShape = transformerShape(
  'Optimized Transformer: sinusoidal positions, six blocks, any attention, norm and feed-forward layer',
  {
    tiny: {
      shape: { ...PARTS, channels: 40, blocks: 6, feedForwardWidth: 112, heads: 2, kvHeads: 2 },
      contextLength: 64,
      batch: 4,
      vocabulary: 1024,
      learningRate: 4e-3,
      warmupSteps: 100,
      horizon: 2000,
      readings: 3,
    },
    small: {
      shape: { ...PARTS, channels: 128, blocks: 6, feedForwardWidth: 344, heads: 4, kvHeads: 4 },
      contextLength: 128,
      batch: 8,
      vocabulary: 2048,
      learningRate: 2e-3,
      warmupSteps: 100,
      horizon: 3000,
      readings: 3,
    },
    medium: {
      shape: { ...PARTS, channels: 384, blocks: 6, feedForwardWidth: 1936, heads: 6, kvHeads: 6 },
      contextLength: 128,
      batch: 8,
      vocabulary: 4200,
      learningRate: 6e-4,
      warmupSteps: 300,
      horizon: 5000,
      readings: 3,
    },
    full: {
      shape: { ...PARTS, channels: 1536, blocks: 6, feedForwardWidth: 7600, heads: 24, kvHeads: 24 },
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
