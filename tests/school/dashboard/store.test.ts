import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatMessage, Event } from '../../../school/api/messages.ts';
import { AsleepError, RpcError } from '../../../school/api/rpc/client.ts';
import { apiTexts } from '../../../school/api/texts.ts';
import type { Snapshot } from '../../../school/dashboard/state/snapshot.ts';
import { shellTexts } from '../../../school/dashboard/texts/shell.ts';
import type { Home } from '../../../school/home/home.ts';
import { FakeLife, INTRODUCTION, NOWHERE, statsAt } from '../fake-life.ts';
import { until } from '../temporary.ts';
import { Stage } from './support-store.ts';

let stage: Stage;
let home: Home;
let life: FakeLife;
beforeEach(() => {
  stage = new Stage();
  ({ home, life } = stage);
});
afterEach(() => stage.close());

const absent = (): FakeLife => {
  throw new AsleepError('The baby is asleep.');
};
const open = (): void => stage.open();
const view = (): Snapshot => stage.view();
const opened = (): Promise<void> => stage.opened();
const chat = (text: string, changes: Partial<ChatMessage> = {}): Event => ({
  event: 'chat',
  data: { conversation: 'terminal', speaker: 'ann', kind: 'said', text, ...changes },
});

describe('the line', () => {
  it('is found, and tells who is there', async () => {
    life.stats = statsAt(7);
    open();
    expect(view().contact).toBe('connecting');
    await until(() => view().stats !== null);
    expect(view()).toMatchObject({ contact: 'awake', why: '', introduction: INTRODUCTION, stats: { step: 7 } });
    expect(view().config?.owner).toBe('owner');
    expect(life.watchers).toBe(1);
  });

  it('says that it sleeps and how to wake it, and is there when it wakes', async () => {
    stage.answers = [absent, () => life];
    open();
    await until(() => view().contact === 'asleep');
    expect(view().why).toBe('it is asleep: wake it with baby wake');
    await expect(stage.store.actions.save()).rejects.toThrow('It is asleep: wake it with baby wake.');
    await until(() => view().contact === 'awake');
    expect(view().why).toBe('');
  });

  it('says that it is waking while somebody holds its home', async () => {
    stage.held = true;
    stage.answers = [absent];
    open();
    await until(() => view().why === 'it is waking …');
    expect(view().contact).toBe('connecting');
    await expect(stage.store.actions.exam()).rejects.toThrow('It is waking …');
    stage.answers = [() => life];
    await until(() => view().contact === 'awake');
  });

  it('is looked for again when the process ends without a word', async () => {
    await opened();
    life.emit({ event: 'stats', data: statsAt(1234) });
    await until(() => view().stats !== null);
    const next = new FakeLife();
    stage.answers = [absent, () => next];
    life.fail('The line to the baby broke.');
    await until(() => view().contact === 'lost');
    expect(view().why).toMatch(/^its process ended without a word/);
    await until(() => view().contact === 'awake');
    expect([life.watchers, next.watchers, stage.closed]).toEqual([0, 1, 1]);
    // What is said by the one that is gone counts no more, and what was seen stays.
    expect(view().stats?.step).toBe(1234);
    next.emit({ event: 'stats', data: statsAt(1300) });
    await until(() => view().stats?.step === 1300);
  });

  it('knows how it is on Twitch, from this process alone; a verdict changes nothing', async () => {
    await opened();
    expect(view().twitch).toBeNull();
    life.emit({ event: 'twitch', data: { ...NOWHERE, channel: 'loop', heard: 3 } });
    await until(() => view().twitch?.heard === 3);
    const before = view();
    const verdict = {
      at: 1,
      direction: 'output',
      allowed: false,
      rules: ['link'],
      hash: 'ab',
      milliseconds: 1,
    } as const;
    life.emit({ event: 'verdict', data: verdict });
    expect(await stage.store.actions.twitch({ do: 'mute', minutes: 5 })).toEqual({ status: NOWHERE });
    expect(life.asked).toEqual([['twitch', { do: 'mute', minutes: 5 }]]);
    expect(view()).toBe(before);
    stage.answers = [() => new FakeLife()];
    life.fail('The line to the baby broke.');
    await until(() => view().contact === 'awake' && view().twitch === null);
  });

  it('stays lost, with how to wake it, while nobody wakes it', async () => {
    await opened();
    life.emit({ event: 'stats', data: statsAt(5) });
    await until(() => view().stats !== null);
    stage.answers = [absent];
    life.fail('killed');
    await until(() => view().why === shellTexts.state.ended(shellTexts.state.wakeWith('baby wake')));
    expect(view().contact).toBe('lost');
  });

  it('gives the sentence of a line that cannot be spoken', async () => {
    stage.answers = [
      () => {
        throw new RpcError('This babyLLM speaks version 2 of the line,\x1b[2J but the baby speaks 3.');
      },
    ];
    open();
    await until(() => view().contact === 'lost');
    expect(view().why).toBe('This babyLLM speaks version 2 of the line, but the baby speaks 3');
  });

  it('lets it save and sleep, and says so', async () => {
    await opened();
    life.emit({ event: 'stats', data: statsAt(1234) });
    await until(() => view().stats !== null);
    let finish = () => {};
    const sleep = life.sleep.bind(life);
    life.sleep = async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      return sleep();
    };
    stage.answers = [absent];
    stage.held = true;
    stage.store.sleep();
    await until(() => view().contact === 'saving');
    finish();
    await until(() => view().contact === 'asleep');
    expect(view().why).toBe('it fell asleep at step 1,234: wake it with baby wake');
  });

  it('is awake still when it could not sleep', async () => {
    await opened();
    life.sleep = async () => {
      throw new Error('The disk is full.');
    };
    stage.store.sleep();
    await until(() => view().why === 'it could not sleep: The disk is full.');
    expect(view().contact).toBe('awake');
  });

  it('is let go with the store', async () => {
    await opened();
    stage.store.close();
    expect([life.watchers, stage.closed]).toEqual([0, 1]);
  });
});

