// What is fed later: it must be read and learnt although the rest was read so often that it teaches nothing any more.

import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../library/batches/batch.ts';
import { type StreamFile, Streams, type StreamsState } from '../../../library/batches/batches.ts';
import { weigh } from '../../../school/training/weighing.ts';
import { randomFrom } from '../home.ts';

const file = (name: string, length: number): StreamFile => ({ name, tokens: new Uint16Array(length).fill(7) });
const B = 8;
const T = 10;
const STEP = B * T;

/** Streams over an old text of 4,000 tokens that was read fifty times, each 250 tokens before where the next one began. */
function old(...more: StreamFile[]): Streams {
  const streams = new Streams({ files: [file('old.txt', 4000)], streams: B, length: T });
  for (let i = 0; i < (50 * 4000) / STEP + 25; i++) streams.next();
  if (more.length > 0) streams.replaceFiles(more);
  return streams;
}

/** A text with tokens of its own. */
const text = (name: string, length: number, seed: number): StreamFile => {
  const random = randomFrom(seed);
  return { name, tokens: Uint16Array.from({ length }, () => Math.floor(random() * 500)) };
};

const placesOf = ({ places }: Batch, name: string): number[] =>
  places.flatMap(({ file, offset }) => (file === name ? [offset] : []));
/** What the library is still worth, and with the batch. */
const worthOf = (batch: Batch) => weigh([batch], 1e-4).worth;

