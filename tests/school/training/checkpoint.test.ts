import { describe, expect, it } from 'vitest';
import { GPT2_PARTS } from '../../../brain/brains/shapes/transformer.ts';
import { currentState } from '../../../school/training/checkpoint.ts';
import { TINY } from '../tiny.ts';

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
