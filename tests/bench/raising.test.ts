import { describe, expect, it } from 'vitest';
import { SOURCE_NAMES } from '../../library/sources/names.ts';
import { type Answering, CLEANAI_GREETINGS, OTHERS } from './answers.ts';
import { answersRows, everythingRows, memoryOf } from './raising.ts';
import type { RaisedLife } from './raising-life.ts';
import { isMeasured, measuredText, reaches } from './rows.ts';

/** Half an hour in which all went well. */
const WELL: RaisedLife = {
  code: 0,
  complaints: '',
  warnings: [],
  lines: 400,
  first: 5,
  last: 3,
  steps: 9000,
  rituals: {
    reflections: 20,
    comments: 30,
    milestones: 8,
    diary: 30,
    journal: 3,
    passagesTriedAgain: 1,
    runsWonOrLost: 9,
  },
  corrections: 4,
  rounds: 3,
  sources: SOURCE_NAMES.map((name) => ({ name, chunks: 10, tokens: 100 })),
  memory: Array.from({ length: 900 }, (_, i) => ({ minutes: i / 30, bytes: 3e8 })),
};
const short = (life: Partial<RaisedLife>) =>
  [...everythingRows({ ...WELL, ...life }, 30)].filter((row) => reaches(row) !== true).map(({ name }) => name);

describe('the rows of a life with everything', () => {
  it('reach their bars when all is well, and are as many as what must hold', () => {
    expect(short({})).toEqual([]);
    expect([...everythingRows(WELL, 30)]).toHaveLength(5);
  });

  it('fall short of them, each for its own reason', () => {
    expect(short({ warnings: ['warn sources: no room'] })).toEqual(['everything-log']);
    expect(short({ code: 1 })).toEqual(['everything-log']);
    expect(short({ complaints: 'a stack' })).toEqual(['everything-log']);
    expect(short({ last: 5.1 })).toEqual(['everything-loss']);
    expect(short({ last: Number.NaN })).toEqual(['everything-loss']);
    const [one, ...others] = WELL.sources;
    expect(short({ sources: [{ ...one, chunks: 0, tokens: 0 }, ...others] })).toEqual(['everything-sources']);
    expect(short({ rituals: { ...WELL.rituals, milestones: 0 } })).toEqual(['everything-rituals']);
    expect(short({ rounds: 0 })).toEqual(['everything-rituals']);
    const fatter = (megabytes: number) =>
      WELL.memory.map((look) => ({ ...look, bytes: 3e8 + megabytes * 1e6 * look.minutes }));
    expect(short({ memory: fatter(2) })).toEqual(['everything-memory']);
    expect(short({ memory: fatter(0.5) })).toEqual([]);
  });

  it('say how steeply memory grows, whatever it began with', () => {
    const memory = WELL.memory.map((look) => ({ ...look, bytes: 2e8 + 3e6 * look.minutes }));
    const { growth, slope } = memoryOf({ memory }, 30);
    expect(slope).toBeCloseTo(3, 6);
    expect(growth).toBeGreaterThan(30);
    expect(growth).toBeLessThan(45);
    const row = [...everythingRows({ ...WELL, memory }, 30)].at(-1)!;
    expect(isMeasured(row) && measuredText(row)).toMatch(/^[\d.]+ %, at 3\.00 MB a minute \(\d+ → \d+ MB\)$/);
  });
});

describe('the rows of greetings that were fed', () => {
  const exactly = (seconds: number) => ({
    seconds,
    steps: 10,
    exact: 10,
    said: CLEANAI_GREETINGS.map(([, one]) => one),
  });
  const fed = (result: Partial<Answering>) => {
    const all: Answering = {
      withMemory: exactly(1.2),
      byWeights: exactly(30),
      stepsInAll: 500,
      wrong: { withMemory: [], byWeights: [] },
      exams: [1.5, 1.6],
      ...result,
    };
    return [...answersRows('answers', { of: 'greetings', pairs: CLEANAI_GREETINGS, how: 'by test' }, all)];
  };
  const short = (result: Partial<Answering>) =>
    fed(result)
      .filter((row) => reaches(row) !== true)
      .map(({ name }) => name);

  it('are one with memory, one by the weights alone, and one of what that harms', () => {
    expect(CLEANAI_GREETINGS).toHaveLength(10);
    expect(new Set(OTHERS).size).toBe(20);
    expect(fed({}).map(({ name }) => name)).toEqual(['answers', 'answers-weights', 'answers-others']);
    expect(short({})).toEqual([]);
  });

  it('fall short each for its own reason', () => {
    expect(short({ withMemory: exactly(5.5) })).toEqual(['answers']);
    expect(short({ byWeights: exactly(61) })).toEqual(['answers-weights']);
    const said = CLEANAI_GREETINGS.map(() => 'moss');
    const missed = { seconds: Number.NaN, steps: Number.NaN, exact: 0, said };
    expect(short({ byWeights: missed })).toEqual(['answers-weights']);
    expect(short({ wrong: { withMemory: ['a', 'b'], byWeights: [] } })).toEqual(['answers-others']);
    expect(short({ wrong: { withMemory: [], byWeights: ['a', 'b'] } })).toEqual(['answers-others']);
    expect(short({ wrong: { withMemory: ['a'], byWeights: ['a'] } })).toEqual([]);
  });
});
