import { GPT2_PARTS, type Parts, transformerShape } from './transformer.ts';

const PARTS: Parts = { ...GPT2_PARTS, norm: 'rms', feedForward: 'swiglu', positions: 'rope' };

/** LLaMA (Touvron et al. 2023) with the grouped keys and values of its later versions, as large as `baby` at every preset. */
export const llamaShape = transformerShape(
  'LLaMA: rotary positions, RMSNorm, SwiGLU, keys and values shared by several heads',
  {
    // the feed-forward width is about 8/3·channels: with its gate as many weights as 4·channels without one
    tiny: {
      shape: { ...PARTS, channels: 56, blocks: 2, feedForwardWidth: 160, heads: 2, kvHeads: 1 },
      contextLength: 64,
      batch: 4,
      vocabulary: 1024,
      learningRate: 4e-3,
      warmupSteps: 100,
      horizon: 2000,
      readings: 3,
    },
    small: {
      shape: { ...PARTS, channels: 160, blocks: 3, feedForwardWidth: 448, heads: 5, kvHeads: 1 },
      contextLength: 128,
      batch: 8,
      vocabulary: 2048,
      learningRate: 2e-3,
      warmupSteps: 100,
      horizon: 3000,
      readings: 3,
    },
    medium: {
      shape: { ...PARTS, channels: 384, blocks: 8, feedForwardWidth: 1024, heads: 6, kvHeads: 2 },
      contextLength: 128,
      batch: 8,
      vocabulary: 4200,
      learningRate: 6e-4,
      warmupSteps: 300,
      horizon: 5000,
      readings: 3,
    },
    full: {
      shape: { ...PARTS, channels: 1024, blocks: 18, feedForwardWidth: 2736, heads: 16, kvHeads: 4 },
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
