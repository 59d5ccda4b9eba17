import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Engine } from '../../brain/engine/engine.ts';
import { controlBytes, controlOn, Leader, type Team } from '../../brain/engine/team.ts';
import type { Room } from '../../brain/engine/weight-sets.ts';
import { blasBackend } from '../../brain/kernels/blas.ts';
import type { Backend, EmbeddedName } from '../../brain/kernels/contract.ts';
import { plainBackend } from '../../brain/kernels/plain.ts';
import { SCRATCH_FLOATS, wasmBackend } from '../../brain/kernels/wasm.ts';
import { gigabytes } from '../../statistics/format/numbers.ts';
import { kernelsFolder } from '../home/package-root.ts';
import { type Serving, servingBlas } from './blas/probe.ts';
import type { Blas } from './blas/shared-library.ts';
import type { HelperOptions, HelperReport } from './helper-thread.ts';
import { askForLargePages } from './large-pages.ts';
import { texts } from './texts.ts';

/**
 * Which kernels to use. `auto` takes the best that this machine runs, a BLAS of the machine for matrix products if one serves;
 * `blas` insists on one; the others are embedded and need nothing of the machine.
 */
export type KernelChoice = 'auto' | 'blas' | 'simd-relaxed' | 'simd' | 'plain';

/** WebAssembly's 32-bit memory: nothing larger can be addressed. */
export const LARGEST_MEMORY = 65536 * 65536;
const PAGE = 65536;

function compiled(name: string): WebAssembly.Module | undefined {
  const file = join(kernelsFolder, `${name}.wasm`);
  if (!existsSync(file)) return undefined;
  const bytes = readFileSync(file);
  // a runtime without SIMD, or without its relaxed form, says so here
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : undefined;
}

/** The kernels that will serve: a compiled module, or none for the plain ones. Throws when a named choice does not run here. */
export function chooseKernels(choice: KernelChoice): { name: EmbeddedName; module?: WebAssembly.Module } {
  for (const name of ['simd-relaxed', 'simd'] as const) {
    if (choice !== 'auto' && choice !== 'blas' && choice !== name) continue;
    const module = compiled(name);
    if (module) return { name, module };
    if (choice === name) throw new Error(texts.runtime.kernelsDoNotRun(name));
  }
  return { name: 'plain' };
}

/** 0 means one per core, at most 8: more only wait for one another on layers of this size. */
export const threadsFor = (asked: number): number => (asked > 0 ? asked : Math.min(8, availableParallelism()));

/** A memory, kernels and threads for an engine. */
export interface Runtime {
  readonly backend: Backend;
  readonly team: Team;
  readonly threads: number;
  readonly bytes: number;
  /** why a library that was found is not used: one sentence, safe for a terminal */
  readonly note?: string;
  /** the note reports no fault: the library is correct, but the embedded kernels are faster */
  readonly isInformation?: boolean;
  /** lets the helper threads end */
  release(): Promise<void>;
}

/**
 * The level at which the note of a runtime is logged. That a correct library is slower than the embedded kernels is no fault: the first
 * wake of a home says it once, and later wakes say it only to a reader of debug lines.
 */
export function levelOfNote(
  { isInformation }: Pick<Runtime, 'isInformation'>,
  isFirstWake: boolean,
): 'warn' | 'info' | 'debug' {
  if (!isInformation) return 'warn';
  return isFirstWake ? 'info' : 'debug';
}

/**
 * Lays out an engine's memory, allocates it, starts the helper threads and attaches everything.
 * Throws when the memory cannot be had; the message says how much is needed. Where weights stored as another type, the average of the
 * weights, or siblings do not fit into what can be addressed, there is no room for them: ask the engine.
 *
 * @param look finds the BLAS of the machine
 */
