import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchTexts } from '../../../library/batches/texts.ts';
import { encodeText } from '../../../library/tokenizer/chat-template.ts';
import type { Event, Stats } from '../../../school/api/messages.ts';
import { LessonClient } from '../../../school/lesson/lesson-client.ts';
import type { LessonOptions } from '../../../school/lesson/options.ts';
import { lessonTexts } from '../../../school/lesson/texts.ts';
import { configure } from '../../../school/settings/config.ts';
import { trainingTexts } from '../../../school/training/texts/training-texts.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { files, makePupil, storyText, TINY, talkText, temporaryFolder, tokenizer, tokenizerText } from '../tiny.ts';

const exams = [{ file: 'talk.txt', ids: encodeText(tokenizer, talkText.slice(0, 1200)), bytes: 1200 }];

function optionsFor(config: object = {}, options: Partial<LessonOptions> = {}): LessonOptions {
  return {
    config: configure({ preset: 'tiny', threads: 2, ...config }, 'the test'),
    soulFolder: temporaryFolder(),
    soul: null,
    tokenizer: tokenizerText,
    sizes: TINY.baby,
    library: { files, exams },
    from: 'resume',
    minutes: null,
    ...options,
  };
}

/** Waits for an event that is as wanted. */
const next = <E extends Event['event']>(
  room: LessonClient,
  event: E,
  wanted: (data: Extract<Event, { event: E }>['data']) => boolean = () => true,
) =>
  new Promise<Extract<Event, { event: E }>['data']>((resolve) => {
    const stop = room.watch((heard) => {
      if (heard.event !== event || !wanted(heard.data as never)) return;
      stop();
      resolve(heard.data as never);
    });
  });

const say = (room: LessonClient, text: string, onDelta?: (delta: string) => void) =>
  room.say('owner', text, 'owner', { seed: 5, maxTokens: 12 }, onDelta);

describe('a classroom with its lesson in a thread of its own', () => {
  // nobody is there who lets it grow or dream
  const options = optionsFor({ grow: { most: 1, dreams: false } });
  let room: LessonClient;
  beforeAll(async () => {
    room = await LessonClient.open(options);
  });
  afterAll(() => room.sleep());

  it('opens when the brain stands', () => {
    expect(room.introduction).toMatchObject({ name: 'babyllm', brain: 'baby', threads: 2, step: 0, vocabulary: 320 });
    expect(room.introduction.memoryBytes).toBeGreaterThan(1e6);
    expect(room.introduction.parameters).toBeGreaterThan(10_000);
  });

  it('tells how learning goes', async () => {
    const one: Stats = await next(room, 'stats');
    const other = await next(room, 'stats', ({ step }) => step > one.step);
    expect(room.stats!.step).toBeGreaterThanOrEqual(other.step);
    expect(other.loss).toBeGreaterThan(0);
    expect(other.tokensPerSecond).toBeGreaterThan(0);
    expect(other.reading).toBe('story.txt');
    for (const value of [...other.colour, ...other.expectedColour]) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }
  });

  it('answers while it learns, several askers at once', async () => {
    const deltas: string[] = [];
    const [reply, other] = await Promise.all([
      say(room, 'how are you?', (delta) => deltas.push(delta)),
      room.say('guest', 'hello', 'guest', { maxTokens: 3 }),
    ]);
    expect(deltas.join('')).toBe(reply.text);
    expect(reply.tokens).toBeLessThanOrEqual(12);
    expect(other.tokens).toBeLessThanOrEqual(3);
    const { step } = await next(room, 'stats');
    await next(room, 'stats', (later) => later.step > step);
  });

  it('examines and saves, and tells everybody', async () => {
    const heard = next(room, 'examined', ({ of }) => of === 'held-out text');
    const held = await room.exam();
    expect(await heard).toEqual(held);
    expect(held.tokens).toBe(exams[0].ids.length);
    const given = await room.exam(storyText.slice(0, 400), 'the story');
    expect(given.of).toBe('the story');
    expect(given.bitsPerByte).toBeGreaterThan(0.5);
    const saved = await room.save();
    const keeper = new Keeper({ folder: options.soulFolder });
    expect(keeper.list().map(({ name, step }) => ({ name, step }))).toContainEqual(saved);
  });

  it('says in one sentence what it refuses', async () => {
    await expect(room.exam('')).rejects.toThrow(trainingTexts.exams.emptyText);
  });

  it('reads on in a library that changed', async () => {
    const heard = next(room, 'note', ({ scope }) => scope === 'library');
    await room.newLibrary({ files: [{ name: 'new.txt', tokens: files[0].tokens.slice(0, 900) }], exams });
    expect((await heard).message).toBe(lessonTexts.library.changed('900', '1 file', ''));
    expect(room.introduction.libraryTokens).toBe(900);
    await next(room, 'stats', ({ reading }) => reading === 'new.txt');
  });

  it('sleeps when told to, and then answers nobody', async () => {
    const heard = next(room, 'sleeping');
    room.sleep();
    await room.over;
    const { step } = await heard;
    expect(new Keeper({ folder: options.soulFolder }).open().info.step).toBe(step);
    await expect(say(room, 'hello?')).rejects.toThrow(lessonTexts.requests.asleep);
    await expect(room.save()).rejects.toThrow(lessonTexts.requests.asleep);
  });
});

