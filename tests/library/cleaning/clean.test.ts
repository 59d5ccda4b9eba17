import { describe, expect, it } from 'vitest';
import { Cleaner, clean } from '../../../library/cleaning/clean.ts';
import { decodeWindows1252 } from '../../../library/cleaning/windows1252.ts';
import { randomFrom } from '../home.ts';

describe('clean', () => {
  it('gives every line the same end', () => {
    expect(clean('a\r\nb\rc\nd\u0085e\u2028f\u2029g')).toBe('a\nb\nc\nd\ne\nf\ng');
    expect(clean('a\r')).toBe('a\n');
    expect(clean('a\r\r\n')).toBe('a\n\n');
  });

  it('takes controls, zero-width and bidi characters out, and leaves tab and newline', () => {
    expect(clean('a\0b\x07\x1b[1m\tc\x7f\x9b\n')).toBe('ab[1m\tc\n');
    expect(clean('\ufeffa\u200bb\u202ec\u2066d\u2069\u2060e\u200f\u061c')).toBe('abcde');
  });

  it('keeps joiners where they spell, and only there', () => {
    expect(clean('👨‍👩‍👧 می‌خواهم क्‍ष')).toBe('👨‍👩‍👧 می‌خواهم क्‍ष');
    expect(clean('pass\u200dword\u200c é\u200d x\u200c')).toBe('password é x');
  });

  it('leaves at most two blank lines in a row', () => {
    expect(clean('a\n\n\n\n\n\nb')).toBe('a\n\n\nb');
    expect(clean('a\n \n\t\n  \n\nb')).toBe('a\n\n\nb');
    expect(clean('a\n\n\nb')).toBe('a\n\n\nb');
    expect(clean('a\r\n\0\r\n\0\r\n\0\r\n\0\r\nb')).toBe('a\n\n\nb');
  });

  it('keeps everything else exactly', () => {
    const writing = '  Dear “diary” —\n\n\tʕ•ᴥ•ʔ   two  spaces \nMixed CASE, 1,000 % & <b>…</b>\u00a0\u00ad\n';
    expect(clean(writing)).toBe(writing);
  });

  it('does not care in which pieces a text comes', () => {
    const parts = ['a', 'é', ' ', '\n', '\n', '\r', '\r\n', '\u200d', '\u200c', '\0', '\t', '😀', '\u200b', 'Zz'];
    const random = randomFrom(3);
    for (let round = 0; round < 500; round++) {
      const pieces = Array.from({ length: 30 }, () => parts[Math.floor(random() * parts.length)]!);
      const cleaner = new Cleaner();
      const streamed = pieces.map((piece) => cleaner.push(piece)).join('') + cleaner.end();
      expect(streamed).toBe(clean(pieces.join('')));
    }
  });

  it('holds back little of an endless run of spaces or newlines', () => {
    const cleaner = new Cleaner();
    let out = '';
    for (let i = 0; i < 50; i++) out += cleaner.push(' '.repeat(100_000));
    expect(out.length).toBeGreaterThan(4_900_000);
    for (let i = 0; i < 50; i++) out += cleaner.push('\n'.repeat(100_000));
    expect((out + cleaner.end()).trimEnd()).toBe('');
  });
});

describe('soft hyphens', () => {
  it.each([
    ['Donau\u00addampf\u00adschiff', 'Donaudampfschiff'],
    ['Ver\u00ad\u00adständ\u00adlich', 'Verständlich'],
    ['Donau\u00ad\ndampf', 'Donau\ndampf'],
    ['\u00ad alone \u00ad', '\u00ad alone \u00ad'],
    ['well-known', 'well-known'],
  ])('go: %j', (text, cleaned) => {
    expect(clean(text)).toBe(cleaned);
    const cleaner = new Cleaner();
    expect(Array.from(text, (letter) => cleaner.push(letter)).join('') + cleaner.end()).toBe(cleaned);
  });
});

describe('decodeWindows1252', () => {
  it('agrees with the standard', () => {
    const bytes = Uint8Array.of(0x93, 0x47, 0x72, 0xfc, 0xdf, 0x65, 0x94, 0x20, 0x80, 0x85, 0x92, 0x9f, 0x8e);
    expect(decodeWindows1252(bytes)).toBe('“Grüße” €…’ŸŽ');
    expect(decodeWindows1252(Uint8Array.of(0x81, 0x41, 0x9d))).toBe('A');
  });
});
