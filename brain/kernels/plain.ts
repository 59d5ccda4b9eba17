import type { Backend, Numbers } from './contract.ts';
import { attention } from './plain/attention.ts';
import { dropout } from './plain/dropout.ts';
import { learning } from './plain/learning.ts';
import { matmul } from './plain/matmul.ts';
import { memory } from './plain/memory.ts';
import { pointwise } from './plain/pointwise.ts';
import { rows } from './plain/rows.ts';
import { streams } from './plain/streams.ts';
import { windows } from './plain/windows.ts';

/**
 * The slow truth: every kernel as its definition, over float32 or float64. Every twin must agree with it, and machines
 * without SIMD run on it.
 */
export function plainBackend(numbers: Numbers): Backend {
  return {
    name: 'plain',
    unit: 1,
    scratch: 0,
    kernels: {
      ...matmul(numbers),
      ...pointwise(numbers),
      ...dropout(numbers),
      ...rows(numbers),
      ...streams(numbers),
      ...windows(numbers),
      ...memory(numbers),
      ...attention(numbers),
      ...learning(numbers),
    },
  };
}
