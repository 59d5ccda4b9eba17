import { baby } from './baby.ts';
import type { Brain } from './brain.ts';
import { gpt2 } from './gpt2.ts';
import { seed } from './seed.ts';

/** Every kind of mind there is, by name. */
export const BRAINS = { baby, seed, gpt2 } satisfies Record<string, Brain>;
export type BrainName = keyof typeof BRAINS;
