import { describe, expect, it } from 'vitest';
import type { Sizes } from '../../../brain/brains/shapes/shape.ts';
import { GPT2_PARTS, rotationBase, type TransformerShape } from '../../../brain/brains/shapes/transformer.ts';
import { rotations, sinusoids } from '../../../brain/brains/transformer-tables.ts';
import { Engine } from '../../../brain/engine/engine.ts';
import { Random } from '../../../brain/engine/random.ts';
import { rope } from '../../../brain/ops/rope.ts';
import { memoryFor, wasmBackends } from '../backends.ts';

const sizes: Sizes<TransformerShape> = {
  ...GPT2_PARTS,
  positions: 'rope',
  vocabulary: 10,
  batch: 1,
  contextLength: 560,
  channels: 32,
  heads: 2,
  kvHeads: 1,
  blocks: 1,
  feedForwardWidth: 8,
};
const DEPTH = 16;
const [{ module, scratch }] = wasmBackends();

/** A row of vectors, head by head, as it is turned behind `before` tokens. */
function turnedBehind(before: number, values: ArrayLike<number>, how = sizes): Float64Array[] {
  const engine = new Engine();
  const tape = engine.record('turn', 'turn', (r) => {
    const x = r.input('x', [1, 1, values.length]);
    const turned = rope(x, rotations(r, how), { heads: 3, depth: DEPTH }, r.input('position', [1]));
    return { outputs: { turned } };
  });
  const { numbers, backend } = memoryFor(module, engine.layOut({ learning: false, scratch, threads: 1 }));
  engine.attach(numbers, backend);
  engine.input(tape, 'x').set(Array.from(values));
  engine.input(tape, 'position')[0] = before;
  engine.run(tape, 'forward');
  const all = Float64Array.from(engine.output(tape, 'turned'));
  return [0, 1, 2, 3].map((head) => all.slice(head * DEPTH, (head + 1) * DEPTH));
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i], 0);

describe('rotary positions', () => {
  const random = new Random(3);
  const row = Array.from({ length: 4 * DEPTH }, () => random.normal());
  const other = Array.from({ length: 4 * DEPTH }, () => random.normal());

  it('let q·k depend on how far apart they stand, and on nothing else', () => {
    const score = (query: number, key: number) => dot(turnedBehind(query, row)[0], turnedBehind(key, other)[2]);
    for (const apart of [0, 1, 7, 50]) {
      const scores = [0, 5, 50, 500].map((offset) => score(offset + apart, offset));
      for (const one of scores) expect(one).toBeCloseTo(scores[0], 4);
    }
    expect(Math.abs(score(7, 0) - score(0, 0))).toBeGreaterThan(0.1);
    expect(Math.abs(score(7, 0) - score(0, 7))).toBeGreaterThan(0.1);
  });

  it('change no norm, nothing at the first place, and no value', () => {
    const [still, moved] = [turnedBehind(0, row), turnedBehind(500, row)];
    expect(still.flatMap((head) => Array.from(head))).toEqual(Array.from(Float32Array.from(row)));
    for (const head of [0, 1, 2]) {
      expect(dot(moved[head], moved[head])).toBeCloseTo(dot(still[head], still[head]), 4);
      expect(moved[head]).not.toEqual(still[head]);
    }
    expect(moved[3]).toEqual(still[3]);
  });

  it('turn the slowest pair s times slower at scale s, and the fastest as before', () => {
    const scaled = { ...sizes, ropeScale: 4 };
    const pairs = (how: Sizes<TransformerShape>) => {
      const ones = turnedBehind(1, new Array<number>(4 * DEPTH).fill(1), how)[0];
      return (pair: number) => Math.atan2(ones[pair + DEPTH / 2], ones[pair]) - Math.PI / 4;
    };
    const [plain, slow] = [pairs(sizes), pairs(scaled)];
    expect(slow(0)).toBeCloseTo(plain(0), 5);
    expect(plain(DEPTH / 2 - 1) / slow(DEPTH / 2 - 1)).toBeCloseTo(4, 1);
    expect(rotationBase(sizes, DEPTH)).toBe(10_000);
    expect(rotationBase(scaled, DEPTH)).toBeCloseTo(10_000 * 4 ** (16 / 14), 6);
  });
});

describe('sinusoidal positions', () => {
  it('are those of Vaswani et al. 2017', () => {
    const engine = new Engine();
    const table = engine.record('table', 'table', (r) => {
      const waves = sinusoids(r, 50, 6);
      return { outputs: { waves } };
    });
    const values = [...table.recording.fixed.values()][0];
    const row = (place: number) => Array.from(values.slice(place * 6, place * 6 + 6));
    expect(row(0)).toEqual([0, 1, 0, 1, 0, 1]);
    const [a, b, c] = [1, 10_000 ** (-2 / 6), 10_000 ** (-4 / 6)].map((speed) => 37 * speed);
    row(37).forEach((value, i) =>
      expect(value).toBeCloseTo([Math.sin(a), Math.cos(a), Math.sin(b), Math.cos(b), Math.sin(c), Math.cos(c)][i], 6),
    );
  });
});
