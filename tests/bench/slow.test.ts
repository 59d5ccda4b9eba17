import { describe, expect, it } from 'vitest';
import { reaches } from './rows.ts';
import { at, STUDIES, slowRows, TOKENS_PER_MINUTE } from './slow.ts';
import { type Point, slowLife, studyLibrary } from './slow-life.ts';

const point = (minutes: number, bits: number): Point => ({
  tokens: minutes * TOKENS_PER_MINUTE,
  bits,
  each: undefined,
  rate: 1,
  doing: 'learning',
});

describe('a life by tokens', () => {
  it('learns the starter texts, is examined on the way, and is the same life each time', async () => {
    const library = await studyLibrary('starter', { preset: 'tiny' });
    const options = { tokens: 40_000, every: 10_000, threads: 1 };
    const points = await slowLife(library, options);
    expect(points).toHaveLength(4);
    expect(points.at(-1)!.tokens).toBeGreaterThanOrEqual(40_000);
    expect(points.at(-1)!.bits).toBeLessThan(points[0]!.bits);
    expect(points.at(-1)!.bits).toBeLessThan(4);
    expect(await slowLife(library, options)).toEqual(points);
  });
});

describe('rows of a life by tokens', () => {
  const study = STUDIES.find(({ name }) => name === 'own')!;
  const rows = (points: readonly Point[], minutes = 60) => [...slowRows(study, points, minutes, 60)];

  it('are taken at their minutes, as it was then', () => {
    const points = [point(0.5, 3), point(2, 2), point(5, 1.8), point(10, 1.6), point(30, 1.5)];
    expect(rows(points).map(({ value }) => value)).toEqual([2, 1.6, 1.5]);
    expect(rows(points, 10).map(({ name }) => name)).toEqual(['slow-own-2', 'slow-own-10']);
    expect(at(points, 1)?.tokens).toBe(0.5 * TOKENS_PER_MINUTE);
  });

  it('fall short where unread text is foreseen too badly, or worse than it was', () => {
    const ends = (...bits: number[]) =>
      reaches(
        rows(
          bits.map((b, i) => point((i + 1) * 2, b)),
          10,
        )[1]!,
      );
    expect(ends(1.9, 1.8, 1.7, 1.65, 1.6)).toBe(true);
    expect(ends(1.9, 1.8, 1.7, 1.65, 1.64)).toBe(false);
    expect(ends(1.9, 1.5, 1.5, 1.55, 1.6)).toBe(false);
  });
});
