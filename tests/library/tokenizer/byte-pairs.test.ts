import { describe, expect, test } from 'vitest';
import { ByteTokenizer } from '../../../library/tokenizer/byte-pairs.ts';
import {
  FIRST_BYTE,
  FIRST_MERGE,
  SPECIAL,
  StreamingDecoder,
  trainTokenizer,
  WholeCharacterDecoder,
} from '../../../library/tokenizer/index.ts';
import { generator, NASTY, randomBytes, randomString, SAMPLE, utf8 } from './support.ts';

const tokenizer = trainTokenizer([utf8(SAMPLE)], { vocabularySize: 600 });
const bytesOnly = trainTokenizer([], { vocabularySize: FIRST_MERGE });

/** What JavaScript makes of a string in UTF-8: lone surrogates become U+FFFD. */
const wellFormed = (text: string): string => text.toWellFormed();

describe('ids', () => {
  test('four special ids, 256 bytes, then the merges', () => {
    expect(SPECIAL).toEqual({ end: 0, turn: 1, done: 2, reserved: 3 });
    expect(tokenizer.vocabularySize).toBe(600);
    expect(tokenizer.merges).toHaveLength(340);
    for (let byte = 0; byte < 256; byte++) expect([...tokenizer.tokenBytes(FIRST_BYTE + byte)]).toEqual([byte]);
    tokenizer.merges.forEach(([left, right], rank) => {
      const joined = [...tokenizer.tokenBytes(left), ...tokenizer.tokenBytes(right)];
      expect([...tokenizer.tokenBytes(FIRST_MERGE + rank)]).toEqual(joined);
    });
    for (const id of Object.values(SPECIAL)) expect(tokenizer.tokenBytes(id)).toHaveLength(0);
  });

  test('without merges every byte is an id', () => {
    expect([...bytesOnly.encode('é!')]).toEqual([0xc3 + 4, 0xa9 + 4, 0x21 + 4]);
  });

  test('merges shorten a text, the earliest merge first', () => {
    const [a, b, c] = [0x61 + 4, 0x62 + 4, 0x63 + 4];
    const both = new ByteTokenizer([
      [b, c],
      [a, b],
    ]);
    expect([...both.encode('abc')]).toEqual([a, 260]);
    expect([...both.encode('ab')]).toEqual([261]);
    const other = new ByteTokenizer([
      [a, b],
      [b, c],
    ]);
    expect([...other.encode('abc')]).toEqual([260, c]);
    const runs = new ByteTokenizer([
      [a, a],
      [260, 260],
    ]);
    expect([...runs.encode('aaaaaaa')]).toEqual([261, 260, a]);
  });

  test('the bytes handed out are a copy', () => {
    tokenizer.tokenBytes(FIRST_BYTE + 65).fill(0);
    expect([...tokenizer.tokenBytes(FIRST_BYTE + 65)]).toEqual([65]);
    expect(() => (tokenizer.merges as unknown[]).push([4, 4])).toThrow(TypeError);
  });

  test.each([-1, 600, 1.5, Number.NaN])('id %s is refused', (id) => {
    const sentence = /whole number from 0 to 599, but .* came/;
    expect(() => tokenizer.decode([id])).toThrow(sentence);
    expect(() => tokenizer.decodeBytes([5, id])).toThrow(sentence);
    expect(() => tokenizer.tokenBytes(id)).toThrow(sentence);
    expect(() => new StreamingDecoder(tokenizer).push(id)).toThrow(sentence);
  });
});

