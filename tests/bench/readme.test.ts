import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figures, README, withFigures } from './readme.ts';
import { parse, RESULTS } from './results.ts';

describe('the README of the bench', () => {
  const text = readFileSync(README, 'utf8');

  it('shows the figures of the newest table, as the bench writes them', () => {
    const newest = readdirSync(RESULTS).sort().at(-1)!;
    const taken = parse(readFileSync(join(RESULTS, newest), 'utf8'));
    expect(text).toContain(figures(taken));
    expect(withFigures(text, taken)).toBe(text);
  });

  it('keeps what stands around them', () => {
    const taken = parse(readFileSync(join(RESULTS, readdirSync(RESULTS).sort().at(-1)!), 'utf8'));
    const other = withFigures(text, { ...taken, date: '2001-01-01', rows: taken.rows.slice(0, 1) });
    expect(other).toContain('Measured on 2001-01-01');
    expect(withFigures(other, taken)).toBe(text);
    expect(() => withFigures('no marks', taken)).toThrow('between');
  });
});
