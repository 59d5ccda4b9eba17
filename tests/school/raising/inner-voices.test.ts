import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeDocument } from '../../../library/tokenizer/chat-template.ts';
import { trainTokenizer } from '../../../library/tokenizer/index.ts';
import type { Guesses, Raised, Said } from '../../../school/api/messages.ts';
import { recordRaised } from '../../../school/daemon/raised-record.ts';
import { InnerVoices, type InnerVoicesState, type Moment, saidAfter } from '../../../school/raising/inner-voices.ts';
import { letterPassage } from '../../../school/raising/letters.ts';
import { type Config, configure } from '../../../school/settings/config.ts';
import { decodeExactly, encodeExactly } from '../../../soul/exact-json.ts';
import { Ledger } from '../../../statistics/ledger/ledger.ts';
import { openForReading } from '../../../statistics/query/reader.ts';
import { events, samples } from '../../../statistics/query/spans.ts';
import { statsAt } from '../fake-life.ts';
import { temporaryFolder } from '../temporary.ts';
import { chanceOf } from './chance.ts';

const LETTER = 'my dear, the garden is full of rain and i write to you from the kitchen table.';
const DIARY = 'Up betimes, and to the office, where we sat all the morning, and dined at home.';
const tokenizer = trainTokenizer([Buffer.from(LETTER + DIARY)], { vocabularySize: 280 });
const textOf = (name: string, line: string) => ({
  name,
  tokens: Uint16Array.from(encodeDocument(tokenizer, `${line}\n`.repeat(30))),
});
const LIBRARY = [textOf('diary.txt', DIARY), textOf('letters/one.txt', LETTER)];

const look = (right: number, step: number, file = 'diary.txt'): Guesses => ({
  step,
  file,
  prompt: 'Up',
  guesses: ['a', 'b', 'c', 'd'].map((truth, i) => ({ truth, guess: i < right ? truth : 'x', exact: i < right })),
});

function momentAt(step: number, more: Partial<Moment> = {}): Moment {
  const {
    smoothLoss: _,
    bitsPerByte: __,
    exam: ___,
    bestExam: ____,
    tokensPerSecond: _5,
    secondsAwake: _6,
    ...rest
  } = statsAt(step);
  return { ...rest, bits: 2, ...more };
}

/** Voices of a life whose steps a test makes. */
function voicesOf(config: object = {}, state?: InnerVoicesState) {
  const settings: { config: Config } = {
    config: configure(
      { owner: 'ann', name: 'mia', reflection: { seconds: 60 }, scribe: { chance: 0 }, ...config },
      'the test',
    ),
  };
  const voices = new InnerVoices({ tokenizer, config: () => settings.config, files: () => LIBRARY, state });
  const step = (
    at: number,
    { right = at % 5, file = 'diary.txt', ...more }: Partial<Moment> & { right?: number; file?: string } = {},
  ) =>
    voices.step(momentAt(at, more), {
      guesses: () => look(right, at, file),
      inside: () => ({ 'lobe1.gate': Math.sin(at), 'norm.output': at, 'not.felt': 3 }),
    });
  /** Takes steps from one to another. */
  const live = (from: number, to: number, more: (at: number) => Parameters<typeof step>[1] = () => ({})): Said[] =>
    Array.from({ length: to - from + 1 }, (_, i) => step(from + i, more(from + i))).flat();
  return { voices, settings, step, live };
}

const raisedOf = <K extends Raised['kind']>(said: readonly Said[], kind: K) =>
  said.flatMap(({ raised }) => (raised.kind === kind ? [raised] : [])) as Extract<Raised, { kind: K }>[];

