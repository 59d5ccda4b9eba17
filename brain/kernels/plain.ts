import type { Backend, Numbers } from './contract.ts';
import { attention } from './plain/attention.ts';
import { crossEntropy } from './plain/cross-entropy.ts';
import { dropout } from './plain/dropout.ts';
import { gatedMemory } from './plain/gated-memory.ts';
import { gates } from './plain/gates.ts';
import { headNorm } from './plain/head-norm.ts';
import { learning } from './plain/learning.ts';
import { linearAttention } from './plain/linear-attention.ts';
import { matmul } from './plain/matmul.ts';
import { memory } from './plain/memory.ts';
import { norm } from './plain/norm.ts';
import { pointwise } from './plain/pointwise.ts';
import { reductions } from './plain/reductions.ts';
import { rmsNorm } from './plain/rms-norm.ts';
import { rope } from './plain/rope.ts';
import { softmax } from './plain/softmax.ts';
import { standardAttention } from './plain/standard-attention.ts';
import { storage } from './plain/storage.ts';
import { streams } from './plain/streams.ts';
import { swiglu } from './plain/swiglu.ts';
import { windowShapes } from './plain/window-shapes.ts';
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
      ...storage(numbers),
      ...pointwise(numbers),
      ...swiglu(numbers),
      ...dropout(numbers),
      ...reductions(numbers),
      ...norm(numbers),
      ...rmsNorm(numbers),
      ...softmax(numbers),
      ...crossEntropy(numbers),
      ...streams(numbers),
      ...windows(numbers),
      ...windowShapes(numbers),
      ...memory(numbers),
      ...gates(numbers),
      ...gatedMemory(numbers),
      ...attention(numbers),
      ...standardAttention(numbers),
      ...headNorm(numbers),
      ...rope(numbers),
      ...linearAttention(numbers),
      ...learning(numbers),
    },
  };
}
