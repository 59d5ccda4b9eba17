import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { figures, newestRows, README, withFigures } from './readme.ts';
import { type Taken, tablesIn } from './results.ts';
import type { Row } from './rows.ts';

describe('the README of the bench', () => {
  const text = readFileSync(README, 'utf8');

  it('shows the newest figures, as the bench writes them', () => {
    expect(text).toContain(figures(tablesIn()));
    expect(withFigures(text, tablesIn())).toBe(text);
  });

  it('keeps what stands around them', () => {
    const [newest] = tablesIn() as [Taken];
    const other = withFigures(text, [{ ...newest, date: '2001-01-01', rows: newest.rows.slice(0, 1) }]);
    expect(other).toContain('(results/2001-01-01.md)');
    expect(withFigures(other, tablesIn())).toBe(text);
    expect(() => withFigures('no marks', tablesIn())).toThrow('between');
  });
});

describe('the newest rows', () => {
  const machine = { processor: 'P', cores: 2, memory: 8, node: 'v1', kernels: 'simd', library: null };
  const row = (name: string, value: number): Row => ({
    ...{ name, what: name, how: 'somehow', value, unit: 'ms', better: 'lower' },
  });
  const values = (...tables: Taken[]) =>
    newestRows(tables).map(({ date, row: { name, value } }) => [date, name, value]);

  it('are those of the last day on which each was measured, in the order of the first', () => {
    const gap = { name: 'b', what: 'b', missing: 'no text' };
    expect(
      values(
        { date: '2026-01-02', machine, rows: [row('c', 3), gap, row('a', 2)] },
        { date: '2026-01-01', machine, rows: [row('a', 1), row('b', 1)] },
      ),
    ).toEqual([
      ['2026-01-02', 'a', 2],
      ['2026-01-01', 'b', 1],
      ['2026-01-02', 'c', 3],
    ]);
  });

  it('are of one machine', () => {
    const other = { ...machine, cores: 4 };
    expect(
      values(
        { date: '2026-01-02', machine, rows: [row('a', 2)] },
        { date: '2026-01-01', machine: other, rows: [row('b', 1)] },
      ),
    ).toEqual([['2026-01-02', 'a', 2]]);
  });
});
