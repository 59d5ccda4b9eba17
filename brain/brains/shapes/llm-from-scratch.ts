import { GPT2_PARTS, type Parts, transformerShape } from './transformer.ts';

const PARTS: Parts = { ...GPT2_PARTS, feedForward: 'relu', residual: 'post', normBias: true };

/** The transformer of llm-from-scratch (NumPy): post-norm as in Vaswani et al. 2017, ReLU, one table, as large as `baby` at every preset. */
export const llmFromScratchShape = transformerShape(
  'a small GPT as llm-from-scratch has it: LayerNorm after what each layer adds, ReLU',
  {
    tiny: {
      shape: { ...PARTS, channels: 56, blocks: 2, feedForwardWidth: 224, heads: 2, kvHeads: 2 },
      contextLength: 64,
      batch: 4,
      vocabulary: 1024,
      learningRate: 4e-3,
      warmupSteps: 100,
      horizon: 2000,
      readings: 3,
    },
    small: {
      shape: { ...PARTS, channels: 160, blocks: 3, feedForwardWidth: 592, heads: 5, kvHeads: 5 },
      contextLength: 128,
      batch: 8,
      vocabulary: 2048,
      learningRate: 2e-3,
      warmupSteps: 100,
      horizon: 3000,
      readings: 3,
    },
    medium: {
      shape: { ...PARTS, channels: 384, blocks: 7, feedForwardWidth: 1536, heads: 6, kvHeads: 6 },
      contextLength: 128,
      batch: 8,
      vocabulary: 4200,
      learningRate: 6e-4,
      warmupSteps: 300,
      horizon: 5000,
      readings: 3,
    },
    full: {
      shape: { ...PARTS, channels: 1024, blocks: 16, feedForwardWidth: 4048, heads: 16, kvHeads: 16 },
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
