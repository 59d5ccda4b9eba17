import { describe, expect, it } from 'vitest';
import { WordRarity, wordsOf } from '../../../library/sources/rarity.ts';

describe('words', () => {
  it('are in lower case and without punctuation; signs that mean something are words', () => {
    expect(wordsOf("What's YOUR name?!")).toEqual(['what', 's', 'your', 'name']);
    expect(wordsOf('What is 12 * 12, or 12 - 3?')).toEqual(['what', 'is', '12', '*', '12', 'or', '12', '-', '3']);
    expect(wordsOf('a well-known fact')).toEqual(['a', 'well', 'known', 'fact']);
    expect(wordsOf('Größe ﬁnden')).toEqual(['grösse', 'finden']);
    expect(wordsOf('I ❤ you')).toEqual(['i', '❤', 'you']);
  });

  it('are single characters where a script has no spaces', () => {
    expect(wordsOf('你叫什么 tea')).toEqual(['你', '叫', '什', '么', 'tea']);
    expect(wordsOf('こんにちは')).toHaveLength(5);
  });

  it('are the text itself where it has none', () => {
    expect(wordsOf(' ?!  ... ')).toEqual(['?! ...']);
    expect(wordsOf('  \n ')).toEqual([]);
  });
});

describe('the rarity of words', () => {
  it('is measured in bits', () => {
    const rarity = new WordRarity();
    rarity.add('the cat and the dog and the bird '.repeat(100));
    expect(rarity.bits('THE'.toLowerCase())).toBeLessThan(1.5);
    expect(rarity.bits('cat')).toBeCloseTo(3, 1);
    expect(rarity.bits('unheard')).toBeGreaterThan(10);
  });
});
