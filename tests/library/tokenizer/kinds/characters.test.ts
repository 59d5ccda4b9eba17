import { describe, expect, test } from 'vitest';
import { parseTokenizer, serializeTokenizer } from '../../../../library/tokenizer/index.ts';
import { CharacterTokenizer, charactersOf } from '../../../../library/tokenizer/kinds/characters.ts';
import { utf8 } from '../support.ts';

describe('the characters of texts', () => {
  test('stand in the order of their code points, each once', () => {
    expect(charactersOf([utf8('banana, Éclair 😀'), utf8('nab')])).toEqual([...' ,abcilnr', 'É', '😀']);
  });

  test('a character that is cut between two pieces is none', () => {
    const bytes = utf8('é');
    expect(charactersOf([bytes.subarray(0, 1), bytes.subarray(1)])).toEqual([]);
  });
});

describe('a tokenizer of characters', () => {
  const tokenizer = new CharacterTokenizer(['a', 'b', 'é']);

  test('has the characters first, then the marks, then the bytes', () => {
    expect(tokenizer.vocabularySize).toBe(3 + 3 + 256);
    expect(tokenizer.special).toEqual({ end: 3, turn: 4, done: 5 });
    expect([...tokenizer.encode('abéc€')]).toEqual([0, 1, 2, 6 + 0x63, 6 + 0xe2, 6 + 0x82, 6 + 0xac]);
    expect([...tokenizer.encodeBytes(Uint8Array.of(0x61, 0xff, 0xc3, 0xa9, 0xc3))]).toEqual([0, 6 + 0xff, 2, 6 + 0xc3]);
  });

  test.each<[string, unknown, RegExp]>([
    ['no list', 'abc', /"characters" should be a list of characters, but it is "abc"/],
    ['a word', ['a', 'bc'], /every character should be one character, but "bc" is not/],
    ['a character twice', ['a', 'a'], /should come once/],
    ['half a character', ['\ud83d'], /should be one character/],
    ['too many', Array.from({ length: 9000 }, (_, i) => String.fromCodePoint(0x4e00 + i)), /at most 8192 characters/],
  ])('%s is refused', (_, characters, sentence) => {
    const file = JSON.stringify({ ...JSON.parse(serializeTokenizer(tokenizer)), characters });
    expect(() => parseTokenizer(file)).toThrow(sentence);
  });
});
