import { describe, expect, it } from 'vitest';
import { Percentiles as Standings } from '../../../school/raising/percentiles.ts';

const MINUTE = 60_000;

/** One value a second, from the function of the second. */
function lived(seconds: number, valueAt: (second: number) => number, name = 'smoothLoss', from = 0): Standings {
  const standings = new Standings();
  for (let s = 0; s < seconds; s++) standings.observe(from + s * 1000, { [name]: valueAt(s) });
  return standings;
}

describe('standings', () => {
  it('say nothing while there is too little history', () => {
    expect(lived(10, (s) => s).all()['smoothLoss']).toMatchObject({ step: null, record: false });
  });

  it('go by percentile and polarity', () => {
    const between = (name: string, value: number) => {
      const standings = lived(100, (s) => s % 50, name);
      standings.observe(200_000, { [name]: value });
      return standings.all()[name].step;
    };
    expect([between('smoothLoss', -1), between('smoothLoss', 25), between('smoothLoss', 60)]).toEqual([15, 7, 0]);
    expect([between('exact', -1), between('exact', 60)]).toEqual([0, 15]);
    expect([between('learningRate', -1), between('learningRate', 60)]).toEqual([0, 15]);
  });

  it('mark a record as long as it is one', () => {
    const standings = lived(50, (s) => 5 - (s % 10) / 10);
    standings.observe(MINUTE, { smoothLoss: 3 });
    expect(standings.all()['smoothLoss']).toMatchObject({ record: true, step: 15 });
    standings.observe(MINUTE + 1000, { smoothLoss: 3.5 });
    expect(standings.all()['smoothLoss'].record).toBe(false);
    standings.observe(MINUTE + 2000, { smoothLoss: 3 });
    expect(standings.all()['smoothLoss'].record).toBe(true);
  });

  it('mark no record while there was nothing else', () => {
    const once = lived(100, () => 1.752, 'exam');
    expect(once.all()['exam'].record).toBe(false);
    once.observe(200_000, { exam: 1.7 });
    expect(once.all()['exam'].record).toBe(true);
    const seeded = new Standings();
    seeded.seed('exam', Array(30).fill(1.752), 1.752);
    seeded.observe(0, { exam: 1.752 });
    expect(seeded.all()['exam'].record).toBe(false);
  });

  it('begin anew with another text to learn and to be examined on, for all that is about texts', () => {
    const standings = new Standings();
    const at = (second: number, loss: number, examPaper: string) =>
      standings.observe(second * 1000, { exam: loss, gradientNorm: loss, tokensPerSecond: 100 + second, examPaper });
    for (let s = 0; s < 50; s++) at(s, 2 - s / 100, 'old');
    expect(standings.all()['exam']).toMatchObject({ step: 15, record: true });
    at(50, 4, 'new');
    const jumped = standings.all();
    expect([jumped['exam'], jumped['gradientNorm']]).toEqual([
      { step: null, record: false, arrow: 0 },
      { step: null, record: false, arrow: 0 },
    ]);
    expect(jumped['tokensPerSecond'].step).toBe(15);
    for (let s = 51; s < 80; s++) at(s, 4 - s / 100, 'new');
    expect(standings.all()['exam']).toMatchObject({ step: 15, record: true });
  });

  it('pass over a past with other texts', () => {
    const past = Array.from({ length: 100 }, (_, i) => 2 - i / 100);
    const early = new Standings();
    early.seed('exam', past, 1, 'old');
    early.observe(0, { exam: 3, examPaper: 'new' });
    const late = new Standings();
    late.observe(0, { exam: 3, examPaper: 'new' });
    late.seed('exam', past, 1, 'old');
    late.seed('tokensPerSecond', past, 2, 'old');
    late.observe(0, { tokensPerSecond: 3 });
    for (const standings of [early, late]) expect(standings.all()['exam'].step).toBeNull();
    expect(late.all()['tokensPerSecond'].step).toBe(15);
    const same = new Standings();
    same.seed('exam', past, 1, 'new');
    same.observe(0, { exam: 3, examPaper: 'new' });
    expect(same.all()['exam'].step).toBe(0);
  });

  it('know the past, with a record that is not among its values', () => {
    const standings = new Standings();
    standings.observe(0, { exam: 2 });
    standings.seed(
      'exam',
      Array.from({ length: 100 }, (_, i) => 3 - i / 100),
      1.5,
    );
    expect(standings.all()['exam']).toMatchObject({ step: 15, record: false });
    standings.observe(1000, { exam: 1.4 });
    expect(standings.all()['exam'].record).toBe(true);
  });

  it('point up or down where the change is more than noise', () => {
    let seed = 1;
    const dice = () => (seed = (seed * 16807) % 2147483647) / 2147483647 - 0.5;
    const steady = lived(300, () => 4 + dice());
    let wrong = 0;
    for (let s = 300; s < 500; s++) {
      steady.observe(s * 1000, { smoothLoss: 4 + dice() });
      if (steady.all()['smoothLoss'].arrow !== 0) wrong++;
    }
    expect(wrong).toBeLessThan(20);
    expect(lived(300, (s) => 9 - s / 50 + dice() / 4).all()['smoothLoss'].arrow).toBe(-1);
    expect(lived(300, (s) => 1 + s / 50 + dice() / 4).all()['smoothLoss'].arrow).toBe(1);
    expect(lived(300, () => 4).all()['smoothLoss'].arrow).toBe(0);
  });

  it('leave out counters, names that are none, and what is no number', () => {
    const standings = new Standings();
    standings.observe(0, {
      step: 1,
      tokens: 2,
      nonsense: 3,
      reading: 'a.txt',
      exam: null,
      loss: Number.NaN,
      exact: 0.5,
    });
    expect(Object.keys(standings.all())).toEqual(['exact']);
  });

  it('are the same object until something changes', () => {
    const standings = lived(60, () => 4);
    const before = standings.all();
    standings.observe(MINUTE + 5000, { smoothLoss: 4 });
    expect(standings.all()).toBe(before);
  });

  it('hold no more names than a brain has', () => {
    const standings = new Standings();
    standings.observe(0, Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`norm.p${i}`, i])));
    expect(Object.keys(standings.all()).length).toBe(1000);
  });
});
