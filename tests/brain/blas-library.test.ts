// The BLAS of this machine, if there is one, in the suite that all products must pass.
import { describe, expect, it } from 'vitest';
import { ALWAYS, blasBackend } from '../../brain/kernels/blas.ts';
import { wasmBackend } from '../../brain/kernels/wasm.ts';
import { servingBlas } from '../../school/machine/blas/probe.ts';
import { kinds, operandsFor, run, shapes, ways, worstError } from './products.ts';
import { cases } from './twins/cases.ts';
import { judge } from './twins/judge.ts';
import { kernelBytes, kernelMemory, loadKernels } from './wasm.ts';

const module = new WebAssembly.Module(kernelBytes('simd-relaxed'));
const { blas, refusals } = servingBlas(module);

describe.skipIf(!blas)(
  `matmul of ${blas?.name ?? `a BLAS (${refusals.join('; ') || 'this machine has none'})`}`,
  async () => {
    const kernels = await loadKernels('simd-relaxed', 32 << 20);
    const numbers = new Float32Array(kernels.memory.buffer);
    const embedded = wasmBackend(module, kernels.memory);
    const backend = blas && blasBackend(embedded, blas.bind(numbers), numbers, ALWAYS);
    const served = { ...kernels, call: { ...kernels.call, ...(backend?.kernels as unknown as typeof kernels.call) } };

    describe.each(kinds)('%s', (kind) => {
      it.each(shapes)('%i x %i x %i equals the float64 triple loop, whole and shared', (m, n, k) => {
        for (const [accumulate, biased] of ways) {
          const problem = { kind, m, n, k, accumulate, biased };
          const operands = operandsFor(problem);
          for (const byColumns of [0, 1]) {
            const all = byColumns ? n : m;
            const cuts = [0, Math.floor(all / 3), Math.ceil(all / 2), all];
            for (const way of [[0, all], cuts]) {
              const result = run(served, problem, operands, way, byColumns);
              expect(worstError(problem, operands, result)).toBeLessThan(1);
              // the same share of the same call gives the same bits, every time
              expect(run(served, problem, operands, way, byColumns)).toEqual(result);
            }
          }
        }
      });
    });
  },
);

describe.skipIf(!blas)('the other kernels beside a BLAS', () => {
  const memory = kernelMemory(1 << 20);
  const numbers = new Float32Array(memory.buffer);
  const embedded = wasmBackend(module, memory);
  const backend = blas ? blasBackend(embedded, blas.bind(numbers), numbers) : embedded;

  it.each(Object.entries(cases))('%s agrees with the truth, however its work is shared', (_, make) => {
    expect(make().map((test) => judge(test, { backend, numbers }))).toEqual(make().map(() => undefined));
  });
});
