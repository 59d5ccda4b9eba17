import { describe, expect, test } from 'vitest';
import { FIRST_BYTE, FIRST_MERGE, trainTokenizer } from '../../../library/tokenizer/index.ts';
import { patternRegExp } from '../../../library/tokenizer/pattern.ts';
import { generator, NASTY, randomString, SAMPLE, utf8 } from './support.ts';

type Pair = [number, number];

/** The slow truth: every piece of every text in full, all pairs counted anew for each merge. */
function slowTrain(texts: string[], vocabularySize: number): Pair[] {
  const pieces = texts.flatMap((text) => [...(text.toWellFormed().match(patternRegExp()) ?? [])]);
  let chains = pieces.map((piece) => [...utf8(piece)].map((byte) => byte + FIRST_BYTE));
  const merges: Pair[] = [];
  while (FIRST_MERGE + merges.length < vocabularySize) {
    const counts = new Map<string, number>();
    for (const chain of chains) {
      for (let i = 0; i + 1 < chain.length; i++) {
        const key = `${chain[i]} ${chain[i + 1]}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    const ranked = [...counts].map(([key, count]) => ({ pair: key.split(' ').map(Number) as Pair, count }));
    ranked.sort((x, y) => y.count - x.count || x.pair[0] - y.pair[0] || x.pair[1] - y.pair[1]);
    const best = ranked[0];
    if (best === undefined || best.count < 2) break;
    chains = chains.map((chain) => mergeIn(chain, best.pair, FIRST_MERGE + merges.length));
    merges.push(best.pair);
  }
  return merges;
}

function mergeIn(chain: number[], [left, right]: Pair, id: number): number[] {
  const merged: number[] = [];
  for (let i = 0; i < chain.length; i++) {
    if (chain[i] === left && chain[i + 1] === right) {
      merged.push(id);
      i++;
    } else merged.push(chain[i]!);
  }
  return merged;
}

/** The slow truth of encoding: all merges in order, on each piece. */
function slowEncode(text: string, merges: readonly (readonly [number, number])[]): number[] {
  const pieces = text.toWellFormed().match(patternRegExp()) ?? [];
  return pieces.flatMap((piece) => {
    const chain = [...utf8(piece)].map((byte) => byte + FIRST_BYTE);
    return merges.reduce((ids, pair, rank) => mergeIn(ids, [...pair], FIRST_MERGE + rank), chain);
  });
}

describe('training', () => {
  test('learns what counting everything anew would learn', () => {
    const tokenizer = trainTokenizer([utf8(SAMPLE)], { vocabularySize: 520 });
    expect(tokenizer.merges).toEqual(slowTrain([SAMPLE], 520));
  });

  test('also from random texts full of runs and ties, down to the last pair', () => {
    const random = generator(31);
    for (let i = 0; i < 60; i++) {
      const texts = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
        random() < 0.5
          ? randomString(random, 20)
          : Array.from({ length: 80 }, () => 'aab '[Math.floor(random() * 4)]).join(''),
      );
      const tokenizer = trainTokenizer(texts.map(utf8), { vocabularySize: 400 });
      expect(tokenizer.merges).toEqual(slowTrain(texts, 400));
    }
  });

  test('the texts are apart, and only their order-free counts matter', () => {
    const texts = SAMPLE.split('\n\n').map(utf8);
    const forward = trainTokenizer(texts, { vocabularySize: 450 });
    const backward = trainTokenizer([...texts].reverse(), { vocabularySize: 450 });
    expect(backward.merges).toEqual(forward.merges);
    expect(backward.hash).toBe(forward.hash);
    expect(trainTokenizer([utf8('ab'), utf8('a'), utf8('b')], { vocabularySize: 300 }).merges).toEqual([]);
  });

  test('ties go to the lowest ids', () => {
    const tokenizer = trainTokenizer([utf8('zy\nzy\nab\nab\nac\nac')], { vocabularySize: 262 });
    const id = (letter: string): number => letter.charCodeAt(0) + FIRST_BYTE;
    expect(tokenizer.merges).toEqual([
      [id('a'), id('b')],
      [id('a'), id('c')],
    ]);
  });

  test('stops when no pair stands twice', () => {
    const tokenizer = trainTokenizer([utf8('abc abc xyz')], { vocabularySize: 5000 });
    expect(tokenizer.vocabularySize).toBe(FIRST_MERGE + tokenizer.merges.length);
    expect(tokenizer.merges).toEqual(slowTrain(['abc abc xyz'], 5000));
    expect(tokenizer.encode('abc')).toHaveLength(1);
    expect(tokenizer.encode('xyz')).toHaveLength(3);
    expect(trainTokenizer([], { vocabularySize: 5000 }).vocabularySize).toBe(FIRST_MERGE);
    expect(trainTokenizer([Uint8Array.of(255, 255, 255, 255)], { vocabularySize: 300 }).merges).toEqual([]);
  });

  test('tells how far it is', () => {
    const calls: [number, number][] = [];
    trainTokenizer([utf8(SAMPLE)], { vocabularySize: 500, onProgress: (done, total) => calls.push([done, total]) });
    expect(calls.length).toBeGreaterThan(2);
    expect(calls.at(-1)).toEqual([240, 240]);
    expect(calls.every(([done, total], i) => total === 240 && done >= (calls[i - 1]?.[0] ?? 0))).toBe(true);
  });

  test.each([259, 65_537, 300.5, Number.NaN])('a vocabulary of %s is refused', (vocabularySize) => {
    expect(() => trainTokenizer([], { vocabularySize })).toThrow(/whole number from 260 .* to 65536, but it is/);
  });
});

describe('encoding', () => {
  const tokenizer = trainTokenizer([utf8(SAMPLE), ...NASTY.map(utf8)], { vocabularySize: 900 });

  test('gives what all merges in order would give', () => {
    expect([...tokenizer.encode(SAMPLE)]).toEqual(slowEncode(SAMPLE, tokenizer.merges));
    for (const text of NASTY) expect([...tokenizer.encode(text)]).toEqual(slowEncode(text, tokenizer.merges));
  });

  test('also on random strings', () => {
    const random = generator(32);
    for (let i = 0; i < 150; i++) {
      const text = randomString(random, 25);
      expect([...tokenizer.encode(text)]).toEqual(slowEncode(text, tokenizer.merges));
    }
  });

  test('a line without end is no trouble', () => {
    const random = generator(33);
    const letters = Uint8Array.from({ length: 3_000_000 }, () => 0x61 + Math.floor(random() * 26));
    for (const bytes of [letters, new Uint8Array(3_000_000).fill(0x61), new Uint8Array(3_000_000).fill(0x20)]) {
      expect(Buffer.compare(tokenizer.decodeBytes(tokenizer.encodeBytes(bytes)), bytes)).toBe(0);
      expect(trainTokenizer([bytes.subarray(0, 300_000)], { vocabularySize: 270 }).vocabularySize).toBeLessThan(271);
    }
  });
});
