import { baby } from './baby.ts';
import type { BrainKind } from './kind.ts';
import { seed } from './seed.ts';
import { type BrainName, SHAPES, type TransformerName } from './shapes/index.ts';
import { transformer } from './transformer.ts';

export type { BrainName } from './shapes/index.ts';

const made = (name: TransformerName) => transformer(name, SHAPES[name]);

/** Every kind of brain there is, by name. */
export const BRAINS = {
  baby,
  seed,
  gpt2: made('gpt2'),
  llama: made('llama'),
  'llm-from-scratch': made('llm-from-scratch'),
  cleanai: made('cleanai'),
  tfjs: made('tfjs'),
} satisfies Record<BrainName, BrainKind>;

/** One of them, of whose shape nothing is known. */
export const kindOf = (brain: BrainName): BrainKind => BRAINS[brain];
