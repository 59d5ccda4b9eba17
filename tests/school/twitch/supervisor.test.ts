import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatMessage } from '../../../school/api/twitch-messages.ts';
import { type Identity, NoLoginError, Supervisor } from '../../../school/twitch/connection/supervisor.ts';
import { mustBeOneLine, type Transport, type TransportOptions } from '../../../school/twitch/connection/transport.ts';

/** A connection that does what a test says. */
class FakeTransport implements Transport {
  readonly options: TransportOptions;
  readonly said: string[] = [];
  moderator = false;
  closed = false;

  constructor(options: TransportOptions) {
    this.options = options;
  }

  async say(text: string): Promise<void> {
    if (this.closed) throw new Error('closed');
    this.said.push(text);
  }

  close(): void {
    this.closed = true;
  }

  get events() {
    return this.options.events;
  }
}

const MESSAGE: ChatMessage = {
  id: 'm1',
  userId: '1',
  login: 'ann',
  channel: 'loop',
  text: 'hi',
  moderator: false,
  repliesTo: null,
  at: 0,
};

let made: FakeTransport[];
let rejections: boolean[];
let states: string[];
let heard: string[];
let identity: () => Identity | null;
let supervisor: Supervisor;

beforeEach(() => {
  vi.useFakeTimers();
  made = [];
  rejections = [];
  states = [];
  heard = [];
  identity = () => ({ login: 'babybot', token: 'secret' });
  const nothing = () => {};
  supervisor = new Supervisor({
    server: 'wss://somewhere',
    channel: 'loop',
    open: async (options) => {
      const transport = new FakeTransport(options);
      made.push(transport);
      return transport;
    },
    identity: async (rejected) => {
      rejections.push(rejected);
      return identity();
    },
    events: {
      onMessage: ({ id }) => heard.push(id),
      onDeleted: nothing,
      onSilenced: nothing,
      onCleared: nothing,
      onNotice: nothing,
      onFault: nothing,
    },
    onState: (state, reason) => states.push(reason === '' ? state : `${state}: ${reason}`),
    onNote: nothing,
    random: () => 1,
  });
});
afterEach(() => {
  supervisor.stop();
  vi.useRealTimers();
});

const later = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const newest = () => made.at(-1) as FakeTransport;
const joins = async () => {
  await later(0);
  newest().events.onJoined();
};

