// Finds the compiled kernels, building them first if they are missing, and instantiates them on a shared memory.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const variants = ['simd-relaxed', 'simd'] as const;
export type Variant = (typeof variants)[number];

type Kernel = (...args: number[]) => number;

/** Compiled kernels with their memory: `take` reserves float32 numbers and gives their byte address, `release` frees all from it on. */
export type Kernels = {
  call: Record<string, Kernel>;
  memory: WebAssembly.Memory;
  take(count: number): number;
  release(address: number): void;
  view(address: number, count: number): Float32Array;
};

function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** The bytes of one variant, compiled from its sources if nobody has done it yet. */
export function kernelBytes(variant: Variant): Uint8Array<ArrayBuffer> {
  const root = projectRoot();
  const file = join(root, 'dist', 'brain', 'kernels', `${variant}.wasm`);
  if (!existsSync(file)) execFileSync(process.execPath, [join(root, 'brain', 'kernels', 'build.mjs')]);
  return new Uint8Array(readFileSync(file));
}

/** Memory of `bytes` (rounded up to pages of 64 KiB), as the threads share it. */
export function kernelMemory(bytes: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: Math.ceil(bytes / 65536), maximum: 65536, shared: true });
}

/** Instantiates one variant with `bytes` of memory. */
export async function loadKernels(variant: Variant, bytes: number): Promise<Kernels> {
  const memory = kernelMemory(bytes);
  const { instance } = await WebAssembly.instantiate(kernelBytes(variant), { env: { memory } });
  let next = 64;
  return {
    call: instance.exports as unknown as Record<string, Kernel>,
    memory,
    take(count) {
      const address = next;
      next += Math.ceil((count * 4) / 64) * 64;
      if (next > memory.buffer.byteLength) {
        throw new Error(
          `wanted ${next} bytes of kernel memory, has ${memory.buffer.byteLength}: ask for more at loading`,
        );
      }
      return address;
    },
    release(address) {
      next = address;
    },
    view: (address, count) => new Float32Array(memory.buffer, address, count),
  };
}
