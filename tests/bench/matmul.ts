// How fast the matrix products are, beside the bare micro-kernel measured in the same minute: `node tests/bench/matmul.ts`.
import { fileURLToPath } from 'node:url';
import { type Kernels, loadKernels, type Variant } from '../brain/wasm.ts';

/** One measurement: GFLOP/s and its share of the bare micro-kernel; for one row GB/s of b, since memory is its limit. */
export type MatmulRow = {
  kind: Kind;
  m: number;
  n: number;
  k: number;
  gflops: number;
  peak: number;
  ratio: number;
  gigabytes: number;
};

type Kind = 'NN' | 'NT' | 'TN';

const rounds = 9;
const roundSeconds = 0.02;
const kinds: Kind[] = ['NN', 'NT', 'TN'];
/** [m, n, k]: the goal's shape, feed-forward layers at 64 tokens, small models, batches of a few rows, one row. */
const shapes: [number, number, number][] = [
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

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

/** Measures every shape of every kind on one thread; each round measures the bare micro-kernel right beside it. */
export async function benchMatmul(variant: Variant = 'simd-relaxed'): Promise<MatmulRow[]> {
  const largest = Math.max(...shapes.map(([m, n, k]) => m * k + k * n + m * n));
  const kernels = await loadKernels(variant, largest * 4 + (16 << 20));
  const scratch = kernels.take(kernels.call['matmulScratchBytes']!() / 4);
  const operands = kernels.take(largest + 64);
  kernels.view(operands, largest).forEach((_, i, view) => {
    view[i] = Math.sin(i);
  });
  const rows: MatmulRow[] = [];
  for (const [m, n, k] of shapes) {
    for (const kind of kinds) rows.push(measure(kernels, kind, m, n, k, operands, scratch));
  }
  return rows;
}

function measure(
  kernels: Kernels,
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
  }
  const gflops = median(rates);
  const gigabytes = (gflops / (2 * m * n * k)) * 4 * k * n;
  return { kind, m, n, k, gflops, peak: median(peaks), ratio: median(ratios), gigabytes };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { kind, m, n, k, gflops, peak, ratio, gigabytes } of await benchMatmul()) {
    const shape = `${kind} m=${m} n=${n} k=${k}`.padEnd(28);
    const speed = `${gflops.toFixed(1)} GFLOP/s`.padStart(14);
    const memory = m === 1 ? `, ${gigabytes.toFixed(1)} GB/s of b` : '';
    console.log(
      `${shape}${speed}, ${(ratio * 100).toFixed(0)} % of the bare micro-kernel's ${peak.toFixed(1)}${memory}`,
    );
  }
}
