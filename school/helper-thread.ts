import { parentPort, workerData } from 'node:worker_threads';
import { deskOn, help, type ScratchRoom } from '../brain/engine/team.ts';
import { wasmBackend } from '../brain/kernels/wasm.ts';

/** What a helper needs to know to begin. */
export interface HelperOrders {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly desk: SharedArrayBuffer;
  readonly scratch: ScratchRoom;
  readonly thread: number;
  readonly threads: number;
}

const { module, memory, desk, scratch, thread, threads } = workerData as HelperOrders;
const backend = wasmBackend(module, memory);
parentPort?.postMessage('ready');
help(backend, thread, threads, scratch, deskOn(desk));
