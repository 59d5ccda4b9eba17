import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../school/cli/durations.ts';
import { ledgerTexts } from '../../../school/cli/texts/ledger.ts';
import type { SectionTime } from '../../../statistics/query/durations.ts';

const of = (section: string, mean: number, more: Partial<SectionTime> = {}): SectionTime => ({
  section,
  mean,
  max: 2 * mean,
  share: mean / 100,
  lately: mean,
  slow: false,
  ...more,
});
const STEP = of('step', 100);
const SECTIONS = [
  of('backward', 54.25),
  of('forward', 30),
  of('speaking', 5, { lately: 1234, slow: true }),
  of('reading', 0.04),
];

describe('the table of durations', () => {
  it('has a bar and its figures for each section, in columns', () => {
    const lines = tableOf(STEP, SECTIONS, 80, false).split('\n');
    expect(lines[0]).toBe(ledgerTexts.durations.step('100.0', '100.0'));
    expect(lines[1]).toMatch(/^ +share of a step +ms\/step +recent +longest$/);
    expect(lines[2]).toMatch(/^backward █+\S* +54\.3 % +54\.3 +54\.3 +108\.5$/);
    expect(lines[4]).toMatch(/^speaking \S+ +5\.0 % +5\.00 +1234 +10\.0 {2}slower now$/);
    expect(lines[5]).toMatch(/^reading +0\.0 % +0\.04 +0\.04 +0\.08$/);
    const widths = lines.slice(1, -1).map((line) => [...line.replace(/ {2}slower now$/, '')].length);
    expect(new Set(widths).size).toBe(1);
  });

  it('fits any width, colours only where it may, and the slow alone', () => {
    for (const width of [20, 60, 80, 200])
      for (const line of tableOf(null, SECTIONS, width, false).split('\n'))
        expect([...line].length).toBeLessThanOrEqual(Math.min(120, Math.max(width, 70)));
    expect(tableOf(null, SECTIONS, 80, false)).not.toContain('\x1b');
    expect(tableOf(null, SECTIONS, 80, true).match(/\x1b\[33m(\w+)/g)).toEqual(['\x1b[33mspeaking']);
    expect(tableOf(null, SECTIONS, 80, false)).not.toContain('One step');
  });
});
