import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serializeTokenizer, trainTokenizer } from '../../../library/tokenizer/index.ts';
import type { Baby } from '../../../school/api/contract.ts';
import type { Event } from '../../../school/api/messages.ts';
import { wake } from '../../../school/daemon/daemon.ts';
import { findSoul, mustFit, sizesFor } from '../../../school/daemon/load-or-create.ts';
import { openOfflineModel } from '../../../school/daemon/offline-model.ts';
import { daemonTexts } from '../../../school/daemon/texts/daemon-texts.ts';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { starterFolder } from '../../../school/home/package-root.ts';
import { LessonClient } from '../../../school/lesson/lesson-client.ts';
import type { LessonOptions } from '../../../school/lesson/options.ts';
import { type Config, configure } from '../../../school/settings/config.ts';
import type { SoulState } from '../../../school/training/checkpoint.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { openForReading } from '../../../statistics/query/reader.ts';
import { runs } from '../../../statistics/query/spans.ts';
import { makePupil, storyText, temporaryFolder, tokenizerText } from '../tiny.ts';

const quiet = { saveSeconds: 3600, examSeconds: 3600, babbleSeconds: 3600 };
const configFor = (values: object = {}): Config =>
  configure({ preset: 'tiny', threads: 1, ...quiet, ...values }, 'the test');

const stepAfter = (life: Baby, step: number) =>
  new Promise<number>((resolve) => {
    const stop = life.watch((heard: Event) => {
      if (heard.event !== 'stats' || heard.data.step <= step) return;
      stop();
      resolve(heard.data.step);
    });
  });

