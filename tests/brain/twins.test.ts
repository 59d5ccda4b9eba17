import { describe, expect, it } from 'vitest';
import type { Kernels } from '../../brain/kernels/contract.ts';
import { plainBackend } from '../../brain/kernels/plain.ts';
import { wasmBackend } from '../../brain/kernels/wasm.ts';
import { between, type Case, given, output, type Twin } from './twins/case.ts';
import { cases } from './twins/cases.ts';
import { type Bench, judge } from './twins/judge.ts';
import { kernelBytes, kernelMemory, type Variant, variants } from './wasm.ts';

const BYTES = 1 << 20;

function compiled(variant: Variant): Bench {
  const memory = kernelMemory(BYTES);
  const backend = wasmBackend(new WebAssembly.Module(kernelBytes(variant)), memory);
  return { backend, numbers: new Float32Array(memory.buffer) };
}

function plain(): Bench {
  const numbers = new Float32Array(BYTES / 4);
  return { backend: plainBackend(numbers), numbers };
}

const benches = { plain: plain(), simd: compiled('simd'), 'simd-relaxed': compiled('simd-relaxed') };

describe.each(Object.entries(benches))('%s', (name, bench) => {
  it('is what it says', () => {
    expect(bench.backend.name).toBe(name);
  });

  it.each(Object.entries(cases))('%s agrees with the truth, however its work is shared', (_, make) => {
    const complaints = make().flatMap((test) => {
      const complaint = judge(test, bench);
      return complaint ? [`${test.name}: ${complaint}`] : [];
    });
    expect(complaints).toEqual([]);
  });
});

describe('the judge', () => {
  const { backend, numbers } = benches['simd-relaxed'];
  const judged = (twin: Twin, wrong: Partial<Kernels>) => {
    const bench = { backend: { ...backend, kernels: { ...backend.kernels, ...wrong } }, numbers };
    return cases[twin]()
      .map((test) => judge(test, bench))
      .find((complaint) => complaint);
  };
  const { add, layerNorm, sumRows } = backend.kernels;

  it('notices one element that is wrong by a millionth', () => {
    const wrong: Kernels['add'] = (from, to, a, b, y) => {
      add(from, to, a, b, y);
      if (to === 130) numbers[y / 4 + 129]! += 5e-6;
    };
    expect(judged('add', { add: wrong })).toMatch(/^y\[129] should be/);
  });

  it('notices an element that was never written', () => {
    expect(judged('add', { add: (from, to, a, b, y) => add(from, to - 1, a, b, y) })).toMatch(/is NaN$/);
  });

  it('notices a number written beyond the output', () => {
    const wrong: Kernels['add'] = (from, to, a, b, y) => add(from, to + 1, a, b, y);
    expect(judged('add', { add: wrong })).toMatch(/^wrote outside/);
  });

  it('notices an input that was changed', () => {
    const wrong: Kernels['layerNorm'] = (...all) => {
      layerNorm(...all);
      numbers[all[2] / 4] = 0;
    };
    expect(judged('layerNorm', { layerNorm: wrong })).toMatch(/^wrote outside/);
  });

  it('notices a last bit that depends on where the work is cut', () => {
    const wrong: Kernels['sumRows'] = (from, to, x, y, ...rest) => {
      sumRows(from, to, x, y, ...rest);
      if (from > 0) numbers[y / 4 + from]! *= 1 + 1e-7;
    };
    expect(judged('sumRows', { sumRows: wrong })).toMatch(/changes where the work is cut/);
  });
});

// The functions of math.ts are seen through kernels that pass them on bare.
describe.each(variants)('error bounds of the mathematics in %s', (variant) => {
  const bench = compiled(variant);
  const COUNT = 60_000;
  const bounded = (test: Omit<Case, 'name' | 'axis'>) =>
    expect(judge({ ...test, name: 'bounds', axis: 0 }, bench)).toBe(undefined);
  const spread = (low: number, high: number) => given(Float32Array.from({ length: COUNT }, () => between(low, high)));

  it('e^x: relative error at most 1e-7', () => {
    bounded({
      relative: 1e-7,
      absolute: 0,
      operands: { x: spread(-87.3, 88.3), none: given([-1]), zero: given([0]), one: given([1]), y: output(COUNT) },
      // the gradient of cross entropy with logsumexp 0, weight 1 and no target is e^x
      run: (k, at) => k.crossEntropyBackward(0, 1, at.x!, at.none!, at.zero!, at.one!, at.y!, COUNT, 0, 0),
    });
  });

  it('σ(x): relative error at most 3e-7', () => {
    bounded({
      relative: 3e-7,
      absolute: 0,
      operands: { x: spread(-87, 30), y: output(COUNT) },
      run: (k, at) => k.sigmoid(0, COUNT, at.x!, at.y!),
    });
  });

  // gelu is x·Φ(x), so its relative error is that of Φ but for one rounding
  it.each([
    ['1e-6 from −5 on', -5, 1e-6],
    ['6e-7 from 0 on', 0, 6e-7],
  ])('Φ(x): relative error at most %s', (_, low, relative) => {
    bounded({
      relative,
      absolute: 0,
      operands: { x: spread(low, 8), y: output(COUNT) },
      run: (k, at) => k.gelu(0, COUNT, at.x!, at.y!),
    });
  });
});

describe('wasmBackend', () => {
  it.each(variants)('%s holds no data of its own: it would overwrite the memory that threads share', (variant) => {
    const memory = kernelMemory(BYTES);
    const numbers = new Uint8Array(memory.buffer).fill(0xa5);
    wasmBackend(new WebAssembly.Module(kernelBytes(variant)), memory);
    expect(numbers.every((byte) => byte === 0xa5)).toBe(true);
  });

  it('names the kernels that a module lacks', () => {
    const empty = new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
    expect(() => wasmBackend(empty, kernelMemory(65536))).toThrow(/lack matmulNN, .*adamw.*build them again/);
  });
});
