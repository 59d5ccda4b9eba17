/** The `shape` of baby.json: what its owner decides about a brain of its kind. Each brain has keys of its own. */

import { z } from 'zod';
import { type BrainName, SHAPES, shapeOf } from '../../brain/brains/shapes/index.ts';
import type { AnyShape, Field, PresetName, ShapeValue } from '../../brain/brains/shapes/shape.ts';
import { rangeTexts } from './texts/ranges.ts';

export const BRAIN_NAMES = Object.keys(SHAPES) as [BrainName];
export const PRESET_NAMES = Object.keys(SHAPES.baby.presets) as [PresetName];

/** What leaves a value to the preset: 0 where it is a number, else this word. */
const BY_PRESET = 'preset';

const undecided = (field: Field): ShapeValue => (field.kind === 'whole' ? 0 : BY_PRESET);

/** Whether a value of `shape` is left to the preset. */
export const isUndecided = (value: unknown): boolean => value === 0 || value === BY_PRESET;

/** The shape of a brain of which its owner decided nothing. */
export const undecidedShape = (brain: BrainName): AnyShape =>
  Object.fromEntries(Object.entries(shapeOf(brain).fields).map(([key, field]) => [key, undecided(field)]));

/** What its owner decided of a shape. */
export const decidedShape = (shape: AnyShape): AnyShape =>
  Object.fromEntries(Object.entries(shape).filter(([, value]) => !isUndecided(value)));

/** What each key of a brain's `shape` may be. */
export const shapeSchema = (brain: BrainName) =>
  z
    .strictObject(
      Object.fromEntries(Object.entries(shapeOf(brain).fields).map(([key, field]) => [key, fieldSchema(field)])),
    )
    .describe(rangeTexts.shape(brain));

/** What one key of a shape may be in baby.json. */
export function fieldSchema(field: Field): z.ZodType<ShapeValue> {
  switch (field.kind) {
    case 'whole':
      return z
        .int()
        .refine((value) => value === 0 || (value >= field.least && value <= field.most))
        .describe(rangeTexts.zeroOrWhole(field.least, field.most));
    case 'switch':
      return z.union([z.boolean(), z.literal(BY_PRESET)]).describe(rangeTexts.yesNoOr(BY_PRESET));
    case 'choice':
      return z.enum([...field.of, BY_PRESET]).describe(rangeTexts.oneOf([...field.of, BY_PRESET].join(', ')));
  }
}
