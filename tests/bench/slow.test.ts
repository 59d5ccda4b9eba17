import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { measuredText, reaches } from './rows.ts';
import { at, STUDIES, settingsName, slowRows, TOKENS_PER_MINUTE } from './slow.ts';
import { type Point, type StudyLibrary, slowLife, studyLibrary } from './slow-life.ts';

const point = (minutes: number, bits: number): Point => ({
  tokens: minutes * TOKENS_PER_MINUTE,
  effort: minutes * TOKENS_PER_MINUTE,
  bits,
  whole: { bits, withMemory: bits - 0.08, remembering: bits - 0.1, all: undefined, each: undefined },
  dream: undefined,
  rate: 1,
  doing: 'learning',
});

describe('a life by tokens', () => {
  let library: StudyLibrary;
  beforeAll(async () => {
    library = await studyLibrary('starter', { preset: 'tiny' });
  });

  it('learns the starter texts, and is examined on the way', async () => {
    const options = { tokens: 20_000, every: 5000, threads: 1 };
    const points = await slowLife(library, options);
    expect(points).toHaveLength(4);
    expect(points.at(-1)!.tokens).toBeGreaterThanOrEqual(20_000);
    expect(points.at(-1)!.bits).toBeLessThan(points[0]!.bits);
    // what it remembers of its library helps, and it was examined whole at its end
    expect(points.map(({ whole }) => whole !== undefined)).toEqual([false, false, false, true]);
    const { bits, withMemory, remembering } = points.at(-1)!.whole!;
    expect(withMemory).toBeLessThan(bits);
    expect(remembering).toBeLessThan(withMemory!);
    // all held-out text is the half that does not steer, and the other one
    const { all } = points.at(-1)!.whole!;
    expect(all!.bits).not.toBe(bits);
    expect(Math.abs(all!.bits - bits)).toBeLessThan(0.2);
  });

  it('goes on from the soul that it kept as if it had never ended, and is examined whole where that is asked', async () => {
    const soulFolder = mkdtempSync(join(tmpdir(), 'baby-slow-test-'));
    try {
      const options = { every: 4096, threads: 1, whole: [4096] };
      const whole = await slowLife(library, { ...options, tokens: 8192 });
      const halves = [
        await slowLife(library, { ...options, tokens: 4096, soulFolder }),
        await slowLife(library, { ...options, tokens: 8192, soulFolder }),
      ];
      expect(halves[0]!.at(-1)).toEqual(whole[0]);
      expect(halves[1]!.at(-1)).toEqual(whole.at(-1));
      expect(whole[0]!.whole?.remembering).toBeGreaterThan(0);
    } finally {
      rmSync(soulFolder, { recursive: true });
    }
  });
});

describe('rows of a life by tokens', () => {
  const study = STUDIES.find(({ name }) => name === 'own')!;
  const rows = (points: readonly Point[], minutes = 60) => [...slowRows(study, points, minutes, 60)];

  it('are taken at their minutes, as it was then', () => {
    const points = [point(0.5, 3), point(2, 2), point(5, 1.8), point(10, 1.6), point(30, 1.5)];
    expect(rows(points).map(({ value }) => value)).toEqual([2, 1.6, 1.5]);
    expect(rows(points, 10).map(({ name }) => name)).toEqual(['slow-own-2', 'slow-own-10']);
    expect(at(points, TOKENS_PER_MINUTE)?.tokens).toBe(0.5 * TOKENS_PER_MINUTE);
    // exams of the beginnings are only a curve
    expect(at([point(1, 2), { ...point(2, 1.9), whole: undefined }], 2 * TOKENS_PER_MINUTE)?.bits).toBe(2);
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

  it('say what the memory makes of it, and fall short where that is too little', () => {
    const remembered = (bits: number, withMemory: number): Point => {
      const one = point(10, bits);
      return { ...one, whole: { ...one.whole!, withMemory } };
    };
    const [, ten] = rows([point(2, 1.9), point(10, 1.6)]);
    const both = { bits: 1.58, withMemory: 1.51, remembering: 1.48 };
    const [, seen] = rows([point(2, 1.9), { ...point(10, 1.6), whole: { ...point(10, 1.6).whole!, all: both } }]);
    expect(measuredText(seen!)).toContain('of all held-out text 1.580 bits per byte');
    expect(measuredText(ten!)).toContain('with memory 1.520 bits per byte, remembering as it reads 1.500 bits');
    expect(reaches(ten!)).toBe(true);
    expect(reaches(rows([point(2, 1.7), point(10, 1.625)], 10)[1]!)).toBe(true);
    expect(reaches(rows([point(2, 1.7), remembered(1.6, 1.551)], 10)[1]!)).toBe(false);
    const pepys = STUDIES.find(({ name }) => name === 'pepys')!;
    const withMemory = (bits: number) => reaches([...slowRows(pepys, [remembered(1.25, bits)], 10, 60)].at(-1)!);
    expect([withMemory(1.22), withMemory(1.24)]).toEqual([true, false]);
  });

  it('tell a dream apart, beside its siblings and all together', () => {
    const foreseen = (bits: number) => ({ ...point(1, bits).whole!, remembering: undefined });
    const dreams = { alone: foreseen(1.54), siblings: foreseen(1.56), together: foreseen(1.53) };
    const [, ten, dream] = rows([point(2, 1.6), point(5, 1.56), { ...point(9, 1.54), dream: dreams }], 10);
    expect([ten!.value, dream!.name, dream!.value]).toEqual([1.54, 'slow-own-dream', 1.54]);
    expect(measuredText(dream!)).toContain('its siblings 1.560 bits per byte, all together 1.530 bits per byte');
  });

  it('of other settings have names of their own', () => {
    expect(settingsName({ brain: 'llama', learningRate: 0.004 })).toBe('brain-llama-learningRate-0_004');
  });
});
