import { describe, expect, test } from 'vitest';
import { trainTokenizer } from '../../../library/tokenizer/index.ts';
import { MAX_PIECE_BYTES, patternRegExp } from '../../../library/tokenizer/pattern.ts';
import { scanPiece } from '../../../library/tokenizer/scanner.ts';
import { generator, NASTY, randomBytes, randomString, SAMPLE, utf8 } from './support.ts';

const fromUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function scan(bytes: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = scanPiece(bytes, at, bytes.length);
    pieces.push(bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}

const scanText = (text: string): string[] => scan(utf8(text)).map((piece) => fromUtf8.decode(piece));
/** The truth: the pattern, on what the string is in UTF-8. */
const matchText = (text: string): string[] => text.toWellFormed().match(patternRegExp()) ?? [];

describe('the pattern', () => {
  test.each([
    ['I am here.', ['I', ' am', ' here', '.']],
    ["can't you've DON'T it’s", ['can', "'t", ' you', "'ve", ' DON', "'T", ' it', '’s']],
    ["'tis 'dog'", ["'", 'tis', " '", 'dog', "'"]],
    ['in 1660, 12345!', ['in', ' ', '166', '0', ',', ' ', '123', '45', '!']],
    ['one.\n\n  two \n', ['one', '.', '\n\n', ' ', ' two', ' ', '\n']],
    ['\tx', ['\t', 'x']],
    ['e\u0301a ❤\ufe0f.', ['e\u0301a', ' ❤\ufe0f.']],
    ['a'.repeat(70), ['a'.repeat(32), 'a'.repeat(32), 'a'.repeat(6)]],
    [`${' '.repeat(33)}x`, [' '.repeat(32), ' x']],
  ])('cuts %j', (text, pieces) => {
    expect(matchText(text)).toEqual(pieces);
    expect(scanText(text)).toEqual(pieces);
  });

  test('spells every text: each character is in one piece', () => {
    for (let codePoint = 0; codePoint < 0x110000; codePoint += 4096) {
      let text = '';
      for (let i = 0; i < 4096; i++) text += `${String.fromCodePoint(codePoint + i)}${i % 3 === 0 ? 'x' : ' '}`;
      expect(matchText(text).join('')).toBe(text.toWellFormed());
    }
  });
});

describe('the scanner is the pattern', () => {
  test.each(NASTY.map((text) => [text]))('on %j', (text) => {
    expect(scanText(text)).toEqual(matchText(text));
  });

  test('on every code point of planes in use, alone and between others', () => {
    for (let codePoint = 0; codePoint < 0x110000; codePoint += 2048) {
      if (![0, 1, 2, 3, 14].includes(codePoint >> 16)) continue;
      let text = '';
      for (let i = 0; i < 2048; i++) {
        const character = String.fromCodePoint(codePoint + i);
        text += `${character} ${character}x${character}1${character}.\n`;
      }
      // one string is far quicker to compare than thousands, and this text nowhere has three bars
      expect(scanText(text).join('|||')).toBe(matchText(text).join('|||'));
    }
  });

  test('on random strings', () => {
    const random = generator(21);
    for (let i = 0; i < 3000; i++) {
      const text = randomString(random, 30);
      expect(scanText(text)).toEqual(matchText(text));
    }
  });

  test('on random short strings of the characters that matter most', () => {
    const random = generator(22);
    const alphabet = [..."stlvermda'’ \t\n\r1é.\u0301\u00a0😀"];
    for (let i = 0; i < 10_000; i++) {
      const length = 1 + Math.floor(random() * 9);
      const text = Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
      expect(scanText(text)).toEqual(matchText(text));
    }
  });
});

describe('bytes that are not UTF-8', () => {
  /** Length of the well-formed character at `at`, or 0, as the platform's decoder sees it. */
  function characterAt(bytes: Uint8Array, at: number): number {
    for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
      try {
        if ([...fromUtf8.decode(bytes.subarray(at, at + length))].length === 1) return length;
      } catch {
        // not a character of this length: try a longer one
      }
    }
    return 0;
  }

  /** Well-formed stretches as texts of their own, and each other byte alone. */
  function expected(bytes: Uint8Array): Uint8Array[] {
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      let end = at;
      for (let length = characterAt(bytes, end); length > 0; length = characterAt(bytes, end)) end += length;
      if (end > at) pieces.push(...matchText(fromUtf8.decode(bytes.subarray(at, end))).map(utf8));
      else pieces.push(bytes.subarray(at, ++end));
      at = end;
    }
    return pieces;
  }

  test.each([
    ['a cut character', [0x61, 0xe2, 0x82]],
    ['an overlong slash', [0xc0, 0xaf, 0x20, 0x61]],
    ['an overlong euro', [0xf0, 0x82, 0x82, 0xac]],
    ['a surrogate', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
    ['beyond the last code point', [0xf4, 0x90, 0x80, 0x80]],
    ['spaces before it', [0x20, 0x20, 0x20, 0xff, 0x20, 0x61]],
    ['a contraction before it', [0x27, 0x73, 0xff]],
  ])('%s', (_, list) => {
    const bytes = Uint8Array.from(list);
    expect(scan(bytes)).toEqual(expected(bytes));
  });

  test('random bytes: stretches of UTF-8 as usual, other bytes alone', () => {
    const random = generator(23);
    for (let i = 0; i < 1500; i++) {
      const bytes = randomBytes(random, 30);
      expect(scan(bytes)).toEqual(expected(bytes));
    }
  });

  test('their ids are byte ids, and the rest is as in a text of its own', () => {
    const tokenizer = trainTokenizer([utf8(SAMPLE)], { vocabularySize: 500 });
    const bytes = Uint8Array.from([...utf8('the whole house'), 0xff, 0x80, ...utf8('the river')]);
    const ids = [...tokenizer.encode('the whole house'), 0xff + 4, 0x80 + 4, ...tokenizer.encode('the river')];
    expect([...tokenizer.encodeBytes(bytes)]).toEqual(ids);
  });
});

test('no piece is longer than its bound', () => {
  for (const character of ['a', '😀', ' ', '\n', '\u2003', '𝒳', '-', '9', '\u0301']) {
    const bytes = utf8(` ${character.repeat(5000)}`);
    const longest = Math.max(...scan(bytes).map((piece) => piece.length));
    expect(longest).toBeLessThanOrEqual(MAX_PIECE_BYTES);
  }
});
