import { describe, expect, it } from 'vitest';
import { findStatistic, formatValue, placeOf, STATISTICS, statistic } from '../../statistics/names.ts';

describe('the table of names', () => {
  it('says all of each: unit, one sentence, polarity, a range that is one', () => {
    for (const [name, { unit, meaning, polarity, draw }] of Object.entries(STATISTICS)) {
      expect(unit, name).not.toBe('');
      expect(meaning, name).toMatch(/^[A-Z][^.]*\.$/);
      expect(['higher', 'lower', 'neither'], name).toContain(polarity);
      expect(draw.decimals, name).toBeGreaterThanOrEqual(0);
      const [low, high] = draw.range;
      if (low !== null && high !== null) expect(low, name).toBeLessThan(high);
    }
  });

  it('knows which way is good', () => {
    expect(statistic('loss').polarity).toBe('lower');
    expect(statistic('exact').polarity).toBe('higher');
    expect(statistic('colour.red').polarity).toBe('neither');
  });

  it('knows families of names, and nothing that only looks like one', () => {
    expect(statistic('lobe7.window12').unit).toBe('tokens');
    expect(statistic('gradient.lobe0.neurons.weight').draw.log).toBe(true);
    expect(statistic('duration.exam').polarity).toBe('lower');
    for (const no of [
      'lobe.window1',
      'lobe1.window',
      'lobe1.window1x',
      'duration.',
      'norm.a b',
      'toString',
      '__proto__',
      '',
    ])
      expect(findStatistic(no), no).toBeUndefined();
  });

  it('says in one sentence which names are like a wrong one', () => {
    expect(() => statistic('losss')).toThrow('no statistic is called "losss"; there is loss');
    expect(() => statistic('exam.best')).toThrow(/there is exam/);
    expect(() => statistic('zzz')).toThrow('there is, for example, step, loss, smoothLoss, bitsPerByte');
  });

  it('tells which part of the brain is meant, as people count', () => {
    const names = ['lobe0.gate', 'lobe2.window3', 'lobe1.weight0', 'norm.lobe0.memory.w', 'loss', 'norm.embed.table'];
    expect(names.map(placeOf)).toEqual(['lobe 1', 'lobe 3, window 4', 'lobe 2, window 1', 'lobe 1', '', '']);
  });

  it('writes values as they are read', () => {
    expect(formatValue('loss', 2.71849)).toBe('2.718');
    expect(formatValue('learningRate', 0.0003)).toBe('3.0e-4');
    expect(formatValue('learningRate', 0)).toBe('0');
    expect(formatValue('tokens', 1234567)).toBe('1,234,567');
    expect(formatValue('gradientNorm', -1234.5)).toBe('-1,234.500');
    expect(formatValue('exam', null)).toBe('–');
    expect(formatValue('loss', Number.NaN)).toBe('–');
  });
});