describe('a home', () => {
  const home = makeHome(temporaryFolder());
  const lives: Baby[] = [];
  afterEach(async () => {
    for (const life of lives.splice(0)) await life.sleep();
  });
  const wakeUp = async (options: Partial<Parameters<typeof wake>[0]> = {}) => {
    const notes: string[] = [];
    const config = configFor();
    const onNote = (_level: string, _scope: string, message: string) => void notes.push(message);
    const life = await wake({ home, config, onNote, ...options });
    lives.push(life);
    return { life, notes };
  };
  let slept = 0;

  it('asleep before anybody was born in it, says so', async () => {
    await expect(openOfflineModel(home, configFor())).rejects.toThrow(daemonTexts.asleep.neverBorn(home.folder));
  });

  it('wakes for the first time: gets the starter texts, learns to read, and learns', async () => {
    const progress = new Set<string>();
    const { life, notes } = await wakeUp({ onProgress: (label) => progress.add(label) });
    const starters = readdirSync(starterFolder).filter((name) => name.endsWith('.txt'));
    expect(readdirSync(home.library).filter((name) => name.endsWith('.txt'))).toEqual(starters);
    expect(statSync(join(home.library, starters[0])).mode & 0o777).toBe(0o600);
    expect(notes[0]).toBe(daemonTexts.wake.starterTexts(starters.length, home.library));
    expect([...progress]).toEqual(['learning to read', 'reading the library']);
    expect(life.introduction).toMatchObject({ step: 0, vocabulary: 1024, brain: 'baby', preset: 'tiny' });
    await stepAfter(life, 5);
    const status = await life.status();
    expect(status).toMatchObject({ awake: true, pid: process.pid, home: home.folder });
    expect((await life.say('hello', { maxTokens: 5, seed: 1 })).tokens).toBeLessThanOrEqual(5);
    await life.sleep();
    await life.over;
    slept = new Keeper({ folder: home.soul }).open().info.step;
    expect(slept).toBeGreaterThan(5);
  });

  it('wakes again where it stopped, and picks up a new text', async () => {
    const { life, notes } = await wakeUp();
    expect(life.introduction.step).toBe(slept);
    expect(notes).toEqual([]);
    const changed = new Promise<string>((resolve) => {
      life.watch((heard) => {
        if (heard.event === 'note' && heard.data.scope === 'library') resolve(heard.data.message);
      });
    });
    await stepAfter(life, slept);
    writeFileSync(join(home.library, 'letter.txt'), storyText.toUpperCase());
    expect(await changed).toMatch(/letter\.txt|the library changed/);
  });

  it('asleep, speaks and is examined, and learns nothing', async () => {
    const config = configFor();
    const before = new Keeper({ folder: home.soul }).open();
    const asleep = await openOfflineModel(home, config);
    expect(asleep.step).toBe(before.info.step);
    const deltas: string[] = [];
    const reply = await asleep.say('how are you?', { maxTokens: 10, seed: 4 }, (delta) => deltas.push(delta));
    expect(deltas.join('')).toBe(reply.text);
    const held = await asleep.exam();
    expect(held.of).toBe('held-out text');
    expect(held.bytes).toBeGreaterThan(5000);
    expect(held.bitsPerByte).toBeGreaterThan(1);
    expect(held.bitsPerByte).toBeLessThan(9);
    expect((await asleep.exam('Once upon a time.', 'a line')).of).toBe('a line');
    await expect(asleep.exam('')).rejects.toThrow('the text is empty');
    await asleep.close();
    expect(new Keeper({ folder: home.soul }).list()[0]).toEqual(before.info);

    // the same says the same, whether awake or asleep; and it is examined the same
    const [one, two] = [
      await openOfflineModel(home, config),
      await openOfflineModel(home, { ...config, kernels: 'plain' }),
    ];
    expect((await one.exam()).bitsPerByte).toBe(held.bitsPerByte);
    expect((await two.exam('Once upon a time.')).bitsPerByte).toBeCloseTo(
      (await one.exam('Once upon a time.')).bitsPerByte,
      3,
    );
    await Promise.all([one.close(), two.close()]);
  });

  it('says clearly that a soul cannot change its brain', async () => {
    for (const [values, wanted] of [
      [{ brain: 'seed' }, 'a tiny seed one'],
      [{ preset: 'small' }, 'a small baby one'],
    ] as const) {
      const sentence = `this baby has a tiny baby brain, and the config asks for ${wanted}: a soul cannot change its brain`;
      await expect(wake({ home, config: configFor(values) })).rejects.toThrow(sentence);
      await expect(openOfflineModel(home, configFor(values))).rejects.toThrow(sentence);
    }
  });

  it('uses the soul before a damaged one and says so, and gives up clearly when all are', async () => {
    const copy = makeHome(temporaryFolder());
    cpSync(home.soul, copy.soul, { recursive: true });
    const damage = (name: string) => {
      const file = join(copy.soul, name, 'weights.safetensors');
      const bytes = readFileSync(file);
      bytes[bytes.length >> 1] ^= 4;
      writeFileSync(file, bytes);
    };
    const souls = new Keeper({ folder: copy.soul }).list().map(({ name }) => name);
    expect(souls.length).toBeGreaterThan(1);
    damage(souls[0]);
    const found = findSoul(copy.soul, configFor())!;
    expect(found.name).toBe(souls[1]);
    expect(found.soul.notes.join(' ')).toContain(souls[0]);
    for (const name of souls.slice(1)) damage(name);
    const sentence = new RegExp(`^There is no whole soul in .*${souls[1]}`);
    await expect(wake({ home: copy, config: configFor() })).rejects.toThrow(sentence);
    // also the second time, when nothing but what was set aside is left: no newborn takes its place in silence
    const again = `move the ${souls.length} damaged ones out of it to begin with a newborn.`;
    await expect(wake({ home: copy, config: configFor() })).rejects.toThrow(again);
    await expect(openOfflineModel(copy, configFor())).rejects.toThrow(again);
    // nothing was thrown away
    expect(readdirSync(copy.soul).filter((name) => name.startsWith('damaged-')).length).toBe(souls.length);
  });

  it('in which it cannot wake after all ends the lesson that had begun', async () => {
    const made = makeHome(temporaryFolder());
    let room: LessonClient | undefined;
    const spoilt: Home = {
      ...made,
      get twitch(): string {
        if (room) throw new Error('what it keeps of people is gone');
        return made.twitch;
      },
    };
    const openRoom = async (orders: LessonOptions) => {
      room = await LessonClient.open(orders);
      return room;
    };
    const waking = wake({ home: spoilt, config: configFor(), openRoom });
    await expect(waking).rejects.toThrow('what it keeps of people is gone');
    await expect(room!.over).rejects.toThrow('ended unexpectedly');
    const ledger = openForReading(join(made.statistics, 'statistics.db'));
    expect(runs(ledger).map(({ reason }) => reason)).toEqual(['it could not wake']);
    ledger.close();
  });

  it('with nothing that can be read says what to put where', async () => {
    const empty = makeHome(temporaryFolder());
    writeFileSync(join(empty.library, 'a.txt'), '\ufeff'); // a text, but one without a character
    await expect(wake({ home: empty, config: configFor() })).rejects.toThrow(
      daemonTexts.wake.nothingToRead(empty.library),
    );
  });
});

