import { describe, expect, it } from 'vitest';
import { type StreamFile, Streams } from '../../../library/batches/batches.ts';
import { type TextWeights, weightOf } from '../../../library/batches/text-weights.ts';
import { Mixer } from '../../../library/sources/mixer.ts';
import { SPECIAL } from '../../../library/tokenizer/index.ts';
import { SOURCE_WEIGHTS } from '../../../school/settings/sources-settings.ts';
import { randomFrom } from '../home.ts';

/** Texts of some lengths; every token tells its text and its place. */
const texts = (lengths: Readonly<Record<string, number>>): StreamFile[] =>
  Object.entries(lengths).map(([name, length], file) => ({
    name,
    tokens: Uint16Array.from({ length }, (_, i) => file * 10_000 + i),
  }));

/** How often a token of each text was read in so many steps. */
function readings(files: StreamFile[], weights: TextWeights, steps: number, streams = 4): Record<string, number> {
  const reader = new Streams({ files, streams, length: 16, weights });
  const counts = new Map<number, number>();
  for (let step = 0; step < steps; step++)
    for (const id of reader.next().inputs)
      counts.set(Math.floor(id / 10_000), (counts.get(Math.floor(id / 10_000)) ?? 0) + 1);
  return Object.fromEntries(files.map(({ name, tokens }, i) => [name, (counts.get(i) ?? 0) / tokens.length]));
}

describe('weightOf', () => {
  it('is that of the text, else of the innermost folder that has one, else 1', () => {
    const weights = { 'letters/': 3, 'letters/mara/': 5, 'letters/mara/one.txt': 0 };
    expect(weightOf('letters/mara/one.txt', weights)).toBe(0);
    expect(weightOf('letters/mara/two.txt', weights)).toBe(5);
    expect(weightOf('letters/jonas.txt', weights)).toBe(3);
    expect(weightOf('letters.txt', weights)).toBe(1);
    expect(weightOf('constructor', weights)).toBe(1);
  });
});

