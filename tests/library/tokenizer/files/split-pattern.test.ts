import { describe, expect, test } from 'vitest';
import { CL100K_PATTERN, GPT2_PATTERN, splitPattern } from '../../../../library/tokenizer/files/split-pattern.ts';
import { tokenizerTexts } from '../../../../library/tokenizer/texts/tokenizer-texts.ts';

describe('patterns of other languages', () => {
  test.each<[string, string, string[]]>([
    ['white space is that of Unicode', '\\s+|\\S+', ['a', '\u0085', '\ufeffb']],
    ['possessive quantifiers are greedy ones', '\\p{L}++|\\p{N}{1,2}+| ?+.', ['ab', '12', '3', ' !']],
    ['a group may ignore case', "(?i:'ll|k)|.", ["'LL", 'K', 'l']],
    ['escapes that JavaScript refuses', "\\'\\-\\!|[\\-\\'a]+|.", ["'-!", "a-'", 'z']],
    ['classes keep what stands in them', '[^\\s\\p{L}+*?]+|.', ['12', '+', '*', '?', 'a', ' ']],
    ['hexadecimal digits', '\\h+|.', ['beef', 'x', '00']],
  ])('%s', (_, pattern, pieces) => {
    expect(pieces.join('').match(splitPattern(pattern))).toEqual(pieces);
  });

  test.each([GPT2_PATTERN, CL100K_PATTERN])('every character of a text is in one piece: %s', (pattern) => {
    const text = "Hello  WORLD's 12345 …\r\n\r\n\t x\u00a0y 日本語!!\n ";
    expect(text.match(splitPattern(pattern))!.join('')).toBe(text);
  });

  test('a pattern that is none is named', () => {
    expect(() => splitPattern('(?P<a>b')).toThrow(tokenizerTexts.files.unusablePattern('"(?P<a>b"'));
  });
});