describe('round trip', () => {
  test.each(NASTY.map((text) => [text]))('%j', (text) => {
    const ids = tokenizer.encode(text);
    expect(tokenizer.decode(ids)).toBe(wellFormed(text));
    expect(tokenizer.encodeBytes(utf8(text))).toEqual(ids);
    expect(ids.every((id) => id >= FIRST_BYTE && id < tokenizer.vocabularySize)).toBe(true);
  });

  test('random strings', () => {
    const random = generator(11);
    for (let i = 0; i < 1500; i++) {
      const text = randomString(random, 40);
      const ids = tokenizer.encode(text);
      expect(tokenizer.decode(ids)).toBe(wellFormed(text));
      expect(Math.min(...ids, FIRST_BYTE)).toBe(FIRST_BYTE);
    }
  });

  test('random bytes, and every single byte and pair of bytes', () => {
    const random = generator(12);
    for (let i = 0; i < 1500; i++) {
      const bytes = randomBytes(random, 40);
      expect(tokenizer.decodeBytes(tokenizer.encodeBytes(bytes))).toEqual(bytes);
    }
    for (let pair = 0; pair < 65_536; pair++) {
      const ids = tokenizer.encodeBytes(Uint8Array.of(pair >> 8, pair & 255));
      const back = tokenizer.decodeBytes(ids);
      if (back.length !== 2 || back[0] !== pair >> 8 || back[1] !== (pair & 255)) expect.fail(`bytes of ${pair}`);
    }
  });

  test('what a tokenizer remembers never changes what it says', () => {
    const random = generator(13);
    const text = Array.from({ length: 70_000 }, () => Math.floor(random() * 36 ** 4).toString(36)).join(' ');
    const first = tokenizer.encode(text);
    expect(tokenizer.encode(text)).toEqual(first);
    expect(tokenizer.decode(first)).toBe(text);
    expect(trainTokenizer([utf8(SAMPLE)], { vocabularySize: 600 }).encode(text.slice(-5000))).toEqual(
      tokenizer.encode(text.slice(-5000)),
    );
  });

  test('no text makes a special id, whatever it spells', () => {
    const text = 'The turn of the turn: <|turn|> <|end|><|done|><|reserved|> <| turn |>'.repeat(20);
    const learnt = trainTokenizer([utf8(text)], { vocabularySize: 400 });
    expect(Math.min(...learnt.encode(text))).toBeGreaterThanOrEqual(FIRST_BYTE);
    expect(learnt.merges.flat().every((id) => id >= FIRST_BYTE)).toBe(true);
    expect(learnt.decode(learnt.encode(text))).toBe(text);
  });
});

describe('decoding', () => {
  test('special ids decode to nothing, broken characters to U+FFFD', () => {
    const ids = [SPECIAL.turn, ...tokenizer.encode('hello'), SPECIAL.done, SPECIAL.end, SPECIAL.reserved];
    expect(tokenizer.decode(ids)).toBe('hello');
    expect(tokenizer.decode([0xe2 + 4, 0x82 + 4])).toBe('\ufffd');
    expect(tokenizer.decode([])).toBe('');
  });

  test('a stream holds back what is not complete', () => {
    const stream = new StreamingDecoder(tokenizer);
    expect([0xf0, 0x9f, 0x98, 0x80].map((byte) => stream.push(byte + 4))).toEqual(['', '', '', '😀']);
    expect(stream.push(0xe2 + 4)).toBe('');
    expect(stream.push(SPECIAL.done)).toBe('');
    expect(stream.flush()).toBe('\ufffd');
    expect(stream.push(0x61 + 4) + stream.flush()).toBe('a');
  });

  test('a stream of whole characters gives the same text without what is none', () => {
    const random = generator(15);
    const withoutMark = (text: string): string => text.replaceAll('\ufffd', '');
    for (let i = 0; i < 400; i++) {
      const ids = [...tokenizer.encodeBytes(randomBytes(random, 30)), ...tokenizer.encode(randomString(random, 10))];
      for (let j = 0; j < 5; j++) ids[Math.floor(random() * ids.length)] = Math.floor(random() * 600);
      const stream = new WholeCharacterDecoder(tokenizer);
      const text = ids.map((id) => stream.push(id)).join('');
      expect(withoutMark(text)).toBe(withoutMark(tokenizer.decode(ids)));
      expect(text.isWellFormed()).toBe(true);
    }
    const stream = new WholeCharacterDecoder(tokenizer);
    expect(tokenizer.encodeBytes(Buffer.from('a\ufffdb')).reduce((text, id) => text + stream.push(id), '')).toBe(
      'a\ufffdb',
    );
  });

  test('a stream gives the same text as decoding at once', () => {
    const random = generator(14);
    for (let i = 0; i < 400; i++) {
      const ids = [...tokenizer.encodeBytes(randomBytes(random, 30)), ...tokenizer.encode(randomString(random, 10))];
      for (let j = 0; j < 5; j++) ids[Math.floor(random() * ids.length)] = Math.floor(random() * 600);
      const stream = new StreamingDecoder(tokenizer);
      const text = ids.map((id) => stream.push(id)).join('') + stream.flush();
      expect(text).toBe(tokenizer.decode(ids));
    }
  });
});
