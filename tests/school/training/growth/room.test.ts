import { describe, expect, it } from 'vitest';
import type { GrowthState } from '../../../../school/training/growth/growth-state.ts';
import {
  type Candidate,
  enlarged,
  nextEnlargement,
  parametersOf,
  slotsFor,
} from '../../../../school/training/growth/room.ts';
import { bornWith } from '../../../../school/training/growth/size.ts';
import { trainingTexts } from '../../../../school/training/texts/training-texts.ts';
import { TINY } from '../../tiny.ts';

const parameters = parametersOf('baby', TINY.baby);
const candidate = (changes: Partial<Candidate> = {}): Candidate => ({
  brain: 'baby',
  sizes: TINY.baby,
  parameters,
  growth: undefined,
  most: 4,
  ...changes,
});
const family = (resting: number): GrowthState => ({
  steering: { rate: 1, dropout: 0, next: 0, stale: 0, bestAt: null },
  resting: Array.from({ length: resting }, (_, id) => ({ id, tokens: 1, library: 1 })),
  learner: null,
  part: 'silent',
  set: '',
  born: resting,
  failed: 0,
  library: 1,
  size: bornWith(parameters),
});

describe('a larger brain', () => {
  it('has a lobe more, or half as many neurons again in every lobe', () => {
    expect(enlarged(candidate()).sizes).toEqual({ ...TINY.baby, lobes: 3 });
    expect(enlarged(candidate(), 'neurons').sizes).toEqual({ ...TINY.baby, neurons: 48 });
    const many = candidate({ sizes: { ...TINY.baby, lobes: 6 }, most: 9 });
    expect(enlarged(many).by).toBe('neurons');
  });

  it('is refused in one sentence where its kind cannot', () => {
    for (const brain of ['seed', 'gpt2'] as const)
      expect(() => enlarged(candidate({ brain, sizes: TINY[brain] }))).toThrow(trainingTexts.growth.bornSize(brain));
    expect(nextEnlargement(candidate({ brain: 'seed', sizes: TINY.seed }))).toBeUndefined();
  });

  it('is refused where grow.most leaves no room, and says what would', () => {
    expect(() => enlarged(candidate({ most: 1 }))).toThrow(
      /^it would have [\d,]+ parameters, and grow\.most leaves room for 1 brain of the [\d,]+ with which it was born: `baby set grow\.most 2` allows it$/,
    );
    expect(() => enlarged(candidate({ growth: family(4) }))).toThrow(
      /^its 4 brains would have [\d,]+ parameters each, .* grow\.most 5/,
    );
    expect(nextEnlargement(candidate({ most: 1 }))).toBeUndefined();
    expect(nextEnlargement(candidate())).toBe('lobe');
  });
});

it('leaves room for all siblings that there are, also where fewer are allowed now', () => {
  expect(slotsFor(4, parameters, undefined)).toBe(4);
  expect(slotsFor(4, 2 * parameters, { ...family(0), size: bornWith(parameters) })).toBe(2);
  expect(slotsFor(1, parameters, family(3))).toBe(3);
});
