import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import type { Backend } from '../../../brain/kernels/contract.ts';
import { halfOf, numberOf, storedRows } from '../../../brain/kernels/plain/storage.ts';
import { plainBackend } from '../../../brain/kernels/plain.ts';
import { type ShortType, STORAGE_CODE, storedElements } from '../../../brain/kernels/storage.ts';
import { wasmBackend } from '../../../brain/kernels/wasm.ts';
import { kernelBytes, kernelMemory, variants } from '../wasm.ts';

const TYPES = Object.keys(STORAGE_CODE) as ShortType[];
/** elements: matrices, and behind them the scratch of a product */
const [ROOM, SCRATCH] = [450_000, 640 * 1024];

interface Bench {
  readonly name: string;
  readonly backend: Backend;
  readonly numbers: Float32Array;
}

const benches: readonly Bench[] = [
  (() => {
    const numbers = new Float32Array(ROOM + SCRATCH);
    return { name: 'plain', backend: plainBackend(numbers), numbers };
  })(),
  ...variants.map((name) => {
    const memory = kernelMemory(4 * (ROOM + SCRATCH));
    const backend = wasmBackend(new WebAssembly.Module(kernelBytes(name)), memory);
    return { name, backend, numbers: new Float32Array(memory.buffer) };
  }),
];

const random = new Random(6);
/** weights of very different sizes */
const weight = () => random.normal() * 10 ** (-3 * Math.abs(random.normal()));
const numbersOf = (count: number, draw: () => number) => Float32Array.from({ length: count }, draw);

/** Where things lie in the memory of a bench. */
const [X, STORED, OTHER] = [16, 150_000, 250_000];

function stored(
  { backend: { kernels, unit }, numbers }: Bench,
  type: ShortType,
  rows: number,
  cols: number,
  x: Float32Array,
) {
  numbers.set(x, X);
  numbers.fill(0, STORED, OTHER); // what no row needs is not written
  kernels.storeRows(0, rows, X * unit, STORED * unit, rows, cols, cols, 1, STORAGE_CODE[type], ROOM * unit);
  return numbers.slice(STORED, STORED + storedElements(STORAGE_CODE[type], rows, cols));
}

const asBytes = (x: Float32Array) => Buffer.from(x.buffer, x.byteOffset, x.byteLength);

describe('halves', () => {
  it.runIf('Float16Array' in globalThis)('are what JavaScript rounds to', () => {
    const Half = (
      globalThis as unknown as { Float16Array: new (list: Iterable<number>) => Float32Array & { buffer: ArrayBuffer } }
    ).Float16Array;
    const list = [
      0,
      -0,
      1,
      -1,
      65_504,
      65_519,
      65_520,
      -7e4,
      Infinity,
      2 ** -14,
      2 ** -24,
      2 ** -25,
      3 * 2 ** -26,
      1 + 2 ** -11,
      1 + 3 * 2 ** -11,
    ];
    for (let i = 0; i < 5000; i++) list.push(weight());
    const values = list.map(Math.fround);
    const theirs = new Half(values);
    const bits = new Uint16Array(theirs.buffer);
    values.forEach((value, i) => {
      expect(halfOf(value), `${value}`).toBe(bits[i]);
      expect(numberOf(bits[i]!)).toBe(theirs[i]);
    });
    expect(numberOf(halfOf(Number.NaN))).toBeNaN();
  });
});

