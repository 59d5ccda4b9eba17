// Products by a foreign library: what is handed to it, what it is refused for, and what never reaches it.
import { describe, expect, it, vi } from 'vitest';
import { ALWAYS, blasBackend, type Sgemm, WORTH_CALLING } from '../../brain/kernels/blas.ts';
import { CHECK_ROOM, faultOf } from '../../brain/kernels/blas-check.ts';
import type { Kernels } from '../../brain/kernels/contract.ts';
import { plainBackend } from '../../brain/kernels/plain.ts';
import { STORAGE_CODE } from '../../brain/kernels/storage.ts';
import { SCRATCH_FLOATS } from '../../brain/kernels/wasm.ts';
import { memoryFor, wasmBackends } from './backends.ts';

const [{ module }] = wasmBackends();
const { numbers, backend } = memoryFor(module, CHECK_ROOM + SCRATCH_FLOATS);

/** The definition, on a memory; `round` is what is done to each factor. */
const productIn =
  (numbers: Float32Array, round: (x: number) => number = (x) => x): Sgemm =>
  (aTurned, bTurned, m, n, k, a, lda, b, ldb, beta, c, ldc) => {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = beta === 0 ? 0 : beta * numbers[c / 4 + i * ldc + j];
        for (let p = 0; p < k; p++) {
          const x = numbers[a / 4 + (aTurned ? p * lda + i : i * lda + p)];
          const y = numbers[b / 4 + (bTurned ? j * ldb + p : p * ldb + j)];
          sum += round(x) * round(y);
        }
        numbers[c / 4 + i * ldc + j] = sum;
      }
    }
  };

const product = (round?: (x: number) => number): Sgemm => productIn(numbers, round);
const right = product();
const over = (sgemm: Sgemm, worth: Parameters<typeof blasBackend>[3] = ALWAYS) =>
  blasBackend(backend, { name: 'fake 1.0', sgemm }, numbers, worth);

describe('the check of a library', () => {
  it('finds no fault in the embedded kernels, nor in a library that is right', () => {
    expect(faultOf(backend, numbers)).toBe(undefined);
    expect(faultOf(over(right), numbers)).toBe(undefined);
  });

  const wrong: Record<string, Sgemm> = {
    'does nothing': () => {},
    'never adds': (...all) => right(...(all.with(9, 0) as Parameters<Sgemm>)),
    'always adds': (...all) => right(...(all.with(9, 1) as Parameters<Sgemm>)),
    'turns nothing': (_a, b, ...rest) => right(false, b, ...rest),
    'turns all': (a, _b, ...rest) => right(a, true, ...rest),
    'takes rows to lie closely': (a, b, m, n, k, pa, lda, pb, ldb, beta, c) =>
      right(a, b, m, n, k, pa, lda, pb, ldb, beta, c, n),
    'leaves out the last step': (a, b, m, n, k, ...rest) => right(a, b, m, n, k - 1, ...rest),
    'writes one number too far': (...all) => {
      right(...all);
      const [, , m, , , , , , , , c, ldc] = all;
      numbers[c / 4 + (m - 1) * ldc + all[3]] = 1;
    },
    'rounds factors to 8 bits, as bfloat16 does': product((x) => {
      const word = new Uint32Array(new Float32Array([x]).buffer);
      word[0] = (word[0] + 0x8000) & 0xffff0000;
      return new Float32Array(word.buffer)[0];
    }),
    'forgets a step of large products only': (...all) => {
      const [, , m, n, k] = all;
      right(...((m * n * k > 1e6 ? all.with(4, k - 1) : all) as Parameters<Sgemm>));
    },
    'changes a factor': (...all) => {
      right(...all);
      numbers[all[5] / 4] += 1e-3;
    },
  };
  it.each(Object.entries(wrong))('refuses one that %s', (_, sgemm) => {
    expect(faultOf(over(sgemm), numbers)).toMatch(/^matmul(NN|NT|TN) of \d+×\d+×\d+ gives .* where .* is right$/);
  });
});

