import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ExampleStore } from '../../../library/sources/example-store.ts';
import { trainTokenizer } from '../../../library/tokenizer/index.ts';
import { twitchRequest } from '../../../school/api/twitch-messages.ts';
import { twitchCommand } from '../../../school/cli/commands/twitch.ts';
import { makeHome } from '../../../school/home/home.ts';
import {
  channelName,
  TWITCH_DEFAULTS,
  type TwitchSettings,
  twitchSchema,
} from '../../../school/settings/twitch-settings.ts';
import { statusInWords } from '../../../school/text/twitch-report.ts';
import type { Transport, TransportOptions } from '../../../school/twitch/connection/transport.ts';
import { ConsentStore } from '../../../school/twitch/consent/consent.ts';
import { teachingOf } from '../../../school/twitch/consent/lesson-examples.ts';
import { answerTwitch } from '../../../school/twitch/request-answers.ts';
import { TwitchService } from '../../../school/twitch/service.ts';
import { type TwitchServiceOptions, twitchFiles } from '../../../school/twitch/service-options.ts';
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

const open = (changes: Partial<TwitchServiceOptions> = {}) =>
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
    ...changes,
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
    await expect(ask({ do: 'join', channel: 'no channel!' })).rejects.toThrow(
      'The name of a Twitch channel was expected',
    );
    expect(() => twitchRequest.parse({ do: 'dance' })).toThrow();
  });

  it('stays quiet over a sleep, until it is unmuted or its time is over, in the channel that it was quiet in', async () => {
    const muted = () => service.status().muted;
    const again = async (channel = 'loop') => {
      await service.close();
      service = open();
      await service.join(channel);
    };
    await service.join('loop');
    service.mute();
    expect(statSync(join(folder, 'muted.json')).mode & 0o777).toBe(0o600);
    await again();
    expect(muted()).toEqual({ until: null, why: 'the owner wanted it' });
    await again('pool');
    expect(muted()).toBeNull();
    await again();
    service.unmute();
    expect(existsSync(join(folder, 'muted.json'))).toBe(false);
    await again();
    expect(muted()).toBeNull();
    service.mute(5);
    const until = muted()?.until as number;
    await again();
    expect(muted()?.until).toBe(until);
    writeFileSync(join(folder, 'muted.json'), JSON.stringify({ channel: 'loop', until: Date.now() - 1, why: 'x' }));
    await again();
    expect(muted()).toBeNull();
    writeFileSync(join(folder, 'muted.json'), '{');
    await again();
    expect(muted()?.why).toContain('cannot be read');
    service.unmute();
    await again('pool');
    expect(muted()).toBeNull();
    // as it was written when there was one for all
    writeFileSync(join(folder, 'muted.json'), JSON.stringify({ channel: 'loop', until: null, why: 'x' }));
    service.mute(5);
    service.unmute();
    await again();
    expect(muted()).toEqual({ until: null, why: 'x' });
    service.unmute();
    await again('pool');
    service.mute();
    await again();
    service.mute(5);
    service.unmute();
    expect(muted()).toBeNull();
    await again('pool');
    expect(muted()?.why).toBe('the owner wanted it');
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

  it('lets words expire while it is awake, in a channel and out of it, and takes them out of what is learnt', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      await service.close();
      const began = Date.now();
      let clock = began;
      service = open({ now: () => clock, teach: ({ id }) => void taught.push(id) });
      const taught: string[] = [];
      const second = () => vi.advanceTimersByTime(1000);
      await service.library(privately('nothing'), tokenizer);
      await service.join('loop');
      const says = (text: string, id: string) => made.at(-1)?.events.onMessage({ ...message(text, id), at: clock });
      says('!aioptin', 'm1');
      says('a thing that i said', 'm2');
      clock += 20_000;
      second();
      expect(taught).toEqual(['m2']);
      clock += 3_600_000;
      says('another thing that i said', 'm3');
      second();
      expect(service.status().kept).toBe(2);
      expect(untaught).toEqual([]);
      // a day after the first, in the channel: as example it waits no longer either
      clock = began + 24 * 3_600_000 + 60_000;
      second();
      expect(service.status().kept).toBe(1);
      expect(untaught).toEqual(['m2']);
      expect(service.privacyExport('ann')?.messages.map(({ id }) => id)).toEqual(['m3']);
      expect(await service.leave()).toBe(true);
      clock += 2 * 3_600_000;
      second();
      expect(service.status().kept).toBe(0);
      expect(untaught).toEqual(['m2', 'm3']);
      // what was agreed stays
      expect(service.status().optedIn).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('keeps Twitch’s limits over two visits, since they are the account’s', async () => {
    let clock = 1_000_000;
    const times: number[] = [];
    await service.close();
    settings = { ...settings, userSeconds: 0, channelSeconds: 0 };
    mkdirSync(folder, { recursive: true });
    const account = { login: 'babybot', scopes: ['chat:read', 'chat:edit'] };
    const tokens = { version: 1, clientId: 'c', userId: '7', accessToken: 'a', refreshToken: 'r', expiresAt: 1e12 };
    writeFileSync(twitchFiles(folder).tokens, JSON.stringify({ ...tokens, ...account }));
    service = open({
      now: () => clock,
      fetch: async () => Response.json({ client_id: 'c', user_id: '7', expires_in: 14_000, ...account }),
      open: async ({ events }): Promise<Transport> => {
        made.push({ events } as TransportOptions);
        queueMicrotask(() => events.onJoined());
        return { moderator: false, say: async () => void times.push(clock), close: () => {} };
      },
    });
    await service.library(privately('nothing'), tokenizer);
    for (const channel of ['loop', 'pool']) {
      await service.join(channel);
      for (let i = 0; i < 12; i++) {
        const who = { id: `m${clock}`, userId: `${clock}`, login: `user${clock}`, at: clock };
        made.at(-1)?.events.onMessage({ ...message('!bby hello'), ...who });
        for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
        clock += 1250;
      }
    }
    expect(times.length).toBeGreaterThanOrEqual(18);
    times.forEach((time, i) => expect((times[i + 18] ?? Infinity) - time).toBeGreaterThanOrEqual(30_000));
  });

  it('reads the owner’s list of words, and says which lines it does not understand', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'blocklist.txt'), 'blorp\n7\n');
    await service.join('loop');
    expect(notes.join()).toContain('Line 2 of the blocklist');
  });

  it('tells nobody of its guard who has no channel', async () => {
    await service.library(privately('the green suitcase under the stairs holds letters'), tokenizer);
    expect(service.status().guarded).toBe(true);
    expect(notes.join()).not.toContain('guarded');
  });

  it('is in one channel at most, however joining and leaving overlap', async () => {
    const inside = new Set<TransportOptions>();
    await service.close();
    service = open({
      open: async (options): Promise<Transport> => {
        inside.add(options);
        queueMicrotask(() => options.events.onJoined());
        return { moderator: false, say: async () => {}, close: () => void inside.delete(options) };
      },
    });
    const channels = () => [...inside].map(({ channel }) => channel);
    await Promise.all([service.join('loop'), service.join('pool')]);
    expect(channels()).toEqual(['pool']);
    expect(service.status().channel).toBe('pool');
    await Promise.all([service.leave(), service.join('loop'), service.leave()]);
    expect(channels()).toEqual([]);
    expect(service.status()).toMatchObject({ channel: null, connection: 'off' });
    const late = service.join('loop');
    await Promise.all([service.close(), expect(late).rejects.toThrow('falling asleep')]);
    expect(channels()).toEqual([]);
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
    store.taught(['m1'], 7, Date.now());
    store.close();
    const book = await ExampleStore.open(home.sources, () => {});
    await book.add('twitch', [{ id: 'm1', turns: [{ speaker: 'chatter', text: 'words of mine', learn: true }] }]);
    await twitchCommand('export', ['ann'], flags);
    expect(JSON.parse(out)).toMatchObject({ login: 'ann', messages: [{ text: 'words of mine' }] });
    out = '';
    await twitchCommand('delete', ['ann'], flags);
    expect(out).toContain('Deleted: 1 messages, 0 questions, 1 examples');
    expect(out).toContain('only a new life would be free of it');
    expect(readFileSync(join(home.sources, 'twitch.jsonl'), 'utf8')).not.toContain('words');
    await expect(twitchCommand('delete', ['ann'], flags)).rejects.toThrow('Nothing is kept of ann');
    out = '';
    await twitchCommand('status', [], flags);
    expect(out).toContain(
      '  marked     souls from step 7 on hold 1 message of forgotten people; weights cannot unlearn',
    );
  });

  it('says in one sentence what cannot be done', async () => {
    const flags = { home: makeHome(temporaryFolder()).folder };
    await expect(twitchCommand('join', ['loop'], flags)).rejects.toThrow('asleep');
    await expect(twitchCommand('mute', ['soon'], flags)).rejects.toThrow('Minutes from 1 to 10000');
    await expect(twitchCommand('dance', [], flags)).rejects.toThrow('There is no `baby twitch dance`');
    await expect(twitchCommand('login', [], flags)).rejects.toThrow('A client id was expected');
    await expect(twitchCommand('test', ['no channel'], flags)).rejects.toThrow(
      'The name of a Twitch channel was expected',
    );
    await twitchCommand('rules', [], flags);
    expect(out).toContain('memory.tokens');
    expect(statusInWords(service.status())).toBe('Twitch: in no channel\n  learning   off; 0 messages kept');
  });
});
