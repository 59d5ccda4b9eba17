import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { changeOf, changeText, committed, type Machine, parse, render, type Taken, write } from './results.ts';
import type { Row } from './rows.ts';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'baby-bench-results-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

const machine: Machine = { processor: 'P', cores: 2, memory: 8, node: 'v1', kernels: 'simd', library: null };
const row = (name: string, value: number, changed: Partial<Row> = {}): Row => ({
  name,
  what: name,
  how: 'somehow',
  value,
  unit: 'ms',
  better: 'lower',
  noise: 0.02,
  ...changed,
});
const taken = (date: string, ...rows: Taken['rows']): Taken => ({ date, machine, rows });

describe('a table of figures', () => {
  it('comes back as it was written, whatever stands in it', () => {
    const nasty = taken('2026-01-01', row('a', 1.25, { note: '--> | <!-- "\n' }), {
      name: 'b',
      what: 'b',
      missing: 'why --> not',
    });
    expect(parse(render(nasty))).toEqual(nasty);
  });

  it('is refused where its data is missing or broken', () => {
    expect(() => parse('# Figures of yesterday\n')).toThrow('has none');
    expect(() => parse('<!-- the same as data, for the next comparison: {"date":1} -->')).toThrow('date, machine and');
  });

  it('keeps what was measured earlier the same day, unless it was measured again', () => {
    const into = folder();
    write(taken('2026-01-01', row('a', 10), row('b', 20)), [], into);
    write(taken('2026-01-01', { name: 'a', what: 'a', missing: 'no text' }, row('b', 21), row('c', 30)), [], into);
    const { rows } = parse(readFileSync(join(into, '2026-01-01.md'), 'utf8'));
    expect(rows.map((kept) => [kept.name, (kept as Row).value])).toEqual([
      ['a', 10],
      ['b', 21],
      ['c', 30],
    ]);
    expect(readdirSync(into)).toEqual(['2026-01-01.md']);
  });

  it('keeps what a row had moved by, though the table that it is in is committed since', () => {
    const into = folder();
    const file = join(into, '2026-01-02.md');
    const lines = () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => /^\| [ab] /.test(line));
    write(taken('2026-01-02', row('a', 20)), [taken('2026-01-01', row('a', 10), row('b', 10))], into);
    expect(lines()[0]).toContain('▼ +100.0 % since 2026-01-01');
    const now = [parse(readFileSync(file, 'utf8')), taken('2026-01-01', row('b', 10))];
    write(taken('2026-01-02', row('b', 5)), now, into);
    expect(lines().map((line) => /[▲▼] [^|]*/.exec(line)?.[0].trim())).toEqual([
      '▼ +100.0 % since 2026-01-01',
      '▲ −50.0 % since 2026-01-01',
    ]);
  });

  it('of another machine on the same day is not mixed with this one', () => {
    const into = folder();
    write({ ...taken('2026-01-01', row('a', 10)), machine: { ...machine, cores: 4 } }, [], into);
    write(taken('2026-01-01', row('b', 20)), [], into);
    expect(parse(readFileSync(join(into, '2026-01-01.md'), 'utf8')).rows.map(({ name }) => name)).toEqual(['b']);
  });
});

