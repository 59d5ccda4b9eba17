// How fast the kernels are that are not matrix products: `node tests/bench/kernels.ts`. One thread.
import { fileURLToPath } from 'node:url';
import { ATTENTION_ROOM, type Kernels } from '../../brain/kernels/contract.ts';
import { wasmBackend } from '../../brain/kernels/wasm.ts';
import { kernelBytes, kernelMemory } from '../brain/wasm.ts';

/** One measurement. `gigabytes` counts what must be read and written at least once, in GB/s; `perElement` is in ns. */
export type KernelRow = { kernel: string; microseconds: number; gigabytes: number; perElement: number };

/** One call of a kernel: how many float32 it must move, and how many elements its output has. */
type Call = { kernel: string; moved: number; elements: number; run(): void };

const B = 16;
const T = 64;
const N = 512;
const V = 4200;
const H = 64;
const HEADS = 8;
const ROWS = B * T;
const PARAMETERS = 8_000_000;
const FLOATS = 58_000_000;
const rounds = 7;
const roundSeconds = 0.03;

function calls(k: Kernels, numbers: Float32Array): Call[] {
  let next = 1024;
  const take = (count: number): number => {
    const start = next;
    next += Math.ceil(count / 16) * 16;
    if (next > numbers.length) throw new Error(`the bench needs ${next} numbers of memory, has ${numbers.length}`);
    for (let i = start; i < next; i++) numbers[i] = Math.sin(i);
    return start * 4;
  };
  const set = (values: number[]): number => {
    const at = take(values.length);
    numbers.set(values, at / 4);
    return at;
  };
  const n = ROWS * N;
  const [x, y, dy, dx] = [take(n), take(n), take(n), take(n)];
  const [gamma, beta, dgamma, dbeta, decay] = [take(N), take(N), take(N), take(N), take(N)];
  const [mean, inverse] = [take(ROWS), set(Array(ROWS).fill(1))];
  const ids = set(Array.from({ length: ROWS }, (_, i) => (i * 7919) % V));
  const history = take(B * H * N);
  const kinds = 6;
  const seedShape = set([1, 2, 4, 8, 16, 32].flatMap((size) => [size, 0, 1 / size]));
  const realShape = set([1.3, 2.6, 5.1, 9.7, 19.2, 40.4].flatMap((w) => [Math.floor(w), w % 1, 1 / w]));
  const [mix, dmix, parts, slopes] = [take(kinds * N), take(B * kinds * N), take(2 * B * kinds * N), take(B * N)];
  const [sums, tails] = [take(B * (H + T + 1) * N), take(B * (T + 1) * N)];
  const [before, after] = [take(B * N), take(B * N)];
  const [logits, dlogits] = [take(ROWS * V), take(ROWS * V)];
  const [losses, objective, lse, best, weights] = [
    take(ROWS),
    take(ROWS),
    set(Array(ROWS).fill(9)),
    take(ROWS),
    set(Array(ROWS).fill(1e-3)),
  ];
  const table = take(V * N);
  const list: Call[] = [];
  const add = (kernel: string, moved: number, elements: number, run: () => void) =>
    list.push({ kernel, moved, elements, run });
  add('add', 3 * n, n, () => k.add(0, n, x, y, dx));
  add('scaleInto, accumulating', 3 * n, n, () => k.scaleInto(0, n, x, 0.5, dx, 1));
  add('gelu', 2 * n, n, () => k.gelu(0, n, x, y));
  add('geluWithSlope', 3 * n, n, () => k.geluWithSlope(0, n, x, y, dx));
  add('sumRows', n, n, () => k.sumRows(0, N, x, dgamma, ROWS, N, 0));
  add('layerNorm', 2 * n, n, () => k.layerNorm(0, ROWS, x, gamma, beta, y, mean, inverse, N));
  add('layerNormBackward', 3 * n, n, () => k.layerNormBackward(0, ROWS, x, gamma, mean, inverse, dy, dx, N, 0));
  add('layerNormBackwardAffine', 2 * n, n, () =>
    k.layerNormBackwardAffine(0, N, x, mean, inverse, dy, dgamma, dbeta, ROWS, N, 0, 0),
  );
  add('crossEntropy', ROWS * V, ROWS * V, () =>
    k.crossEntropy(0, ROWS, logits, ids, losses, objective, lse, best, V, 0),
  );
  add('crossEntropyBackward', 2 * ROWS * V, ROWS * V, () =>
    k.crossEntropyBackward(0, ROWS, logits, ids, lse, weights, dlogits, V, 0, 0),
  );
  add('gather', 2 * n, n, () => k.gather(0, ROWS, ids, table, y, N));
  add('scatterAdd, accumulating', 3 * n, n, () => k.scatterAdd(0, N, ids, dy, table, ROWS, N, V, 1));
  const windowMoved = 2 * n + 2 * B * H * N + n;
  for (const [name, shape] of [
    ['of the original', seedShape],
    ['real-valued', realShape],
  ] as const) {
    add(`windows, ${name}`, windowMoved, n, () => k.windows(0, B * N, x, history, shape, mix, sums, y, T, H, N, kinds));
    add(`windowsBackward, ${name}`, 3 * n, n, () =>
      k.windowsBackward(0, B * N, shape, mix, dy, tails, dx, T, N, kinds, 0),
    );
    add(`windowsBackwardMix, ${name}`, windowMoved, n, () =>
      k.windowsBackwardMix(0, B * N, x, history, shape, mix, sums, dy, dmix, parts, T, H, N, kinds),
    );
  }
  add('scan', 2 * n, n, () => k.scan(0, B * N, x, decay, before, y, after, T, N));
  add('scanBackward', 4 * n, n, () => k.scanBackward(0, B * N, x, decay, before, y, dy, dx, slopes, T, N, 0));
  const [qkv, dqkv] = [take(3 * n), take(3 * n)];
  const [scores, room] = [take(ROWS * HEADS), take(ATTENTION_ROOM)];
  const depth = N / HEADS;
  add('attention, 8 heads', 4 * n, n, () => k.attention(0, B * HEADS, qkv, y, scores, T, HEADS, HEADS, depth, room));
  add('attentionBackward, 8 heads', 8 * n, n, () =>
    k.attentionBackward(0, B * HEADS, qkv, y, scores, dy, dqkv, T, HEADS, HEADS, depth, 0, room),
  );
  const [w, g, m, v] = [take(PARAMETERS), take(PARAMETERS), take(PARAMETERS), take(PARAMETERS)];
  numbers.fill(0.01, v / 4, v / 4 + PARAMETERS);
  const factor = set([1, 1]);
  add('adamw, 8 M parameters', 7 * PARAMETERS, PARAMETERS, () =>
    k.adamw(0, PARAMETERS, w, g, m, v, factor, 1e-3, 0.9, 0.99, 1e-8, 0.01, 0.1, 0.01),
  );
  return list;
}

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

/** Measures the hot kernels at B=16, T=64, N=512, V=4200, and the optimizer: the best of several rounds. */
export function benchKernels(): KernelRow[] {
  const memory = kernelMemory(FLOATS * 4);
  const { kernels } = wasmBackend(new WebAssembly.Module(kernelBytes('simd-relaxed')), memory);
  return calls(kernels, new Float32Array(memory.buffer)).map(({ kernel, moved, elements, run }) => {
    for (let i = 0; i < 20; i++) run();
    const repeats = Math.max(1, Math.round(roundSeconds / seconds(run)));
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < rounds; round++) {
      const taken = seconds(() => {
        for (let i = 0; i < repeats; i++) run();
      });
      best = Math.min(best, taken / repeats);
    }
    return {
      kernel,
      microseconds: best * 1e6,
      gigabytes: (moved * 4) / best / 1e9,
      perElement: (best / elements) * 1e9,
    };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { kernel, microseconds, gigabytes, perElement } of benchKernels()) {
    const time = `${microseconds.toFixed(0)} µs`.padStart(10);
    console.log(
      `${kernel.padEnd(38)}${time}${gigabytes.toFixed(1).padStart(8)} GB/s${perElement.toFixed(3).padStart(8)} ns per element`,
    );
  }
}
