// The matrix products against a plain float64 triple loop, and the promise that dividing the work changes no bit.
import { describe, expect, it } from 'vitest';
import { kinds, operandsFor, run, runEach, shapes, ways, worstError } from './products.ts';
import { loadKernels, variants } from './wasm.ts';

describe.each(variants)('matmul of %s', async (variant) => {
  const kernels = await loadKernels(variant, 32 << 20);

  it('needs at most 4 MiB of scratch', () => {
    expect(kernels.call['matmulScratchBytes']!()).toBeLessThanOrEqual(4 << 20);
  });

  describe.each(kinds)('%s', (kind) => {
    it.each(shapes)('%i x %i x %i equals the float64 triple loop', (m, n, k) => {
      for (const [accumulate, biased] of ways) {
        const problem = { kind, m, n, k, accumulate, biased };
        const operands = operandsFor(problem);
        const result = run(kernels, problem, operands, [0, m], 0);
        expect(worstError(problem, operands, result)).toBeLessThan(1);
      }
    });

    it.each(shapes)('%i x %i x %i is the same bit for bit however it is divided', (m, n, k) => {
      const problem = { kind, m, n, k, accumulate: 1, biased: 1 };
      const operands = operandsFor(problem);
      const whole = run(kernels, problem, operands, [0, m], 0);
      for (const byColumns of [0, 1]) {
        const all = byColumns ? n : m;
        const step = Math.max(1, Math.floor(all / 3));
        const divisions = [
          [0, all],
          [0, 0, Math.ceil(all / 2), all, all],
          [...[0, 1, 2 + step, 3 + 2 * step].filter((cut) => cut < all), all],
        ];
        if (all <= 40) divisions.push(Array.from({ length: all + 1 }, (_, i) => i));
        for (const cuts of divisions) {
          const divided = run(kernels, problem, operands, cuts, byColumns);
          expect(Buffer.compare(Buffer.from(divided.buffer), Buffer.from(whole.buffer))).toBe(0);
        }
      }
    });

    it('writes nothing outside its range', () => {
      const problem = { kind, m: 21, n: 27, k: 10, accumulate: 0, biased: 1 };
      const operands = operandsFor(problem);
      for (const byColumns of [0, 1]) {
        const result = run(kernels, problem, operands, [5, 13], byColumns);
        const written = result.map((value, at) => {
          const place = byColumns ? at % problem.n : Math.floor(at / problem.n);
          return Number(Number.isNaN(value) === (place >= 5 && place < 13));
        });
        expect(written.indexOf(1)).toBe(-1);
      }
    });
  });

  it('gives a row alone what it is in a batch: its bits where rows are combined, nearly where they are added up in another order', () => {
    for (const kind of ['NN', 'NT'] as const) {
      const batch = { kind, m: 7, n: 45, k: 522, accumulate: 0, biased: 1 };
      const operands = operandsFor(batch);
      const rows = run(kernels, batch, operands, [0, 7], 0);
      for (let i = 0; i < batch.m; i++) {
        const row = {
          ...operands,
          a: operands.a.slice(i * batch.k, (i + 1) * batch.k),
          c: operands.c.slice(0, batch.n),
        };
        const alone = run(kernels, { ...batch, m: 1 }, row, [0, 45], 1);
        const same = rows.slice(i * batch.n, (i + 1) * batch.n);
        if (kind === 'NN') expect(alone).toEqual(same);
        else expect(worstError({ ...batch, m: 1 }, row, alone)).toBeLessThan(1);
      }
    }
  });

  it('adds up rows longer than the nearest cache as exactly, alone, wherever work is cut', () => {
    const problem = { kind: 'NT' as const, m: 1, n: 45, k: 4103, accumulate: 1, biased: 1 };
    const operands = operandsFor(problem);
    const whole = run(kernels, problem, operands, [0, 45], 1);
    expect(worstError(problem, operands, whole)).toBeLessThan(1);
    expect(run(kernels, problem, operands, [0, 5, 16, 31, 32, 45], 1)).toEqual(whole);
  });

  it('gives each of a few rows to the last bit what it is alone, wherever work is cut', () => {
    for (const [m, n, k] of [
      [2, 45, 522],
      [3, 37, 19],
      [4, 33, 192],
      [5, 16, 448],
      [3, 29, 4103],
    ])
      for (const biased of [0, 1]) {
        const problem = { kind: 'NT' as const, m, n, k, accumulate: 0, biased };
        const operands = operandsFor(problem);
        const alone = Array.from({ length: m }, (_, i) => {
          const row = { ...operands, a: operands.a.slice(i * k, (i + 1) * k) };
          return [...run(kernels, { ...problem, m: 1 }, row, [0, n], 1)];
        });
        for (const cuts of [
          [0, n],
          [0, 5, 16, n],
        ])
          expect([...runEach(kernels, problem, operands, cuts)]).toEqual(alone.flat());
      }
  });
});
