import { describe, expect, it } from 'vitest';
import { Deadline, linearPattern, SlowPatternError } from '../../statistics/query/pattern.ts';
import { dice } from './support.ts';

describe('a pattern of linear time', () => {
  it('fits what the same pattern of JavaScript fits, of thousands of patterns and texts', () => {
    const roll = dice(17);
    const parts = [
      'a',
      'b',
      'é',
      '字',
      '.',
      '\\d',
      '\\w',
      '[ab]',
      '[^a]',
      '(ab|b)',
      '(?:a|é)',
      '\\s',
      '1',
      ' ',
      '^',
      '$',
      '\\b',
    ];
    const counts = ['', '', '', '*', '+', '?', '{1,2}', '*?'];
    const letters = ['a', 'b', 'é', '字', '1', ' ', 'A', '\n'];
    const pick = (from: readonly string[]): string => from[Math.floor(roll() * from.length)]!;
    let fits = 0;
    for (let round = 0; round < 3000; round++) {
      const source = Array.from({ length: 1 + Math.floor(roll() * 5) }, () => {
        const part = pick(parts);
        return /^[\^$]$|^\\b$/.test(part) ? part : part + pick(counts);
      }).join('');
      const pattern = new RegExp(source, pick(['u', 'iu', 'su', 'mu']));
      const linear = linearPattern(pattern);
      for (let i = 0; i < 5; i++) {
        const text = Array.from({ length: Math.floor(roll() * 8) }, () => pick(letters)).join('');
        expect([String(pattern), text, linear.test(text)]).toEqual([String(pattern), text, pattern.test(text)]);
        if (pattern.test(text)) fits++;
      }
    }
    expect(fits).toBeGreaterThan(3000);
  });

  it.each([
    [/\u00e4/, 'ä'],
    [/\u{1f43b}/u, '🐻'],
    [/(?<year>\d{4})/, 'in 2024'],
    [/a\/b/, 'a/b'],
    [/größe/i, 'GRÖSSE größe'],
    [/^b/m, 'a\nb'],
  ])('knows %s', (pattern, text) => {
    expect(linearPattern(pattern).test(text)).toBe(true);
    expect(linearPattern(pattern).test('nothing of it')).toBe(false);
  });

  it('answers at once where repetitions lie in one another', () => {
    const text = `${'a'.repeat(5000)}!`;
    for (const pattern of [/^(a+)+$/, /^(a|a)*$/, /^(\w+\s?)+$/]) expect(linearPattern(pattern).test(text)).toBe(false);
  });

  it.each([/(?=a)b/, /(?!a)b/, /(?<=a)b/, /(?<!a)b/, /(a)\1/])('is none for %s, and says why', (pattern) => {
    expect(() => linearPattern(pattern)).toThrow(
      / is no pattern that is known here: it may not look ahead or behind \(\(\?=…\), \(\?<=…\)\) or refer back \(\\1\)\.$/,
    );
  });
});

it('a search is given up when its time is over, and not before', () => {
  expect(() => new Deadline(/a/, 60_000).check()).not.toThrow();
  expect(() => new Deadline(/a/i, -1).check()).toThrow(SlowPatternError);
  expect(() => new Deadline(/a/i, -1).check()).toThrow(/^the pattern \/a\/i was given up after -1 ms: /);
});
