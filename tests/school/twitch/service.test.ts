import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SourceBook } from '../../../library/sources/book.ts';
import { trainTokenizer } from '../../../library/tokenizer/index.ts';
import { twitchCommand } from '../../../school/cli/commands/twitch.ts';
import { statusInWords } from '../../../school/cli/twitch-words.ts';
import { makeHome } from '../../../school/home/home.ts';
import { ConsentStore } from '../../../school/twitch/consent.ts';
import { answerTwitch, twitchRequest } from '../../../school/twitch/requests.ts';
import { TwitchService } from '../../../school/twitch/service.ts';
import { twitchFiles } from '../../../school/twitch/service-options.ts';
import { channelName, TWITCH_DEFAULTS, type TwitchSettings, twitchSchema } from '../../../school/twitch/settings.ts';
import { teachingOf } from '../../../school/twitch/teaching.ts';
import type { Transport, TransportOptions } from '../../../school/twitch/transport.ts';
import { FakeLife } from '../fake-life.ts';
import { temporaryFolder } from '../temporary.ts';

const tokenizer = trainTokenizer([Buffer.from('a small text for a small tokenizer')], { vocabularySize: 270 });
const privately = (text: string) => [{ name: 'a.txt', tokens: Uint16Array.from(tokenizer.encode(text)) }];

let folder: string;
let settings: TwitchSettings;
let made: TransportOptions[];
let sent: string[];
let notes: string[];
let untaught: string[];
let service: TwitchService;
const life = new FakeLife();

const open = () =>
  new TwitchService({
    folder,
    settings: () => settings,
    life,
    souls: () => [],
    teach: () => {},
    untaught: (ids) => untaught.push(...ids),
    onVerdict: () => {},
    onNote: (level, message) => notes.push(`${level}: ${message}`),
    open: async (options): Promise<Transport> => {
      made.push(options);
      queueMicrotask(() => options.events.onJoined());
      return { moderator: false, say: async (text) => void sent.push(text), close: () => {} };
    },
  });

beforeEach(() => {
  folder = join(temporaryFolder(), 'twitch');
  settings = { ...TWITCH_DEFAULTS, learn: 'opt-in' };
  [made, sent, notes, untaught] = [[], [], [], []];
  service = open();
});
afterEach(() => service.close());

const message = (text: string, id = 'm1') => ({
  ...{ id, userId: '1', login: 'ann', channel: 'loop', text, moderator: false, repliesTo: null, at: Date.now() },
});

describe('the service', () => {
  it('makes no file before it is used', () => {
    expect(service.status()).toMatchObject({ connection: 'off', channel: null, queue: 0, kept: 0 });
    expect(service.privacyExport('ann')).toBeUndefined();
    expect(service.privacyDelete('ann')).toBeUndefined();
    expect(() => service.mute()).toThrow('in no channel');
    service.wentBack(5);
    expect(existsSync(folder)).toBe(false);
  });

  it('joins, is muted, and leaves, as it is asked over the line', async () => {
    const ask = (request: object) => answerTwitch(service, twitchRequest.parse(request));
    expect((await ask({ do: 'join', channel: 'https://twitch.tv/Loop' })).status).toMatchObject({
      connection: 'joined',
      channel: 'loop',
      login: null,
    });
    expect(made[0]).toMatchObject({ channel: 'loop', identity: null });
    expect((await ask({ do: 'mute', minutes: 5 })).status.muted?.why).toBe('the owner wanted it');
    expect((await ask({ do: 'unmute' })).status.muted).toBeNull();
    expect(await ask({ do: 'leave' })).toMatchObject({ left: true, status: { connection: 'off' } });
    expect(await ask({ do: 'leave' })).toMatchObject({ left: false });
    await expect(ask({ do: 'join', channel: 'no channel!' })).rejects.toThrow('A channel of Twitch was expected');
    expect(() => twitchRequest.parse({ do: 'dance' })).toThrow();
  });

  it('begins where the settings say, and nowhere else', async () => {
    await service.begin();
    expect(service.status().channel).toBeNull();
    settings = { ...settings, channel: 'loop' };
    await service.begin();
    expect(service.status().channel).toBe('loop');
  });

  it('keeps words only as long as learning is on, and lets them expire while it is away', async () => {
    await service.library(privately('nothing'), tokenizer);
    await service.join('loop');
    const { events } = made[0];
    events.onMessage(message('!aioptin'));
    events.onMessage(message('a thing that i said', 'm2'));
    expect(service.status()).toMatchObject({ optedIn: 1, kept: 1, guarded: true });
    settings = { ...settings, learn: 'off' };
    await new Promise((resolve) => setTimeout(resolve, 1050));
    events.onMessage(message('another thing', 'm3'));
    expect(service.status().kept).toBe(1);
    expect(service.stale(['m2', 'm3'])).toEqual(['m3']);
    expect(service.privacyExport('ann')).toMatchObject({ userId: '1', messages: [{ id: 'm2' }] });
    await service.close();
    const store = new ConsentStore(twitchFiles(folder).consent, { retention: 1 });
    store.optIn('1', 'ann', 0);
    store.keep({ id: 'old', userId: '1', channel: 'loop', at: 0 }, 'long ago');
    store.close();
    service = open();
    expect(untaught).toEqual(['old']);
    expect(service.privacyDelete('@Ann')).toMatchObject({ messages: 1, taught: 0 });
    expect(service.privacyExport('ann')).toBeUndefined();
  });

  it('reads the owner’s list of words, and says which lines it does not understand', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'blocklist.txt'), 'blorp\n7\n');
    await service.join('loop');
    expect(notes.join()).toContain('Line 2 of the blocklist');
  });

  it('takes the newest library, and the old guard stays until it is ready', async () => {
    const first = service.library(privately('one text that is soon replaced by another one'), tokenizer);
    const second = service.library(privately('the green suitcase under the stairs holds letters'), tokenizer);
    await Promise.all([first, second]);
    expect(service.status().guarded).toBe(true);
    expect(notes.filter((note) => note.includes('private texts are guarded')).length).toBe(1);
  });
});

