import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../library/batches/batch.ts';
import { type StreamFile, Streams } from '../../../library/batches/batches.ts';
import type { TokenExample } from '../../../library/sources/example-pool.ts';
import { Mixer, type MixerState } from '../../../library/sources/mixer.ts';
import { SOURCE_NAMES, type SourceName, type SourceWeights, type TaughtName } from '../../../library/sources/names.ts';
import { SPECIAL } from '../../../library/tokenizer/index.ts';
import { randomFrom } from '../home.ts';

const { end } = SPECIAL;
const WEIGHTS: SourceWeights = {
  library: 1,
  random: 0,
  letters: 0.05,
  dialogues: 0,
  answers: 0.2,
  corrections: 0.15,
  reflections: 0.05,
  scribe: 0.02,
  chat: 0,
  api: 0,
  twitch: 0.05,
};

/** Tokens of the library are even and rise; those of passages are odd. */
const LIBRARY: StreamFile[] = [
  { name: 'a.txt', tokens: Uint16Array.from({ length: 400 }, (_, i) => 1000 + 2 * i) },
  { name: 'b.txt', tokens: Uint16Array.from({ length: 333 }, (_, i) => 3000 + 2 * i) },
];
const LETTERS: StreamFile = { name: 'letters/c.txt', tokens: Uint16Array.from({ length: 90 }, (_, i) => 9000 + 2 * i) };
/** Two conversations, of which the answers are learnt. */
const ANSWERS: StreamFile = {
  name: 'd.turns.jsonl',
  tokens: Uint16Array.of(1, 11, 2, 1, 13, 2, end, 1, 15, 2, 1, 17, 2, end),
  learn: Uint8Array.of(0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1, 0),
  answers: true,
};

/** Ids count on from `first` in odd numbers; the second half is learnt. */
const passage = (id: string, length: number, first = 101): TokenExample => ({
  id,
  ids: Int32Array.from({ length }, (_, i) => first + 2 * i),
  learn: Uint8Array.from({ length }, (_, i) => (i >= length / 2 ? 1 : 0)),
});

interface Options {
  files?: StreamFile[];
  weights?: Partial<SourceWeights>;
  streams?: number;
  length?: number;
  taught?: Partial<Record<TaughtName, TokenExample[]>>;
  from?: { streams: ReturnType<Streams['state']>; mixer: MixerState; random: number };
}

function mixerOf({ files = LIBRARY, weights, streams = 4, length = 16, taught = {}, from }: Options = {}) {
  let drawn = from?.random ?? 0;
  const mixer = new Mixer({
    end: SPECIAL.end,
    streams: new Streams({ files, streams, length, state: from?.streams }),
    files,
    weights: { ...WEIGHTS, ...weights },
    // a generator whose whole state is how often it was asked
    random: () => randomFrom(++drawn)(),
    state: from?.mixer,
  });
  for (const [source, passages] of Object.entries(taught)) mixer.teach(source as TaughtName, passages);
  const save = () =>
    JSON.parse(
      JSON.stringify({ streams: mixer.streams.state(), mixer: mixer.state(), random: drawn }),
    ) as Required<Options>['from'];
  return { mixer, save };
}

const row = ({ inputs, fresh }: Batch, array: ArrayLike<number>, b: number): number[] => {
  const length = inputs.length / fresh.length;
  return Array.from(array).slice(b * length, (b + 1) * length);
};
const chunksOf = (mixer: Mixer): Partial<Record<SourceName, number>> =>
  Object.fromEntries(mixer.report().map(({ name, given }) => [name, given.chunks]));

