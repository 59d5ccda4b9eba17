import { describe, expect, it } from 'vitest';
import { Random } from '../../brain/engine/random.ts';
import { nearestTokens } from '../../brain/voice/neighbours.ts';

describe('the nearest tokens', () => {
  it('are those of the smallest angle, whatever their lengths', () => {
    const table = Float32Array.of(1, 0, /**/ 100, 1, /**/ 0, 5, /**/ -3, 0, /**/ 0.01, 0.001);
    expect(nearestTokens(table, 2, 0, 3).map(({ id }) => id)).toEqual([1, 4, 2]);
    expect(nearestTokens(table, 2, 0, 9).at(-1)).toEqual({ id: 3, cosine: -1 });
  });

  it('are those that comparing all with all finds', () => {
    const random = new Random(7);
    const [rows, channels] = [200, 8];
    const table = Float32Array.from({ length: rows * channels }, () => random.uniform() - 0.5);
    const row = (id: number) => table.subarray(id * channels, (id + 1) * channels);
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);
    const cosine = (a: number, b: number) => dot(row(a), row(b)) / Math.sqrt(dot(row(a), row(a)) * dot(row(b), row(b)));
    const all = Array.from({ length: rows }, (_, id) => id).filter((id) => id !== 5);
    const naive = all.sort((a, b) => cosine(5, b) - cosine(5, a)).slice(0, 10);
    expect(nearestTokens(table, channels, 5, 10).map(({ id }) => id)).toEqual(naive);
  });

  it('of a vector of zeros are not NaN', () => {
    expect(nearestTokens(new Float32Array(6), 2, 0, 2).map(({ cosine }) => cosine)).toEqual([0, 0]);
  });
});