describe('a long step', () => {
  it('is interrupted for whoever speaks', async () => {
    const sizes = { ...TINY.baby, channels: 96, neurons: 256, contextLength: 32, history: 32, batch: 16 };
    const room = await LessonClient.open(optionsFor({ kernels: 'plain' }, { sizes }));
    const replies = await Promise.all(['a', 'b', 'c'].map((text) => say(room, text)));
    expect(replies).toHaveLength(3);
    // the first step is told when it is over: all three were answered before
    expect(room.stats).toBeNull();
    room.sleep();
    await room.over;
  });
});

describe('what fails', () => {
  it('before the brain stands, rejects with its sentence, and no helper thread holds it back', async () => {
    await expect(LessonClient.open(optionsFor({}, { library: { files: [], exams: [] } }))).rejects.toThrow(
      batchTexts.tooFewTokens(0),
    );
    await expect(LessonClient.open(optionsFor({}, { soul: 'soul-0000000007' }))).rejects.toThrow(
      /^There is no whole soul "soul-0000000007" in /,
    );
    await expect(LessonClient.open(optionsFor({}, { tokenizer: '{' }))).rejects.toThrow(/tokenizer/i);
  });

  it('a soul of other sizes is named, and not half read', async () => {
    const soulFolder = temporaryFolder();
    const { name } = new Keeper({ folder: soulFolder }).save((await makePupil()).soul());
    const sizes = { ...TINY.baby, channels: 28 };
    await expect(LessonClient.open(optionsFor({}, { soulFolder, soul: name, sizes }))).rejects.toThrow(
      /tokens.*320.*24.*28/s,
    );
  });

  it('later on, reaches everybody who waits, and whoever asks afterwards', async () => {
    // a soul that cannot take a step, and then nothing to go back to
    const training = await makePupil();
    training.mind.engine.ofParameter('tokens').fill(Number.NaN);
    const soulFolder = temporaryFolder();
    const { name } = new Keeper({ folder: soulFolder }).save(training.soul());
    const room = await LessonClient.open(optionsFor({ retry: { nonFinite: 1 } }, { soulFolder, soul: name }));
    await next(room, 'note', ({ level }) => level === 'error');
    rmSync(soulFolder, { recursive: true });
    // it may be just about to open the soul
    const sentence = /^There is no whole soul in |is damaged: ENOENT/;
    await expect(room.over).rejects.toThrow(sentence);
    await expect(say(room, 'hello')).rejects.toThrow(sentence);
  });
});
