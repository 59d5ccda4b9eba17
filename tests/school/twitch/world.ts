/** A bot in a channel without a network: its clock, its life and its wire are in the hands of a test. */
import { join } from 'node:path';
import type { Level } from '../../../school/api/messages.ts';
import type { ChatMessage, Example, VerdictRecord } from '../../../school/api/twitch-messages.ts';
import { TWITCH_DEFAULTS, type TwitchSettings } from '../../../school/settings/twitch-settings.ts';
import { Bot } from '../../../school/twitch/bot/bot.ts';
import { bannedTerms, type Guard, type PeopleWords, type TermList } from '../../../school/twitch/moderation/index.ts';
import { FakeLife } from '../fake-life.ts';
import { temporaryFolder } from '../temporary.ts';
import { CountedStore } from './counted-store.ts';

/** Time that passes when a test says so. */
export class Clock {
  now = 1_700_000_000_000;
  private waiting: { at: number; resolve: () => void }[] = [];

  rest = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => this.waiting.push({ at: this.now + milliseconds, resolve }));

  /** Lets everything that is due happen. */
  async settle(): Promise<void> {
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
  }

  async pass(milliseconds: number): Promise<void> {
    const end = this.now + milliseconds;
    await this.settle();
    for (;;) {
      const next = this.waiting.reduce((least, { at }) => Math.min(least, at), Infinity);
      if (next > end) break;
      this.now = Math.max(this.now, next);
      const due = this.waiting.filter(({ at }) => at <= this.now);
      this.waiting = this.waiting.filter(({ at }) => at > this.now);
      for (const { resolve } of due) resolve();
      await this.settle();
    }
    this.now = end;
    await this.settle();
  }
}

/** A person in the channel. */
export interface Person {
  readonly userId: string;
  readonly login: string;
}
export const ann: Person = { userId: '101', login: 'ann' };
export const bob: Person = { userId: '102', login: 'bob' };

export interface WorldOptions {
  readonly settings?: Partial<TwitchSettings>;
  readonly guard?: Guard | undefined;
  readonly people?: PeopleWords;
  readonly lists?: readonly TermList[];
  readonly souls?: { name: string; step: number }[];
}

export const NO_GUARD: Guard = { finds: () => undefined };

export function makeWorld(options: WorldOptions = {}) {
  const clock = new Clock();
  const life = new FakeLife();
  life.deltas = ['hello ', 'back.'];
  const sent: { text: string; at: number }[] = [];
  const taught: Example[] = [];
  const verdicts: VerdictRecord[] = [];
  const notes: string[] = [];
  const gone: string[] = [];
  /** `wall`: milliseconds by which the clock on the wall was set */
  const state = { joined: true, moderator: false, self: 'babybot' as string | null, breaks: false, wall: 0 };
  const folder = temporaryFolder();
  const path = join(folder, 'twitch', 'twitch.db');
  const settings: TwitchSettings = { ...TWITCH_DEFAULTS, ...options.settings };
  const consent: CountedStore = new CountedStore(path, {
    retention: settings.retentionHours * 3_600_000,
    souls: () => options.souls ?? [],
    onGone: (ids) => {
      gone.push(...ids);
      options.people?.drop(ids);
      bot.gone(ids);
    },
  });
  const lists = [bannedTerms(), ...(options.lists ?? [])];
  const guard = 'guard' in options ? options.guard : NO_GUARD;
  const bot: Bot = new Bot({
    settings,
    channel: 'loop',
    life,
    consent,
    self: () => state.self,
    joined: () => state.joined,
    moderator: () => state.moderator,
    send: async (text) => {
      if (state.breaks) throw new Error('the wire is cut');
      sent.push({ text, at: clock.now });
    },
    lists: () => lists,
    guard: () => guard,
    people: () => options.people,
    teach: (example) => taught.push(example),
    onVerdict: (record) => verdicts.push(record),
    onNote: (level: Level, message) => notes.push(`${level}: ${message}`),
    now: () => clock.now + state.wall,
    steady: () => clock.now,
    rest: clock.rest,
  });
  let ids = 0;
  const says = (who: Person, text: string, more: Partial<ChatMessage> = {}): string => {
    const id = `m${++ids}`;
    bot.onMessage({ id, ...who, channel: 'loop', text, moderator: false, repliesTo: null, at: clock.now, ...more });
    return id;
  };
  /** Lets seconds pass, with the ticks of a clock. */
  const seconds = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      await clock.pass(1000);
      bot.tick();
    }
    await clock.settle();
  };
  return {
    ...{ bot, clock, consent, folder, gone, life, notes, path, says, seconds, sent, settings, state, taught, verdicts },
    texts: () => sent.map(({ text }) => text),
  };
}
