import { describe, expect, it } from 'vitest';
import { BRAINS, type BrainName, kindOf } from '../../../../brain/brains/index.ts';
import { SHAPES, shapeOf } from '../../../../brain/brains/shapes/index.ts';
import {
  checkSizes,
  composeShape,
  type Field,
  type PresetName,
  type Sizes,
} from '../../../../brain/brains/shapes/shape.ts';
import type { TransformerShape } from '../../../../brain/brains/shapes/transformer.ts';
import { Engine } from '../../../../brain/engine/engine.ts';

const NAMES = Object.keys(BRAINS) as BrainName[];
const PRESETS = Object.keys(shapeOf('baby').presets) as PresetName[];
const presetSizes = (brain: BrainName, preset: PresetName): Sizes => {
  const { shape, vocabulary, contextLength, batch } = shapeOf(brain).presets[preset];
  return { vocabulary, contextLength, batch, ...shape };
};

describe.each(NAMES)('the shape of a %s brain', (brain) => {
  it.each(PRESETS)('is what it may be in its preset %s, and can be built', (preset) => {
    const sizes = presetSizes(brain, preset);
    checkSizes(shapeOf(brain), sizes);
    expect(kindOf(brain).refuse?.(sizes)).toBeUndefined();
    for (const [name, field] of Object.entries(shapeOf(brain).fields))
      if (field.kind === 'whole') expect(sizes[name], name).toBeLessThanOrEqual(field.most);
  });

  it('has the same keys in its fields and in all of its presets, none of them a key that all brains have', () => {
    const keys = Object.keys(shapeOf(brain).fields).sort();
    for (const preset of PRESETS) expect(Object.keys(shapeOf(brain).presets[preset].shape).sort()).toEqual(keys);
    for (const key of ['vocabulary', 'contextLength', 'batch']) expect(keys).not.toContain(key);
  });

  it('introduces itself by its numbers and parts', () => {
    const sizes = presetSizes(brain, 'small');
    const said = shapeOf(brain).introduce(sizes);
    // how rotations are turned is of rope positions only, and epsilon of no interest
    const told = Object.entries(shapeOf(brain).fields).filter(
      ([key, { kind }]) => kind !== 'switch' && !key.startsWith('rope') && key !== 'epsilon',
    );
    for (const [key] of told) expect(said).toContain(String(sizes[key]));
    expect(shapeOf(brain).introduce(presetSizes(brain, 'medium'))).not.toBe(said);
  });

  it('is checked: every size, with what it should have been', () => {
    const sizes = presetSizes(brain, 'tiny');
    const must = (field: Field) => {
      if (field.kind === 'whole') return `a whole number of at least ${field.least}`;
      return field.kind === 'switch' ? 'true or false' : `one of ${field.of.join(', ')}`;
    };
    const batch: Field = { kind: 'whole', least: 1, most: 1, about: '' };
    for (const [key, field] of Object.entries({ batch, ...shapeOf(brain).fields }))
      for (const wrong of [0, 1.5, 'wide', undefined])
        expect(() => checkSizes(shapeOf(brain), { ...sizes, [key]: wrong } as Sizes)).toThrow(
          `the size ${key} of a brain must be ${must(field)}, but it is ${wrong}`,
        );
  });
});

describe('what an owner chooses', () => {
  it('stands over the preset, and what follows from it follows', () => {
    expect(composeShape(shapeOf('seed'), 'tiny', { neurons: 7 }, 32)).toEqual({ channels: 64, neurons: 7 });
    expect(composeShape(shapeOf('baby'), 'small', {}, 16)).toMatchObject({ history: 16 });
    expect(composeShape(shapeOf('baby'), 'small', {}, 128)).toMatchObject({ history: 64 });
    expect(composeShape(shapeOf('baby'), 'small', { history: 100 }, 16)).toMatchObject({ history: 100 });
    expect(composeShape(shapeOf('gpt2'), 'tiny', { channels: 96 }, 64)).toMatchObject({ channels: 96, heads: 3 });
    expect(composeShape(shapeOf('gpt2'), 'tiny', { channels: 96, heads: 8 }, 64)).toMatchObject({ heads: 8 });
  });
});

