import { describe, expect, it } from 'vitest';
import { Random } from '../../../../brain/engine/random.ts';
import { compare, dropoutFor, Steering } from '../../../../school/training/growth/steering.ts';
import { trainingTexts } from '../../../../school/training/texts/training-texts.ts';

const losses = (count: number, of: (i: number) => number) => Float32Array.from({ length: count }, (_, i) => of(i));

describe('comparing two exams', () => {
  it('finds a small difference that a text of very different tokens would hide', () => {
    const random = new Random(1);
    const before = losses(1500, () => 3 + 3 * random.normal() ** 2);
    const after = before.map((loss) => loss - 0.02 + 0.1 * random.normal());
    const { gain, noise } = compare(after, before);
    expect(gain).toBeCloseTo(0.02, 2);
    expect(noise).toBeGreaterThan(0.001);
    expect(noise).toBeLessThan(0.005);
    // the means alone are known only to ±0.11
    expect(gain).toBeGreaterThan(3 * noise);
  });

  it('tells its noise: of a thousand comparisons by chance about one in six is better by more than that', () => {
    const random = new Random(2);
    let better = 0;
    for (let round = 0; round < 1000; round++) {
      const { gain, noise } = compare(
        losses(640, () => random.normal()),
        losses(640, () => random.normal()),
      );
      if (gain > noise) better++;
    }
    expect(better).toBeGreaterThan(110);
    expect(better).toBeLessThan(210);
  });

  it('takes neighbours that rise and fall together for fewer than they are', () => {
    const random = new Random(3);
    const blocks = Array.from({ length: 40 }, () => random.normal());
    const together = compare(
      losses(640, (i) => blocks[Math.floor(i / 16)]!),
      losses(640, () => 0),
    );
    const apart = compare(
      losses(640, () => random.normal()),
      losses(640, () => 0),
    );
    expect(together.noise / apart.noise).toBeGreaterThan(3);
  });

  it('refuses exams of other tokens', () => {
    expect(() =>
      compare(
        losses(3, () => 1),
        losses(4, () => 1),
      ),
    ).toThrow('exams of 3 and 4 tokens');
  });
});

const BEGIN = { rate: 1, dropout: 1, next: 100, stale: 0, bestAt: null };
const better = { gain: 0.1, noise: 0.01 };
const same = { gain: 0.005, noise: 0.01 };
const worse = { gain: -0.1, noise: 0.01 };

/** Decisions of one exam after the other, each after another hundred tokens. */
function decisions(steering: Steering, ...exams: (typeof better | undefined)[]): string[] {
  let tokens = 0;
  return exams.map((exam) => {
    tokens += 100;
    expect(steering.isDue(tokens - 1)).toBe(false);
    expect(steering.isDue(tokens)).toBe(true);
    return steering.decide(tokens, 100, exam).kind;
  });
}

describe('steering by exams', () => {
  it('keeps the whole rate for as long as exams get better', () => {
    const steering = new Steering(BEGIN);
    expect(decisions(steering, undefined, ...Array(50).fill(better))).toEqual(Array(51).fill('better'));
    expect(steering.course.rate).toBe(1);
  });

  it('lowers the rate when nothing got better for six exams, twice, and then has learnt what it can', () => {
    const steering = new Steering(BEGIN);
    const six = Array(6).fill(same);
    const found = decisions(steering, undefined, ...six, ...six, ...six);
    const wait = Array(5).fill('goes on');
    expect(found).toEqual(['better', ...wait, 'slower', ...wait, 'slower', ...wait, 'rests']);
    expect(steering.course.rate).toBe(0.25);
  });

  it('does not go on more slowly where it gets clearly worse: it rests', () => {
    const steering = new Steering(BEGIN);
    expect(decisions(steering, undefined, better, worse, worse, worse)).toEqual([
      'better',
      'better',
      'goes on',
      'goes on',
      'rests',
    ]);
    expect(steering.course.rate).toBe(1);
  });

  it('never lowers a rate that its owner schedules, and still ends what gets clearly worse', () => {
    const steering = new Steering(BEGIN);
    const decide = (exam: typeof better | undefined, i: number) =>
      steering.decide(100 * (i + 1), 100, exam, false).kind;
    const found = [undefined, ...Array(36).fill(same), worse, worse, worse].map(decide);
    expect(found.slice(1, -1).every((kind) => kind === 'goes on')).toBe(true);
    expect(found.at(-1)).toBe('rests');
    expect(steering.course.rate).toBe(1);
  });

  it('says why, in one sentence each', () => {
    const steering = new Steering(BEGIN);
    const said = [undefined, worse, worse, worse].map((exam, i) => steering.decide(100 * (i + 1), 100, exam).sentence);
    expect(said).toEqual([undefined, undefined, undefined, trainingTexts.steering.overfits('300')]);
    const flat = new Steering(BEGIN);
    flat.decide(100, 100, undefined);
    const [sentence] = Array.from({ length: 6 }, (_, i) => flat.decide(200 + 100 * i, 100, same).sentence).filter(
      Boolean,
    );
    expect(sentence).toBe(trainingTexts.steering.slower('600', 0.5));
  });

  it('begins with the whole rate again where there is something new, and goes on from a soul as if it had not stopped', () => {
    const steering = new Steering(BEGIN);
    decisions(steering, undefined, ...Array(7).fill(same));
    const resumed = new Steering(JSON.parse(JSON.stringify(steering)));
    for (let i = 0; i < 12; i++) expect(resumed.decide(1000 + i, 1, same)).toEqual(steering.decide(1000 + i, 1, same));
    steering.begin(5000, 100, 0.5);
    expect(steering.course).toEqual({ rate: 1, dropout: 0.5 });
    expect(steering.hasBest).toBe(false);
    expect(steering.isDue(5099)).toBe(false);
    expect(steering.isDue(5100)).toBe(true);
  });
});

describe('how much dropout a library wants', () => {
  it('is all where tokens are few for the brain, half where there are as many as parameters, none where there are many', () => {
    expect(dropoutFor(50_000, 1_100_000)).toBe(1);
    expect(dropoutFor(1_000_000, 1_000_000)).toBe(0.5);
    expect(dropoutFor(20_000_000, 1_000_000)).toBe(0);
  });
});
