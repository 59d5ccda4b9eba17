import { describe, expect, it } from 'vitest';
import { median, noiseOf, quantile } from './measure.ts';
import { barText, besideText, measuredText, number, type Row, reaches, tableLine } from './rows.ts';

const row = (changed: Partial<Row>): Row => ({
  name: 'a',
  what: 'a thing',
  how: 'somehow',
  value: 50,
  unit: 'ms',
  better: 'lower',
  ...changed,
});

describe('noise', () => {
  it('is half the range of repeats, as a share of their median', () => {
    expect(noiseOf([98, 100, 104])).toBeCloseTo(0.03, 12);
    expect(noiseOf([7])).toBe(0);
    expect(noiseOf([-2, -2, -1])).toBeCloseTo(0.25, 12);
  });

  it('of many repeats is how their median wanders, whatever single ones do', () => {
    const steady = Array.from({ length: 100 }, (_, i) => (i % 10 === 0 ? 900 : 100));
    expect(noiseOf(steady)).toBe(0);
    const drifting = Array.from({ length: 100 }, (_, i) => 100 + Math.floor(i / 20));
    expect(noiseOf(drifting)).toBeCloseTo(4 / 2 / 102, 12);
  });

  it('comes with medians and quantiles that leave their values as they were', () => {
    const values = [3, 1, 2];
    expect([median(values), quantile(values, 0), quantile(values, 1)]).toEqual([2, 1, 3]);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('a row', () => {
  it('is held against its bar in the direction that is better', () => {
    expect(reaches(row({ bar: 50 }))).toBe(true);
    expect(reaches(row({ bar: 49.9 }))).toBe(false);
    expect(reaches(row({ bar: 49.9, better: 'higher' }))).toBe(true);
    expect(reaches(row({}))).toBeUndefined();
  });

  it('must reach the bars of all its figures, and its share of a limit', () => {
    const also = [{ value: 90, unit: 's', better: 'lower' as const, bar: 80, label: 'in' }];
    expect(reaches(row({ bar: 60, also }))).toBe(false);
    const limit = { name: 'the peak', value: 100 };
    expect(reaches(row({ better: 'higher', barShare: 0.5, limit }))).toBe(true);
    expect(reaches(row({ better: 'higher', barShare: 0.51, limit }))).toBe(false);
  });

  it('must be as many times as good as its peer of the same run as its bar says, where there is one', () => {
    const peer = { name: 'they', value: 100 };
    const half = row({ value: 50, peer, barPeer: 2 });
    expect([reaches(half), barText(half)]).toEqual([true, '≥ 2.00× they ✓']);
    expect(reaches(row({ value: 51, peer, barPeer: 2 }))).toBe(false);
    expect(reaches(row({ value: 199, better: 'higher', peer, barPeer: 2 }))).toBe(false);
    const alone = row({ value: 51, peer: { name: 'they', missing: 'not installed' }, barPeer: 2 });
    expect([reaches(alone), barText(alone)]).toEqual([undefined, '']);
  });

  it('that was tried and not reached counts as short, one that could not be tried does not', () => {
    expect(reaches({ name: 'a', what: 'a', missing: 'never', failed: true })).toBe(false);
    expect(reaches({ name: 'a', what: 'a', missing: 'no text' })).toBeUndefined();
  });

  it('says what was measured, its bar, and how it stands to others', () => {
    const whole = row({
      label: 'p99',
      value: 15.21,
      digits: 1,
      bar: 100,
      also: [{ label: 'p50', value: 3.5, unit: 'ms', digits: 1, better: 'lower' }],
      note: 'asked often',
      peer: { name: 'PyTorch 2', value: 30.42 },
      limit: { name: 'light', value: 1.521 },
    });
    expect(measuredText(whole)).toBe('p99 15.2 ms, p50 3.5 ms (asked often)');
    expect(barText(whole)).toBe('p99 ≤ 100 ms ✓');
    expect(besideText(whole)).toBe('PyTorch 2: 30.4 ms (ours 2.00×); 1,000 % of light (1.52 ms)');
    expect(barText(row({ value: 1.5, unit: '×', better: 'higher', bar: 1.7 }))).toBe('≥ 1.7× ✗');
  });

  it('compares with a peer so that more than 1 is better for us, whichever way is better', () => {
    const peer = { name: 'they', value: 100 };
    expect(besideText(row({ peer }))).toContain('ours 2.00×');
    expect(besideText(row({ peer, better: 'higher' }))).toContain('ours 0.50×');
    expect(besideText(row({ peer: { name: 'they', missing: 'not installed' } }))).toBe('they: not installed');
  });

  it('is one line of Markdown, whatever its words', () => {
    const line = tableLine(row({ what: 'a | b', note: 'two\nlines', noise: 0.012 }), '▲ +3.0 %');
    expect(line).toBe('| a \\| b | **50.0 ms (two lines)** | ± 1.2 % |  |  | ▲ +3.0 % | somehow |');
    expect(tableLine({ name: 'x', what: 'x', missing: 'no text' })).toContain('not measured: no text');
  });

  it('writes numbers with as many digits as their size needs', () => {
    expect([1234.5, 52.34, 0.1234].map((x) => number(x))).toEqual(['1,235', '52.3', '0.12']);
  });
});