describe('what an owner chooses of a transformer', () => {
  const llama = (chosen: Partial<TransformerShape>) => composeShape(SHAPES.llama, 'medium', chosen, 64);

  it('brings heads of keys and values in the same share, as far as they divide the heads', () => {
    expect(llama({})).toMatchObject({ heads: 6, kvHeads: 2 });
    expect(llama({ heads: 12 })).toMatchObject({ heads: 12, kvHeads: 4 });
    expect(llama({ heads: 8 })).toMatchObject({ heads: 8, kvHeads: 2 });
    expect(llama({ channels: 512 })).toMatchObject({ heads: 8, kvHeads: 2 });
    expect(llama({ heads: 8, kvHeads: 8 })).toMatchObject({ kvHeads: 8 });
  });

  it('brings as many weights of the feed-forward layer, with a gate or without one', () => {
    expect(llama({ feedForward: 'relu' })).toMatchObject({ feedForwardWidth: 1536 });
    expect(llama({ feedForward: 'relu', feedForwardWidth: 100 })).toMatchObject({ feedForwardWidth: 100 });
    expect(composeShape(SHAPES.gpt2, 'medium', { feedForward: 'swiglu' }, 64)).toMatchObject({
      feedForwardWidth: 1024,
    });
    expect(composeShape(SHAPES.gpt2, 'medium', { feedForward: 'relu' }, 64)).toMatchObject({ feedForwardWidth: 1536 });
  });

  it('brings waves where linear attention takes the place of one that turns heads', () => {
    expect(llama({ attention: 'linear' })).toMatchObject({ positions: 'sinusoidal' });
    expect(llama({ attention: 'linear', positions: 'rope' })).toMatchObject({ positions: 'rope' }); // and is refused
    expect(llama({ attention: 'standard' })).toMatchObject({ positions: 'rope' });
  });

  it('brings no biases of norms that have none', () => {
    expect(composeShape(SHAPES.cleanai, 'tiny', { norm: 'rms' }, 64)).toMatchObject({ norm: 'rms', normBias: false });
    expect(composeShape(SHAPES.cleanai, 'tiny', {}, 64)).toMatchObject({ normBias: true });
  });

  it('makes brains of about as many parameters in every kind', () => {
    const count = (brain: BrainName, preset: PresetName) => {
      const engine = new Engine();
      engine.record('learn', 'streams', (r) => kindOf(brain).learn(r, presetSizes(brain, preset)));
      return engine.parameters.count;
    };
    for (const preset of ['tiny', 'small', 'medium'] as const)
      for (const brain of ['llama', 'llm-from-scratch', 'cleanai', 'tfjs'] as const) {
        const share = count(brain, preset) / count('baby', preset);
        expect(Math.abs(share - 1), `${brain}, ${preset}: ${share}`).toBeLessThan(0.04);
      }
  });
});

describe('a transformer that cannot be', () => {
  const llama = { ...presetSizes('llama', 'tiny'), channels: 56, heads: 2, kvHeads: 1 };

  it.each([
    [
      { kvHeads: 3, heads: 7 },
      'the key/value heads (kvHeads) of a llama brain must divide its heads, but 3 do not divide 7: choose another number of kvHeads or heads',
    ],
    [
      { heads: 8 },
      'with rope positions each head must be an even number of channels wide, but 56 channels in 8 heads are 7 each: choose another number of heads or channels',
    ],
    [
      { heads: 28, ropeScale: 2 },
      'ropeScale needs heads of at least 4 channels, but 56 channels in 28 heads are 2 each: choose fewer heads, or ropeScale 1',
    ],
    [
      { attention: 'linear' },
      'rope positions need attention standard or flash: with attention linear, positions must be learned, sinusoidal or none',
    ],
    [
      { positions: 'learned', ropeScale: 2 },
      'ropeScale is only for rope positions: with positions learned it must be 1, but it is 2',
    ],
    [{ normBias: true }, 'norm rms has no bias: choose normBias false, or norm layer'],
    [
      { norm: 'layer', epsilon: '1e-6' },
      'epsilon 1e-6 is only for norm rms or with qkNorm: with norm layer alone it must be 1e-5',
    ],
  ])('says why in one sentence: %o', (changed, sentence) => {
    expect(kindOf('llama').refuse?.({ ...llama, ...changed } as Sizes)).toBe(sentence);
    expect(kindOf('llama').refuse?.(llama)).toBeUndefined();
  });
});

describe('a brain that cannot be', () => {
  it('says why in one sentence', () => {
    const seed = presetSizes('seed', 'tiny');
    expect(kindOf('seed').refuse?.({ ...seed, batch: 4 })).toBe(
      'the seed brain reads one stream at a time: batch must be 1, got 4',
    );
    expect(kindOf('seed').refuse?.({ ...seed, contextLength: 1025 })).toBe(
      'the seed brain has 2048 positions: contextLength must be at most 1024, got 1025',
    );
    expect(kindOf('gpt2').refuse?.({ ...presetSizes('gpt2', 'tiny'), heads: 3 })).toBe(
      'the heads of a gpt2 brain must divide its channels, but 3 heads do not divide 56 channels: choose another number of heads or channels',
    );
  });
});

describe('a field that is no number', () => {
  const fields = {
    norm: { kind: 'choice', of: ['layer', 'rms'], about: 'the norm' },
    tied: { kind: 'switch', about: 'one table for both' },
  } as const;
  const common = { vocabulary: 300, contextLength: 8, batch: 1 };

  it('is checked by what it is', () => {
    checkSizes({ fields }, { ...common, norm: 'rms', tied: false });
    expect(() => checkSizes({ fields }, { ...common, norm: 'batch', tied: false })).toThrow(
      'the size norm of a brain must be one of layer, rms, but it is batch',
    );
    expect(() => checkSizes({ fields }, { ...common, norm: 'rms', tied: 0 })).toThrow(
      'the size tied of a brain must be true or false, but it is 0',
    );
  });
});
