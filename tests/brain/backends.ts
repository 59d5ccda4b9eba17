import type { Backend } from '../../brain/kernels/contract.ts';
import { SCRATCH_FLOATS, wasmBackend } from '../../brain/kernels/wasm.ts';
import { chooseKernels } from '../../school/machine/runtime.ts';

/** The compiled kernels that this machine runs, with their packing room. */
export function wasmBackends(): { name: 'simd-relaxed' | 'simd'; module: WebAssembly.Module; scratch: number }[] {
  return (['simd-relaxed', 'simd'] as const).map((name) => {
    const { module } = chooseKernels(name);
    return { name, module: module as WebAssembly.Module, scratch: SCRATCH_FLOATS };
  });
}

/** A memory of so many numbers, and the kernels on it. */
export function memoryFor(module: WebAssembly.Module, elements: number): { numbers: Float32Array; backend: Backend } {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((elements * 4) / 65536), maximum: 65536, shared: true });
  return { numbers: new Float32Array(memory.buffer), backend: wasmBackend(module, memory) };
}