export async function createRuntime(
  engine: Engine,
  options: { kernels: KernelChoice; threads: number } & Omit<Room, 'scratch' | 'threads'>,
  look: (module: WebAssembly.Module) => Serving = servingBlas,
): Promise<Runtime> {
  const { name, module } = chooseKernels(options.kernels);
  const threads = module ? threadsFor(options.threads) : 1;
  const elements = layOut(engine, { ...options, scratch: module ? SCRATCH_FLOATS : 0, threads });
  const bytes = elements * 4;
  if (!module) {
    if (options.kernels === 'blas') throw new Error(texts.runtime.noBlas(texts.runtime.embeddedKernelsDoNotRun));
    const numbers = new Float32Array(elements);
    const backend = plainBackend(numbers);
    const team = new Leader(backend, 1, engine.scratchRoom(0));
    engine.attach(numbers, backend, team);
    return { backend, team, threads: 1, bytes, release: async () => {} };
  }
  const memory = memoryOf(bytes);
  askForLargePages(new Float32Array(memory.buffer));
  const embedded = wasmBackend(module, memory);
  if (embedded.scratch > SCRATCH_FLOATS)
    throw new Error(texts.runtime.tooMuchPacking(name, embedded.scratch, SCRATCH_FLOATS));
  const scratch = engine.scratchRoom(SCRATCH_FLOATS);
  const team = { module, memory, scratch, threads };
  let { blas, note, isInformation } = chooseBlas(options.kernels, module, look);
  let helpers = await startHelpers(team, blas);
  if (helpers.refusal !== undefined) {
    note = texts.blas.notOpenedByHelper(blas?.name, helpers.refusal);
    if (options.kernels === 'blas') throw new Error(texts.runtime.noBlas(note));
    blas = undefined;
    isInformation = false;
    helpers = await startHelpers(team, blas);
  }
  const { workers, control } = helpers;
  try {
    const numbers = new Float32Array(memory.buffer);
    const backend = blas ? blasBackend(embedded, blas.bind(numbers), numbers) : embedded;
    const leader = new Leader(backend, threads, scratch, controlOn(control));
    engine.attach(numbers, backend, leader);
    return {
      backend,
      team: leader,
      threads,
      bytes,
      ...(note !== undefined && { note, isInformation: isInformation ?? false }),
      async release() {
        leader.dismiss();
        await dismiss(workers);
      },
    };
  } catch (error) {
    await dismiss(workers);
    throw error;
  }
}

/** Lays out as much of what is wished for as can be addressed. @returns elements needed */
function layOut(engine: Engine, wishes: Room): number {
  // where nothing learns, the other type takes the place of float32
  const plain = wishes.learning ? ({ storage: 'f32' } as const) : {};
  for (const fewer of [{}, plain, { ...plain, siblings: 0 }]) {
    const elements = engine.layOut({ ...wishes, ...fewer });
    if (elements * 4 <= LARGEST_MEMORY) return elements;
  }
  return engine.layOut({ ...wishes, ...plain, siblings: 0, average: false });
}

function memoryOf(bytes: number): WebAssembly.Memory {
  if (bytes > LARGEST_MEMORY)
    throw new Error(texts.runtime.notAddressable(gigabytes(bytes), gigabytes(LARGEST_MEMORY)));
  try {
    return new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE), maximum: 65536, shared: true });
  } catch (error) {
    throw new Error(texts.runtime.notEnoughMemory(gigabytes(bytes)), { cause: error });
  }
}

/** The library that will multiply matrices, or none, and why not if one was found. Throws when it was insisted on. */
function chooseBlas(
  choice: KernelChoice,
  module: WebAssembly.Module,
  look: (module: WebAssembly.Module) => Serving,
): { blas?: Blas; note?: string; isInformation?: boolean } {
  if (choice !== 'auto' && choice !== 'blas') return {};
  const { blas, refusals, slower = [] } = look(module);
  if (blas) return { blas };
  const reasons = [...refusals, ...slower].join('; ');
  if (choice === 'blas') throw new Error(texts.runtime.noBlas(reasons || texts.runtime.noneFound));
  return reasons === '' ? {} : { note: reasons, isInformation: refusals.length === 0 };
}

/** Starts the helper threads and waits until each is ready. Where one cannot, or cannot open the library, all are sent away again. */
async function startHelpers(
  team: Pick<HelperOptions, 'module' | 'memory' | 'scratch' | 'threads'>,
  blas: Blas | undefined,
): Promise<{ workers: Worker[]; control: SharedArrayBuffer; refusal?: string }> {
  const control = new SharedArrayBuffer(controlBytes);
  const workers: Worker[] = [];
  try {
    for (let thread = 1; thread < team.threads; thread++) {
      const workerData: HelperOptions = { ...team, control, thread, blas: blas?.file };
      workers.push(new Worker(new URL(`./helper-thread${extname(import.meta.url)}`, import.meta.url), { workerData }));
    }
    const reports = await Promise.all(workers.map(reportOf));
    const refused = reports.find(({ refusal }) => refusal !== undefined);
    if (!refused) return { workers, control };
    await dismiss(workers);
    return { workers: [], control, ...refused };
  } catch (error) {
    // helper threads that wait for work would keep this thread from ending
    await dismiss(workers);
    throw new Error(texts.runtime.helperNotStarted((error as Error).message), { cause: error });
  }
}

const reportOf = (worker: Worker): Promise<HelperReport> =>
  new Promise((resolve, reject) =>
    worker
      .once('message', resolve)
      .once('error', reject)
      .once('exit', (code) => reject(new Error(texts.runtime.helperEnded(code)))),
  );

const dismiss = (workers: readonly Worker[]): Promise<number[]> =>
  Promise.all(workers.map((worker) => worker.terminate()));
