// The limits of this machine, and how near single kernels come to them.
import type { KernelChoice } from '../../school/machine/runtime.ts';
import { type Context, missing, NO_LIBRARY, type Topic } from './context.ts';
import { adamwRates, bandwidth, matmulRates } from './limits.ts';
import { benchMatmul } from './matmul.ts';
import { median, noiseOf } from './measure.ts';
import { peerOf } from './peers.ts';
import { number, type Row } from './rows.ts';

export const machineTopic: Topic = {
  about: 'the limits of this machine: products of matrices, memory bandwidth; AdamW beside them',
  takes: '1 minute',
  async *measure(context) {
    const { threads, threadsText, embedded, library, peers } = context;
    const counts = threads > 1 ? [1, threads] : [1];
    for (const count of counts) yield await peak(context, embedded, embedded, count);
    for (const count of counts)
      if (library) yield await peak(context, 'blas', library, count);
      else yield missing(`peak-blas-${count}`, 'matmul 2048×2048×2048, system BLAS', NO_LIBRARY);

    const moved = await bandwidth(threads);
    const told = await peers.machine(threads);
    const best = Math.max(...Object.values(moved).map(median));
    const how = `256 MB an array, what is read and written counted once each; median of 7; ${threadsText}`;
    const row = (name: string, what: string, rates: readonly number[]): Row => ({
      name,
      what: `memory bandwidth, ${what}`,
      value: median(rates),
      unit: 'GB/s',
      better: 'higher',
      noise: noiseOf(rates),
      how,
    });
    const peer = peerOf(told, ({ copy }) => copy);
    yield { ...row('bandwidth-copy', 'copying (y = x)', moved.copy), peer };
    yield row('bandwidth-sum', 'adding (c = a + b)', moved.sum);
    yield row('bandwidth-update', 'adding in place (y = y + x)', moved.update);
    yield row('bandwidth-read', 'reading (a sum of squares)', moved.read);

    const rates = await adamwRates(threads);
    // this may be a machine whose memory is not always as quick: its best, before and after
    const later = await bandwidth(threads);
    const most = Math.max(best, ...Object.values(later).map(median));
    yield {
      name: 'adamw',
      what: 'AdamW over 50 million parameters',
      value: median(rates),
      unit: 'GB/s',
      better: 'higher',
      barShare: 0.7,
      noise: noiseOf(rates),
      limit: { name: 'the memory bandwidth', value: most },
      peer: peerOf(told, ({ adamw }) => adamw),
      how: `weights, gradients and both moments read, weights and moments written; the limit is the best of the four, before and after; median of 7; ${threadsText}`,
    };
  },
};

async function peak({ peers }: Context, kernels: KernelChoice, called: string, threads: number): Promise<Row> {
  const rates = await matmulRates(kernels, threads);
  return {
    name: `peak${kernels === 'blas' ? '-blas' : ''}-${threads}`,
    what: `matmul 2048×2048×2048, ${called}, ${threads === 1 ? 'one thread' : `${threads} threads`}`,
    value: median(rates),
    unit: 'GFLOP/s',
    better: 'higher',
    noise: noiseOf(rates),
    peer: peerOf(await peers.machine(threads), ({ matmulLarge }) => matmulLarge),
    how: 'median of 7; what a step’s products are held against',
  };
}

export const matmulTopic: Topic = {
  about: 'matrix products of layers, embedded and by the BLAS of the machine',
  takes: '30 seconds',
  async *measure({ library, peers }) {
    const all = await benchMatmul();
    const rows = all.filter(({ m, n, k }) => m === 256 && n === 1024 && k === 1024);
    for (const { kind, gflops, peak, noise } of rows)
      yield {
        name: `matmul-${kind}`,
        what: `matmul ${kind} 256×1024×1024, embedded kernels, one thread`,
        value: gflops,
        unit: 'GFLOP/s',
        better: 'higher',
        barShare: 0.82,
        noise,
        limit: { name: 'the bare micro-kernel', value: peak },
        how: 'median of several, beside the bare micro-kernel in the same run',
      };
    const told = await peers.machine(1);
    for (const { kind, gflops, library: speed, libraryNoise } of rows) {
      const [name, what] = [
        `matmul-blas-${kind}`,
        `matmul ${kind} 256×1024×1024, ${library ?? 'system BLAS'}, one thread`,
      ];
      if (!library) yield missing(name, what, NO_LIBRARY);
      else
        yield {
          name,
          what,
          value: speed,
          unit: 'GFLOP/s',
          better: 'higher',
          noise: libraryNoise,
          note: `${number(speed / gflops, 1)}× the embedded kernels`,
          peer: peerOf(told, ({ matmul }) => matmul),
          how: 'in turn with the embedded kernels',
        };
    }
  },
};
