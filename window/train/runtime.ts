/** Memory, kernels and threads for a brain in a browser: the twin of school/machine/runtime.ts. */
import type { Engine } from '../../brain/engine/engine.ts';
import { controlBytes, controlOn, Leader } from '../../brain/engine/team.ts';
import type { Room } from '../../brain/engine/weight-sets.ts';
import { plainBackend } from '../../brain/kernels/plain.ts';
import { SCRATCH_FLOATS, wasmBackend } from '../../brain/kernels/wasm.ts';
import { trainTexts } from '../texts/train.ts';
import type { HelperOptions } from './helper.ts';

const PAGE = 65_536;
const LARGEST_MEMORY = PAGE * PAGE;

/** Written out one by one, so that the server of the page finds them. */
const KERNELS = {
  'simd-relaxed': () => new URL('../../brain/kernels/simd-relaxed.wasm', import.meta.url),
  simd: () => new URL('../../brain/kernels/simd.wasm', import.meta.url),
};

export interface PageRuntime {
  readonly kernels: string;
  readonly threads: number;
  readonly bytes: number;
  release(): void;
}

/** Whether several threads can share a memory: the page must be isolated from others. */
export const canShare = (): boolean => globalThis.crossOriginIsolated && typeof SharedArrayBuffer === 'function';

/** The fastest kernels that this browser runs; none: the plain ones. */
async function compiled(): Promise<WebAssembly.Module | undefined> {
  for (const address of Object.values(KERNELS)) {
    const response = await fetch(address());
    if (!response.ok) continue;
    const bytes = await response.arrayBuffer();
    if (WebAssembly.validate(bytes)) return WebAssembly.compile(bytes);
  }
  return undefined;
}

/**
 * Lays out an engine's memory, allocates it, starts helpers and attaches everything.
 * @throws Error with one sentence where the memory cannot be had
 */
export async function createPageRuntime(
  engine: Engine,
  room: Omit<Room, 'scratch' | 'threads'>,
  wanted: number,
): Promise<PageRuntime> {
  const module = await compiled();
  const threads = module && canShare() ? Math.max(1, wanted) : 1;
  const elements = engine.layOut({ ...room, scratch: module ? SCRATCH_FLOATS : 0, threads });
  const bytes = elements * 4;
  if (!module) {
    const numbers = new Float32Array(elements);
    const backend = plainBackend(numbers);
    engine.attach(numbers, backend, new Leader(backend, 1, engine.scratchRoom(0)));
    return { kernels: backend.name, threads: 1, bytes, release() {} };
  }
  const memory = memoryOf(bytes);
  const backend = wasmBackend(module, memory);
  const scratch = engine.scratchRoom(SCRATCH_FLOATS);
  const numbers = new Float32Array(memory.buffer);
  if (threads === 1) {
    engine.attach(numbers, backend, new Leader(backend, 1, scratch));
    return { kernels: backend.name, threads, bytes, release() {} };
  }
  const control = new SharedArrayBuffer(controlBytes);
  const helpers: Worker[] = [];
  try {
    for (let thread = 1; thread < threads; thread++)
      helpers.push(await helper({ module, memory, control, scratch, thread, threads }));
  } catch (error) {
    for (const one of helpers) one.terminate();
    throw error;
  }
  const leader = new Leader(backend, threads, scratch, controlOn(control));
  engine.attach(numbers, backend, leader);
  return {
    kernels: backend.name,
    threads,
    bytes,
    release() {
      leader.dismiss();
      for (const one of helpers) one.terminate();
    },
  };
}

function memoryOf(bytes: number): WebAssembly.Memory {
  if (bytes > LARGEST_MEMORY) throw new Error(trainTexts.memory.tooMuchForAPage);
  try {
    return new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE), maximum: PAGE, shared: true });
  } catch (error) {
    throw new Error(trainTexts.memory.tooMuchForBrowser, {
      cause: error,
    });
  }
}

/** A helper that waits for work. */
function helper(options: HelperOptions): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./helper.js', import.meta.url), { type: 'module' });
    worker.onmessage = () => resolve(worker);
    worker.onerror = ({ message }) => reject(new Error(trainTexts.helperFailed(message)));
    worker.postMessage(options);
  });
}
