import type { BrainShape } from './shape.ts';

export type Gpt2Shape = {
  /** C: width of the residual stream */
  readonly channels: number;
  /** L: blocks of attention and feed-forward, one after the other */
  readonly blocks: number;
  /** F: width of the feed-forward layer */
  readonly feedForwardWidth: number;
  /** H: heads of attention; divides C */
  readonly heads: number;
};

/**
 * How many heads a GPT has, by its channels: as wide as can be up to 32, or from 384 channels on up to 64; one where none from 8 on
 * divides the channels. So the GPTs of nanoGPT (128, 384 channels) and of OpenAI (768, 1024, 1280) have the heads they have there.
 */
export function headsFor(channels: number): number {
  const widest = channels < 384 ? 32 : 64;
  for (let depth = widest; depth >= 8; depth--) if (channels % depth === 0) return channels / depth;
  return 1;
}

export const gpt2Shape: BrainShape<Gpt2Shape> = {
  about: 'a GPT, the yardstick: attention over the last tokens, learnt positions, nothing carried further',

  fields: {
    channels: { kind: 'whole', least: 1, most: 65_536, about: 'width of the residual stream' },
    blocks: { kind: 'whole', least: 1, most: 256, about: 'blocks, one after the other' },
    feedForwardWidth: { kind: 'whole', least: 1, most: 1_000_000, about: 'width of the feed-forward layer' },
    heads: { kind: 'whole', least: 1, most: 1024, about: 'heads of attention; must divide the channels' },
  },

  /** Heads that were not chosen follow from the channels. */
  compose: (preset, chosen) => {
    const shape = { ...preset, ...chosen };
    return { ...shape, heads: chosen.heads ?? headsFor(shape.channels) };
  },

  introduce: ({ blocks, heads, channels, feedForwardWidth, contextLength }) =>
    `${blocks} ${blocks === 1 ? 'block' : 'blocks'} of ${heads} ${heads === 1 ? 'head' : 'heads'} and a feed-forward layer of ${feedForwardWidth}, around ${channels} channels, over ${contextLength} tokens`,

  // the feed-forward width is 4·channels, as in every GPT; `full` has GPT-2's shape, 124 M with its own vocabulary
  presets: {
    tiny: {
      shape: { channels: 56, blocks: 2, feedForwardWidth: 224, heads: 2 },
      contextLength: 64,
      batch: 4,
      vocabulary: 1024,
      learningRate: 4e-3,
      warmupSteps: 100,
      horizon: 2000,
      readings: 3,
    },
    small: {
      shape: { channels: 160, blocks: 3, feedForwardWidth: 640, heads: 5 },
      contextLength: 128,
      batch: 8,
      vocabulary: 2048,
      learningRate: 2e-3,
      warmupSteps: 100,
      horizon: 3000,
      readings: 3,
    },
    medium: {
      shape: { channels: 384, blocks: 7, feedForwardWidth: 1536, heads: 6 },
      contextLength: 128,
      batch: 8,
      vocabulary: 4200,
      learningRate: 6e-4,
      warmupSteps: 300,
      horizon: 5000,
      readings: 3,
    },
    full: {
      shape: { channels: 768, blocks: 12, feedForwardWidth: 3072, heads: 12 },
      contextLength: 256,
      batch: 4,
      vocabulary: 4200,
      learningRate: 3e-4,
      warmupSteps: 500,
      horizon: 10000,
      readings: 3,
    },
  },
};