describe('what is said of steps', () => {
  it('is a reflection every so many steps, on real statistics; the dialogue is shown, learnt, and kept', () => {
    // better and better, so that it has something to be happy about
    const said = voicesOf().live(1, 4000, (at) => ({ loss: 5 - at / 1500 }));
    expect(said.map(({ source, passage }) => [source, passage.id])).toEqual([
      ['reflections', 'reflection-1920'],
      ['reflections', 'reflection-3840'],
    ]);
    const [first] = raisedOf(said, 'reflection');
    expect(first.turns[0].speaker).toBe('ann');
    expect(first.turns[1].speaker).toBe('mia');
    expect(first.feelings.length).toBeGreaterThan(0);
    const { turns } = said[0].passage;
    expect(turns.map(({ speaker, text }) => ({ speaker, text }))).toEqual(first.turns);
    // only its own words are learnt
    expect(turns.map(({ learn }) => learn)).toEqual(first.turns.map(({ speaker }) => speaker === 'mia'));
    const folder = temporaryFolder();
    const ledger = Ledger.open({ folder });
    ledger.beginRun();
    recordRaised(ledger, first);
    ledger.close();
    const kept = openForReading(join(folder, 'statistics.db'));
    const [sample] = samples(kept, { source: 'reflection' });
    expect(sample).toMatchObject({ step: first.step, prompt: `[ann]: ${first.turns[0].text}` });
    expect(sample.output).toContain(first.turns[1].text);
    expect(JSON.parse(events(kept, { kind: 'reflection' })[0].data ?? '')).toMatchObject({ feelings: first.feelings });
    kept.close();
  });

  it('brings its owner’s letters into reflections, and never the library beside them', () => {
    const said = voicesOf({ reflection: { seconds: 1 } }).live(1, 40 * 32);
    const begun = raisedOf(said, 'reflection').map(({ turns }) => turns[0].text);
    expect(begun).toHaveLength(40);
    const letters = begun.filter((text) => text.includes('the garden is full of rain'));
    expect(letters.length).toBeGreaterThan(5);
    expect(letters.length).toBeLessThan(35);
    expect(begun.join(' ')).not.toContain('betimes');
  });

  it('feels its layers too, and nothing that comes by the clock', () => {
    const said = voicesOf({ reflection: { seconds: 10 } }).live(1, 320 * 60);
    const because = raisedOf(said, 'reflection').flatMap((one) => one.because);
    expect(because.some((name) => name === 'lobe1.gate' || name === 'norm.output')).toBe(true);
    for (const clock of ['tokensPerSecond', 'exam', 'secondsAwake']) expect(because).not.toContain(clock);
  });

  it('can be switched off while it is awake, each by itself', () => {
    const { live, settings } = voicesOf({ scribe: { chance: 1 }, reflection: { seconds: 1 } });
    const before = live(1, 400);
    expect(raisedOf(before, 'comment').length).toBeGreaterThan(5);
    expect(raisedOf(before, 'reflection').length).toBeGreaterThan(5);
    settings.config = configure({ ...settings.config, scribe: { chance: 0 } }, 'the test');
    const reflections = live(401, 800);
    expect(raisedOf(reflections, 'comment')).toEqual([]);
    expect(raisedOf(reflections, 'reflection').length).toBeGreaterThan(5);
    settings.config = configure({ ...settings.config, reflection: { seconds: 0 } }, 'the test');
    expect(live(801, 1200)).toEqual([]);
  });

  it('is a comment of the scribe, by how good a guess was; it learns the comment, not its own guess', () => {
    const { live, step } = voicesOf({ scribe: { chance: 1 } });
    live(1, 320, () => ({ right: 2 }));
    const [best] = step(328, { right: 4 });
    const [worst] = step(336, { right: 0 });
    expect(best.raised).toMatchObject({ standing: 15, mood: 'awestruck' });
    expect(worst.raised).toMatchObject({ kind: 'comment', standing: 0, mood: 'heartbroken', guess: 'xxxx', step: 336 });
    const [{ text }] = raisedOf([worst], 'comment');
    expect(worst).toMatchObject({
      source: 'scribe',
      passage: {
        id: 'comment-336',
        turns: [
          { speaker: 'mia', text: 'xxxx', learn: false },
          { speaker: 'scribe', text, learn: true },
        ],
      },
    });
  });

  it('is no comment while it reads what people said: that must be possible to forget', () => {
    const { live } = voicesOf({ scribe: { chance: 1 } });
    expect(live(1, 320).length).toBeGreaterThan(5);
    for (const file of ['twitch', 'chat', 'corrections']) expect(live(321, 400, () => ({ file }))).toEqual([]);
  });

  it('is after every step the same from a state that was stored as if there had been none', () => {
    const config = { scribe: { chance: 0.5 }, reflection: { seconds: 2 } };
    const whole = voicesOf(config);
    for (const stop of [1, 7, 8, 64, 333, 2000]) {
      const before = voicesOf(config);
      before.live(1, stop);
      const again = voicesOf(config, decodeExactly(encodeExactly(before.voices.state())) as InnerVoicesState);
      expect(again.live(stop + 1, stop + 1000)).toEqual(before.live(stop + 1, stop + 1000));
      expect(again.voices.state()).toEqual(before.voices.state());
    }
    expect(whole.live(1, 1000).length).toBeGreaterThan(30);
  });

  it('has ids by which what was said after a step is found', () => {
    expect(saidAfter(96, ['comment-96', 'comment-104', 'reflection-1024', 'lz4k1-2', 'reflection-9'])).toEqual([
      'comment-104',
      'reflection-1024',
    ]);
  });
});

describe('a passage of letters', () => {
  it('is a line of letters alone', () => {
    for (let i = 0; i < 10; i++) expect(letterPassage(LIBRARY, tokenizer, chanceOf(i / 10, i / 10))).toBe(LETTER);
    expect(letterPassage([LIBRARY[0]], tokenizer, chanceOf())).toBeUndefined();
  });
});
