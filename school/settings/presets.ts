import type { BrainName } from '../../brain/brains/index.ts';

/** What a preset decides, before the owner's own wishes. Letters as in brain/brains/brain.ts. */
export interface Preset {
  readonly channels: number;
  readonly neurons: number;
  readonly lobes: number;
  readonly time: number;
  readonly streams: number;
  /** most tokens of the vocabulary; a small library gets fewer */
  readonly vocabulary: number;
  readonly history: number;
  readonly learningRate: number;
  readonly warmupSteps: number;
  readonly horizon: number;
  /** of the library at the whole rate: of those that were tried only baby's `small` needs fewer than three (school/EXPERIMENTS.md) */
  readonly readings: number;
}

export type PresetName = 'tiny' | 'small' | 'medium' | 'full';

/** `full` is the original's 204 million parameters. */
export const PRESETS: Record<BrainName, Record<PresetName, Preset>> = {
  baby: {
    tiny: {
      channels: 64,
      neurons: 160,
      lobes: 2,
      time: 32,
      streams: 8,
      vocabulary: 1024,
      history: 32,
      learningRate: 4e-3,
      warmupSteps: 50,
      horizon: 2000,
      readings: 3,
    },
    small: {
      channels: 192,
      neurons: 448,
      lobes: 3,
      time: 64,
      streams: 16,
      vocabulary: 2048,
      history: 64,
      learningRate: 4e-3,
      warmupSteps: 100,
      horizon: 3000,
      readings: 1.5,
    },
    medium: {
      channels: 512,
      neurons: 1280,
      lobes: 6,
      time: 64,
      streams: 16,
      vocabulary: 4200,
      history: 64,
      learningRate: 1e-3,
      warmupSteps: 300,
      horizon: 5000,
      readings: 3,
    },
    full: {
      channels: 1024,
      neurons: 8064,
      lobes: 8,
      time: 64,
      streams: 4,
      vocabulary: 4200,
      history: 64,
      learningRate: 5e-4,
      warmupSteps: 500,
      horizon: 10000,
      readings: 3,
    },
  },
  seed: {
    tiny: {
      channels: 64,
      neurons: 256,
      lobes: 1,
      time: 32,
      streams: 1,
      vocabulary: 1024,
      history: 32,
      learningRate: 1e-3,
      warmupSteps: 50,
      horizon: 5000,
      readings: 3,
    },
    small: {
      channels: 256,
      neurons: 2048,
      lobes: 1,
      time: 64,
      streams: 1,
      vocabulary: 2000,
      history: 64,
      learningRate: 5e-4,
      warmupSteps: 100,
      horizon: 5000,
      readings: 3,
    },
    medium: {
      channels: 512,
      neurons: 4096,
      lobes: 1,
      time: 128,
      streams: 1,
      vocabulary: 4200,
      history: 128,
      learningRate: 3e-4,
      warmupSteps: 300,
      horizon: 10000,
      readings: 3,
    },
    full: {
      channels: 1024,
      neurons: 10000,
      lobes: 1,
      time: 256,
      streams: 1,
      vocabulary: 4200,
      history: 256,
      learningRate: 3e-4,
      warmupSteps: 500,
      horizon: 10000,
      readings: 3,
    },
  },
  // neurons are 4·channels, as in every GPT; `full` has GPT-2's shape, 124 M with its own vocabulary
  gpt2: {
    tiny: {
      channels: 56,
      neurons: 224,
      lobes: 2,
      time: 64,
      streams: 4,
      vocabulary: 1024,
      history: 64,
      learningRate: 4e-3,
      warmupSteps: 100,
      horizon: 2000,
      readings: 3,
    },
    small: {
      channels: 160,
      neurons: 640,
      lobes: 3,
      time: 128,
      streams: 8,
      vocabulary: 2048,
      history: 128,
      learningRate: 2e-3,
      warmupSteps: 100,
      horizon: 3000,
      readings: 3,
    },
    medium: {
      channels: 384,
      neurons: 1536,
      lobes: 7,
      time: 128,
      streams: 8,
      vocabulary: 4200,
      history: 128,
      learningRate: 6e-4,
      warmupSteps: 300,
      horizon: 5000,
      readings: 3,
    },
    full: {
      channels: 768,
      neurons: 3072,
      lobes: 12,
      time: 256,
      streams: 4,
      vocabulary: 4200,
      history: 256,
      learningRate: 3e-4,
      warmupSteps: 500,
      horizon: 10000,
      readings: 3,
    },
  },
};