describe('news', () => {
  it('are none while the library is read evenly, newborn or old', () => {
    const files = [file('a.txt', 500), file('b.txt', 90), file('c.txt', 1500)];
    const streams = new Streams({ files, streams: B, length: T });
    for (let i = 0; i < 3000; i++) expect(Math.max(...streams.next().newness)).toBe(0);
  });

  it('are read by every fourth stream, from beginning to end and again, and the others go on where they were', () => {
    const streams = old(file('old.txt', 4000), file('today.txt', 100));
    const twin = old();
    const offsets: number[] = [];
    for (let i = 0; i < 10; i++) {
      const batch = streams.next();
      offsets.push(...placesOf(batch, 'today.txt'));
      const others = [1, 2, 3, 5, 6, 7];
      const undisturbed = twin.next().places;
      expect(others.map((b) => batch.places[b])).toEqual(others.map((b) => undisturbed[b]));
      expect([batch.fresh[0], batch.fresh[4]]).toEqual([1, 1]);
    }
    expect(offsets).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  });

  it('bring the rate back by what they are of a step, until they were read some times; then the streams go home', () => {
    const streams = old(file('old.txt', 4000), file('today.txt', 100));
    const worths = Array.from({ length: 400 }, () => worthOf(streams.next()));
    // two of eight streams, whose chunks are wholly new
    expect(worths[0]).toBeCloseTo(0.25, 2);
    expect(worths[10]).toBeCloseTo(0.25, 2);
    expect(worths[60]).toBeLessThan(0.02);
    expect(worths[399]).toBe(1e-4);
    const sum = worths.reduce((all, worth) => all + worth, 0);
    // three whole readings and half as much again, of two tenths of a step's text each
    expect(sum).toBeGreaterThan(3 * (100 / STEP));
    expect(sum).toBeLessThan(6 * (100 / STEP));
    const last = streams.next();
    expect(placesOf(last, 'today.txt').length).toBeLessThan(2);
  });

  it('of a text that grew are its end', () => {
    const streams = old(file('old.txt', 4060));
    const read: number[] = [];
    for (let i = 0; i < 6; i++) {
      const batch = streams.next();
      for (const b of [0, 4]) {
        read.push(batch.places[b]!.offset);
        expect(batch.newness[b]).toBe(1);
      }
      expect([...batch.newness].filter((newness) => newness > 0)).toHaveLength(2);
    }
    expect(read).toEqual([4000, 4010, 4020, 4030, 4040, 4050, 4000, 4010, 4020, 4030, 4040, 4050]);
  });

  it('that grow again before they are known are one; that shrink or vanish do no harm', () => {
    const streams = old(file('old.txt', 4060));
    streams.next();
    streams.replaceFiles([file('old.txt', 4100)]);
    expect(placesOf(streams.next(), 'old.txt')).toEqual(expect.arrayContaining([4020, 4030]));
    streams.replaceFiles([file('old.txt', 4010)]);
    expect(placesOf(streams.next(), 'old.txt')).toContain(4009);
    streams.replaceFiles([file('other.txt', 300)]);
    for (let i = 0; i < 50; i++) streams.next();
    streams.replaceFiles([file('old.txt', 100), file('other.txt', 300)]);
    for (let i = 0; i < 50; i++) streams.next();
  });

  it('are in the state: whoever goes on with it reads exactly the same', () => {
    const files = [file('old.txt', 4000), file('today.txt', 100)];
    const streams = old(...files);
    for (let i = 0; i < 7; i++) streams.next();
    const state = JSON.parse(JSON.stringify(streams.state()));
    const twin = new Streams({ files, streams: B, length: T, state });
    for (let i = 0; i < 100; i++) expect(twin.next()).toEqual(streams.next());
  });

  it('are not what was only read less than the rest when somebody goes on with a state', () => {
    const files = [file('a.txt', 3000), file('b.txt', 1000)];
    const streams = new Streams({ files, streams: B, length: T });
    streams.next();
    const { news = {}, ...state } = JSON.parse(JSON.stringify(streams.state())) as StreamsState;
    const uneven = {
      ...state,
      read: { 'a.txt': 9000, 'b.txt': 100 },
      news: { ...news, 'b.txt': { ...news['b.txt']!, read: 100 } },
    };
    const resumed = new Streams({ files, streams: B, length: T, state: uneven });
    for (let i = 0; i < 20; i++) expect(Math.max(...resumed.next().newness)).toBe(0);
    // but it is when it comes back after it was gone
    resumed.replaceFiles(files.slice(0, 1));
    resumed.replaceFiles(files);
    expect(placesOf(resumed.next(), 'b.txt').slice(0, 2)).toEqual([0, 10]);
  });

  it('are all of a library that took the place of another, which its streams read from places far apart', () => {
    const streams = old();
    streams.replaceFiles([file('a.txt', 200), file('zoo.txt', 2200)]);
    expect(streams.libraryRead).toBe(0);
    const { places, newness, fresh } = streams.next();
    expect(new Set(places.map(({ file, offset }) => `${file} ${offset}`)).size).toBe(B);
    expect(placesOf(streams.next(), 'zoo.txt').length).toBeGreaterThan(B / 2);
    expect([Math.max(...newness), Math.min(...fresh)]).toEqual([0, 1]);
    expect(streams.libraryRead).toBe(2 * STEP);
  });

  it('stay as new as they are when the old texts go', () => {
    const streams = old(file('old.txt', 4000), file('own.txt', 1000));
    for (let i = 0; i < 20; i++) streams.next();
    const read = streams.read().get('own.txt')!;
    expect(read).toBeGreaterThan(0);
    streams.replaceFiles([file('own.txt', 1000)]);
    expect(streams.libraryRead).toBe(read);
    // what is gone is remembered, should it come back
    streams.replaceFiles([file('old.txt', 4000), file('own.txt', 1000)]);
    expect(streams.libraryRead).toBeGreaterThan(50 * 4000);
  });

  it('are no texts that were only renamed, awake or asleep; another text of the same length is one', () => {
    const before = [text('a.txt', 3000, 1), text('b.txt', 1000, 2)];
    const streams = new Streams({ files: before, streams: B, length: T });
    for (let i = 0; i < (50 * 4000) / STEP; i++) streams.next();
    const all = streams.libraryRead;
    expect(all).toBe(50 * 4000);
    const files = [text('diaries/b.txt', 1000, 2), text('z.txt', 3000, 1)];
    const asleep = new Streams({ files, streams: B, length: T, state: JSON.parse(JSON.stringify(streams.state())) });
    streams.replaceFiles(files);
    for (const renamed of [streams, asleep]) {
      expect(renamed.libraryRead).toBe(all);
      expect([...renamed.read().keys()].sort()).toEqual(['diaries/b.txt', 'z.txt']);
      expect(Math.max(...renamed.next().newness)).toBe(0);
    }
    streams.replaceFiles([text('c.txt', 1000, 3), files[1]!]);
    expect(streams.next().newness[0]).toBe(1);
    streams.replaceFiles(before);
    expect(streams.libraryRead).toBeGreaterThanOrEqual(all);
  });

  it('are what a state of before says was hardly read', () => {
    const files = [file('old.txt', 4000), file('today.txt', 100)];
    const { news: _, ...state } = old().state();
    const streams = new Streams({ files, streams: B, length: T, state });
    expect(streams.next().newness[0]).toBe(1);
  });
});
