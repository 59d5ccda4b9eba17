/** A thread that calculates beside the worker that trains. */
import { deskOn, help, type ScratchRoom } from '../../brain/engine/team.ts';
import { wasmBackend } from '../../brain/kernels/wasm.ts';

export interface HelperOrders {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly desk: SharedArrayBuffer;
  readonly scratch: ScratchRoom;
  readonly thread: number;
  readonly threads: number;
}

addEventListener(
  'message',
  ({ data }: MessageEvent<HelperOrders>) => {
    const { module, memory, desk, scratch, thread, threads } = data;
    const backend = wasmBackend(module, memory);
    postMessage('ready');
    help(backend, thread, threads, scratch, deskOn(desk));
  },
  { once: true },
);
