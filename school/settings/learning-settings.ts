/** What an owner may decide about how it learns for long: the part of baby.json that belongs to dropout and growth. */
import { z } from 'zod';
import { number, whole } from './errors.ts';

const rate = number(0, 0.9);

export const learningShape = {
  dropout: z
    .strictObject({ embedding: rate, lobe: rate, residual: rate })
    .describe('an object: { "embedding": …, "lobe": …, "residual": … }'),
  grow: z.strictObject({ most: whole(1, 16) }).describe('an object: { "most": … }'),
};

export const LEARNING: z.output<z.ZodObject<typeof learningShape>> = {
  // How much of what it computes is left out by chance while it learns, at most: of what it reads, of what its lobes say, and of what
  // that adds. A library that is large for the brain gets less of it. 0: nothing.
  dropout: { embedding: 0, lobe: 0, residual: 0 },
  // Brains of which it is made at most: when one has learnt what it can, it rests, and another begins; all speak as one. 1: an only child.
  grow: { most: 4 },
};
