import { baby } from './baby.ts';
import { gpt2 } from './gpt2.ts';
import type { BrainKind } from './kind.ts';
import { seed } from './seed.ts';
import type { BrainName } from './shapes/index.ts';

export type { BrainName } from './shapes/index.ts';

/** Every kind of brain there is, by name. */
export const BRAINS = { baby, seed, gpt2 } satisfies Record<BrainName, BrainKind>;

/** One of them, of whose shape nothing is known. */
export const kindOf = (brain: BrainName): BrainKind => BRAINS[brain];
