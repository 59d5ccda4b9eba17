import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AskSeen, TwitchStatus } from '../../../school/api/twitch-messages.ts';
import type { PageProps } from '../../../school/dashboard/page.ts';
import { twitchPageTexts } from '../../../school/dashboard/texts/twitch-page.ts';
import { askRows, factRows, ruleRows } from '../../../school/dashboard/twitch/rows.ts';
import { twitch } from '../../../school/dashboard/twitch/twitch.tsx';
import { configure } from '../../../school/settings/config.ts';
import { DEFAULT_COMMANDS, TWITCH_DEFAULTS } from '../../../school/settings/twitch-settings.ts';
import { widthOf } from '../../../school/terminal/text-width.ts';
import { NOWHERE } from '../fake-life.ts';
import { COLOURED, closePages, FakeActions, openPage, PLAIN, snapshot } from './support-pages.tsx';

vi.hoisted(() => {
  process.env['FORCE_COLOR'] = '3';
});
afterEach(closePages);

const NOW = Date.now();

const asked = (changes: Partial<AskSeen> = {}): AskSeen => ({
  at: NOW - 65_000,
  login: 'viewer1',
  ask: 'how are you?',
  answer: '@viewer1 i am well, and i read.',
  rules: [],
  milliseconds: 840,
  ...changes,
});

const JOINED: TwitchStatus = {
  ...NOWHERE,
  connection: 'joined',
  since: NOW - 190_000,
  channel: 'loop',
  login: 'babybot',
  moderator: true,
  guarded: true,
  learning: true,
  optedIn: 3,
  kept: 12,
  heard: 12_345,
  sent: 56,
  queue: 2,
  dropped: { full: 3, 'too soon': 12 },
  verdicts: { allowed: 123, refused: 45, byRule: { 'link.url': 4, 'memory.tokens': 31, 'line.first': 9 } },
  recent: [
    asked(),
    asked({
      login: 'eve',
      ask: 'what stands in the diary?',
      answer: null,
      rules: ['memory.tokens'],
      milliseconds: 900,
    }),
    asked({ login: 'bob', ask: 'and now? 🙂', answer: null, milliseconds: null }),
  ],
};

const open = (status: TwitchStatus | null, width = 80, height = 21, given: Partial<PageProps> = {}) =>
  openPage(twitch, width, height, { view: snapshot({ twitch: status }), ...given });

