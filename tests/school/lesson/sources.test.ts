import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import type { Batch, BatchReader } from '../../../library/batches/batch.ts';
import { HeldOutSet, knownIn } from '../../../library/heldout/decontaminate.ts';
import { turnLine } from '../../../library/importing/turns-file.ts';
import type { Example } from '../../../library/sources/examples.ts';
import { TAUGHT_NAMES, type TaughtName } from '../../../library/sources/names.ts';
import { Shelf } from '../../../library/token-cache/shelf.ts';
import { SPECIAL } from '../../../library/tokenizer/index.ts';
import { createRuntime } from '../../../school/machine/runtime.ts';
import { type Config, configure } from '../../../school/settings/config.ts';
import { spokenVoice } from '../../../school/settings/voice-settings.ts';
import type { SoulState } from '../../../school/training/checkpoint.ts';
import { optimizerSettings } from '../../../school/training/learning-options.ts';
import { buildModel } from '../../../school/training/model.ts';
import { atOnce } from '../../../school/training/replies/reply-turns.ts';
import { Scribe } from '../../../school/training/scribe.ts';
import type { TrainingSetup } from '../../../school/training/training-setup.ts';
import { TrainingState } from '../../../school/training/training-state.ts';
import { Keeper, type OpenedSoul } from '../../../soul/keeper.ts';
import { makeHome } from '../../library/home.ts';
import { files, storyText, TINY, talkText, temporaryFolder, tokenizer, tokenizerText, weightsOf } from '../tiny.ts';

const said = (id: string, question: string, answer: string): Example => ({
  id,
  turns: [
    { speaker: 'owner', text: question, learn: false },
    { speaker: 'babyllm', text: answer, learn: true },
  ],
});
const TAUGHT: NonNullable<TrainingSetup['taught']> = {
  corrections: [
    said('a', 'what is green?', 'the moss on the wall.'),
    said('b', 'hello', 'good morning, and a good day to you too'),
  ],
  reflections: [said('r', 'how do you feel?', 'calm, since my loss fell.')],
  twitch: [said('t', 'hi', 'hi!')],
};

interface Options {
  person?: Partial<TrainingSetup>;
  config?: Partial<Config>;
  soul?: OpenedSoul | undefined;
}

async function pupilOf({ person, config: wanted = {}, soul }: Options = {}) {
  const memory = { consolidate: true };
  const config = configure({ preset: 'tiny', threads: 1, learningRate: 3e-3, memory, ...wanted }, 'the test');
  const sizes = person?.sizes ?? TINY.baby;
  const mind = buildModel(config.brain, sizes, optimizerSettings(config));
  await createRuntime(mind.engine, { kernels: 'auto', threads: 1, learning: true });
  const library = { files, exams: [] };
  const training = new TrainingState(
    { config, sizes, tokenizer, library, taught: TAUGHT, from: 'resume', ...person },
    mind,
    soul,
  );
  const learn = (steps: number, reader: BatchReader = training.mixer): number[] =>
    Array.from({ length: steps }, () => training.tutor.learn(reader, 1, () => {}).loss);
  return { training, mind, learn, config };
}

/** The state of a soul, but for how long it was awake. */
const stateOf = ({ state }: { state: unknown }) => ({ ...(state as SoulState), secondsAwake: 0, born: '' });