describe('the supervisor', () => {
  it('speaks once it has joined, and only then', async () => {
    supervisor.start();
    await later(0);
    await expect(supervisor.say('early')).rejects.toThrow('no connection');
    await joins();
    await supervisor.say('hello');
    expect(newest().said).toEqual(['hello']);
    expect(states).toEqual(['connecting', 'joined']);
    expect(newest().options.identity).toEqual({ login: 'babybot', token: 'secret' });
  });

  it('makes a new client after every end, later each time, and at once again after a good one', async () => {
    supervisor.start();
    await joins();
    for (const wait of [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
      const before = made.length;
      newest().events.onClosed('lost', 'cut');
      await later(wait - 1);
      expect(made.length).toBe(before);
      await later(1);
      expect(made.length).toBe(before + 1);
    }
    await joins();
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 61_000);
    newest().events.onClosed('lost', 'cut');
    const before = made.length;
    await later(1000);
    expect(made.length).toBe(before + 1);
    vi.restoreAllMocks();
  });

  it('ends a connection whose account may not be used any more, and asks for it anew', async () => {
    supervisor.renew('nobody is there yet');
    supervisor.start();
    await joins();
    identity = () => {
      throw new NoLoginError('log in again');
    };
    supervisor.renew('the token is worth nothing any more');
    expect(made[0].closed).toBe(true);
    await expect(supervisor.say('over an old token')).rejects.toThrow('no connection');
    await later(1000);
    expect(rejections).toEqual([false, true]);
    expect(made.length).toBe(1);
    expect(states.slice(2)).toEqual([
      'waiting: the token is worth nothing any more',
      'connecting',
      'refused: log in again',
    ]);
  });

  it('listens to and speaks over the newest connection only', async () => {
    supervisor.start();
    await joins();
    const old = newest();
    old.events.onMessage(MESSAGE);
    old.events.onClosed('asked', 'the server asked for it');
    expect(old.closed).toBe(true);
    old.events.onMessage({ ...MESSAGE, id: 'late' });
    old.events.onJoined();
    old.events.onClosed('lost', 'again');
    await expect(supervisor.say('into the old one')).rejects.toThrow('no connection');
    await later(1000);
    expect(made.length).toBe(2);
    await joins();
    await supervisor.say('into the new one');
    newest().events.onMessage({ ...MESSAGE, id: 'new' });
    expect(old.said).toEqual([]);
    expect(newest().said).toEqual(['into the new one']);
    expect(heard).toEqual(['m1', 'new']);
  });

  it('asks for a renewed token after a failed login, and backs off if that is refused too', async () => {
    supervisor.start();
    await later(0);
    newest().events.onClosed('login', 'Login authentication failed');
    await later(1000);
    expect(rejections).toEqual([false, true]);
    newest().events.onClosed('login', 'Login authentication failed');
    await later(1999);
    expect(made.length).toBe(2);
    await later(1);
    expect(rejections).toEqual([false, true, true]);
    await joins();
    newest().events.onClosed('lost', '');
    await later(60_000);
    expect(rejections.at(-1)).toBe(false);
  });

  it('says so where a person has to log in, and looks again later', async () => {
    identity = () => {
      throw new NoLoginError('log in again');
    };
    supervisor.start();
    await later(0);
    expect(states.at(-1)).toBe('refused: log in again');
    identity = () => ({ login: 'babybot', token: 'new' });
    await later(60_000);
    await joins();
    expect(supervisor.joined).toBe(true);
  });

  it('tries again where a token could not be had for the moment', async () => {
    let times = 0;
    identity = () => {
      if (times++ < 3) throw new Error('Twitch cannot be reached');
      return { login: 'babybot', token: 'secret' };
    };
    supervisor.start();
    await later(20_000);
    expect(made.length).toBe(1);
  });

  it('reads without an account, and does not speak', async () => {
    identity = () => null;
    supervisor.start();
    await joins();
    expect(newest().options.identity).toBeNull();
    await expect(supervisor.say('hello')).rejects.toThrow('can only read');
  });

  it('gives up a channel that is not joined in time', async () => {
    supervisor.start();
    await later(30_000);
    expect(newest().closed).toBe(true);
    expect(states.at(-1)).toContain('not joined in time');
  });

  it('leaves for good', async () => {
    supervisor.start();
    await joins();
    supervisor.stop();
    expect(newest().closed).toBe(true);
    newest().events.onClosed('lost', 'late');
    await later(600_000);
    expect(made.length).toBe(1);
    expect(states.at(-1)).toBe('off');
  });

  it('closes a connection that was opened while it left', async () => {
    supervisor.start();
    supervisor.stop();
    await later(1000);
    expect(made.every(({ closed }) => closed)).toBe(true);
  });

  it('lives through a day of reconnects: one connection at a time, each message heard once', async () => {
    supervisor.start();
    let n = 0;
    const why = ['lost', 'asked', 'login'] as const;
    for (let minute = 0; minute < 24 * 60; minute++) {
      await later(60_000);
      if (newest().closed) continue;
      newest().events.onJoined();
      newest().events.onMessage({ ...MESSAGE, id: `m${n++}` });
      for (const old of made.slice(0, -1)) old.events.onMessage({ ...MESSAGE, id: 'ghost' });
      expect(made.filter(({ closed }) => !closed).length).toBe(1);
      newest().events.onClosed(why[minute % 3], 'cut');
    }
    expect(n).toBeGreaterThan(900);
    expect(heard.length).toBe(n);
    expect(new Set(heard).size).toBe(n);
    expect(vi.getTimerCount()).toBeLessThan(4);
  });
});

describe('the last look before the wire', () => {
  it('lets one harmless line through', () => {
    expect(() => mustBeOneLine('@ann hello')).not.toThrow();
    for (const text of ['', 'a\nb', 'a\rb', 'a\0b', '/ban', '.ban', '\\ban', ' x', 'x'.repeat(500), 'a\u2028b']) {
      expect(() => mustBeOneLine(text), JSON.stringify(text)).toThrow('a message must');
    }
  });
});