describe('a soul that cannot be used as it is', () => {
  let home: Home;
  let content: ReturnType<Awaited<ReturnType<typeof makePupil>>['soul']>;
  beforeAll(async () => {
    content = (await makePupil()).soul();
  });
  const keep = (change: { state?: Partial<Record<keyof SoulState, unknown>>; tokenizer?: string }) => {
    home = makeHome(temporaryFolder());
    const state = { ...(content.state as SoulState), ...change.state };
    const texts = { ...content.texts, 'tokenizer.json': change.tokenizer ?? tokenizerText };
    return new Keeper({ folder: home.soul }).save({ ...content, state, texts }).name;
  };

  it('is taken when all fits', () => {
    const name = keep({});
    expect(findSoul(home.soul, configFor())!.name).toBe(name);
  });

  it('with the tokenizer of another', async () => {
    const other = serializeTokenizer(trainTokenizer([Buffer.from(storyText)], { vocabularySize: 320 }));
    const name = keep({ tokenizer: other });
    const sentence = `the tokenizer in ${name} does not belong to it`;
    expect(() => findSoul(home.soul, configFor())).toThrow(sentence);
    await expect(wake({ home, config: configFor() })).rejects.toThrow(sentence);
    // and one that is none
    keep({ tokenizer: '{"version": 1}' });
    expect(() => findSoul(home.soul, configFor())).toThrow(/tokenizer/);
  });

  it('of another version', () => {
    const name = keep({ state: { version: 3 } });
    expect(() => findSoul(home.soul, configFor())).toThrow(
      `${name} was written by another version of babyLLM (state version 3, this one reads 2)`,
    );
  });
});

describe('a brain that is too large', () => {
  const config = configFor({ preset: 'full' });
  const sizes = sizesFor(config, 4200);

  it('is refused with what it needs and what fits', () => {
    expect(() => mustFit(config, sizes, 200e6)).toThrow(
      /^this baby brain needs \d\.\d\d GB of memory to learn, but it can have 200 MB here: the presets that fit are small, tiny$/,
    );
    expect(() => mustFit(config, sizes, 1e6)).toThrow(daemonTexts.birth.noPresetFits);
    expect(() => mustFit(configFor(), sizesFor(configFor(), 1024), 200e6)).not.toThrow();
  });

  it('also where its owner chose the sizes, before anything of it is made', async () => {
    const home = makeHome(temporaryFolder());
    const large = configFor({ shape: { channels: 8192, neurons: 200_000 } });
    await expect(wake({ home, config: large })).rejects.toThrow(
      /needs \d+\.\d\d GB of memory to learn, but it can have .* here: the presets that fit are .*tiny$/,
    );
    expect(readdirSync(home.soul)).toEqual([]);
  });
});