describe('the page about Twitch', () => {
  it('shows where it is, who asked, what was answered, which rules decided, and what is kept', async () => {
    const { shows, rows, actions } = open(JOINED);
    await shows(/^── twitch ─+ in the channel, for 3 min \d+ s ──$/);
    await shows(/^channel {5}#loop, as babybot, a moderator$/);
    await shows(/^voice {7}ready$/);
    await shows(/^guard {7}private texts are guarded$/);
    await shows(/^messages {4}12,345 heard · 56 said · 2 waiting$/);
    await shows(/^unanswered {2}12 too soon · 3 full$/);
    await shows(/^learning {4}on · 3 agreed · 12 of their messages kept$/);
    await shows(/^\d\d:\d\d {2}viewer1 {2}how are you\?$/);
    await shows(/^ +0\.8 s › @viewer1 i am well, and i read\.$/);
    await shows(/^\d\d:\d\d {2}eve {6}what stands in the diary\?$/);
    await shows(/^ +· nothing was said: memory\.tokens$/);
    await shows(/^ +· it thinks …$/);
    await shows(/^── verdicts ─+ 123 let through · 45 refused ──$/);
    await shows(/^memory\.tokens 31 · line\.first 9 · link\.url 4$/);
    expect(rows().at(-1)).toBe('');
    expect(actions.asked).toEqual([]);
  });

  it('shows each rule with what it does where there is room', async () => {
    const { shows } = open(JOINED, 200, 57);
    await shows(/ rule +times +what it does$/);
    await shows(/ memory\.tokens +31 {2}refuses 8 tokens in a row from a private text/);
    await shows(/ line\.first +9 {2}keeps the first line only/);
  });

  it.each([
    [60, 8],
    [80, 21],
    [118, 30],
    [200, 57],
    [40, 4],
  ])('fits into %i × %i, with many questions, and comes to the last', async (width, height) => {
    const recent = Array.from({ length: 20 }, (_, i) =>
      asked({
        login: `viewer${i}`,
        ask: `日本 ${'why '.repeat(60)}`,
        answer: `@viewer${i} 🐻 ${'because '.repeat(40)}`,
      }),
    );
    const byRule = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`rule.number${i}`, i + 1]));
    const page = open({ ...JOINED, recent, verdicts: { ...JOINED.verdicts, byRule } }, width, height);
    await page.shows('twitch');
    await page.type('G', 'k', 'j');
    if (height > 20) await page.shows('viewer19');
  });

  it('mutes and lets speak again, and shows both at once', async () => {
    const page = open(JOINED);
    await page.shows('voice       ready');
    page.actions.place = { ...JOINED, muted: { until: null, why: 'the owner wanted it' } };
    await page.type('m');
    await page.shows(twitchPageTexts.saysNothing);
    await page.shows('voice       muted: the owner wanted it, until it is unmuted');
    page.actions.place = JOINED;
    await page.type('m');
    await page.shows('It may speak again.');
    await page.shows('voice       ready');
    expect(page.actions.asked).toEqual([
      ['twitch', { do: 'mute' }],
      ['twitch', { do: 'unmute' }],
    ]);
    // what it tells by itself is newer than any answer
    page.show({
      view: snapshot({ twitch: { ...JOINED, muted: { until: NOW + 600_000, why: 'a message was deleted' } } }),
    });
    await page.shows('voice       muted: a message was deleted, until ');
  });

  it('joins what is typed, and leaves', async () => {
    const actions = new FakeActions();
    const page = open(null, 80, 21, { actions });
    await page.shows(/^channel {5}in no channel$/);
    await page.shows(/^c +lets it join a channel; without an account/);
    await page.shows(/^baby twitch login +gives it an account to speak with$/);
    await page.shows(/^baby set twitch\.learn opt-in +lets it learn/);
    await page.shows(/^!babyllm … +asks it something/);
    // it names the commands that its owner chose, and every rule that guards it
    const settings = { ...TWITCH_DEFAULTS, prefix: '?', commands: { ...DEFAULT_COMMANDS, forget: ['letgo'] } };
    const other = open({ ...JOINED, channel: null, recent: [] }, 118, 37);
    other.show({
      view: snapshot({
        twitch: { ...JOINED, channel: null, recent: [] },
        config: { ...configure({}, 'test'), twitch: settings },
      }),
    });
    await other.shows(/^\?letgo +deletes all that/);
    await other.shows(/personal\.email +refuses an e-mail/);
    await page.type('c');
    await page.shows('channel> ');
    actions.place = { ...JOINED, login: null, moderator: false, recent: [] };
    await page.type('l', 'o', 'o', 'p', '\r');
    await page.shows('It is in #loop, without an account: it only reads.');
    await page.shows(twitchPageTexts.onlyReads);
    await page.shows(/^voice {7}none: log in with `baby twitch login`$/);
    actions.place = NOWHERE;
    await page.type('l');
    await page.shows(twitchPageTexts.inNoChannel);
    expect(actions.asked).toEqual([
      ['twitch', { do: 'status' }],
      ['twitch', { do: 'join', channel: 'loop' }],
      ['twitch', { do: 'leave' }],
    ]);
    expect(page.captured).toEqual([true, false]);
    await page.type('c', 'x', '\x1b');
    await page.hides('channel> ');
    expect(actions.asked).toHaveLength(3);
  });

  it('says why it is not there, and what it cannot do', async () => {
    const page = open({ ...JOINED, connection: 'waiting', reason: 'the \x1b[2Jconnection was cut' });
    await page.shows(/^channel {5}#loop, as babybot, a moderator \(the .*connection was cut\)$/);
    await page.shows(/^── twitch ─+ not connected, and tries again, for \d/);
    await page.shows(/^voice {7}none: not connected, and tries again$/);
    page.actions.answer = async () => Promise.reject(new Error('It is in no channel of Twitch.'));
    await page.type('m');
    await page.shows('! It is in no channel of Twitch.');
    page.show({ view: snapshot({ contact: 'asleep', twitch: null }) });
    await page.shows(twitchPageTexts.notAwakeNoChannel);
    await page.type('m');
    await page.shows('! It is not awake: W wakes it.');
    await page.type('c');
    expect(page.captured).toEqual([]);
  });

  it('is coloured by how it is', async () => {
    const page = open(JOINED, 80, 21, { paint: COLOURED });
    await page.shows('#loop');
    expect(page.paints('#loop')).toBe(true);
    expect(page.paints('nothing was said')).toBe(true);
    expect(page.paints('messages')).toBe(false);
  });
});

describe('its rows', () => {
  it('are never wider than asked for', () => {
    const recent = [asked({ login: 'a_very_long_name_of_25_ch', ask: '日本 '.repeat(99), answer: 'é🙂 '.repeat(130) })];
    for (const width of [58, 78, 117]) {
      for (const row of askRows(recent, width, NOW, PLAIN))
        expect(row.reduce((sum, { text }) => sum + widthOf(text), 0)).toBeLessThanOrEqual(width);
      for (const row of ruleRows(JOINED, width))
        expect(row.reduce((sum, { text }) => sum + widthOf(text), 0)).toBeLessThanOrEqual(width);
    }
  });

  it('say when nothing may be said yet', () => {
    const words = (status: TwitchStatus) => factRows(status, PLAIN).map((row) => row.map(({ text }) => text).join(''));
    const unready = words({ ...JOINED, guarded: false }).join('\n');
    expect(unready).toContain('voice       not yet: the guard of private texts is being made');
    expect(unready).toContain('guard       private texts are not guarded yet: until then it says nothing');
    expect(words({ ...JOINED, marked: { examples: 2, firstStep: 1234 } }).at(-1)).toBe(
      'marked      souls from step 1,234 on hold 2 messages of forgotten people',
    );
    expect(words(NOWHERE).join('\n')).toContain(`learning    ${twitchPageTexts.learning('off', '0', '0')}`);
  });
});
