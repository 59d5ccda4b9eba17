import { babyShape } from './baby.ts';
import { gpt2Shape } from './gpt2.ts';
import { seedShape } from './seed.ts';
import type { BrainShape } from './shape.ts';

export type BrainName = 'baby' | 'seed' | 'gpt2';

/** What may be decided about every kind of brain, by name; no brain is loaded. */
export const SHAPES = { baby: babyShape, seed: seedShape, gpt2: gpt2Shape } satisfies Record<BrainName, BrainShape>;

/** One of them, of whose shape nothing is known. */
export const shapeOf = (brain: BrainName): BrainShape => SHAPES[brain];
