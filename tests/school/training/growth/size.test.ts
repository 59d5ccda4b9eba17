import { describe, expect, it } from 'vitest';
import {
  bornWith,
  brainsAllowed,
  declined,
  grown,
  type SizeExam,
  SizeSteering,
} from '../../../../school/training/growth/size.ts';
import { trainingTexts } from '../../../../school/training/texts/training-texts.ts';

const losses = (mean: number) => Float32Array.from({ length: 640 }, (_, i) => mean + 0.1 * Math.sin(i));
const exam = (changes: Partial<SizeExam> = {}): SizeExam => ({
  losses: losses(3),
  kind: 'better',
  tokens: 2_000_000,
  libraryTokens: 1_000_000,
  parameters: 500_000,
  isAlone: true,
  next: () => 'lobe',
  ...changes,
});
const newborn = () => new SizeSteering(bornWith(500_000));

describe('a brain', () => {
  it('grows where its library is large for it, was read twice, and exams still get better', () => {
    const size = newborn();
    expect(size.examine(exam())).toBe(
      trainingTexts.growth.growsBy(trainingTexts.growth.stillBetter('2,000,000'), '1,000,000', '500,000', 'a lobe'),
    );
    expect(size.waits).toBe('lobe');
    const slower = newborn();
    expect(slower.examine(exam({ kind: 'slower' }))).toContain(trainingTexts.growth.nothingBetter);
  });

  it.each<[string, Partial<SizeExam>]>([
    ['the library is small for it', { libraryTokens: 400_000 }],
    ['it was read once only', { tokens: 1_900_000 }],
    ['it has siblings', { isAlone: false }],
    ['it learnt what it can', { kind: 'rests' }],
    ['this exam was no better', { kind: 'goes on' }],
    ['its kind cannot, or there is no room', { next: () => undefined }],
  ])('keeps its size where %s', (_, changes) => {
    const size = newborn();
    expect(size.examine(exam(changes))).toBeUndefined();
    expect(size.waits).toBeUndefined();
  });

  it('does not ask how it would grow before all else speaks for it', () => {
    newborn().examine(
      exam({
        tokens: 5,
        next: () => {
          throw new Error('asked');
        },
      }),
    );
  });
});

describe('a brain that grew', () => {
  const afterGrowing = () => {
    const size = newborn();
    size.examine(exam());
    return new SizeSteering(JSON.parse(JSON.stringify(grown(size.toJSON(), 2_000_000))));
  };

  it('is judged two readings later, and stays as it is if it foresees better than chance would', () => {
    const size = afterGrowing();
    expect(size.isOnTrial).toBe(true);
    expect(size.examine(exam({ tokens: 3_900_000, losses: losses(3.5) }))).toBeUndefined();
    expect(size.examine(exam({ tokens: 4_000_000, losses: losses(2.9) }))).toMatch(
      /^it stays as large as it is: in two readings it gained 0\.1443 bits per token, and chance alone makes 0\.0\d+$/,
    );
    expect([size.waits, size.isOnTrial]).toEqual([undefined, false]);
  });

  it('is taken back where two readings brought no more than chance', () => {
    const size = afterGrowing();
    expect(size.examine(exam({ tokens: 4_000_000 }))).toMatch(
      /^growing is taken back: in two readings it gained 0\.0000 /,
    );
    expect(size.waits).toBe('shrink');
  });

  it('is judged at once where it rests before', () => {
    const size = afterGrowing();
    expect(size.examine(exam({ tokens: 2_500_000, kind: 'rests', losses: losses(3.1) }))).toContain('taken back');
  });

  it('cannot be judged where the exam is about another text', () => {
    const size = afterGrowing();
    size.examsChanged();
    expect(size.isOnTrial).toBe(false);
    expect(size.examine(exam({ tokens: 4_000_000 }))).toBeUndefined();
  });

  it('does not grow within three exams of the last time, nor before two more readings', () => {
    const size = new SizeSteering(grown(bornWith(500_000), 2_000_000));
    expect(size.examine(exam({ tokens: 4_500_000 }))).toBeUndefined();
    expect(size.examine(exam({ tokens: 4_600_000 }))).toBeUndefined();
    expect(size.examine(exam({ tokens: 4_700_000 }))).toContain('grows by a lobe');
    const early = new SizeSteering({ ...grown(bornWith(500_000), 2_000_000), exams: 10 });
    expect(early.examine(exam({ tokens: 3_900_000 }))).toBeUndefined();
  });

  it('is not judged where its owner wished it', () => {
    expect(grown(bornWith(5), 7)).toEqual({ born: 5, times: 1, since: 7, exams: 0 });
    const tried = { ...bornWith(5), trial: { tokens: 1, nats: [1] } };
    expect(grown(tried, 7).trial).toBeUndefined();
    expect(grown({ ...tried, waits: 'lobe' }, 7).trial).toEqual({ tokens: 1, nats: [1] });
  });
});

it('does not grow again after it gave up, until there is much more to read', () => {
  const gaveUp = { ...declined(bornWith(500_000), 1_000_000), exams: 10 };
  expect(new SizeSteering(gaveUp).examine(exam({ tokens: 9_000_000 }))).toBeUndefined();
  expect(new SizeSteering(gaveUp).examine(exam({ tokens: 9_000_000, libraryTokens: 1_200_000 }))).toContain('it grows');
});

it('has fewer siblings the larger it is', () => {
  expect([1, 2, 4, 5, 9].map((times) => brainsAllowed(4, bornWith(100), 100 * times))).toEqual([4, 2, 1, 1, 1]);
});
