import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Baby } from '../../../school/api/contract.ts';
import type { Event } from '../../../school/api/messages.ts';
import { wake } from '../../../school/daemon/daemon.ts';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { configure, DEFAULTS, loadConfig } from '../../../school/settings/config.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { openForReading } from '../../../statistics/query/reader.ts';
import { events, transcript } from '../../../statistics/query/spans.ts';
import { storyText, talkText, temporaryFolder } from '../tiny.ts';

const config = configure(
  {
    preset: 'tiny',
    threads: 1,
    kernels: 'simd',
    saveSeconds: 3600,
    examSeconds: 3600,
    babbleSeconds: 3600,
    vocabulary: 320,
  },
  'the test',
);

describe('a life that is awake', () => {
  const home: Home = makeHome(temporaryFolder());
  const told: Event[] = [];
  let life: Baby;

  beforeAll(async () => {
    writeFileSync(join(home.library, 'story.txt'), storyText);
    writeFileSync(join(home.library, 'talk.txt'), talkText);
    life = await wake({ home, config });
    life.watch((event) => told.push(event));
  });
  afterAll(() => life.sleep().catch(() => {}));

  const heard = <E extends Event['event']>(event: E) =>
    told.flatMap((one) => (one.event === event ? [one.data as Extract<Event, { event: E }>['data']] : []));
  const until = async (happened: () => boolean) => {
    while (!happened()) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  /** What the ledger says, once it has been written. */
  const ask = async <T>(
    question: (database: ReturnType<typeof openForReading>) => T,
    enough: (answer: T) => boolean,
  ) => {
    for (;;) {
      const database = openForReading(join(home.statistics, 'statistics.db'));
      try {
        const answer = question(database);
        if (enough(answer)) return answer;
      } finally {
        database.close();
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('tells everybody what is said in every conversation, and keeps it in the ledger', async () => {
    const reply = await life.say('good morning', { conversation: 'terminal', seed: 3, maxTokens: 8 });
    expect(heard('chat')).toEqual([
      { conversation: 'terminal', speaker: 'owner', kind: 'said', text: 'good morning' },
      expect.objectContaining({ conversation: 'terminal', speaker: 'babyllm', kind: 'replied', text: reply.text }),
    ]);
    const lines = await ask(
      (database) => transcript(database, { conversation: 'terminal' }),
      ({ length }) => length === 2,
    );
    expect(lines.map(({ direction, text }) => [direction, text])).toEqual([
      ['heard', 'good morning'],
      ['said', reply.text],
    ]);
  });

  it('takes a correction in place of its reply: in the transcript, and among what it learns', async () => {
    const { id, note } = await life.correct('terminal', 'good morning,\nmy dear');
    expect(note).toBeNull();
    expect(heard('chat').at(-1)).toMatchObject({ kind: 'corrected', text: 'good morning, my dear' });
    const path = join(home.sources, 'corrections.jsonl');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      id,
      turns: [
        { speaker: 'owner', text: 'good morning', learn: false },
        { speaker: 'babyllm', text: 'good morning, my dear', learn: true },
      ],
    });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const lines = await ask(
      (database) => transcript(database, { conversation: 'terminal' }),
      (all) => all.at(-1)?.text === 'good morning, my dear',
    );
    expect(lines).toHaveLength(2);
    expect(await life.corrections()).toMatchObject([{ id, question: 'good morning', answer: 'good morning, my dear' }]);
    const holds = async () => (await life.library()).sources.find(({ name }) => name === 'corrections')?.holds;
    while ((await holds()) !== 1) await new Promise((resolve) => setTimeout(resolve, 20)); // it enters with the next step
    const { files, count } = await life.library();
    expect(count).toBe(2);
    expect(files.map(({ name }) => name)).toEqual(['story.txt', 'talk.txt']);
    expect(files[0].read).toBeGreaterThan(0);
    expect(files.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    await expect(life.correct('nobody', 'x')).rejects.toThrow('there is no reply to correct');
    await expect(life.correct('terminal', ' \n')).rejects.toThrow('it is empty');
  });

  it('answers others than its owner by what may be said to anybody, as a whole', async () => {
    while (!(await life.twitch({ do: 'status' })).status.guarded)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const pieces: string[] = [];
    const turns = [{ speaker: 'owner', text: 'where is the whale?' }];
    const options = { conversation: 'completion:2', public: true, logprobs: 3, seed: 3, maxTokens: 8 };
    const answer = await life.complete(turns, options, (piece) => pieces.push(piece));
    expect(pieces.join('')).toBe(answer.text);
    expect(pieces.length).toBeLessThan(2);
    expect(answer).not.toHaveProperty('promptTokens');
    expect(answer).not.toHaveProperty('logprobs');
    const begun = life.complete('The whale', { conversation: 'completion:3', public: true });
    await expect(begun).rejects.toThrow('never to a text to go on with');
  });

  it('completes prompts of which nothing is shown, kept, or to be corrected', async () => {
    const before = told.length;
    const turns = [{ speaker: 'owner', text: 'a secret of the whale' }];
    const pieces: string[] = [];
    const options = { conversation: 'completion:1', seed: 3, maxTokens: 8 };
    const reply = await life.complete(turns, options, (piece) => pieces.push(piece));
    expect(pieces.join('')).toBe(reply.text);
    expect(reply.promptTokens).toBeGreaterThan(8);
    expect(told.slice(before).filter(({ event }) => event === 'chat')).toEqual([]);
    await expect(life.correct('completion:1', 'x')).rejects.toThrow('there is no reply to correct');
    await life.say('good night', { conversation: 'later', maxTokens: 2 });
    // what came later is written down, and this is not
    await ask(
      (database) => transcript(database, { conversation: 'later' }),
      ({ length }) => length === 2,
    );
    expect(
      await ask(
        (database) => transcript(database, { conversation: 'completion:1' }),
        () => true,
      ),
    ).toEqual([]);
  });

  it('learns only the better one of two corrections of a reply, and takes it out again', async () => {
    const { id } = await life.correct('terminal', 'good day');
    expect(await life.corrections()).toMatchObject([{ id, answer: 'good day' }]);
    const [gone] = await life.unteach('corrections', [id!]);
    expect(gone).toMatchObject({ id, reads: expect.any(Number) });
    expect(await life.corrections()).toEqual([]);
    expect(readFileSync(join(home.sources, 'corrections.jsonl'), 'utf8')).toBe('');
  });

  it('is taught by others too, but never what is held out for its exams', async () => {
    const said = (id: string, text: string) => ({ id, turns: [{ speaker: 'babyllm', text, learn: true }] });
    const [heldOut] = readdirSync(join(home.shelf, 'heldout')).filter((name) => name.endsWith('.txt'));
    const lines = readFileSync(join(home.shelf, 'heldout', heldOut), 'utf8').split('\n');
    const line = lines.find(({ length }) => length > 40)!;
    expect(await life.teach('chat', [said('a', 'something of its own'), said('b', line)])).toEqual({
      taken: ['a'],
      refused: ['b'],
    });
    expect(await life.unteach('chat', ['a', 'b'])).toMatchObject([{ id: 'a' }]);
  });

  it('forgets a conversation wherever it was kept', async () => {
    expect(await life.forget('terminal')).toBe(2);
    expect(heard('forgotten')).toEqual([{ conversation: 'terminal' }]);
    await ask(
      (database) => transcript(database, { conversation: 'terminal' }),
      ({ length }) => length === 0,
    );
    await expect(life.correct('terminal', 'x')).rejects.toThrow('there is no reply to correct');
  });

  it('changes a setting now and for later, and logs it; what may not be changes nothing', async () => {
    expect(await life.set('learningRate', '3e-5')).toEqual({ key: 'learningRate', value: 3e-5, later: false });
    const from = heard('stats').length;
    await until(() => heard('stats').length > from + 1);
    expect(heard('stats').at(-1)!.learningRate).toBeLessThanOrEqual(3e-5);
    expect((await loadConfig(home)).learningRate).toBe(3e-5);
    expect((await life.status()).config.learningRate).toBe(3e-5);
    expect(await life.set('threads', 2)).toMatchObject({ later: true });
    expect((await life.status()).config.threads).toBe(1);
    expect((await loadConfig(home)).threads).toBe(2);
    await expect(life.set('learningRate', 'fast')).rejects.toThrow('a number from 0 to 1');
    expect((await loadConfig(home)).learningRate).toBe(3e-5);
    expect(heard('setting').map(({ key }) => key)).toEqual(['learningRate', 'threads']);
    const settings = await ask(
      (database) => events(database, { kind: 'setting' }),
      ({ length }) => length === 2,
    );
    expect(JSON.parse(settings[0].data as string)).toMatchObject({ key: 'learningRate', value: 3e-5 });
  });

  it('loses none of several settings that are changed at once', async () => {
    const wanted = {
      saveSeconds: 3601,
      examSeconds: 3602,
      babbleSeconds: 3603,
      soulGigabytes: 1.5,
      owner: 'Mira Maria',
    };
    await Promise.all(Object.entries(wanted).map(([key, value]) => life.set(key, value)));
    expect(await loadConfig(home)).toMatchObject(wanted);
    expect((await life.status()).config).toMatchObject(wanted);
  });

  it('keeps the brain that it was born with, and says so', async () => {
    const sentence = 'was decided at its first wake, and a soul cannot change its brain';
    await expect(life.set('preset', 'small')).rejects.toThrow(`"preset" ${sentence}`);
    await expect(life.set('brain', 'gpt2')).rejects.toThrow(`"brain" ${sentence}`);
    const { brain, preset } = config;
    expect(await loadConfig(home)).toMatchObject({ brain, preset: DEFAULTS.preset });
    expect(await life.set('preset', preset)).toMatchObject({ value: preset, later: true });
    expect(await loadConfig(home)).toMatchObject({ brain, preset });
  });

  it('writes a line of its diary at each save', async () => {
    await until(() => heard('probes').length > 0);
    const before = heard('diary').length;
    await life.save();
    await until(() => heard('diary').length > before);
    expect(heard('diary').at(-1)!.text).toMatch(
      /^step [\d,]+, (?:unread text )?\d\.\d\d bits per byte(?: \(.*\))?, favourite window \d+\.\d tokens; feels /,
    );
    // of the exam before this save, not of one before that
    const exam = heard('examined').at(-1);
    const saved = heard('saved').at(-1)!;
    if (exam?.step === saved.step)
      expect(heard('diary').at(-1)!.text).toContain(`unread text ${exam.bitsPerByte.toFixed(2)} bits`);
  });

  it('goes back to a soul of its own and on from there, and loses none', async () => {
    const [old] = new Keeper({ folder: home.soul }).list().toReversed();
    const { step: before } = heard('stats').at(-1)!;
    const { name, step } = await life.goBack(old.name);
    expect(step).toBe(old.step);
    expect(before).toBeGreaterThan(step);
    const [back] = await ask(
      (database) => events(database, { kind: 'back' }),
      ({ length }) => length > 0,
    );
    expect(JSON.parse(back.data as string)).toEqual({ from: old.name, name, step });
    const souls = new Keeper({ folder: home.soul }).list();
    expect(souls[0].name).toBe(name);
    expect(souls.some((soul) => soul.step >= before)).toBe(true);
    expect((await life.say('hello', { maxTokens: 3 })).tokens).toBeGreaterThan(0);
    await until(() => heard('stats').at(-1)!.step > step && heard('stats').at(-1)!.step < before + 1000);
    // a setting that was changed while it was awake still counts
    expect(heard('stats').at(-1)!.learningRate).toBeLessThanOrEqual(3e-5);
    await expect(life.goBack('soul-0000099999')).rejects.toThrow('There is no whole soul');
    expect((await life.say('hello', { maxTokens: 3 })).tokens).toBeGreaterThan(0);
    expect(heard('sleeping')).toEqual([]);
    expect(heard('note').filter(({ level }) => level === 'error')).toEqual([]);
  });
});