describe('Streams with weights', () => {
  it.each([1, 3, 4, 8])('reads each text as often as its weight says, with %i streams', (streams) => {
    const files = texts({ 'a.txt': 900, 'letters/b.txt': 120, 'letters/c.txt': 37, 'z.txt': 300 });
    const read = readings(files, { 'letters/': 3, 'z.txt': 0.5 }, 60_000 / streams, streams);
    expect(read['letters/b.txt']! / read['a.txt']!).toBeCloseTo(3, 0);
    expect(Math.abs(read['letters/b.txt']! / read['a.txt']! - 3)).toBeLessThan(0.15);
    expect(Math.abs(read['letters/c.txt']! / read['a.txt']! - 3)).toBeLessThan(0.15);
    expect(Math.abs(read['z.txt']! / read['a.txt']! - 0.5)).toBeLessThan(0.05);
  });

  it('reads a text that is shorter than a chunk no more often than its weight says', () => {
    const read = readings(texts({ 'a.txt': 2000, 'b.txt': 5 }), { 'b.txt': 40 }, 20_000);
    expect(Math.abs(read['b.txt']! / read['a.txt']! - 40)).toBeLessThan(2);
  });

  it('never reads a text of weight 0, and reads on where every text has it', () => {
    const read = readings(texts({ 'a.txt': 100, 'b.txt': 50 }), { 'b.txt': 0 }, 200);
    expect(read['b.txt']).toBe(0);
    expect(read['a.txt']).toBeGreaterThan(1);
    const all = readings(texts({ 'a.txt': 100, 'b.txt': 50 }), { 'a.txt': 0, 'b.txt': 0 }, 200);
    expect(all['a.txt']! / all['b.txt']!).toBeCloseTo(1, 0);
  });

  it('follows every chunk with the next without a gap, and each target with the input behind it', () => {
    const reader = new Streams({
      files: texts({ 'a.txt': 90, 'b.txt': 41 }),
      streams: 3,
      length: 16,
      weights: { 'b.txt': 4 },
    });
    let before = reader.next();
    for (let step = 0; step < 300; step++) {
      const next = reader.next();
      for (let b = 0; b < 3; b++) {
        expect(next.inputs[b * 16]).toBe(before.targets[b * 16 + 15]);
        expect([...next.targets.subarray(b * 16, b * 16 + 15)]).toEqual([
          ...next.inputs.subarray(b * 16 + 1, b * 16 + 16),
        ]);
        expect(next.fresh[b]).toBe(0);
      }
      before = next;
    }
  });

  it('goes on from a state with exactly the batches that would follow', () => {
    const options = {
      files: texts({ 'a.txt': 90, 'b.txt': 41, 'c.txt': 7 }),
      streams: 3,
      length: 16,
      weights: { 'b.txt': 4, 'c.txt': 0.3 },
    };
    const reader = new Streams(options);
    for (let step = 0; step < 57; step++) reader.next();
    const again = new Streams({ ...options, state: JSON.parse(JSON.stringify(reader.state())) });
    for (let step = 0; step < 100; step++) expect(again.next()).toEqual(reader.next());
  });

  it('is as without weights where all weights are the same', () => {
    const files = texts({ 'a.txt': 90, 'b.txt': 41 });
    const [plain, weighed] = [{}, { 'a.txt': 3, 'b.txt': 3 }].map(
      (weights) => new Streams({ files, streams: 3, length: 16, weights }),
    );
    for (let step = 0; step < 100; step++) expect(weighed!.next()).toEqual(plain!.next());
  });

  it('counts from the next batch on, and stays where it is', () => {
    const reader = new Streams({ files: texts({ 'a.txt': 900, 'b.txt': 100 }), streams: 2, length: 16 });
    for (let step = 0; step < 10; step++) reader.next();
    const place = reader.state().streams[0]!;
    reader.weigh({ 'b.txt': 3 });
    expect(reader.state().streams[0]).toMatchObject({ file: place.file, offset: place.offset });
    const before = reader.read().get('b.txt') ?? 0;
    for (let step = 0; step < 6000; step++) reader.next();
    const [a, b] = [reader.read().get('a.txt')! / 900, (reader.read().get('b.txt')! - before) / 100];
    expect(Math.abs(b / a - 3)).toBeLessThan(0.2);
  });

  it('does not take a text for new that is read less by its weight', () => {
    const files = texts({ 'a.txt': 900, 'b.txt': 400 });
    const read = readings(files, { 'b.txt': 0.1 }, 20_000);
    expect(Math.abs(read['b.txt']! / read['a.txt']! - 0.1)).toBeLessThan(0.02);
  });
});

describe('Mixer with weights', () => {
  const mixerOf = (weights: TextWeights, sources: object): Mixer => {
    const files = texts({ 'a.txt': 900, 'letters/b.txt': 100, 'letters/c.txt': 100 });
    const streams = new Streams({ files, streams: 4, length: 16, weights });
    return new Mixer({
      end: SPECIAL.end,
      streams,
      files,
      weights: { ...SOURCE_WEIGHTS.sources, ...sources },
      random: randomFrom(7),
    });
  };
  const readBy = (mixer: Mixer, steps: number): number[] => {
    const counts = [0, 0, 0];
    for (let step = 0; step < steps; step++) for (const id of mixer.next().inputs) counts[Math.floor(id / 10_000)]!++;
    return counts;
  };

  it('draws random places by the weights too', () => {
    const [a, b] = readBy(mixerOf({ 'letters/b.txt': 3 }, { library: 0, random: 1, letters: 0 }), 4000);
    expect(Math.abs(b! / 100 / (a! / 900) - 3)).toBeLessThan(0.3);
  });

  it('takes a text of weight 0 from no source, at once', () => {
    const mixer = mixerOf({}, { letters: 1 });
    expect(readBy(mixer, 200)[1]).toBeGreaterThan(0);
    mixer.weighTexts({ 'letters/b.txt': 0 });
    const [, b, c] = readBy(mixer, 500);
    expect(b).toBe(0);
    expect(c).toBeGreaterThan(0);
  });
});
