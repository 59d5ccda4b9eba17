// How fast the matrix products are, beside the bare micro-kernel and the BLAS of the machine, measured in the same minute:
// `node tests/bench/matmul.ts`, or with `crossover` the small and flat ones, from which on a BLAS is worth calling.
import { fileURLToPath } from 'node:url';
import { ALWAYS, blasBackend } from '../../brain/kernels/blas.ts';
import type { Kernels as Table } from '../../brain/kernels/contract.ts';
import { wasmBackend } from '../../brain/kernels/wasm.ts';
import { servingBlas } from '../../school/machine/blas/probe.ts';
import { type Kernels, kernelBytes, loadKernels, type Variant } from '../brain/wasm.ts';
import { median, noiseOf } from './measure.ts';

/**
 * One measurement: GFLOP/s and its share of the bare micro-kernel; for one row GB/s of b, since memory is its limit. `library` is
 * GFLOP/s of the BLAS, 0 without one.
 */
export type MatmulRow = {
  kind: Kind;
  m: number;
  n: number;
  k: number;
  gflops: number;
  peak: number;
  ratio: number;
  gigabytes: number;
  library: number;
  /** how far rounds lie apart, as a share: of ours, and of the library's */
  noise: number;
  libraryNoise: number;
};

type Kind = 'NN' | 'NT' | 'TN';

const rounds = 9;
const roundSeconds = 0.02;
const kinds: Kind[] = ['NN', 'NT', 'TN'];
/** [m, n, k]: the goal's shape, feed-forward layers at 64 tokens, small models, batches of a few rows, one row. */
export const LAYERS: [number, number, number][] = [
  [256, 1024, 1024],
  [64, 2048, 512],
  [64, 512, 2048],
  [768, 352, 128],
  [1024, 1024, 256],
  [16, 1024, 1024],
  [128, 256, 64],
  [64, 4096, 256],
  [1, 4096, 4096],
  [1, 10000, 512],
  [1, 512, 512],
];
/** [m, n, k] around the sizes from which on a library is called: few rows, few columns, little depth, little of all. */
export const CROSSOVER: [number, number, number][] = [
  [16, 16, 16],
  [32, 32, 32],
  [48, 48, 48],
  [64, 64, 64],
  [256, 256, 16],
  [256, 256, 32],
  [256, 256, 48],
  [256, 256, 64],
  [2, 512, 512],
  [4, 512, 512],
  [8, 512, 512],
  [16, 512, 512],
  [512, 2, 512],
  [512, 8, 512],
  [12, 128, 64],
];

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

/** The library that `benchMatmul` measures beside the embedded kernels, as it introduces itself. */
export function libraryName(variant: Variant = 'simd-relaxed'): string | undefined {
  const { blas } = servingBlas(new WebAssembly.Module(kernelBytes(variant)));
  return blas && (blas.core ? `${blas.name} (${blas.core})` : blas.name);
}

/** The products of the BLAS on the same memory, whatever their size. */
function productsOfLibrary(variant: Variant, { memory }: Kernels): Table | undefined {
  const module = new WebAssembly.Module(kernelBytes(variant));
  const { blas } = servingBlas(module);
  const numbers = new Float32Array(memory.buffer);
  return blas && blasBackend(wasmBackend(module, memory), blas.bind(numbers), numbers, ALWAYS).kernels;
}

/** Measures every shape of every kind on one thread; each round measures the bare micro-kernel right beside it. */
export async function benchMatmul(variant: Variant = 'simd-relaxed', shapes = LAYERS): Promise<MatmulRow[]> {
  const largest = Math.max(...shapes.map(([m, n, k]) => m * k + k * n + m * n));
  const kernels = await loadKernels(variant, largest * 4 + (16 << 20));
  const scratch = kernels.take(kernels.call['matmulScratchBytes']!() / 4);
  const operands = kernels.take(largest + 64);
  kernels.view(operands, largest).forEach((_, i, view) => {
    view[i] = Math.sin(i);
  });
  const library = productsOfLibrary(variant, kernels);
  const rows: MatmulRow[] = [];
  for (const [m, n, k] of shapes) {
    for (const kind of kinds) rows.push(measure(kernels, library, kind, m, n, k, operands, scratch));
  }
  return rows;
}

function measure(
  kernels: Kernels,
  library: Table | undefined,
  kind: Kind,
  m: number,
  n: number,
  k: number,
  operands: number,
  scratch: number,
): MatmulRow {
  const a = operands;
  const b = a + m * k * 4;
  const c = b + k * n * 4;
  const product = kernels.call[`matmul${kind}`]!;
  const once = () => product(0, m, a, b, 0, c, m, n, k, 0, 0, scratch);
  const foreign = () => library?.[`matmul${kind}`](0, m, a, b, 0, c, m, n, k, 0, 0, scratch);
  const peakDepth = 256;
  const peakRepeats = 2000;
  let operations = 0;
  const bare = () => {
    operations = kernels.call['microkernelPeak']!(scratch, peakDepth, peakRepeats);
  };
  bare();
  once();
  const repeats = Math.max(1, Math.round(roundSeconds / seconds(once)));
  const rates: number[] = [];
  const foreignRates: number[] = [];
  const peaks: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const peak = operations / seconds(bare) / 1e9;
    const taken = seconds(() => {
      for (let i = 0; i < repeats; i++) once();
    });
    const rate = (2 * m * n * k * repeats) / taken / 1e9;
    rates.push(rate);
    peaks.push(peak);
    ratios.push(rate / peak);
    const foreignTime = seconds(() => {
      for (let i = 0; i < repeats; i++) foreign();
    });
    foreignRates.push(library ? (2 * m * n * k * repeats) / foreignTime / 1e9 : 0);
  }
  const gflops = median(rates);
  const gigabytes = (gflops / (2 * m * n * k)) * 4 * k * n;
  return {
    kind,
    m,
    n,
    k,
    gflops,
    peak: median(peaks),
    ratio: median(ratios),
    gigabytes,
    library: median(foreignRates),
    noise: noiseOf(rates),
    libraryNoise: noiseOf(foreignRates),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const name = libraryName();
  const shapes = process.argv[2] === 'crossover' ? CROSSOVER : LAYERS;
  for (const { kind, m, n, k, gflops, peak, ratio, gigabytes, library } of await benchMatmul('simd-relaxed', shapes)) {
    const shape = `${kind} m=${m} n=${n} k=${k}`.padEnd(28);
    const speed = `${gflops.toFixed(1)} GFLOP/s`.padStart(14);
    const memory = m === 1 ? `, ${gigabytes.toFixed(1)} GB/s of b` : '';
    const beside = name ? `; ${name} ${library.toFixed(1)}, ${(library / gflops).toFixed(2)}×` : '';
    console.log(
      `${shape}${speed}, ${(ratio * 100).toFixed(0)} % of the bare micro-kernel's ${peak.toFixed(1)}${memory}${beside}`,
    );
  }
}