describe('a life with many sources', () => {
  it.each([1, 2])(
    'goes on after a kill at any step as if there had been none (accumulation %i)',
    async (accumulation) => {
      const config = { accumulation, sources: { ...configure({}, '').sources, random: 0.1, corrections: 0.5 } };
      const folder = temporaryFolder();
      const living = await pupilOf({ config });
      for (let kill = 0; kill < 4; kill++) {
        living.learn(7 + kill);
        new Keeper({ folder }).save(living.training.soul(tokenizerText));
        const again = await pupilOf({ config, soul: new Keeper({ folder }).open() });
        expect(stateOf(again.training.soul(tokenizerText))).toEqual(stateOf(living.training.soul(tokenizerText)));
        const losses = living.learn(9);
        expect(again.learn(9)).toEqual(losses);
        expect(weightsOf(again.mind)).toEqual(weightsOf(living.mind));
        expect(stateOf(again.training.soul(tokenizerText))).toEqual(stateOf(living.training.soul(tokenizerText)));
      }
      const shares = living.training.mixer.report().filter(({ given }) => given.chunks > 0);
      expect(shares.map(({ name }) => name)).toEqual(['library', 'random', 'corrections', 'reflections', 'twitch']);
    },
  );

  it('of which only the library holds anything is the life without them, bit for bit', async () => {
    const mixed = await pupilOf({ person: { taught: {} } });
    const plain = await pupilOf({ person: { taught: {} } });
    expect(mixed.learn(40)).toEqual(plain.learn(40, plain.training.streams));
    expect(weightsOf(mixed.mind)).toEqual(weightsOf(plain.mind));
  });

  it('begins from a soul that knew of none', async () => {
    const folder = temporaryFolder();
    const before = await pupilOf({ person: { taught: {} } });
    before.learn(10);
    const { mixer: _, random, ...old } = before.training.soul(tokenizerText).state as SoulState;
    const { mixing: __, ...oldRandom } = random;
    const content = before.training.soul(tokenizerText);
    new Keeper({ folder }).save({ ...content, state: { ...old, random: oldRandom } });
    const after = await pupilOf({ soul: new Keeper({ folder }).open() });
    expect(after.training.tutor.step).toBe(10);
    expect(after.learn(30).every(Number.isFinite)).toBe(true);
    expect(after.training.mixer.report().find(({ name }) => name === 'corrections')!.given.chunks).toBeGreaterThan(5);
    const lonely = await pupilOf({ person: { taught: {} }, soul: new Keeper({ folder }).open() });
    expect(lonely.learn(10)).toEqual(before.learn(10));
  });

  it('weighs them anew while it goes on', async () => {
    const { training, learn, config } = await pupilOf();
    learn(20);
    const chunks = () => training.mixer.report().find(({ name }) => name === 'corrections')!.given.chunks;
    expect(chunks()).toBeGreaterThan(0);
    const before = chunks();
    training.configure({ ...config, sources: { ...config.sources, corrections: 0 } });
    learn(20);
    expect(chunks()).toBe(before);
  });

  it('knows a correction by heart soon, and says it', async () => {
    const sizes = { ...TINY.baby, contextLength: 32, batch: 4 };
    const weights = { ...configure({}, '').sources, corrections: 0.5 };
    const { training, mind, learn, config } = await pupilOf({ person: { sizes }, config: { sources: weights } });
    learn(60);
    for (let step = 0; step < 800 && !training.mixer.known('corrections')['a']?.byHeart; step++) learn(1);
    expect(training.mixer.known('corrections')['a']).toMatchObject({ byHeart: true });
    const scribe = new Scribe(mind.voice, tokenizer, config.name, spokenVoice(config.voice, null), new Random(1));
    const options = { temperature: 0, repetitionPenalty: 1 };
    const asked = { from: 'owner', text: 'what is green?', conversation: 'new', options };
    expect(atOnce(scribe.reply(asked, training.tutor.colour, () => {})).text).toBe('the moss on the wall.');
  });
});

describe('a library that was read too often', () => {
  it('is left alone by a correction that is known, and moves only a little for one that is not', async () => {
    const folder = temporaryFolder();
    const tired = await pupilOf({ person: { taught: {} } });
    tired.learn(5);
    const content = tired.training.soul(tokenizerText);
    const state = content.state as SoulState;
    const read = Object.fromEntries(Object.keys(state.streams.read).map((name) => [name, 1e9]));
    const { news: _, ...streams } = state.streams;
    new Keeper({ folder }).save({ ...content, state: { ...state, streams: { ...streams, read } } });
    const rates = async (taught: TrainingSetup['taught']) => {
      const { training } = await pupilOf({ person: { taught: taught! }, soul: new Keeper({ folder }).open() });
      return Array.from({ length: 30 }, () => training.tutor.learn(training.mixer, 1, () => {}).rate);
    };
    expect(Math.max(...(await rates({})))).toBeLessThan(1e-9);
    const { corrections } = TAUGHT;
    const worth = await rates({ corrections: corrections! });
    expect(Math.max(...worth)).toBeGreaterThan(1e-4);
    expect(Math.max(...worth)).toBeLessThan(2e-3);
    // reflections are no more than reading
    expect(Math.max(...(await rates({ reflections: corrections! })))).toBeLessThan(1e-9);
  });
});