describe('the mixer', () => {
  it('is as if it were not there, as long as only the library holds anything', () => {
    const { mixer } = mixerOf();
    const alone = new Streams({ files: LIBRARY, streams: 4, length: 16 });
    for (let step = 0; step < 300; step++) expect(mixer.next()).toEqual(alone.next());
    expect(mixer.streams.state()).toEqual(alone.state());
  });

  it('gives every source its weight within 2 % over 10,000 chunks, and says so', () => {
    const taught = {
      corrections: [passage('a', 12), passage('b', 40)],
      reflections: [passage('r', 180)],
      scribe: [passage('s', 190)],
      twitch: [passage('t', 100), passage('v', 80)],
      chat: [passage('u', 170)],
    };
    const weights = { ...WEIGHTS, random: 0.1, chat: 0.03 };
    const { mixer } = mixerOf({ files: [...LIBRARY, LETTERS, ANSWERS], weights, taught, length: 64 });
    for (let step = 0; step < 2500; step++) mixer.next();
    // contrasts come on top of the weight of corrections
    const corrections = 3 * weights.corrections;
    // two answers are not drilled only because they are few: the memory knows them meanwhile
    const answers = (weights.answers * 4) / (0.1 * mixer.libraryTokens);
    expect(answers).toBeLessThan(0.1 * weights.answers);
    const all: SourceWeights = { ...weights, corrections, answers };
    const sum = Object.values(all).reduce((total, weight) => total + weight, 0);
    expect(mixer.report()).toHaveLength(SOURCE_NAMES.length);
    for (const { name, share, given } of mixer.report()) {
      const due = (10_000 * all[name]) / sum;
      // of its own weight, and the one visit that it may be in the middle of
      expect(Math.abs(given.chunks - due), name).toBeLessThan(0.02 * due + 4);
      expect(given.chunks).toBe(Math.round(share * 10_000));
    }
    expect(mixer.report().find(({ name }) => name === 'corrections')).toMatchObject({
      holds: 2,
      tokens: 26,
      weight: 0.15,
    });
  });

  it('gives starter dialogues their whole weight, however little they hold, and the same again after a resume', () => {
    const weights = { ...WEIGHTS, letters: 0, dialogues: 0.25 };
    const { mixer, save } = mixerOf({ weights });
    const dialogues = [passage('talk#0', 6), passage('talk#1', 8)];
    mixer.converse(dialogues);
    for (let step = 0; step < 250; step++) mixer.next();
    expect(chunksOf(mixer)['dialogues']).toBeGreaterThan(0.18 * 1000);
    expect(chunksOf(mixer)['dialogues']).toBeLessThan(0.22 * 1000);
    expect(mixer.report().find(({ name }) => name === 'dialogues')).toMatchObject({
      holds: 2,
      tokens: 7,
      weight: 0.25,
    });
    const again = mixerOf({ weights, from: save() }).mixer;
    again.converse(dialogues);
    for (let step = 0; step < 20; step++) expect(again.next()).toEqual(mixer.next());
    // the library holds them now
    mixer.converse([]);
    const before = chunksOf(mixer)['dialogues'];
    for (let step = 0; step < 50; step++) mixer.next();
    expect(chunksOf(mixer)['dialogues']).toBe(before);
  });

  it('draws a source that holds little less often, so that it is not repeated over and over', () => {
    const { mixer } = mixerOf({ taught: { reflections: [passage('r', 10)] }, weights: { reflections: 1 } });
    for (let step = 0; step < 2500; step++) mixer.next();
    const share = mixer.report().find(({ name }) => name === 'reflections')!.share;
    // 5 tokens of the 73 that would be a tenth of the library
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.08);
  });

  it('resumes exactly at any step: reading, passages half read, and what is known', () => {
    const taught = {
      corrections: [passage('a', 12, 11), passage('b', 75, 501), passage('c', 20, 801)],
      reflections: [passage('r', 33, 2001)],
      scribe: [passage('s', 30, 3001)],
      chat: [passage('u', 70, 4001)],
      api: [passage('w', 40, 7001)],
      twitch: [passage('t', 21, 5001), passage('v', 9, 6001)],
    };
    const weights = { random: 0.2, corrections: 0.6, chat: 0.2, scribe: 0.2, api: 0.2, twitch: 0.2 };
    const options = { files: [...LIBRARY, LETTERS, ANSWERS], weights, taught };
    const { mixer: living, save } = mixerOf(options);
    for (let step = 0; step < 120; step++) {
      const from = save();
      const { mixer: resumed, save: again } = mixerOf({ ...options, from });
      expect(again()).toEqual(from);
      for (let i = 0; i < 3; i++) {
        const [one, other] = [living.next(), resumed.next()];
        expect(other).toEqual(one);
        // guesses that are now right and now wrong
        const best = one.targets.map((id, at) => (step % 9 === 0 && at % 7 === 0 ? 0 : id));
        for (const mixer of [living, resumed]) mixer.mark(i === 1 ? one : other, best, new Float32Array(best.length));
      }
      expect(again()).toEqual(save());
    }
    expect(Object.values(living.known('corrections')).some(({ byHeart }) => byHeart)).toBe(true);
    for (const { name, given } of living.report())
      if (name !== 'dialogues') expect(given.chunks, name).toBeGreaterThan(0);
  });

  it('begins all but the library with empty memories, and the library after that too', () => {
    const { mixer } = mixerOf({ taught: { corrections: [passage('a', 12)] }, weights: { corrections: 0.5 } });
    let before: Batch | undefined;
    let returns = 0;
    for (let step = 0; step < 200; step++) {
      const batch = mixer.next();
      for (let b = 0; b < 4; b++) {
        const isLibrary = batch.places[b]!.file !== 'corrections';
        const wasLibrary = before !== undefined && before.places[b]!.file !== 'corrections';
        if (!isLibrary) expect(batch.fresh[b]).toBe(1);
        if (isLibrary && before !== undefined && !wasLibrary) {
          expect(batch.fresh[b]).toBe(1);
          returns++;
        }
        if (isLibrary && wasLibrary && batch.fresh[b] === 0)
          expect(row(batch, batch.inputs, b)[0]).toBe(row(before!, before!.targets, b).at(-1));
      }
      before = batch;
    }
    expect(returns).toBeGreaterThan(5);
  });

  it('leaves nothing of the library out: a stream goes on where it was interrupted', () => {
    const { mixer } = mixerOf({ streams: 1, taught: { chat: [passage('a', 12)] }, weights: { chat: 0.5 } });
    const read: number[] = [];
    for (let step = 0; step < 60; step++) {
      const batch = mixer.next();
      if (batch.places[0]!.file !== 'chat') read.push(...batch.inputs);
    }
    const whole = LIBRARY.flatMap(({ tokens }) => [...tokens.subarray(0, tokens.length)]);
    expect(read.slice(0, 500)).toEqual(whole.slice(0, 500));
  });

  it('changes its weights while it reads; one without weight is not read', () => {
    const { mixer } = mixerOf({ taught: { corrections: [passage('a', 12)], chat: [passage('b', 180)] } });
    for (let step = 0; step < 250; step++) mixer.next();
    const { corrections, chat } = chunksOf(mixer);
    expect(chat).toBe(0);
    expect(corrections).toBeGreaterThan(100);
    mixer.weights = { ...WEIGHTS, corrections: 0, chat: 0.25, library: 0.75 };
    for (let step = 0; step < 250; step++) mixer.next();
    expect(chunksOf(mixer).corrections).toBe(corrections);
    expect(Math.abs(chunksOf(mixer).chat! - 250)).toBeLessThan(12);
    mixer.weights = { ...WEIGHTS, library: 0, corrections: 0 };
    const { library } = chunksOf(mixer);
    for (let step = 0; step < 5; step++) mixer.next();
    // nothing else has both a weight and a passage: it reads on rather than stand still
    expect(chunksOf(mixer).library! - library!).toBe(20);
  });

  it('learns at once what it is taught, and reads it never again when it is taken out', () => {
    const { mixer } = mixerOf({ length: 8 });
    for (let step = 0; step < 5; step++) mixer.next();
    mixer.teach('corrections', [passage('long', 50, 101)]);
    const spansOf = (batch: Batch) => batch.spans ?? [];
    expect(spansOf(mixer.next()).map(({ id }) => id)).toContain('long');
    mixer.next();
    expect(mixer.unteach('corrections', ['long', 'nobody'])).toEqual({ long: 0 });
    for (let step = 0; step < 50; step++) {
      const batch = mixer.next();
      expect(spansOf(batch)).toEqual([]);
      expect(batch.inputs.every((id) => id % 2 === 0)).toBe(true);
    }
  });

  it('knows by heart what was guessed three times in a row without hesitation, and then reads it no more until it is lost', () => {
    const { mixer } = mixerOf({ taught: { corrections: [passage('a', 12)] } });
    const mark = (right: boolean, nats: number) => {
      const batch = mixer.next();
      const best = right ? batch.targets : new Int32Array(batch.targets.length);
      mixer.mark(batch, best, new Float32Array(best.length).fill(nats));
      return batch;
    };
    for (let step = 0; step < 40; step++) {
      const batch = mark(true, 0.5);
      for (const { stream } of batch.spans ?? []) expect(batch.newness[stream]).toBe(1);
    }
    expect(mixer.known('corrections')).toMatchObject({ a: { byHeart: false } });
    for (let step = 0; step < 40; step++) mark(true, 0.1);
    expect(mixer.known('corrections')).toMatchObject({ a: { byHeart: true } });
    const { corrections: before } = chunksOf(mixer);
    for (let step = 0; step < 250; step++) {
      const batch = mark(true, 0.1);
      expect([...batch.newness]).toEqual([0, 0, 0, 0]);
    }
    expect(chunksOf(mixer).corrections).toBe(before);
    // an exam says that it is not known after all
    expect(mixer.lose(['a', 'nobody'])).toEqual(['a']);
    for (let step = 0; step < 100; step++) mark(false, 9);
    expect(mixer.known('corrections')).toMatchObject({ a: { byHeart: false } });
    expect(mixer.lose(['a'])).toEqual([]);
    expect(chunksOf(mixer).corrections).toBeGreaterThan(before! + 40);
  });

  it('reads letters once more, and the library at random places, as they stand', () => {
    const { mixer } = mixerOf({ files: [...LIBRARY, LETTERS], weights: { library: 0.5, random: 0.3, letters: 0.2 } });
    const starts = new Set<number>();
    for (let step = 0; step < 400; step++) {
      const batch = mixer.next();
      expect(batch.learn.every((one) => one === 1)).toBe(true);
      for (let b = 0; b < 4; b++) starts.add(row(batch, batch.inputs, b)[0]!);
    }
    const { letters, random } = chunksOf(mixer);
    expect(Math.abs(letters! - 320)).toBeLessThan(12);
    expect(Math.abs(random! - 480)).toBeLessThan(12);
    expect(starts.size).toBeGreaterThan(200);
    // what random places give is reading of the library too
    const read = [...mixer.read().values()].reduce((sum, tokens) => sum + tokens, 0);
    expect(read).toBe((1600 - letters!) * 16);
  });

  it('goes on with a library that changes, and with letters and answers that come and go', () => {
    const { mixer } = mixerOf();
    for (let step = 0; step < 10; step++) mixer.next();
    mixer.replaceFiles([...LIBRARY, ANSWERS, LETTERS]);
    const learnt = new Set<number>();
    for (let step = 0; step < 100; step++) {
      const batch = mixer.next();
      batch.targets.forEach((id, i) => {
        if (batch.learn[i] && id % 2 === 1) learnt.add(id);
      });
    }
    expect([...learnt].sort((a, b) => a - b)).toEqual([13, 17]);
    expect(
      mixer
        .report()
        .filter(({ holds }) => holds > 0)
        .map(({ name, holds }) => [name, holds]),
    ).toEqual([
      ['library', 4],
      ['random', 4],
      ['letters', 1],
      ['answers', 2],
    ]);
    // where corrections are consolidated apart, so are few answers
    mixer.consolidatesApart = true;
    const { answers: before } = chunksOf(mixer);
    for (let step = 0; step < 50; step++) mixer.next();
    expect(chunksOf(mixer).answers).toBe(before);
    expect(mixer.fewAnswers?.all()).toHaveLength(2);
    mixer.weights = { ...WEIGHTS, corrections: 0 };
    for (let step = 0; step < 100; step++) mixer.next();
    expect(chunksOf(mixer).answers).toBeGreaterThan(before!);
    mixer.consolidatesApart = false;
    mixer.replaceFiles(LIBRARY);
    const { letters, answers: given } = chunksOf(mixer);
    for (let step = 0; step < 20; step++) mixer.next();
    expect(chunksOf(mixer)).toMatchObject({ letters, answers: given });
    expect(() => mixer.replaceFiles([])).toThrow('at least 2 tokens');
    expect(mixer.libraryTokens).toBe(733);
  });
});
