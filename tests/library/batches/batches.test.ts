import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../library/batches/batch.ts';
import { type StreamFile, Streams, type StreamsState } from '../../../library/batches/batches.ts';
import { batchTexts } from '../../../library/batches/texts.ts';
import { randomFrom } from '../home.ts';

/** Files whose tokens count on from file to file, so that every token tells its own position. */
function counting(...lengths: number[]): StreamFile[] {
  let next = 0;
  return lengths.map((length, i) => ({
    name: `${String.fromCharCode(97 + i)}.txt`,
    tokens: Uint16Array.from({ length }, () => next++),
  }));
}

function rows(batch: Batch, streams: number): number[][] {
  const length = batch.inputs.length / streams;
  return Array.from({ length: streams }, (_, b) => [...batch.inputs.subarray(b * length, (b + 1) * length)]);
}

describe('Streams', () => {
  it('reads from B places, targets one token further on, chunk behind chunk', () => {
    const streams = new Streams({ files: counting(50, 50), streams: 2, length: 10 });
    const first = streams.next();
    expect([...first.inputs]).toEqual([...range(0, 10), ...range(50, 60)]);
    expect([...first.targets]).toEqual([...range(1, 11), ...range(51, 61)]);
    expect([...first.fresh]).toEqual([1, 1]);
    expect(first.places).toEqual([
      { file: 'a.txt', offset: 0 },
      { file: 'b.txt', offset: 0 },
    ]);
    const second = streams.next();
    expect([...second.inputs]).toEqual([...range(10, 20), ...range(60, 70)]);
    expect([...second.fresh]).toEqual([0, 0]);
    expect(second.inputs[0]).toBe(first.targets[9]);
  });

  it('goes on from text to text, and is fresh only behind the end of the library', () => {
    const streams = new Streams({ files: counting(13, 7, 40), streams: 1, length: 8 });
    const total = 60;
    let previous: Batch | undefined;
    let jumps = 0;
    for (let step = 0; step < 200; step++) {
      const batch = streams.next();
      for (let t = 0; t < 8; t++) expect(batch.targets[t]).toBe((batch.inputs[t]! + 1) % total);
      if (previous !== undefined && batch.inputs[0] !== previous.targets[7]) jumps++;
      if (previous !== undefined) {
        const passedEnd = previous.inputs[0]! + 8 >= total || previous.inputs[0]! > previous.inputs[7]!;
        if (batch.fresh[0] === 0) expect(batch.inputs[0]).toBe(previous.targets[7]);
        else expect(passedEnd).toBe(true);
      }
      previous = batch;
    }
    expect(jumps).toBeGreaterThan(10);
  });

  it('reads every token in every pass, cut elsewhere from pass to pass', () => {
    const [T, total] = [16, 16 * 20];
    const streams = new Streams({ files: counting(100, total - 100), streams: 1, length: T });
    const edges = new Set<number>();
    let seen = new Set<number>();
    let passes = 0;
    for (let step = 0; step < 500; step++) {
      const { inputs, fresh } = streams.next();
      if (fresh[0] === 1 && step > 0) {
        expect(seen.size).toBe(total);
        seen = new Set();
        passes++;
      }
      for (const token of inputs) seen.add(token);
      if (inputs[0]! > 50 && inputs[0]! < 50 + T) edges.add(inputs[0]!);
    }
    expect(passes).toBeGreaterThan(20);
    expect(edges.size).toBeGreaterThan(10);
  });

  it.each([2, 3, 7, 8, 9, 16, 17, 24])('works with a library of only %i tokens', (total) => {
    const streams = new Streams({ files: counting(total), streams: 4, length: 8 });
    const seen = new Set<number>();
    for (let step = 0; step < 50; step++) {
      const { inputs, targets } = streams.next();
      for (let i = 0; i < 32; i++) {
        expect(targets[i]).toBe((inputs[i]! + 1) % total);
        seen.add(inputs[i]!);
      }
    }
    expect(seen.size).toBe(total);
  });

  it('begins at a token or at a random one', () => {
    const files = counting(30, 70);
    expect(new Streams({ files, streams: 1, length: 4, from: 35 }).next().places).toEqual([
      { file: 'b.txt', offset: 5 },
    ]);
    const streams = new Streams({ files, streams: 2, length: 4, from: 'random', random: () => 0.9 });
    expect(rows(streams.next(), 2).map(([first]) => first)).toEqual([90, 40]);
    streams.place(7, () => 0);
    const { inputs, fresh } = streams.next();
    expect([inputs[0], inputs[4]]).toEqual([7, 57]);
    expect([...fresh]).toEqual([1, 1]);
  });

  it('resumes exactly, through JSON, at any step', () => {
    const files = counting(57, 31, 200, 5);
    const options = { files, streams: 3, length: 13 };
    const living = new Streams({ ...options, from: 'random', random: randomFrom(1) });
    for (let step = 0; step < 150; step++) {
      const state: StreamsState = JSON.parse(JSON.stringify(living.state()));
      const resumed = new Streams({ ...options, state });
      expect(resumed.state()).toEqual(state);
      if (step % 10 === 0) {
        const ahead = new Streams({ ...options, state });
        for (let i = 0; i < 60; i++) expect(ahead.next()).toEqual(resumed.next());
        expect(ahead.state()).toEqual(resumed.state());
      }
      expect(new Streams({ ...options, state }).next()).toEqual(living.next());
    }
  });

  it('counts what was read of each file, also of one that is gone', () => {
    const files = counting(20, 30);
    const streams = new Streams({ files, streams: 1, length: 10 });
    for (let i = 0; i < 3; i++) streams.next();
    expect([...streams.read()]).toEqual([
      ['a.txt', 20],
      ['b.txt', 10],
    ]);
    streams.replaceFiles(files.slice(1));
    streams.next();
    expect(streams.state().read).toEqual({ 'a.txt': 20, 'b.txt': 20 });
  });

  it('resumes with another number of streams or another length', () => {
    const files = counting(100);
    const streams = new Streams({ files, streams: 2, length: 10 });
    streams.next();
    const more = new Streams({ files, streams: 4, length: 5, state: streams.state() }).next();
    expect([0, 5, 10, 15].map((i) => more.inputs[i])).toEqual([10, 60, 50, 75]);
    expect([...more.fresh]).toEqual([0, 0, 1, 1]);
    const fewer = new Streams({ files, streams: 1, length: 7, state: streams.state() }).next();
    expect(fewer.inputs[0]).toBe(10);
  });

  it('keeps its places when the library changes', () => {
    const files = counting(100, 100);
    const streams = new Streams({ files, streams: 2, length: 10 });
    streams.next();
    const grown = { name: 'a.txt', tokens: Uint16Array.from({ length: 150 }, (_, i) => i) };
    const added = { name: 'aa.txt', tokens: Uint16Array.from({ length: 50 }, (_, i) => 500 + i) };
    streams.replaceFiles([grown, added, files[1]!]);
    const batch = streams.next();
    expect(batch.places).toEqual([
      { file: 'a.txt', offset: 10 },
      { file: 'b.txt', offset: 10 },
    ]);
    expect([...batch.fresh]).toEqual([0, 0]);
    const read = new Set<number>();
    for (let i = 0; i < 40; i++) for (const token of streams.next().inputs) read.add(token);
    for (let token = 500; token < 550; token++) expect(read.has(token)).toBe(true);
  });

  it('moves on when its file is gone, and to the end of one that became shorter', () => {
    const files = counting(100, 100, 100);
    const streams = new Streams({ files, streams: 3, length: 30 });
    streams.next();
    const short = { name: 'c.txt', tokens: files[2]!.tokens.subarray(0, 20) };
    streams.replaceFiles([files[0]!, short]);
    const batch = streams.next();
    expect(batch.places).toEqual([
      { file: 'a.txt', offset: 30 },
      { file: 'c.txt', offset: 0 },
      { file: 'c.txt', offset: 19 },
    ]);
    expect([...batch.fresh]).toEqual([0, 1, 1]);
  });

  it('passes over empty files and reads four-byte tokens', () => {
    const files = [
      { name: 'none.txt', tokens: new Uint16Array(0) },
      { name: 'wide.txt', tokens: Uint32Array.of(70_000, 70_001, 70_002) },
    ];
    expect([...new Streams({ files, streams: 1, length: 4 }).next().inputs]).toEqual([70_000, 70_001, 70_002, 70_000]);
  });

  it('says in a sentence what is wrong, and stays as it was', () => {
    const files = counting(10);
    const options = { files, streams: 1, length: 4 };
    expect(() => new Streams({ ...options, files: [] })).toThrow(batchTexts.tooFewTokens(0));
    expect(() => new Streams({ ...options, files: counting(1) })).toThrow('at least 2 tokens, but it has 1');
    expect(() => new Streams({ ...options, files: [...files, ...files] })).toThrow(batchTexts.nameTwice('a.txt'));
    expect(() => new Streams({ ...options, streams: 0 })).toThrow(
      'streams should be a whole number of at least 1, but it is 0',
    );
    expect(() => new Streams({ ...options, length: 1.5 })).toThrow('length should be a whole number');
    expect(() => new Streams({ ...options, from: 10 })).toThrow('a whole number from 0 to 9, but it is 10');
    expect(() => new Streams({ ...options, from: 'random' })).toThrow('needs a function `random`');
    const streams = new Streams(options);
    streams.next();
    const before = streams.state();
    expect(() => streams.replaceFiles([])).toThrow('at least 2 tokens');
    expect(streams.state()).toEqual(before);
    expect(streams.libraryTokens).toBe(10);
  });
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
