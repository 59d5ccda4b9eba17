import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import {
  type ByteTokenizer,
  extendTokenizer,
  parseTokenizer,
  serializeTokenizer,
  trainTokenizer,
} from '../../../library/tokenizer/index.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const ENGLISH = 'the sea is wide and the boat is small, so we sail along the shore and sing to the sea. '.repeat(40);
const WORDS = 'море ветер лодка берег рыба песня ночь звезда волна парус вода небо дом друг'.split(' ');
const random = new Random(3);
const russian = (words: number) => Array.from({ length: words }, () => WORDS[random.below(WORDS.length)]).join(' ');
const RUSSIAN = russian(2000);

const first = trainTokenizer([bytes(ENGLISH)], { vocabularySize: 300 });
const larger = extendTokenizer(first, [bytes(RUSSIAN)], 120);

describe('a vocabulary that learns the words of another language', () => {
  it('has new ids behind the old ones, which stay as they are', () => {
    expect(larger.vocabularySize).toBeGreaterThan(first.vocabularySize + 30);
    expect(larger.merges.slice(0, first.merges.length)).toEqual(first.merges);
    expect([first.baseSize, larger.baseSize]).toEqual([first.vocabularySize, first.vocabularySize]);
    for (let id = 4; id < first.vocabularySize; id++) expect(larger.tokenBytes(id)).toEqual(first.tokenBytes(id));
    expect(larger.encode(ENGLISH)).toEqual(first.encode(ENGLISH));
  });

  it('spells the other language by far fewer tokens', () => {
    const unseen = russian(300);
    expect(larger.encode(unseen).length).toBeLessThan(first.encode(unseen).length / 4);
  });

  it('gives every text the ids of before, with new ones in them', () => {
    const letters = [...`${ENGLISH.slice(0, 60)}${RUSSIAN.slice(0, 60)}  \n'ß🐣`];
    for (let round = 0; round < 200; round++) {
      const text = Array.from({ length: 1 + random.below(60) }, () => letters[random.below(letters.length)]).join('');
      const ids = larger.encode(text);
      expect(Array.from(ids).flatMap((id) => larger.baseIds(id))).toEqual(Array.from(first.encode(text)));
      expect(larger.decode(ids)).toBe(text);
    }
  });

  it('never has two ids for the same bytes, and learns on from where it is', () => {
    const again = extendTokenizer(larger, [bytes(RUSSIAN), bytes(`${ENGLISH}shoreline sealine`)], 200);
    const spelled = again.merges.map((_, i) => Buffer.from(again.tokenBytes(260 + i)).toString('hex'));
    expect(new Set(spelled).size).toBe(spelled.length);
    expect(again.baseSize).toBe(first.vocabularySize);
  });

  it('is kept with where it began; one of before that is as it always was', () => {
    const kept = parseTokenizer(serializeTokenizer(larger)) as ByteTokenizer;
    expect([kept.hash, kept.baseSize]).toEqual([larger.hash, first.vocabularySize]);
    expect(serializeTokenizer(first)).not.toContain('baseSize');
    expect(() => parseTokenizer(serializeTokenizer(larger).replace(/"baseSize":\d+/, '"baseSize":7'))).toThrow(
      'the ids that it had first must be 260 to',
    );
  });
});
