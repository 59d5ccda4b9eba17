import { babyShape } from './baby.ts';
import { cleanaiShape } from './cleanai.ts';
import { gpt2Shape } from './gpt2.ts';
import { llamaShape } from './llama.ts';
import { llmFromScratchShape } from './llm-from-scratch.ts';
import { seedShape } from './seed.ts';
import type { BrainShape } from './shape.ts';
import { tfjsShape } from './tfjs.ts';

/** The kinds that are transformers made of parts, of which their names say which. */
export type TransformerName = 'gpt2' | 'llama' | 'llm-from-scratch' | 'cleanai' | 'tfjs';
export type BrainName = 'baby' | 'seed' | TransformerName;

/** What may be decided about every kind of brain, by name; no brain is loaded. */
export const SHAPES = {
  baby: babyShape,
  seed: seedShape,
  gpt2: gpt2Shape,
  llama: llamaShape,
  'llm-from-scratch': llmFromScratchShape,
  cleanai: cleanaiShape,
  tfjs: tfjsShape,
} satisfies Record<BrainName, BrainShape>;

/** One of them, of whose shape nothing is known. */
export const shapeOf = (brain: BrainName): BrainShape => SHAPES[brain];
