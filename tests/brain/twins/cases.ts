import { attention } from './attention.ts';
import type { Case, Twin } from './case.ts';
import { learning } from './learning.ts';
import { linearAttention } from './linear-attention.ts';
import { memory } from './memory.ts';
import { parts } from './parts.ts';
import { pointwise } from './pointwise.ts';
import { rows } from './rows.ts';
import { storage } from './storage.ts';
import { streams } from './streams.ts';
import { windows } from './windows.ts';

/** Every kernel but the matrix products: a total table, so that a kernel without cases does not compile. */
export const cases: Record<Twin, () => Case[]> = {
  ...pointwise,
  ...learning,
  ...rows,
  ...streams,
  ...windows,
  ...memory,
  ...attention,
  ...parts,
  ...linearAttention,
  ...storage,
};
