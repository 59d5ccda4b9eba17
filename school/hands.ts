import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Engine } from '../brain/engine/engine.ts';
import { deskBytes, deskOn, Leader, type Team } from '../brain/engine/team.ts';
import type { Backend } from '../brain/kernels/contract.ts';
import { plainBackend } from '../brain/kernels/plain.ts';
import { wasmBackend } from '../brain/kernels/wasm.ts';
import type { HelperOrders } from './helper-thread.ts';
import { kernelsFolder } from './package-root.ts';

/** Which kernels to use; `auto` takes the best that this machine runs. */
export type KernelChoice = 'auto' | 'simd-relaxed' | 'simd' | 'plain';

/** WebAssembly's 32-bit memory: nothing larger can be addressed. */
export const LARGEST_MEMORY = 65536 * 65536;
const PAGE = 65536;
/** Packing room every thread of the compiled kernels may use; checked against the module when it is loaded. */
export const SCRATCH_FLOATS = 640 * 1024;

function compiled(name: string): WebAssembly.Module | undefined {
  const file = join(kernelsFolder, `${name}.wasm`);
  if (!existsSync(file)) return undefined;
  const bytes = readFileSync(file);
  // a runtime without SIMD, or without its relaxed form, says so here
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : undefined;
}

/** The kernels that will serve: a compiled module, or none for the plain ones. Throws when a named choice does not run here. */
export function chooseKernels(choice: KernelChoice): { name: Backend['name']; module?: WebAssembly.Module } {
  for (const name of ['simd-relaxed', 'simd'] as const) {
    if (choice !== 'auto' && choice !== name) continue;
    const module = compiled(name);
    if (module) return { name, module };
    if (choice === name)
      throw new Error(
        `the ${name} kernels were asked for, but do not run here: use kernels "auto", or run npm run build first`,
      );
  }
  return { name: 'plain' };
}

/** 0 means one per core, at most 8: more only wait for one another on layers of this size. */
export const threadsFor = (asked: number): number => (asked > 0 ? asked : Math.min(8, availableParallelism()));

/** A memory, kernels and threads for an engine. */
export interface Hands {
  readonly backend: Backend;
  readonly team: Team;
  readonly threads: number;
  readonly bytes: number;
  /** lets the helper threads end */
  release(): Promise<void>;
}

/**
 * Lays out an engine's memory, allocates it, starts the helper threads and attaches everything.
 * Throws when the memory cannot be had; the message says how much is needed.
 */
export async function giveHands(
  engine: Engine,
  options: { kernels: KernelChoice; threads: number; learning: boolean },
): Promise<Hands> {
  const { name, module } = chooseKernels(options.kernels);
  const threads = module ? threadsFor(options.threads) : 1;
  const elements = engine.layOut({ learning: options.learning, scratch: module ? SCRATCH_FLOATS : 0, threads });
  const bytes = elements * 4;
  if (!module) {
    const numbers = new Float32Array(elements);
    const backend = plainBackend(numbers);
    const team = new Leader(backend, 1, engine.scratchRoom(0));
    engine.attach(numbers, backend, team);
    return { backend, team, threads: 1, bytes, release: async () => {} };
  }
  if (bytes > LARGEST_MEMORY)
    throw new Error(
      `this brain needs ${gigabytes(bytes)} of memory, and ${gigabytes(LARGEST_MEMORY)} is the most that can be addressed`,
    );
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE), maximum: 65536, shared: true });
  const backend = wasmBackend(module, memory);
  if (backend.scratch > SCRATCH_FLOATS)
    throw new Error(
      `the ${name} kernels want ${backend.scratch} numbers of packing room, more than the ${SCRATCH_FLOATS} planned`,
    );
  const desk = new SharedArrayBuffer(deskBytes);
  const scratch = engine.scratchRoom(SCRATCH_FLOATS);
  const workers: Worker[] = [];
  for (let thread = 1; thread < threads; thread++) {
    const orders: HelperOrders = { module, memory, desk, scratch, thread, threads };
    workers.push(
      new Worker(new URL(`./helper-thread${extname(import.meta.url)}`, import.meta.url), { workerData: orders }),
    );
  }
  await Promise.all(
    workers.map(
      (worker) => new Promise<void>((resolve, reject) => worker.once('message', () => resolve()).once('error', reject)),
    ),
  );
  const leader = new Leader(backend, threads, scratch, deskOn(desk));
  engine.attach(new Float32Array(memory.buffer), backend, leader);
  return {
    backend,
    team: leader,
    threads,
    bytes,
    async release() {
      leader.dismiss();
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

export const gigabytes = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${Math.ceil(bytes / 1e6)} MB`;
