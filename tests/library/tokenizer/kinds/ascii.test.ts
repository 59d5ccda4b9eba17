import { describe, expect, test } from 'vitest';
import { ASCII_CHARACTERS, AsciiTokenizer, foldToAscii } from '../../../../library/tokenizer/kinds/ascii.ts';

describe('folding to ASCII', () => {
  test.each([
    ['“Don’t” — he said …', '"Don\'t" - he said ...'],
    ['naïve café, Ångström, Łódź, Straße, Æsir, œuvre', 'naive cafe, Angstrom, Lodz, Strasse, AEsir, oeuvre'],
    ['e\u0301a\u0308', 'ea'],
    ['ﬁ ½ ² Å', 'fi 1/2 2 A'],
    ['a\u00a0b\u2003c\ufeffd\u200be', 'a b cde'],
    ['one\r\ntwo\rthree\u2028four\ttab', 'one\ntwo\nthree\nfour\ttab'],
    ['日本 😀 \u0000 \ud83d', '?? ? ? ?'],
    ['plain ASCII stays: ~`\'"\\{|}', 'plain ASCII stays: ~`\'"\\{|}'],
  ])('%j becomes %j', (text, folded) => {
    expect(foldToAscii(text)).toBe(folded);
  });
});

test('97 characters and three marks', () => {
  const tokenizer = new AsciiTokenizer();
  expect(ASCII_CHARACTERS).toBe(97);
  expect(tokenizer.vocabularySize).toBe(100);
  expect(tokenizer.folds).toBe(true);
  const all = `${Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('')}\t\n`;
  expect([...tokenizer.encode(all)]).toEqual(Array.from({ length: 97 }, (_, id) => id));
  expect(tokenizer.decode(tokenizer.encode(all))).toBe(all);
});
