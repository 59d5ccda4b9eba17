/** A thread that calculates beside the worker that trains. */
import { controlOn, help, type ScratchRoom } from '../../brain/engine/team.ts';
import { wasmBackend } from '../../brain/kernels/wasm.ts';

export interface HelperOptions {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  readonly scratch: ScratchRoom;
  readonly thread: number;
  readonly threads: number;
}

addEventListener(
  'message',
  ({ data }: MessageEvent<HelperOptions>) => {
    const { module, memory, control, scratch, thread, threads } = data;
    const backend = wasmBackend(module, memory);
    postMessage('ready');
    help(backend, thread, threads, scratch, controlOn(control));
  },
  { once: true },
);