describe('the comparison with earlier tables', () => {
  const past = [taken('2026-01-02', row('a', 100)), taken('2026-01-01', row('a', 1), row('b', 50))];

  it('marks what moved more than the noise of both, in the direction that is better', () => {
    const text = (now: Row) => changeText(now, machine, past);
    expect(text(row('a', 103))).toBe('+3.0 % since 2026-01-02');
    expect(text(row('a', 105))).toBe('▼ +5.0 % since 2026-01-02');
    expect(text(row('a', 95))).toBe('▲ −5.0 % since 2026-01-02');
    expect(text(row('a', 105, { noise: 0.04 }))).toBe('+5.0 % since 2026-01-02');
    expect(text(row('a', 105, { better: 'higher' }))).toBe('▲ +5.0 % since 2026-01-02');
  });

  it('marks nothing where no noise is known, and tells of what may be next to nothing in points', () => {
    const { noise: _, ...bare } = row('a', 200);
    expect(changeText(bare, machine, past)).toBe('+100.0 % since 2026-01-02');
    const lost = (value: number, changed: Partial<Row>) => row('lost', value, { unit: '%', ...changed });
    const before = [taken('2026-01-02', lost(0.1, { noise: 0.5, points: true }))];
    expect(changeText(lost(1.5, { noise: 0.5, points: true }), machine, before)).toBe('▼ +1.4 points since 2026-01-02');
    expect(changeText(lost(0.9, { noise: 0.5, points: true }), machine, before)).toBe('+0.8 points since 2026-01-02');
    // a table of before, which told it as a share: ± 0.5 points too
    const old = [taken('2026-01-02', lost(0.1, { noise: 5 }))];
    expect(changeText(lost(0.9, { noise: 0.5, points: true }), machine, old)).toBe('+0.8 points since 2026-01-02');
    expect(changeText(lost(1.5, { noise: 0.5, points: true }), machine, old)).toBe('▼ +1.4 points since 2026-01-02');
  });

  it('goes back to the newest table that has the row', () => {
    expect(changeOf(row('b', 50), machine, past)?.since).toBe('2026-01-01');
    expect(changeOf(row('c', 50), machine, past)).toBeUndefined();
  });

  it('compares figures by their labels, each with its own noise', () => {
    const also = (value: number, noise: number) => [
      { value, noise, unit: 'GB', better: 'lower' as const, label: 'in' },
    ];
    const before = [taken('2026-01-02', row('a', 100, { also: also(4, 0.01) }))];
    const change = changeOf(row('a', 100, { also: also(4.1, 0.001) }), machine, before);
    expect(change?.moved.map(({ label, mark }) => [label, mark])).toEqual([
      ['', ''],
      ['in', '▼'],
    ]);
  });

  it('says nothing about another machine, another unit, or what was not measured', () => {
    expect(changeText(row('a', 200), { ...machine, processor: 'Q' }, past)).toBe('');
    expect(changeText(row('a', 200, { unit: 's' }), machine, past)).toBe('');
    expect(changeText({ name: 'a', what: 'a', missing: 'no text' }, machine, past)).toBe('');
    const gap = [taken('2026-01-03', { name: 'a', what: 'a', missing: 'no text' }), ...past];
    expect(changeOf(row('a', 100), machine, gap)?.since).toBe('2026-01-02');
  });
});

describe('tables that were committed', () => {
  it('are read from git, so that a table written since hides nothing; without git, from the folder', () => {
    const into = folder();
    expect(committed(join(into, 'none'))).toEqual([]);
    writeFileSync(join(into, '2026-01-01.md'), render(taken('2026-01-01', row('a', 1))));
    writeFileSync(join(into, 'notes.md'), 'no table');
    expect(committed(into).map(({ date }) => date)).toEqual(['2026-01-01']);

    const git = (...args: string[]) =>
      execFileSync('git', ['-C', into, '-c', 'user.name=x', '-c', 'user.email=x@y', ...args], { stdio: 'ignore' });
    git('init');
    git('add', '.');
    git('commit', '-m', 'one', '--no-gpg-sign');
    writeFileSync(join(into, '2026-01-01.md'), render(taken('2026-01-01', row('a', 2))));
    writeFileSync(join(into, '2026-01-02.md'), render(taken('2026-01-02', row('a', 3))));
    expect(committed(into).map(({ date, rows }) => [date, (rows[0] as Row).value])).toEqual([['2026-01-01', 1]]);
    git('add', '.');
    git('commit', '-m', 'two', '--no-gpg-sign');
    expect(committed(into).map(({ date }) => date)).toEqual(['2026-01-02', '2026-01-01']);
  });

  it('name the file that cannot be read', () => {
    const into = folder();
    writeFileSync(join(into, '2026-01-01.md'), 'nothing');
    expect(() => committed(into)).toThrow('2026-01-01.md cannot be compared with');
  });
});
