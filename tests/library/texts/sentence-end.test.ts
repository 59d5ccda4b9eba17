import { describe, expect, it } from 'vitest';
import { sentenceEnd } from '../../../library/texts/sentence-end.ts';

describe('the end of the last sentence', () => {
  it.each([
    ['I am here. And you', 'I am here.'],
    ['“Come in!” she said', '“Come in!”'],
    ['Is it? (It is.) So we', 'Is it? (It is.)'],
    ['Well … I went', 'Well …'],
    ['I met Mr. Crew and Dr. W. Hewer', ''],
    ['I went to bed.\n3rd. In the morning', 'I went to bed.'],
    ['It costs 3.50 or so', ''],
    ['今日は。いい天気', '今日は。'],
    ['no end at all', ''],
    ['', ''],
  ])('%j ends %j', (text, whole) => {
    expect(text.slice(0, sentenceEnd(text))).toBe(whole);
  });
});
