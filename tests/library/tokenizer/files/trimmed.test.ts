import { describe, expect, test } from 'vitest';
import { TrimmedTokenizer, trim } from '../../../../library/tokenizer/files/trimmed.ts';
import {
  LEARNABLE_KINDS,
  parseTokenizer,
  serializeTokenizer,
  trainTokenizer,
} from '../../../../library/tokenizer/index.ts';
import { generator, NASTY, randomBytes, SAMPLE, utf8 } from '../support.ts';

const whole = trainTokenizer([utf8(SAMPLE)], { vocabularySize: 900 });
const used = SAMPLE.slice(0, 300);
const trimmed = trim(whole, [utf8(used)]);

describe('a trimmed vocabulary', () => {
  test('holds the tokens that the texts use, the bytes and the marks', () => {
    expect(trimmed.vocabularySize).toBeLessThan(whole.vocabularySize - 200);
    expect(new Set(trimmed.originals).size).toBe(trimmed.vocabularySize);
    for (const id of whole.encode(used)) expect(trimmed.originals).toContain(id);
  });

  test('keeps the way back: its ids of those texts are the ids of the whole vocabulary', () => {
    expect(Array.from(trimmed.encode(used), (id) => trimmed.originals[id])).toEqual([...whole.encode(used)]);
  });

  test('spells other tokens by those that it has, and loses nothing', () => {
    expect(trimmed.encode(SAMPLE).length).toBeGreaterThan(whole.encode(SAMPLE).length);
    for (const text of [SAMPLE, ...NASTY]) expect(trimmed.decode(trimmed.encode(text))).toBe(text.toWellFormed());
    const random = generator(9);
    for (let i = 0; i < 200; i++) {
      const bytes = randomBytes(random, 20);
      expect(trimmed.decodeBytes(trimmed.encodeBytes(bytes))).toEqual(bytes);
    }
  });

  test('is stored with the whole, and comes back', () => {
    const back = parseTokenizer(serializeTokenizer(trimmed)) as TrimmedTokenizer;
    expect(back.hash).toBe(trimmed.hash);
    expect(back.special).toEqual(trimmed.special);
    expect(back.encode(SAMPLE)).toEqual(trimmed.encode(SAMPLE));
    expect(back.whole.hash).toBe(whole.hash);
  });

  test('works for vocabularies with marks behind their own ids', () => {
    const pieces = LEARNABLE_KINDS.sentencepiece.learn([utf8(SAMPLE)], { vocabularySize: 600 });
    const few = trim(pieces, [utf8(used)]);
    expect(few.special.done).toBe(few.vocabularySize - 1);
    expect(few.asDocument('x')).toBe(' x');
    for (const text of NASTY) expect(few.decode(few.encode(text))).toBe(text.toWellFormed());
  });
});

test.each<[string, number[], RegExp]>([
  ['an id twice', [0, 1, 2, 3, 3], /ids should rise/],
  ['an id outside', [0, 1, 2, 3, 900], /ids should rise within the vocabulary, but 900/],
  ['no marks', [4, 5, 6], /the marks of turns are not among its ids/],
])('%s is refused', (_, originals, sentence) => {
  expect(() => new TrimmedTokenizer(whole, originals)).toThrow(sentence);
});