describe('drawing', () => {
  it('happens at most twice a second, and not at all when nothing is new', async () => {
    await opened();
    let drawn = 0;
    stage.store.subscribe(() => drawn++);
    for (let step = 1; step <= 500; step++) life.emit({ event: 'stats', data: statsAt(step) });
    await until(() => view().stats?.step === 500);
    expect(drawn).toBe(1);
    const before = view();
    life.emit({ event: 'note', data: { level: 'debug', scope: 'x', message: 'nobody sees this' } });
    life.emit(chat('elsewhere', { conversation: 'twitch' }));
    expect(stage.store.snapshot()).toBe(before);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect([drawn, stage.store.snapshot() === before]).toEqual([1, true]);
  });

  it('holds little, however much happens', async () => {
    await opened();
    for (let i = 0; i < 2000; i++) {
      life.emit({ event: 'babble', data: { step: i, text: `da ${i}` } });
      life.emit({ event: 'guesses', data: { step: i, file: 'a', prompt: 'p', guesses: [] } });
      life.emit({ event: 'note', data: { level: 'info', scope: 'x', message: `note ${i}` } });
      life.emit(chat(`line ${i}`));
    }
    await until(() => view().chat.at(-1)?.text === 'line 1999');
    const { babble, guesses, told, chat: lines } = view();
    expect([babble.length, guesses.length, told.length, lines.length]).toEqual([60, 12, 60, 300]);
    expect([babble.at(-1)?.text, told.at(-1)?.message]).toEqual(['da 1999', 'note 1999']);
  });
});

