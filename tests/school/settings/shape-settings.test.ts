import { describe, expect, it } from 'vitest';
import type { Field } from '../../../brain/brains/shapes/shape.ts';
import { decidedShape, fieldSchema, isUndecided, undecidedShape } from '../../../school/settings/shape-settings.ts';
import { rangeTexts } from '../../../school/settings/texts/ranges.ts';

describe('a key of a shape', () => {
  const whole: Field = { kind: 'whole', least: 2, most: 8, about: 'heads' };
  const choice: Field = { kind: 'choice', of: ['layer', 'rms'], about: 'the norm' };
  const flag: Field = { kind: 'switch', about: 'one table to read and to speak' };
  const taken = (field: Field, ...values: unknown[]) =>
    values.filter((value) => fieldSchema(field).safeParse(value).success);

  it('may be what its brain says, or left to the preset', () => {
    expect(taken(whole, 0, 1, 2, 8, 9, 2.5, '2', 'preset')).toEqual([0, 2, 8]);
    expect(taken(choice, 'layer', 'rms', 'preset', 'batch', 0, true)).toEqual(['layer', 'rms', 'preset']);
    expect(taken(flag, true, false, 'preset', 'true', 0)).toEqual([true, false, 'preset']);
  });

  it('says in words what it may be', () => {
    expect([whole, choice, flag].map((field) => fieldSchema(field).description)).toEqual([
      rangeTexts.zeroOrWhole(2, 8),
      rangeTexts.oneOf('layer, rms, preset'),
      rangeTexts.yesNoOr('preset'),
    ]);
  });

  it('counts only where it is decided', () => {
    const shape = { heads: 0, blocks: 4, norm: 'preset', attention: 'flash', tied: false };
    expect(decidedShape(shape)).toEqual({ blocks: 4, attention: 'flash', tied: false });
    for (const value of Object.values(undecidedShape('gpt2'))) expect(isUndecided(value)).toBe(true);
  });
});
