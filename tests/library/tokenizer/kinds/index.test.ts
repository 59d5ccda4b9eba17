import { describe, expect, test } from 'vitest';
import {
  LEARNABLE_KINDS,
  LEARNABLE_NAMES,
  parseTokenizer,
  StreamingDecoder,
  serializeTokenizer,
} from '../../../../library/tokenizer/index.ts';
import { generator, NASTY, randomBytes, randomString, SAMPLE, utf8 } from '../support.ts';

const random = generator(15);
const texts = [...NASTY, ...Array.from({ length: 300 }, () => randomString(random, 30))];
const strings = Array.from({ length: 300 }, () => randomBytes(random, 20));

describe.each(LEARNABLE_NAMES)('the kind %s', (name) => {
  const kind = LEARNABLE_KINDS[name];
  const tokenizer = kind.learn([utf8(SAMPLE)], { vocabularySize: 500 });

  test('takes every text, with ids of its vocabulary and none of its control ids', () => {
    for (const ids of [...texts.map((text) => tokenizer.encode(text)), ...strings.map((s) => tokenizer.encodeBytes(s))])
      for (const id of ids) if (id < 0 || id >= tokenizer.vocabularySize || tokenizer.control.has(id)) throw id;
    expect([...tokenizer.control]).toEqual(expect.arrayContaining(Object.values(tokenizer.special)));
    for (const id of tokenizer.control) expect(tokenizer.tokenBytes(id)).toHaveLength(0);
  });

  test('gives every text and every byte string back, unless it says that it folds', () => {
    if (tokenizer.folds) return;
    for (const text of texts) expect(tokenizer.decode(tokenizer.encode(text))).toBe(text.toWellFormed());
    for (const bytes of strings) expect(tokenizer.decodeBytes(tokenizer.encodeBytes(bytes))).toEqual(bytes);
  });

  test('folds to the same text again', () => {
    for (const text of texts) {
      const folded = tokenizer.decode(tokenizer.encode(text));
      expect(tokenizer.decode(tokenizer.encode(folded))).toBe(folded);
    }
  });

  test('is stored and comes back with the same ids', () => {
    const back = parseTokenizer(serializeTokenizer(tokenizer));
    expect(back.hash).toBe(tokenizer.hash);
    expect(back.special).toEqual(tokenizer.special);
    for (const text of texts.slice(0, 120)) expect(back.encode(text)).toEqual(tokenizer.encode(text));
  });

  test('decodes id by id as it decodes at once', () => {
    for (const text of texts.slice(0, 120)) {
      const ids = tokenizer.encode(text);
      const streaming = new StreamingDecoder(tokenizer);
      expect([...ids].map((id) => streaming.push(id)).join('') + streaming.flush()).toBe(tokenizer.decode(ids));
    }
  });
});
