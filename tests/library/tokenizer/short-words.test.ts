import { describe, expect, it } from 'vitest';
import { trainTokenizer } from '../../../library/tokenizer/index.ts';
import { patternRegExp } from '../../../library/tokenizer/pattern.ts';
import { randomFrom } from '../home.ts';

const WORDS = [
  'a',
  'be',
  'the',
  'word',
  'longer',
  'longest',
  'eighteen',
  'ninetieth',
  "it's",
  'é',
  'naïve',
  'ﬁne',
  'A',
  'Zz',
];
const BETWEEN = [
  ' ',
  '  ',
  '\n',
  '\n\n',
  ', ',
  '.',
  '...',
  "'",
  '\u2019',
  '-',
  '1',
  '1234',
  '\t',
  '\u0301',
  '@',
  '[',
  '`',
  '{',
  '中',
];

describe('words that are found by eight bytes at once', () => {
  const random = randomFrom(4);
  const drawn = (all: readonly string[]): string => all[Math.floor(random() * all.length)]!;
  const texts = Array.from({ length: 300 }, () =>
    Array.from({ length: 60 }, () => (random() < 0.6 ? drawn(WORDS) : drawn(BETWEEN))).join(''),
  );
  const trained = () => trainTokenizer([Buffer.from(texts.slice(0, 100).join('\n'))], { vocabularySize: 320 });
  const tokenizer = trained();

  it('have the ids that each piece has by itself, at every place of a text', () => {
    // fewer bytes than are looked at together: a piece alone goes another way, and so does each byte of a long one
    const alone = trained();
    const idsOf = new Map<string, readonly number[]>();
    const slow = (piece: string): readonly number[] => {
      const known = idsOf.get(piece);
      if (known) return known;
      const ids = [...alone.encode(piece)];
      idsOf.set(piece, ids);
      return ids;
    };
    for (const text of texts) {
      const pieces = Array.from(text.matchAll(patternRegExp()), ([piece]) => piece);
      expect([...tokenizer.encode(text)]).toEqual(pieces.flatMap(slow));
    }
  });

  it('are the same when they were known before, and whatever stood at an odd place of memory', () => {
    for (const text of texts.slice(0, 50)) {
      const bytes = Buffer.from(text);
      const ids = [...tokenizer.encodeBytes(bytes)];
      for (let offset = 1; offset < 9; offset++) {
        const moved = new Uint8Array(bytes.length + offset);
        moved.set(bytes, offset);
        expect([...tokenizer.encodeBytes(moved.subarray(offset))]).toEqual(ids);
      }
      expect(Buffer.from(tokenizer.decodeBytes(ids)).equals(bytes)).toBe(true);
    }
  });
});
