import { describe, expect, it } from 'vitest';
import { GPT2_PARTS } from '../../../brain/brains/shapes/transformer.ts';
import { LEARNING } from '../../../brain/engine/weight-sets.ts';
import type { StorageType } from '../../../brain/kernels/storage.ts';
import { createRuntime } from '../../../school/machine/runtime.ts';
import { currentState, readSpoken } from '../../../school/training/checkpoint.ts';
import { buildModel, type Model, VOICE } from '../../../school/training/model.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { makePupil, TINY, temporaryFolder } from '../tiny.ts';

describe('the state of a soul', () => {
  const sizes = {
    vocabulary: 320,
    contextLength: 8,
    batch: 3,
    channels: 24,
    feedForwardWidth: 96,
    blocks: 2,
    heads: 2,
  };

  it('from before transformers were made of parts has those of GPT-2', () => {
    const state = currentState({ version: 2, brain: 'gpt2', sizes });
    expect(state?.sizes).toEqual({ ...GPT2_PARTS, ...sizes, kvHeads: 2 });
  });

  it('of today is as it was written', () => {
    for (const brain of ['baby', 'seed', 'gpt2', 'llama'] as const)
      expect(currentState({ version: 2, brain, sizes: TINY[brain] })).toEqual({
        version: 2,
        brain,
        sizes: TINY[brain],
      });
    expect(currentState({ version: 3, brain: 'baby', sizes: TINY.baby })).toBeUndefined();
  });
});

/** large enough that matrices are stored, with rows that are turned and rows that are not */
const SIZES = { channels: 72, neurons: 240 };

const says = ({ voice }: Pick<Model, 'voice'>): number[] =>
  Array.from(voice.hear(voice.begin(), [5, 80, 31, 7], [0.1, 0.6, 0.3]));

describe('the weights of a soul that only speaks', () => {
  it.each(['baby', 'seed'] as const)('are read into whatever they are stored as (%s)', async (brain) => {
    const training = await makePupil({ brain, sizes: SIZES });
    training.learn(3);
    const keeper = new Keeper({ folder: temporaryFolder() });
    keeper.save(training.soul());
    const exact = says(training.mind);
    const asleep = async (storage: StorageType) => {
      const model = buildModel(brain, { ...TINY[brain], ...SIZES });
      await createRuntime(model.engine, { kernels: 'simd', threads: 1, learning: false, speaker: VOICE, storage });
      expect(readSpoken(model, keeper.open()).map(({ set }) => set)).toEqual([LEARNING]);
      return says(model);
    };
    const apart = (found: readonly number[]) =>
      Math.max(...exact.map((x, i) => Math.abs(x - found[i]!))) / Math.max(...exact.map(Math.abs));
    expect(apart(await asleep('f32'))).toBeLessThan(1e-5);
    const [f16, q8] = [apart(await asleep('f16')), apart(await asleep('q8_0'))];
    expect(f16).toBeGreaterThan(0);
    expect(f16).toBeLessThan(2e-3);
    expect(q8).toBeGreaterThan(f16);
    expect(q8).toBeLessThan(3e-2);
  });
});
