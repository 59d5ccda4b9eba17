import { baby } from './baby.ts';
import type { Brain } from './brain.ts';
import { seed } from './seed.ts';

/** Every kind of mind there is, by name. */
export const BRAINS = { baby, seed } satisfies Record<string, Brain>;
export type BrainName = keyof typeof BRAINS;