describe('what happens', () => {
  beforeEach(opened);

  it('is news, diary, babble in its colour, and a look inside', async () => {
    life.emit({ event: 'stats', data: statsAt(1, { colour: [1, 0.5, 0] }) });
    life.emit({ event: 'babble', data: { step: 1, text: 'ba da' } });
    life.emit({ event: 'babble', data: { step: 2, text: ' \n ' } });
    life.emit({ event: 'diary', data: { step: 1, text: 'A good day.' } });
    life.emit({ event: 'durations', data: { step: 80, forward: 30 } });
    life.emit({ event: 'probes', data: { step: 1, values: { 'lobe0.window0': 3 }, maps: [], topTokens: [] } });
    await life.save();
    await life.exam();
    await life.set('voice.temperature', 0.5);
    await until(() => view().told.length === 3);
    expect(view()).toMatchObject({
      babble: [{ step: 1, text: 'ba da', colour: '#ff8000' }],
      diary: 'A good day.',
      durations: { step: 80, forward: 30 },
      probes: { step: 1 },
    });
    expect(view().told.map(({ scope, message }) => `${scope}: ${message}`)).toEqual([
      'soul: saved at step 42 (1.2 MB, 0.1 s)',
      'exam: exam at step 42: 2.500 bits per byte of held-out text',
      'settings: voice.temperature is 0.5 now',
    ]);
    expect(Object.keys(view().standings)).toContain('lobe0.window0');
  });

  it('grows the curves', async () => {
    life.emit({ event: 'stats', data: statsAt(1, { smoothLoss: 3, exam: null, bestExam: null }) });
    await until(() => view().curves.smoothLoss.length === 1);
    expect(view().curves).toMatchObject({ smoothLoss: [{ step: 1, value: 3 }], exam: [] });
    expect(view().curves.tokensPerSecond[0].value).toBe(5432);
  });

  it('keeps the curve of exams where they are about another text, and marks that', async () => {
    const examined = (step: number, exam: number, examPaper: string) =>
      life.emit({ event: 'stats', data: statsAt(step, { exam, examPaper }) });
    examined(1, 2, 'old');
    await until(() => view().curves.exam.length === 1);
    examined(2, 3, 'new');
    await until(() => view().examsSince === 2);
    expect(view().marks.at(-1)).toEqual({ step: 2, kind: 'otherExam' });
    expect(view().curves.exam[0]).toMatchObject({ step: 1, value: 2 });
    expect(view().curves.smoothLoss).toHaveLength(1);
  });

  it('is a conversation: of all speakers, of this place alone, corrected and forgotten', async () => {
    life.emit(chat('hello'));
    life.emit(chat('what?', { conversation: 'twitch' }));
    life.emit(chat('helo you', { speaker: 'mia', kind: 'replied' }));
    await stage.store.actions.correct('terminal', 'hello you');
    await until(() => view().chat.some(({ kind }) => kind === 'corrected'));
    expect(view().chat.map(({ text }) => text)).toEqual(['hello', 'hello you']);
    await life.forget('twitch');
    life.emit(chat('still there'));
    await until(() => view().chat.length === 3);
    expect(await stage.store.actions.forget('terminal')).toBe(2);
    await until(() => view().chat.length === 0);
    expect(life.asked).toEqual([
      ['correct', 'terminal', 'hello you'],
      ['forget', 'twitch'],
      ['forget', 'terminal'],
    ]);
  });
});

describe('asking', () => {
  beforeEach(opened);

  it('says in the conversation of terminals, and shows the reply as it grows', async () => {
    await until(() => view().config !== null);
    let go = () => {};
    life.pause = () => new Promise((resolve) => (go = resolve));
    const first = stage.store.actions.say('hello', { temperature: 0.5 });
    await until(() => view().speaking === '');
    go();
    await until(() => view().speaking === 'Hel');
    life.pause = async () => {};
    go();
    await first;
    await until(() => view().speaking === undefined);
    expect(life.said).toEqual([
      { text: 'hello', options: { temperature: 0.5, from: 'owner', conversation: 'terminal' } },
    ]);
    await expect(stage.store.actions.say('be cross')).rejects.toThrow('I will not.');
    await until(() => view().speaking === undefined);
  });

  it('shows the oldest of several replies', async () => {
    const gates: (() => void)[] = [];
    life.deltas = ['one'];
    life.pause = () => new Promise((resolve) => gates.push(resolve));
    const both = [stage.store.actions.say('a'), stage.store.actions.say('b')];
    await until(() => gates.length === 2);
    life.deltas = [];
    gates[1]();
    await both[1];
    expect(view().speaking ?? '').toBe('');
    gates[0]();
    await both[0];
    await until(() => view().speaking === undefined);
  });

  it('answers in sentences', async () => {
    const { actions } = stage.store;
    expect(await actions.save()).toBe('It saved soul-0000000042 at step 42.');
    expect(await actions.exam()).toBe(apiTexts.examined('42', '2.500', 'held-out text'));
    expect(await actions.set('learningRate', 0.001)).toBe('learningRate is 0.001 now.');
    expect(await actions.goBack('soul-7')).toBe(apiTexts.wentBack('soul-7', '7'));
    expect(await actions.stop('terminal')).toBe(true);
    expect((await actions.library()).count).toBe(1);
    await expect(actions.set('nonsense', 1)).rejects.toThrow('There is no setting "nonsense".');
  });

  it('feeds, and says of each file what became of it', async () => {
    const text = join(home.folder, 'letter.txt');
    writeFileSync(text, 'Dear mia, this is a letter.\n');
    const sentences = await stage.store.actions.feed([text, join(home.folder, 'nothing.txt')]);
    expect(sentences[0]).toMatch(/nothing\.txt.*is not there/);
    expect(sentences[1]).toBe('Fed letter.txt (28 bytes).');
    expect(readFileSync(join(home.library, 'letter.txt'), 'utf8')).toContain('Dear mia');
    const many = join(home.folder, 'many');
    mkdirSync(many);
    for (let i = 0; i < 60; i++) writeFileSync(join(many, `${i}.txt`), `text ${i}\n`);
    expect((await stage.store.actions.feed([many])).at(-1)).toBe('… and 20 more.');
    expect(existsSync(join(home.library, 'many', '59.txt'))).toBe(true);
  });
});
