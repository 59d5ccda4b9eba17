/** Whether a BLAS of this machine serves: found, right, and faster than the embedded kernels. */
import { ALWAYS, blasBackend, type MatrixLibrary } from '../../../brain/kernels/blas.ts';
import { CHECK_ROOM, faultOf } from '../../../brain/kernels/blas-check.ts';
import type { Backend } from '../../../brain/kernels/contract.ts';
import { wasmBackend } from '../../../brain/kernels/wasm.ts';
import { texts } from '../texts.ts';
import { prepareForBlas } from './environment.ts';
import { placesOfBlas } from './search-paths.ts';
import { type Blas, NoLibrary, openBlas } from './shared-library.ts';

/** What came of looking for one. */
export interface Serving {
  readonly blas: Blas | undefined;
  /** why those do not serve that were found, one sentence each; of what is not there nothing is said */
  readonly refusals: readonly string[];
  /** libraries that are correct, but slower than the embedded kernels, one sentence each: information, not a fault */
  readonly slower?: readonly string[];
  /** GFLOP/s of one thread on a product as layers have it; both 0 where none serves */
  readonly gain: Gain;
}

export interface Gain {
  readonly embedded: number;
  readonly library: number;
}

const NO_GAIN: Gain = { embedded: 0, library: 0 };
/** [m, n, k] of the product that is measured: some milliseconds long */
const MEASURED = [192, 512, 512] as const;
const ROUNDS = 5;

let found: Serving | undefined;

/**
 * Looks for a BLAS once in the life of a thread: what was opened stays open.
 * @param module the compiled kernels that it must agree with and surpass
 */
export function servingBlas(module: WebAssembly.Module): Serving {
  found ??= search(placesOfBlas(process.platform, process.env), module);
  return found;
}

/**
 * Tries libraries in order and takes the first that serves. Never throws.
 * @param open opens a library by its path; tests pass their own
 * @param measure compares the speeds; tests pass their own
 */
export function search(
  places: readonly string[],
  module: WebAssembly.Module,
  open = openBlas,
  measure: Race = race,
): Serving {
  const refusals: string[] = [];
  const slower: string[] = [];
  try {
    prepareForBlas();
  } catch (error) {
    return { blas: undefined, refusals: [(error as Error).message], gain: NO_GAIN };
  }
  for (const place of places) {
    let blas: Blas;
    try {
      blas = open(place);
    } catch (error) {
      if (!(error instanceof NoLibrary) || places.length === 1) refusals.push((error as Error).message);
      continue;
    }
    const result = examine(blas, module, measure);
    if (result.refusal !== undefined) refusals.push(result.refusal);
    else if (result.slower !== undefined) slower.push(result.slower);
    else return { blas, refusals, slower, gain: result.gain };
  }
  return { blas: undefined, refusals, slower, gain: NO_GAIN };
}

/** Puts a library to the test on a shared memory of its own. */
export function examine(
  blas: Pick<Blas, 'name' | 'bind'>,
  module: WebAssembly.Module,
  measure: Race = race,
): { refusal?: string; slower?: string; gain: Gain } {
  const [m, n, k] = MEASURED;
  const room = Math.max(CHECK_ROOM, 64 + m * k + k * n + m * n);
  const memory = memoryOf(room + wasmBackend(module, memoryOf(1)).scratch);
  const numbers = new Float32Array(memory.buffer);
  const embedded = wasmBackend(module, memory);
  try {
    const library: MatrixLibrary = blas.bind(numbers);
    const fault = faultOf(blasBackend(embedded, library, numbers, ALWAYS), numbers);
    if (fault) return { refusal: texts.blas.isWrong(blas.name, fault), gain: NO_GAIN };
    numbers.fill(0.5, 0, room);
    const gain = measure(embedded, blasBackend(embedded, library, numbers, ALWAYS), room);
    if (gain.library > gain.embedded) return { gain };
    const slower = texts.blas.isSlower(blas.name, gain.library.toFixed(0), gain.embedded.toFixed(0));
    return { slower, gain: NO_GAIN };
  } catch (error) {
    return { refusal: texts.blas.failed(blas.name, (error as Error).message), gain: NO_GAIN };
  }
}

const memoryOf = (elements: number): WebAssembly.Memory =>
  new WebAssembly.Memory({ initial: Math.ceil((elements * 4) / 65536), maximum: 65536, shared: true });

type Race = (embedded: Backend, library: Backend, scratch: number) => Gain;

/** GFLOP/s of this thread, each the best of a few rounds in turn, so that other programs on the machine hold up both or neither. */
function race(embedded: Backend, library: Backend, scratch: number): Gain {
  const [m, n, k] = MEASURED;
  const a = 64;
  const [b, c] = [a + m * k, a + m * k + k * n];
  const speed = { embedded: 0, library: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, { kernels }] of Object.entries({ embedded, library })) {
      const began = performance.now();
      kernels.matmulNN(0, n, 4 * a, 4 * b, 0, 4 * c, m, n, k, 0, 1, 4 * scratch);
      const rate = (2 * m * n * k) / (performance.now() - began) / 1e6;
      speed[name as keyof Gain] = Math.max(speed[name as keyof Gain], rate);
    }
  }
  return speed;
}
