import { describe, expect, test } from 'vitest';
import { parseTokenizer, serializeTokenizer, trainTokenizer } from '../../../library/tokenizer/index.ts';
import { NASTY, SAMPLE, utf8 } from './support.ts';

const tokenizer = trainTokenizer([utf8(SAMPLE)], { vocabularySize: 450 });
const text = serializeTokenizer(tokenizer);

/** The file with some parts replaced. */
const changed = (parts: object): string => JSON.stringify({ ...JSON.parse(text), ...parts });

describe('a tokenizer as text', () => {
  test('comes back equal', () => {
    const back = parseTokenizer(text);
    expect((back as typeof tokenizer).merges).toEqual(tokenizer.merges);
    expect(back.hash).toBe(tokenizer.hash);
    expect(back.vocabularySize).toBe(450);
    expect(serializeTokenizer(back)).toBe(text);
    for (const nasty of NASTY) expect(back.encode(nasty)).toEqual(tokenizer.encode(nasty));
  });

  test('the hash tells tokenizers apart', () => {
    expect(tokenizer.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(trainTokenizer([utf8(SAMPLE)], { vocabularySize: 451 }).hash).not.toBe(tokenizer.hash);
    expect(trainTokenizer([utf8(SAMPLE)], { vocabularySize: 450 }).hash).toBe(tokenizer.hash);
  });

  const { merges } = tokenizer;
  const doubling = Array.from({ length: 8 }, (_, i) => (i === 0 ? [101, 101] : [259 + i, 259 + i]));
  test.each<[string, string, RegExp]>([
    ['half a file', text.slice(0, 100), /the text is not JSON/],
    ['a list', '[1]', /should be an object, but it is \[1\]/],
    ['nothing', 'null', /should be an object, but it is null/],
    ['another format', changed({ format: 'tekken' }), /"format" should be "babyllm-tokenizer", but it is "tekken"/],
    ['no format', changed({ format: undefined }), /"format" .* missing/],
    ['a later version', changed({ version: 3 }), /"version" should be 1 or 2, but it is 3/],
    ['another pattern', changed({ pattern: '.' }), /"pattern" is not the pattern/],
    ['no merges', changed({ merges: 'ab' }), /"merges" should be a list/],
    ['a merge of three', changed({ merges: [[5, 6, 7]] }), /merge 0 should be a pair .* \[5,6,7\]/],
    ['a merge of words', changed({ merges: [merges[0], ['a', 'b']] }), /merge 1 should be a pair/],
    ['a merge with a special id', changed({ merges: [[2, 100]] }), /merge 0 must join two ids from 4 to 259/],
    ['a merge with a later id', changed({ merges: [[100, 260]] }), /merge 0 must join two ids from 4 to 259/],
    ['the same merge twice', changed({ merges: [merges[0], merges[0]] }), /merge 1 .* same bytes as an earlier one/],
    [
      'the same bytes twice',
      changed({
        merges: [
          [100, 101],
          [101, 102],
          [260, 102],
          [100, 261],
        ],
      }),
      /merge 3 .* same bytes/,
    ],
    ['an endless token', changed({ merges: doubling }), /merge 7 spells 256 bytes, but no piece .* longer than 129/],
    ['another order of merges', changed({ merges: [[100, 101]] }), /"hash" says .*; the file is damaged/],
    ['another hash', changed({ hash: '\u001b[31m' }), /"hash" says "\\u001b\[31m"/],
  ])('%s is refused', (_, file, sentence) => {
    expect(() => parseTokenizer(file)).toThrow(sentence);
    expect(() => parseTokenizer(file)).toThrow(/^parseTokenizer: [^\n]*[^.]\.$/);
  });
});