describe('products by a library', () => {
  const [m, n, k] = [32, 40, 64];
  const [a, b, c] = [1000 * 4, 9000 * 4, 20000 * 4];

  it('name both who does them and who does the rest', () => {
    expect(over(right).name).toBe('fake 1.0 + simd-relaxed');
  });

  it('get their share only, of rows or of columns, in bytes from the start of memory', () => {
    const sgemm = vi.fn<Sgemm>();
    const { kernels } = over(sgemm);
    kernels.matmulNN(8, 20, a, b, 0, c, m, n, k, 0, 0, 0);
    kernels.matmulNT(8, 20, a, b, 0, c, m, n, k, 1, 1, 0);
    kernels.matmulTN(8, 20, a, b, 0, c, m, n, k, 0, 0, 0);
    expect(sgemm.mock.calls).toEqual([
      [false, false, 12, n, k, a + 4 * 8 * k, k, b, n, 0, c + 4 * 8 * n, n],
      [false, true, m, 12, k, a, k, b + 4 * 8 * k, k, 1, c + 4 * 8, n],
      [true, false, 12, n, k, a + 4 * 8, m, b, n, 0, c + 4 * 8 * n, n],
    ]);
  });

  it('stay with the embedded kernels where they are small, flat or of a few rows', () => {
    const sgemm = vi.fn<Sgemm>();
    const { kernels } = over(sgemm, WORTH_CALLING);
    const scratch = CHECK_ROOM * 4;
    const call = (from: number, to: number, rows: number, cols: number, depth: number) =>
      kernels.matmulNN(from, to, a, b, 0, c, rows, cols, depth, 0, 0, scratch);
    call(0, 16, 16, 16, 16);
    call(0, 1, 1, 1000, 100);
    call(5, 6, 20, 1000, 80);
    call(0, 60, 60, 60, 32);
    call(0, 0, m, n, k);
    expect(sgemm).not.toHaveBeenCalled();
    call(0, m, m, n, k);
    expect(sgemm).toHaveBeenCalledOnce();
  });

  it('never let a library reach outside of memory, or of the matrix', () => {
    const sgemm = vi.fn<Sgemm>();
    const { kernels } = over(sgemm);
    const end = numbers.length * 4;
    const call = (over: {
      a?: number;
      b?: number;
      c?: number;
      bias?: number;
      from?: number;
      to?: number;
      k?: number;
    }) => {
      const at = { a, b, c, bias: 0, from: 0, to: m, k, ...over };
      return () => kernels.matmulNN(at.from, at.to, at.a, at.b, at.bias, at.c, m, n, at.k, 0, 0, 0);
    };
    const outside = /^a matrix of \d+ numbers at byte .* reaches outside of a memory of \d+ numbers$/;
    expect(call({ a: end - 4 * m * k + 4 })).toThrow(outside);
    expect(call({ b: end - 4 * n * k + 4 })).toThrow(outside);
    expect(call({ c: end - 4 * m * n + 4 })).toThrow(outside);
    expect(call({ bias: end - 4 * n + 4 })).toThrow(outside);
    for (const broken of [-4, 2, 4000.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(call({ a: broken })).toThrow(outside);
    for (const k of [64.5, -64, 2 ** 31, Number.NaN]) expect(call({ k })).toThrow();
    for (const [from, to] of [
      [-1, m],
      [0, m + 1],
      [0.5, m],
      [0, Number.POSITIVE_INFINITY],
    ])
      expect(call({ from, to })).toThrow(/must lie within$/);
    expect(sgemm).not.toHaveBeenCalled();
    call({ a: end - 4 * m * k })();
    expect(sgemm).toHaveBeenCalledOnce();
  });

  it.each(['f16', 'bf16'] as const)(
    'of matrices stored as %s are those of the embedded kernels, block by block',
    (type) => {
      const code = STORAGE_CODE[type];
      const { numbers, backend } = memoryFor(module, 80_000 + SCRATCH_FLOATS);
      // a packing room in which few rows fit, so that there are several blocks
      const small = { ...backend, scratch: 64 + 24 * (90 + 32) };
      const calls: number[] = [];
      const { kernels } = blasBackend(
        small,
        {
          name: 'fake',
          sgemm: (...all) => {
            calls.push(all[3] * all[4]);
            productIn(numbers)(...all);
          },
        },
        numbers,
        ALWAYS,
      );
      const [A, STORED, BIAS, C, ROOM] = [16, 8000, 30_000, 31_000, 80_000].map((at) => 4 * at) as [
        number,
        number,
        number,
        number,
        number,
      ];
      const [rows, cols, tokens] = [70, 90, 12];
      for (let i = 0; i < 8000; i++) numbers[i] = Math.sin(i * i);
      for (let i = 0; i < 100; i++) numbers[BIAS / 4 + i] = i;
      backend.kernels.storeRows(0, rows, A, STORED, rows, cols, cols, 1, code, ROOM);
      const both = (run: (kernels: Kernels) => void) => {
        const found = [backend.kernels, kernels].map((one) => {
          numbers.fill(0.5, C / 4, C / 4 + 2000);
          run(one);
          return numbers.slice(C / 4, C / 4 + 2000);
        });
        found[0]!.forEach((x, i) => expect(found[1]![i]).toBeCloseTo(x, 3));
        expect(new Set(found[0]).size).toBeGreaterThan(100);
      };
      for (const bias of [0, BIAS])
        both((k) => {
          for (const [from, to] of [
            [0, 32],
            [32, 70],
          ] as const)
            k.matmulStored(from, to, A, STORED, bias, C, tokens, rows, cols, code, ROOM);
        });
      const forward = calls.length;
      expect(forward).toBeGreaterThan(4);
      for (const accumulate of [0, 1])
        both((k) => {
          for (const [from, to] of [
            [0, 16],
            [16, 48],
            [48, 90],
          ] as const)
            k.matmulStoredNN(from, to, A, STORED, C, tokens, cols, rows, accumulate, code, ROOM);
        });
      expect(calls.length - forward).toBeGreaterThan(8);
    },
  );

  it('need kernels that count in bytes', () => {
    const plain = plainBackend(numbers);
    expect(() => blasBackend(plain, { name: 'fake', sgemm: right }, numbers)).toThrow('plain does not');
  });
});
