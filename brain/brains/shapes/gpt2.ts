import { GPT2_PARTS, transformerShape } from './transformer.ts';

/** A GPT (Radford et al. 2019) as nanoGPT trains it: without biases, with the exact gelu. */
export const gpt2Shape = transformerShape(
  'a GPT, the yardstick: attention over the last tokens, learnt positions, nothing carried further',
  {
    // the feed-forward width is 4·channels, as in every GPT; `full` has GPT-2's shape, 124 M with its own vocabulary
    tiny: {
      shape: { ...GPT2_PARTS, channels: 56, blocks: 2, feedForwardWidth: 224, heads: 2, kvHeads: 2 },
      contextLength: 64,
      batch: 4,
      vocabulary: 1024,
      learningRate: 4e-3,
      warmupSteps: 100,
      horizon: 2000,
      readings: 3,
    },
    small: {
      shape: { ...GPT2_PARTS, channels: 160, blocks: 3, feedForwardWidth: 640, heads: 5, kvHeads: 5 },
      contextLength: 128,
      batch: 8,
      vocabulary: 2048,
      learningRate: 2e-3,
      warmupSteps: 100,
      horizon: 3000,
      readings: 3,
    },
    medium: {
      shape: { ...GPT2_PARTS, channels: 384, blocks: 7, feedForwardWidth: 1536, heads: 6, kvHeads: 6 },
      contextLength: 128,
      batch: 8,
      vocabulary: 4200,
      learningRate: 6e-4,
      warmupSteps: 300,
      horizon: 5000,
      readings: 3,
    },
    full: {
      shape: { ...GPT2_PARTS, channels: 768, blocks: 12, feedForwardWidth: 3072, heads: 12, kvHeads: 12 },
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
