import { parentPort, workerData } from 'node:worker_threads';
import { controlOn, help, type ScratchRoom } from '../../brain/engine/team.ts';
import { blasBackend } from '../../brain/kernels/blas.ts';
import { wasmBackend } from '../../brain/kernels/wasm.ts';
import { openBlas } from './blas/shared-library.ts';

/** What a helper needs to know to begin. */
export interface HelperOptions {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  readonly scratch: ScratchRoom;
  readonly thread: number;
  readonly threads: number;
  /** the library that multiplies matrices, which every thread opens for itself */
  readonly blas?: string | undefined;
}

/** What a helper says when it is ready; one that refuses does not stay. */
export interface HelperReport {
  readonly refusal?: string;
}

const { module, memory, control, scratch, thread, threads, blas } = workerData as HelperOptions;
const embedded = wasmBackend(module, memory);
let backend = embedded;
let report: HelperReport = {};
try {
  const numbers = new Float32Array(memory.buffer);
  if (blas !== undefined) backend = blasBackend(embedded, openBlas(blas).bind(numbers), numbers);
} catch (error) {
  report = { refusal: (error as Error).message };
}
parentPort?.postMessage(report);
if (report.refusal === undefined) help(backend, thread, threads, scratch, controlOn(control));