describe('settings', () => {
  it('are what they should be, and know a channel however it is written', () => {
    expect(twitchSchema.parse(TWITCH_DEFAULTS)).toEqual(TWITCH_DEFAULTS);
    for (const text of ['#Loop', 'loop', 'https://www.twitch.tv/loop/', 'twitch.tv/LOOP'])
      expect(channelName(text)).toBe('loop');
    for (const text of ['', 'a b', '_x', 'x'.repeat(30), 'loop\r\nJOIN #x']) expect(channelName(text)).toBeUndefined();
    for (const wrong of [
      { server: 'ws://irc.example:80' },
      { idServer: 'http://id.example' },
      { prefix: '/' },
      { learn: 'on' },
      { privacyLink: 'javascript:x' },
    ]) {
      expect(twitchSchema.safeParse({ ...TWITCH_DEFAULTS, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
    }
    expect(twitchSchema.safeParse({ ...TWITCH_DEFAULTS, server: 'ws://127.0.0.1:6667' }).success).toBe(true);
  });
});

describe('teaching', () => {
  const example = (id: string) => ({
    id,
    userId: '1',
    speaker: 'chatter',
    text: `words of ${id}`,
    expires: Date.now() + 1000,
  });

  it('puts words into the source and takes them out, one after the other', async () => {
    const calls: unknown[][] = [];
    const taught: unknown[][] = [];
    const refused: string[] = [];
    const teaching = teachingOf({
      life: {
        teach: async (source, passages) => {
          calls.push(['teach', source, passages]);
          const ids = passages.map(({ id }) => id);
          return ids[0] === 'bad' ? { taken: [], refused: ids } : { taken: ids, refused: [] };
        },
        unteach: async (source, ids) => {
          calls.push(['unteach', source, ids]);
          return [];
        },
        status: () => life.status(),
      },
      onTaught: (ids, step) => taught.push([ids, step]),
      onRefused: (ids) => refused.push(...ids),
      onNote: (_level, text) => notes.push(text),
    });
    teaching.teach(example('a'));
    teaching.teach(example('bad'));
    teaching.teach(example('gone'));
    teaching.teach({ ...example('late'), expires: 0 });
    teaching.untaught(['gone', 'a']);
    await teaching.done;
    expect(calls).toEqual([
      ['teach', 'twitch', [{ id: 'bad', turns: [{ speaker: 'chatter', text: 'words of bad', learn: true }] }]],
      ['unteach', 'twitch', ['gone', 'a']],
    ]);
    expect(refused).toEqual(['a', 'bad', 'gone', 'late']);
    teaching.teach(example('b'));
    await teaching.done;
    expect(taught).toEqual([[['b'], 41]]);
  });
});

describe('baby twitch, while it sleeps', () => {
  let out = '';
  beforeEach(() => {
    out = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += String(text);
      return true;
    });
  });
  afterEach(() => vi.restoreAllMocks());

  it('shows and deletes what is kept of a person, from what is to be learnt too', async () => {
    const home = makeHome(temporaryFolder());
    const flags = { home: home.folder };
    const store = new ConsentStore(twitchFiles(join(home.folder, 'twitch')).consent, { retention: 1e9 });
    store.optIn('1', 'ann', Date.now());
    store.keep({ id: 'm1', userId: '1', channel: 'loop', at: Date.now() }, 'words of mine');
    store.taught(['m1'], 7);
    store.close();
    const book = await SourceBook.open(home.sources, () => {});
    await book.add('twitch', [{ id: 'm1', turns: [{ speaker: 'chatter', text: 'words of mine', learn: true }] }]);
    await twitchCommand('export', ['ann'], flags);
    expect(JSON.parse(out)).toMatchObject({ login: 'ann', messages: [{ text: 'words of mine' }] });
    out = '';
    await twitchCommand('delete', ['ann'], flags);
    expect(out).toContain('Deleted: 1 messages, 0 questions, 1 examples');
    expect(out).toContain('only a new life would be free of it');
    expect(readFileSync(join(home.sources, 'twitch.jsonl'), 'utf8')).not.toContain('words');
    await expect(twitchCommand('delete', ['ann'], flags)).rejects.toThrow('Nothing is kept of ann');
  });

  it('says in one sentence what cannot be done', async () => {
    const flags = { home: makeHome(temporaryFolder()).folder };
    await expect(twitchCommand('join', ['loop'], flags)).rejects.toThrow('asleep');
    await expect(twitchCommand('mute', ['soon'], flags)).rejects.toThrow('Minutes from 1 to 10000');
    await expect(twitchCommand('dance', [], flags)).rejects.toThrow('There is no `baby twitch dance`');
    await expect(twitchCommand('login', [], flags)).rejects.toThrow('A client id was expected');
    await expect(twitchCommand('test', ['no channel'], flags)).rejects.toThrow('A channel of Twitch was expected');
    await twitchCommand('rules', [], flags);
    expect(out).toContain('memory.tokens');
    expect(statusInWords(service.status())).toBe('Twitch: in no channel\n  learning   off; 0 messages kept');
  });
});
