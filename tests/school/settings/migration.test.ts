import { describe, expect, it } from 'vitest';
import { GPT2_PARTS } from '../../../brain/brains/shapes/transformer.ts';
import { migrateConfig, migrateSoulSizes } from '../../../school/settings/migration.ts';

/** Sizes of a soul as 12ff94c wrote them, whatever its brain. */
const OLD = { vocabulary: 320, channels: 24, neurons: 96, lobes: 2, time: 8, history: 8, streams: 3 };
const COMMON = { vocabulary: 320, contextLength: 8, batch: 3 };

describe('sizes of a soul of 12ff94c', () => {
  it('become those of its brain: blocks are no lobes, and what it never used is gone', () => {
    expect(migrateSoulSizes('baby', OLD)).toEqual({ ...COMMON, channels: 24, neurons: 96, lobes: 2, history: 8 });
    expect(migrateSoulSizes('seed', OLD)).toEqual({ ...COMMON, channels: 24, neurons: 96 });
    const gpt2 = { ...GPT2_PARTS, ...COMMON, channels: 24, blocks: 2, feedForwardWidth: 96, heads: 1, kvHeads: 1 };
    expect(migrateSoulSizes('gpt2', OLD)).toEqual(gpt2);
    expect(migrateSoulSizes('gpt2', { ...OLD, heads: 3 })).toEqual({ ...gpt2, heads: 3, kvHeads: 3 });
  });

  it('are left as they are where they are of today', () => {
    const today = migrateSoulSizes('gpt2', OLD);
    expect(migrateSoulSizes('gpt2', today)).toEqual(today);
  });
});

describe('a baby.json of 12ff94c', () => {
  const old = { name: 'mia', time: 64, streams: 0, channels: 32, neurons: 0, lobes: 2, voice: { topK: 3 } };
  const common = { name: 'mia', voice: { topK: 3 }, contextLength: 64, batch: 0 };

  it('has its sizes under the names of its brain', () => {
    expect(migrateConfig(old)).toEqual({ ...common, shape: { channels: 32, neurons: 0, lobes: 2 } });
    expect(migrateConfig({ ...old, brain: 'gpt2' })).toEqual({
      ...common,
      brain: 'gpt2',
      shape: { channels: 32, feedForwardWidth: 0, blocks: 2 },
    });
    expect(migrateConfig({ ...old, brain: 'seed' })).toMatchObject({ shape: { channels: 32, neurons: 0 } });
  });

  it('says nothing of a shape where it said nothing', () => {
    expect(migrateConfig({ name: 'mia' })).toEqual({ name: 'mia' });
  });

  it('is as it was where it is of today, is no object, or has a brain that is none', () => {
    const today = migrateConfig(old);
    expect(migrateConfig(today)).toEqual(today);
    for (const value of [null, 7, [1], 'x']) expect(migrateConfig(value)).toBe(value);
    expect(migrateConfig({ brain: 'toString', time: 3 })).toEqual({ brain: 'toString', contextLength: 3 });
  });

  it('that has a size under both names keeps both, for the schema to complain of the old one', () => {
    const both = { time: 8, contextLength: 16, channels: 8, shape: { channels: 16 } };
    expect(migrateConfig(both)).toEqual(both);
  });
});
