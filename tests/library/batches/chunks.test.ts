import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../library/batches/batch.ts';
import { type StreamFile, Streams } from '../../../library/batches/batches.ts';
import { type Chunking, cutChunk } from '../../../library/batches/chunks.ts';

const END = 0;
const T = 8;

/** Texts of these lengths, one behind the other in two files; token `100·text + place` tells where it stands. */
function library(...lengths: number[]): StreamFile[] {
  const texts = lengths.map((length, text) => [...Array.from({ length }, (_, i) => 100 * (text + 1) + i), END]);
  const half = Math.ceil(texts.length / 2);
  return [texts.slice(0, half), texts.slice(half)].map((some, i) => ({
    name: `${'ab'[i]}.txt`,
    tokens: Uint16Array.from(some.flat()),
  }));
}

const LENGTHS = [3, 20, 7, 8, 1, 13, 30, 5];
const files = library(...LENGTHS);
const total = LENGTHS.reduce((sum, length) => sum + length + 1, 0);
const documents: Chunking = { packing: 'documents', stride: 0, end: END };

interface Row {
  inputs: number[];
  targets: number[];
  learn: number[];
  fresh: number;
}

const rowOf = ({ inputs, targets, learn, fresh }: Batch): Row => ({
  inputs: [...inputs],
  targets: [...targets],
  learn: [...learn],
  fresh: fresh[0]!,
});

const read = (streams: Streams, chunks: number): Row[] => Array.from({ length: chunks }, () => rowOf(streams.next()));
const textOf = (token: number): number => Math.floor(token / 100);

describe.each([
  ['texts that count alike', {}],
  ['texts with weights', { 'a.txt': 2 }],
])('packing by documents, of %s', (_, weights) => {
  const begin = () => new Streams({ files, streams: 1, length: T, chunking: documents, weights });

  it('puts no two texts into one chunk, and begins each with empty memories', () => {
    let last = 0;
    for (const { inputs, targets, learn, fresh } of read(begin(), 100)) {
      const texts = new Set([...inputs, ...targets].filter((token) => token !== END).map(textOf));
      expect(texts.size).toBe(1);
      const [text] = texts;
      if (text !== last) expect(fresh).toBe(1);
      if (fresh === 0) expect(inputs[0]).not.toBe(END);
      last = text!;
      // behind the end of a text nothing is learnt
      const over = targets.indexOf(END);
      if (over !== -1) expect(learn.slice(over + 1).every((one) => one === 0)).toBe(true);
      expect(learn.slice(0, over === -1 ? T : over + 1).every((one) => one === 1)).toBe(true);
    }
  });

  it('learns every token of every text, its first one and its end too', () => {
    const learnt = new Map<number, number>();
    let ends = 0;
    for (const { targets, learn } of read(begin(), 200)) {
      targets.forEach((token, t) => {
        if (learn[t] && token === END) ends++;
        else if (learn[t]) learnt.set(token, (learnt.get(token) ?? 0) + 1);
      });
    }
    expect(learnt.size).toBe(total - LENGTHS.length);
    expect(ends).toBeGreaterThan(50);
    if (Object.keys(weights).length === 0) {
      const times = [...learnt.values()];
      expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1);
    }
  });

  it('goes on bit for bit from its state, and counts what it read', () => {
    const one = begin();
    read(one, 17);
    const state = JSON.parse(JSON.stringify(one.state()));
    const other = new Streams({ files, streams: 1, length: T, chunking: documents, weights, state });
    expect(other.libraryRead).toBe(one.libraryRead);
    expect(one.libraryRead).toBeLessThan(17 * T);
    expect(read(other, 60)).toEqual(read(one, 60));
  });
});

describe('a stride', () => {
  it('lets windows overlap, each met with empty memories', () => {
    const chunking: Chunking = { packing: 'continuous', stride: 3, end: END };
    const streams = new Streams({ files: library(30, 30), streams: 1, length: T, chunking });
    const rows = read(streams, 6);
    const tokens = library(30, 30).flatMap(({ tokens }) => [...tokens.subarray(0, tokens.length)]);
    rows.forEach(({ inputs, fresh }, i) => {
      expect(inputs).toEqual(tokens.slice(3 * i, 3 * i + T));
      expect(fresh).toBe(1);
    });
    expect(streams.libraryRead).toBe(18);
  });

  it('of a whole chunk or more is none', () => {
    for (const stride of [0, T, 100]) {
      const row = { inputs: new Int32Array(T).fill(5), targets: new Int32Array(T).fill(5), learn: new Uint8Array(T) };
      expect(cutChunk(row, 0, T, { packing: 'continuous', stride, end: END })).toEqual({ tokens: T, goesOn: true });
    }
  });
});
