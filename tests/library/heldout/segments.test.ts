import { describe, expect, it } from 'vitest';
import { Recogniser } from '../../../library/heldout/fingerprint.ts';
import { cutSegments, SegmentCutter } from '../../../library/heldout/segments.ts';
import { prose, randomFrom } from '../home.ts';

function numbers(text: string): Map<string, number> {
  const recogniser = new Recogniser();
  const known = [...recogniser.push(cutSegments(text)), ...recogniser.end()];
  return new Map(known.map(({ text: passage, hash }) => [passage.trim(), hash]));
}

describe('cutPassages', () => {
  it('cuts lines, and long lines behind sentences', () => {
    const line =
      'This is the first long sentence. “And this is the second one, my dear!” Here comes a third one?  Yes.\n';
    expect(cutSegments(`short\n${line}`)).toEqual([
      'short\n',
      'This is the first long sentence. ',
      '“And this is the second one, my dear!” ',
      'Here comes a third one?  Yes.\n',
    ]);
  });

  it('loses nothing and cuts the same in whichever pieces a text comes', () => {
    const random = randomFrom(2);
    const parts = [
      'word ',
      'a. ',
      'longer words here ',
      '\n',
      '你好。',
      '。',
      '  ',
      'x'.repeat(700),
      '😀',
      prose(3, 1),
    ];
    for (let round = 0; round < 60; round++) {
      const text = Array.from({ length: 400 }, () => parts[Math.floor(random() * parts.length)]!).join('');
      const cutter = new SegmentCutter();
      const streamed: string[] = [];
      for (let at = 0; at < text.length; ) {
        const size = 1 + Math.floor(random() * 3000);
        streamed.push(...cutter.push(text.slice(at, at + size)));
        at += size;
      }
      streamed.push(...cutter.end());
      expect(streamed.join('')).toBe(text);
      expect(streamed).toEqual(cutSegments(text));
    }
  });

  it('cuts an endless line in the same places wherever it begins', () => {
    const random = randomFrom(8);
    const words = Array.from({ length: 60_000 }, () => Math.floor(random() * 1e6).toString(36)).join(' ');
    const whole = new Set(cutSegments(words));
    const later = cutSegments(words.slice(1234));
    const same = later.filter((passage) => whole.has(passage)).length;
    expect(later.length).toBeGreaterThan(300);
    expect(same).toBeGreaterThan(later.length - 8);
    for (const passage of later) expect(passage.length).toBeLessThan(4200);
    const letters = Array.from({ length: 300_000 }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('');
    const cut = new Set(cutSegments(letters));
    expect(cutSegments(letters.slice(777)).filter((passage) => cut.has(passage)).length).toBeGreaterThan(cut.size - 8);
  });
});

describe('Recogniser', () => {
  it('sees through white space and capital letters, and nothing else', () => {
    const number = (text: string): number | undefined => [...numbers(text).values()][0];
    const plain = number('the quick brown fox jumps over it\n');
    expect(number('  The  quick\tbrown fox JUMPS over it')).toBe(plain);
    expect(number('the quick brown fox jumps over us\n')).not.toBe(plain);
    expect(number('thequick brown fox jumps over it\n')).not.toBe(plain);
  });

  it('takes short lines together with what follows, across empty lines', () => {
    const a = numbers('one\n\n---\ntwo\nthree four five six seven\n');
    const b = numbers('one\ntwo\nthree four five six seven\nelse\n');
    expect(a.get('one')).toBe(b.get('one'));
    expect(a.get('two')).toBe(b.get('two'));
    expect(a.get('one')).not.toBe(a.get('two'));
    expect(b.get('else')).toBeNaN();
  });

  it('gives different numbers to 20,000 different lines', () => {
    expect(new Set(numbers(prose(20_000, 4)).values()).size).toBe(20_000);
  });
});