describe('what is held out', () => {
  it('is in no chunk of any source that the brain is shown', async () => {
    const home = makeHome();
    home.put('story.txt', storyText);
    home.put('letters/talk.txt', talkText);
    const lines = talkText.split('\n').filter((line) => line.length > 40);
    const words = (line: string) => line.replace(/^\[[^\]]*\]: /, '');
    const dataset = lines.map((line, i) =>
      [
        { speaker: 'owner', text: `question ${i}`, learn: false, begins: true },
        { speaker: 'babyllm', text: words(line), learn: true },
      ].map(turnLine),
    );
    home.put('answers.turns.jsonl', dataset.flat().join(''));
    const shelf = new Shelf({ libraryFolder: home.library, shelfFolder: home.shelf });
    await shelf.refresh(tokenizer, { heldOutFraction: 0.1, speaker: 'babyllm' });
    const withheld = new HeldOutSet();
    for (const { ids } of await shelf.exams()) withheld.add(textOf(ids));

    // everything is taught everywhere, and only what is not held out is taken
    const all = [...storyText.split('\n'), ...lines.map(words)].filter((line) => line.trim().length >= 24);
    const passages = all.map((line, i) => said(`${i}`, 'and what then?', line));
    const admitted = await shelf.admit(passages);
    expect(admitted.length).toBeGreaterThan(all.length / 2);
    expect(admitted.length).toBeLessThan(all.length - 5);
    const taught = Object.fromEntries(TAUGHT_NAMES.map((name) => [name, admitted])) as Record<TaughtName, Example[]>;

    const sources = Object.fromEntries(
      Object.keys(configure({}, '').sources).map((name) => [name, 1]),
    ) as Config['sources'];
    const sizes = { ...TINY.baby, contextLength: 64, batch: 6 };
    const library = { files: await shelf.load(), exams: [], dialogues: admitted };
    const { training, mind, learn } = await pupilOf({ person: { sizes, library, taught }, config: { sources } });
    const read: string[][] = Array.from({ length: 6 }, () => []);
    const listening: BatchReader = {
      libraryTokens: training.mixer.libraryTokens,
      get libraryRead() {
        return training.mixer.libraryRead;
      },
      mark: (...marks) => training.mixer.mark(...marks),
      next() {
        const batch = training.mixer.next();
        keep(batch, read);
        return batch;
      },
    };
    for (let step = 0; step < 400; step++) {
      learn(1, listening);
      const shown = [...mind.engine.input(mind.learn, 'ids')];
      const last = read.flatMap((segments) => segments.at(-1)!);
      expect(last.join('').endsWith(textOf(shown.slice(-64)))).toBe(true);
    }
    for (const { name, given } of training.mixer.report()) expect(given.chunks, name).toBeGreaterThan(20);
    const hashes = read.flat().flatMap((text) => knownIn(text).filter(({ blank }) => !blank));
    expect(hashes.length).toBeGreaterThan(3000);
    const wrong = hashes.filter((known) => withheld.has(known.hash));
    expect(wrong.map(({ text }) => text)).toEqual([]);
    // the check can fail
    const [held] = await shelf.exams();
    expect(knownIn(textOf(held.ids)).some((known) => withheld.has(known.hash))).toBe(true);
  });
});

/** What a stream read, in stretches without a gap. */
function keep({ inputs, fresh }: Batch, read: string[][]): void {
  const length = inputs.length / fresh.length;
  for (const [b, segments] of read.entries()) {
    const text = textOf(inputs.subarray(b * length, (b + 1) * length));
    if (fresh[b] || segments.length === 0) segments.push(text);
    else segments[segments.length - 1] += text;
  }
}

/** The end of a turn and of a text stand for a line's end. */
function textOf(ids: ArrayLike<number>): string {
  return Array.from(ids, (id) => (id === SPECIAL.done || id === SPECIAL.end ? '\n' : tokenizer.decode([id]))).join('');
}