describe.each(benches)('stored matrices, $name', (bench) => {
  const shapes = [
    [1, 1],
    [3, 7],
    [4, 16],
    [5, 31],
    [9, 33],
    [17, 64],
    [23, 130],
    [6, 1100],
    [7, 6500],
  ] as const;

  it.each(TYPES)('of %s have the same bytes as the truth', (type) => {
    for (const [rows, cols] of shapes) {
      const x = numbersOf(rows * cols, weight);
      x[0] = 0;
      const truth = storedRows(STORAGE_CODE[type], rows, cols, (r) => x.subarray(r * cols, (r + 1) * cols));
      expect(asBytes(stored(bench, type, rows, cols, x)).equals(asBytes(truth)), `${rows}×${cols}`).toBe(true);
    }
  });

  it.each([
    ['f16', 2 ** -11],
    ['bf16', 2 ** -8],
    ['q8_0', 1 / 253],
  ] as const)('of %s keep numbers to their precision', (type, precision) => {
    const {
      backend: { kernels, unit },
      numbers,
    } = bench;
    const [rows, cols] = [9, 130];
    const x = numbersOf(rows * cols, () => 0.02 * random.normal());
    stored(bench, type, rows, cols, x);
    numbers.set(
      Array.from({ length: rows }, (_, i) => i),
      OTHER,
    );
    kernels.gatherStored(
      0,
      rows,
      OTHER * unit,
      STORED * unit,
      (OTHER + 64) * unit,
      rows,
      cols,
      STORAGE_CODE[type],
      ROOM * unit,
    );
    let worst = 0;
    for (let i = 0; i < x.length; i++) {
      const row = Math.floor(i / cols);
      const block = 32 * Math.floor((i % cols) / 32) + row * cols;
      const near = type === 'q8_0' ? x.subarray(block, Math.min(block + 32, (row + 1) * cols)) : [x[i]!];
      const largest = Math.max(...Array.from(near, Math.abs));
      worst = Math.max(worst, Math.abs(numbers[OTHER + 64 + i]! - x[i]!) / largest);
    }
    expect(worst).toBeLessThan(precision * 1.01);
    expect(worst).toBeGreaterThan(precision / 8);
  });

  it.each(TYPES)('of %s are multiplied as their decoded numbers are, wherever the work is cut', (type) => {
    const {
      backend: { kernels, unit },
      numbers,
    } = bench;
    const code = STORAGE_CODE[type];
    for (const [n, k] of shapes)
      for (const m of k > 2000 ? [1, 2] : [1, 2, 7, 100]) {
        const a = numbersOf(m * k, () => random.normal());
        stored(bench, type, n, k, numbersOf(n * k, weight));
        numbers.set(
          Array.from({ length: n }, (_, i) => i),
          X,
        );
        const [decoded, A, BIAS, C] = [OTHER, OTHER + 50_000, X + 64, X + 256];
        kernels.gatherStored(0, n, X * unit, STORED * unit, decoded * unit, n, k, code, ROOM * unit);
        numbers.set(a, A);
        const bias = numbersOf(n, () => random.normal());
        numbers.set(bias, BIAS);
        const run = (cuts: readonly number[]) => {
          numbers.fill(Number.NaN, C, C + m * n);
          for (const [i, cut] of cuts.slice(1).entries())
            kernels.matmulStored(
              cuts[i]!,
              cut,
              A * unit,
              STORED * unit,
              m % 2 ? BIAS * unit : 0,
              C * unit,
              m,
              n,
              k,
              code,
              ROOM * unit,
            );
          return numbers.slice(C, C + m * n);
        };
        const c = run([0, n]);
        const b = numbers.subarray(decoded, decoded + n * k);
        for (let i = 0; i < m; i++)
          for (let j = 0; j < n; j++) {
            let [sum, size] = [m % 2 ? bias[j]! : 0, 1];
            for (let p = 0; p < k; p++) {
              sum += a[i * k + p]! * b[j * k + p]!;
              size += Math.abs(a[i * k + p]! * b[j * k + p]!);
            }
            // one row times q8_0 is rounded to 16 bits
            const near = type === 'q8_0' && m === 1 ? 6e-5 : 2e-6;
            expect(Math.abs(c[i * n + j]! - sum) / size, `${m}×${n}×${k}`).toBeLessThan(near);
          }
        expect(run([0, Math.floor(n / 3), Math.floor(n / 2), n])).toEqual(c);
        expect(run(Array.from({ length: n + 1 }, (_, i) => i))).toEqual(c);
      }
  });

  it.each(TYPES)('of %s are multiplied the other way round too, wherever the work is cut', (type) => {
    const {
      backend: { kernels, unit },
      numbers,
    } = bench;
    const code = STORAGE_CODE[type];
    for (const [k, n] of [
      [3, 7],
      [9, 33],
      [70, 24],
      [520, 20],
    ] as const)
      for (const m of [1, 7, 200])
        for (const accumulate of [0, 1]) {
          stored(bench, type, k, n, numbersOf(k * n, weight));
          const [decoded, A, C] = [OTHER, OTHER + 20_000, X + 256];
          kernels.readStored(0, k, STORED * unit, decoded * unit, k, n, 0, n, code, ROOM * unit);
          const a = numbersOf(m * k, () => random.normal());
          numbers.set(a, A);
          const before = numbersOf(m * n, () => random.normal());
          const run = (cuts: readonly number[]) => {
            numbers.set(accumulate ? before : before.map(() => Number.NaN), C);
            for (const [i, cut] of cuts.slice(1).entries())
              // biome-ignore format: as the table of kernels
              kernels.matmulStoredNN(cuts[i]!, cut, A * unit, STORED * unit, C * unit, m, n, k, accumulate, code, ROOM * unit);
            return numbers.slice(C, C + m * n);
          };
          const c = run([0, n]);
          const b = numbers.subarray(decoded, decoded + k * n);
          for (let i = 0; i < m; i++)
            for (let j = 0; j < n; j++) {
              let [sum, size] = [accumulate ? before[i * n + j]! : 0, 1];
              for (let p = 0; p < k; p++) {
                sum += a[i * k + p]! * b[p * n + j]!;
                size += Math.abs(a[i * k + p]! * b[p * n + j]!);
              }
              expect(Math.abs(c[i * n + j]! - sum) / size, `${m}×${n}×${k}`).toBeLessThan(2e-6);
            }
          expect(run([0, Math.floor(n / 3), Math.floor(n / 2), n])).toEqual(c);
          expect(run(Array.from({ length: n + 1 }, (_, i) => i))).toEqual(c);
        }
  });

  it.each(TYPES)('of %s keep a number that is not finite visible', (type) => {
    const {
      backend: { kernels, unit },
      numbers,
    } = bench;
    const x = numbersOf(2 * 33, () => 1);
    x[40] = Number.NaN;
    stored(bench, type, 2, 33, x);
    numbers.fill(1, OTHER, OTHER + 33);
    kernels.matmulStored(
      0,
      2,
      OTHER * unit,
      STORED * unit,
      0,
      (OTHER + 64) * unit,
      1,
      2,
      33,
      STORAGE_CODE[type],
      ROOM * unit,
    );
    expect(numbers[OTHER + 64]).toBeCloseTo(33, 1);
    expect(numbers[OTHER + 65]).toBeNaN();
  });
});

