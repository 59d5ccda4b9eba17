import { describe, expect, it } from 'vitest';
import { literalOf } from '../../statistics/query/literal.ts';
import { dice } from './support.ts';

describe('the literal of a pattern', () => {
  it('is the longest piece that every fitting text has', () => {
    for (const [pattern, literal] of [
      [/soul/, 'soul'],
      [/^soul saved$/i, 'soul saved'],
      [/step \d+ was not finite/, ' was not finite'],
      [/lo+ss/, 'lo'],
      [/colou?r of it/, 'r of it'],
      [/abcd*/, 'abc'],
      [/abcd{0,2}/, 'abc'],
      [/ab+?cde/, 'cde'],
      [/100\.0%/, '100.0%'],
      [/a(bcdef)g/, 'a'],
      [/(?!no)yes/, 'yes'],
      [/[a-z\]]+ yes [(]maybe/, ' yes '],
      [/a(b(c[)]d)e\)f)gh/, 'gh'],
      [/one|two/, ''],
      [/one(two|three)/, 'one'],
      [/\x41bc/, ''],
      [/one\x41bc/, 'one'],
      [/one\n|two/, ''],
      [/\u{41}bc/u, ''],
      [/(.)\1bc/, ''],
      [/größe/, 'größe'],
      [/größe/i, 'gr'],
      [/kissa/iu, 'i'],
      [/kissa/i, 'kissa'],
      [/🐻 bear/, ' bear'],
      [/.*/, ''],
      [/^$/, ''],
      [/[[a]b]c/v, ''],
    ] as const)
      expect(literalOf(pattern), String(pattern)).toBe(literal);
  });

  it('is in whatever the pattern fits, of thousands of patterns and texts', () => {
    const PIECES = [
      'a', 'b', 'K', 's', 'ab', '\\.', '\\(', '.', '^', '$', '\\d', '\\w+', '\\bab', 'a?', 'b*', 'a+', 'b+?', 'a{2}', 'b{0,1}', '(a)', '(?:ab)?',
      '(a|b)', '[ab]', '[^a]', '[a\\]]*', '(?=a)', '(?!b)', '|', '\\x61', '\\n', ' ', 'ö', '\\u0061', '{', ',', '-', '\\/', '(?<!a)', '\\1',
    ]; // biome-ignore format: a list
    const LETTERS = [
      'a',
      'b',
      'k',
      'K',
      's',
      'S',
      'ſ',
      'K',
      '.',
      '(',
      ')',
      ' ',
      'ö',
      'Ö',
      '1',
      '\n',
      '{',
      ',',
      '-',
      '/',
      '🐻',
    ];
    const roll = dice(23);
    const pick = (from: readonly string[], most: number): string =>
      Array.from({ length: 1 + Math.floor(roll() * most) }, () => from[Math.floor(roll() * from.length)]).join('');
    const texts = Array.from({ length: 400 }, () => pick(LETTERS, 9));
    const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    let [fitting, telling] = [0, 0];
    for (let i = 0; i < 4000; i++) {
      const [source, flags] = [pick(PIECES, 6), ['', 'i', 'u', 'iu', 's', 'm'][Math.floor(roll() * 6)]];
      let pattern: RegExp;
      try {
        pattern = new RegExp(source, flags);
      } catch {
        continue; // not every mix of pieces is a pattern
      }
      const literal = lower(literalOf(pattern));
      if (literal !== '') telling++;
      for (const text of texts) {
        if (!pattern.test(text)) continue;
        fitting++;
        if (!lower(text).includes(literal))
          expect.fail(`${pattern} fits ${JSON.stringify(text)}, without ${JSON.stringify(literal)}`);
      }
    }
    expect(telling).toBeGreaterThan(1000);
    expect(fitting).toBeGreaterThan(20_000);
  });
});