describe.each(benches)('arrays of halves, $name', ({ backend: { kernels, unit }, numbers }) => {
  const [SHORT, WIDE] = [STORED, OTHER];
  const shortened = (type: 'f16' | 'bf16', values: readonly number[], noise = 0) => {
    numbers.set(values, X);
    kernels.shorten(0, values.length, X * unit, SHORT * unit, STORAGE_CODE[type], 0, noise, 0);
    kernels.widen(0, values.length, SHORT * unit, WIDE * unit, STORAGE_CODE[type]);
    return Array.from(numbers.subarray(WIDE, WIDE + values.length));
  };

  it('keep what is not finite, and what f16 cannot hold becomes infinite', () => {
    const values = [Number.NaN, Infinity, -Infinity, 65_519, 65_520, -7e4, 2 ** -24, 2 ** -26, -0];
    // as many again, for lanes and for tails
    const f16 = [Number.NaN, Infinity, -Infinity, 65_504, Infinity, -Infinity, 2 ** -24, 0, -0];
    expect(shortened('f16', [...values, ...values])).toEqual([...f16, ...f16]);
    for (const noise of [0, 5]) {
      const bf16 = shortened('bf16', [...values, ...values], noise);
      for (const at of [0, 9]) {
        expect(bf16.slice(at, at + 3)).toEqual([Number.NaN, Infinity, -Infinity]);
        expect(bf16[at + 5]! / -7e4).toBeCloseTo(1, 2);
      }
    }
  });

  it('of bf16 that are rounded by chance are right in the mean, and otherwise are not', () => {
    const value = 1 + 1 / 512;
    const many = Array.from({ length: 4096 }, () => value);
    const meanOf = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
    expect(meanOf(shortened('bf16', many))).toBe(1);
    for (const noise of [1, 2, 3]) expect(Math.abs(meanOf(shortened('bf16', many, noise)) - value)).toBeLessThan(3e-4);
    expect(shortened('bf16', many, 1)).not.toEqual(shortened('bf16', many, 2));
  });
});
