import { describe, expect, it } from 'vitest';
import { TWITCH_DEFAULTS, twitchSchema } from '../../../school/settings/twitch-settings.ts';
import { mustBeOneLine } from '../../../school/twitch/connection/transport.ts';
import { TermList, termsOf } from '../../../school/twitch/moderation/terms/terms.ts';
import { channelTexts } from '../../../school/twitch/texts/channel.ts';
import { statsAt } from '../fake-life.ts';
import { ATTACKS } from './attacks.ts';
import { HARMLESS } from './harmless.ts';
import { ann, bob, makeWorld, type Person } from './world.ts';

const person = (n: number): Person => ({ userId: String(1000 + n), login: `user${n}` });

describe('asking', () => {
  it('answers its commands, mentions and replies, and mentions who asked', async () => {
    const { says, seconds, texts, life } = makeWorld();
    says(person(1), '!babyllm how are you?');
    says(person(2), '!BBY and you?');
    says(person(3), 'hey @BabyBot what is up');
    says(person(4), '@babybot thanks', { repliesTo: 'babybot' });
    says(person(5), 'just talking');
    says(person(6), '!bbyx no');
    await seconds(20);
    expect(texts()).toEqual([1, 2, 3, 4].map((n) => `@user${n} hello back.`));
    expect(life.said.map(({ text }) => text)).toEqual(['how are you?', 'and you?', 'hey what is up', 'thanks']);
  });

  it('gives every talk a conversation of its own, called by nobody’s name, and forgets it', async () => {
    const { says, seconds, life, bot } = makeWorld();
    says(ann, '!bby one');
    says(bob, '!bby two');
    await seconds(40);
    says(ann, '!bby three');
    await seconds(10);
    const [first, second, third] = life.said.map(({ options }) => options);
    expect(first).toMatchObject({ from: 'chatter', conversation: 'twitch:1' });
    expect(second?.conversation).toBe('twitch:2');
    expect(third?.conversation).toBe('twitch:1');
    await seconds(400);
    expect(life.asked).toEqual([
      ['forget', 'twitch:2'],
      ['forget', 'twitch:1'],
    ]);
    await bot.close();
  });

  it('keeps the cooldowns of a person and of the channel', async () => {
    const { says, seconds, sent, bot } = makeWorld();
    says(ann, '!bby one');
    await seconds(2);
    says(ann, '!bby two');
    says(bob, '!bby three');
    await seconds(8);
    expect(sent.map(({ text }) => text)).toEqual(['@ann hello back.', '@bob hello back.']);
    expect(sent[1].at - sent[0].at).toBeGreaterThanOrEqual(5000);
    expect(bot.view().dropped).toEqual({ 'too soon': 1 });
    await seconds(30);
    says(ann, '!bby four');
    await seconds(2);
    expect(sent.length).toBe(3);
  });

  it('keeps its limits and its patience by a clock that nobody can set', async () => {
    const { says, seconds, sent, state } = makeWorld({
      settings: { channelSeconds: 0, userSeconds: 0, queue: 64, staleSeconds: 60 },
    });
    const asks = async (from: number, until: number) => {
      for (let n = from; n < until; n++) says(person(n), '!bby hi');
      await seconds(4);
    };
    await asks(0, 9);
    state.wall = -3_600_000;
    await asks(9, 18);
    state.wall = 3_600_000;
    await asks(18, 27);
    await seconds(30);
    expect(sent.length).toBeGreaterThan(18);
    sent.forEach(({ at }, i) => {
      expect((sent[i + 1]?.at ?? Infinity) - at).toBeGreaterThanOrEqual(1200);
      expect((sent[i + 18]?.at ?? Infinity) - at).toBeGreaterThanOrEqual(30_000);
    });
    // neither was it silent for an hour
    expect(sent.at(-1)!.at - sent[0].at).toBeLessThan(45_000);
  });

  it('passes over itself, other bots, and commands of others', async () => {
    const { says, seconds, sent, consent } = makeWorld({ settings: { learn: 'opt-in' } });
    says({ userId: '1', login: 'babybot' }, '!bby hi');
    says({ userId: '2', login: 'nightbot' }, '!bby hi');
    for (const text of ['!drop', '$points', '~x', '?y', '/me waves', '!aioptinx']) says(ann, text);
    await seconds(10);
    expect(sent).toEqual([]);
    expect(consent.rows().person).toBe(0);
  });

  it('can be called by other names and prefixes', async () => {
    const checked = twitchSchema.parse({ ...TWITCH_DEFAULTS, prefix: '~', commands: { ask: ['mia', 'm'] } });
    expect(checked.commands.forget).toEqual(['forgetme']);
    const { says, seconds, texts } = makeWorld({ settings: checked });
    says(ann, '!bby hi');
    says(bob, '~mia hi');
    await seconds(3);
    expect(texts()).toEqual(['@bob hello back.']);
  });

  it('says what it may not say in no way, and tries a few times', async () => {
    const { says, seconds, sent, life, bot, verdicts } = makeWorld();
    life.deltas = ['look at evil.com'];
    says(ann, '!bby hi');
    await seconds(3);
    expect(sent).toEqual([]);
    expect(life.said.length).toBe(3);
    // each try begins anew
    expect(new Set(life.said.map(({ options }) => options?.conversation)).size).toBe(3);
    expect(bot.view().recent).toMatchObject([{ login: 'ann', ask: 'hi', answer: null, rules: ['link.domain'] }]);
    expect(verdicts.map(({ direction, allowed }) => [direction, allowed])).toEqual([
      ['input', true],
      ['output', false],
      ['output', false],
      ['output', false],
    ]);
    expect(JSON.stringify(verdicts)).not.toContain('evil');
  });

  it('says nothing before the guard is ready, and nothing that the guard knows', async () => {
    const early = makeWorld({ guard: undefined });
    early.says(ann, '!bby hi');
    await early.seconds(3);
    expect(early.sent).toEqual([]);
    expect(early.life.said.length).toBe(1);
    const finds = (text: string) => (text.includes('suitcase') ? ('memory.tokens' as const) : undefined);
    const guarded = makeWorld({ guard: { finds } });
    guarded.life.deltas = ['the green suitcase'];
    guarded.says(ann, '!bby hi');
    await guarded.seconds(3);
    expect(guarded.sent).toEqual([]);
    expect(guarded.bot.view().verdicts).toEqual({ allowed: 1, refused: 3, byRule: { 'memory.tokens': 3 } });
  });

  it('sends nothing of the attack list, and all that is harmless', async () => {
    const { says, seconds, sent, life } = makeWorld({
      settings: { channelSeconds: 0, userSeconds: 0, tries: 1 },
      lists: [
        new TermList(
          'here',
          ['zorgblat', 'clompi', '*frimpel*', 'quux moddle'].flatMap((w) => termsOf('here', w, 'test')),
        ),
      ],
    });
    let asked = 0;
    const answered = async (line: string): Promise<string[]> => {
      const before = sent.length;
      life.deltas = [line];
      says(person(asked++), '!bby hi');
      await seconds(2);
      return sent.slice(before).map(({ text }) => text);
    };
    for (const { must, lines } of ATTACKS) {
      for (const line of lines) {
        const said = await answered(line);
        if (must === 'refused') expect(said, line).toEqual([]);
        for (const text of said) {
          mustBeOneLine(text);
          expect(text, line).toMatch(/^@user\d+ [^/\\.!$~?#@\s]/);
        }
      }
    }
    for (const line of HARMLESS) expect(await answered(line), line).toHaveLength(1);
    expect(asked).toBeGreaterThanOrEqual(300);
  });

  it('does not answer a hurtful question, nor the next one at once', async () => {
    const { says, seconds, sent, life, bot } = makeWorld();
    says(ann, '!bby kys');
    says(ann, '!bby sorry');
    await seconds(3);
    expect(life.said).toEqual([]);
    expect(sent).toEqual([]);
    expect(bot.view().dropped).toEqual({ refused: 1, 'too soon': 1 });
  });

  it('sends nothing twice when the wire breaks, and goes on when it is back', async () => {
    const { says, seconds, sent, state, notes, bot } = makeWorld();
    state.breaks = true;
    says(ann, '!bby hi');
    await seconds(6);
    expect(bot.view().dropped).toEqual({ failed: 1 });
    expect(notes.join()).toContain('the wire is cut');
    state.breaks = false;
    state.joined = false;
    says(bob, '!bby hi');
    await seconds(5);
    expect(sent).toEqual([]);
    state.joined = true;
    await seconds(2);
    expect(sent.map(({ text }) => text)).toEqual(['@bob hello back.']);
  });

  it('drops what waited too long while it was away, and says so', async () => {
    const { says, seconds, sent, state, notes } = makeWorld();
    state.joined = false;
    says(ann, '!bby hi');
    await seconds(25);
    state.joined = true;
    await seconds(15);
    expect(sent).toEqual([]);
    expect(notes).toContain('info: questions dropped: 1 stale');
  });

  it('only reads without an account', async () => {
    const { says, seconds, sent, state, bot } = makeWorld();
    state.self = null;
    says(ann, '!bby hi');
    await seconds(3);
    expect(sent).toEqual([]);
    expect(bot.view().heard).toBe(1);
  });

  it('lets what life refuses be no harm', async () => {
    const { says, seconds, sent, notes } = makeWorld();
    says(ann, '!bby be cross');
    await seconds(3);
    expect(sent).toEqual([]);
    expect(notes.join()).toContain(channelTexts.questionNotAnswered('I will not.'));
  });
});

describe('quiet', () => {
  it('is kept when a moderator wants it, and only then', async () => {
    const { says, seconds, texts, bot } = makeWorld();
    says(ann, '!babymute');
    expect(bot.view().muted).toBeNull();
    says(bob, '!babymute', { moderator: true });
    expect(bot.view().muted).toMatchObject({ until: null });
    says(ann, '!bby hi');
    await seconds(5);
    expect(texts()).toEqual([]);
    says(ann, '!babyunmute');
    expect(bot.view().muted).not.toBeNull();
    says(bob, '!babyunmute', { moderator: true });
    await seconds(11);
    says(ann, '!bby hi');
    await seconds(3);
    expect(texts().at(-1)).toBe('@ann hello back.');
  });

  it('is kept for ten minutes when a message of its is deleted or it is timed out', async () => {
    for (const how of ['deleted', 'silenced'] as const) {
      const { says, seconds, sent, bot } = makeWorld();
      if (how === 'deleted') bot.onDeleted('x', 'babybot');
      else bot.onSilenced('1', 'babybot', false);
      says(ann, '!bby hi');
      await seconds(590);
      expect(sent).toEqual([]);
      await seconds(15);
      says(ann, '!bby hi');
      await seconds(3);
      expect(sent.length).toBe(1);
    }
  });

  it('is kept until somebody unmutes it when it is banned, but not when others are', async () => {
    const { says, seconds, sent, bot } = makeWorld();
    bot.onSilenced('9', 'rude', true);
    expect(bot.view().muted).toBeNull();
    bot.onSilenced('1', 'babybot', true);
    expect(bot.view().muted).toEqual({ until: null, why: 'it was banned' });
    await seconds(3600);
    says(ann, '!bby hi');
    await seconds(3);
    expect(sent).toEqual([]);
    bot.unmute();
    says(ann, '!bby hi');
    await seconds(3);
    expect(sent.length).toBe(1);
  });

  it('begins at once when it leaves in the middle of an answer', async () => {
    const { says, clock, life, sent, bot } = makeWorld();
    let cut = () => {};
    life.pause = () => new Promise((resolve) => (cut = resolve));
    life.stop = async (conversation) => {
      life.asked.push(['stop', conversation]);
      cut();
      return true;
    };
    life.deltas = ['hello'];
    says(ann, '!bby hi');
    await clock.settle();
    await bot.close();
    expect(life.asked).toEqual([
      ['stop', 'twitch:1'],
      ['forget', 'twitch:1'],
    ]);
    expect(sent).toEqual([]);
  });

  it('follows the notices of Twitch', async () => {
    const { says, seconds, sent, bot, notes } = makeWorld();
    bot.onNotice('msg_ratelimit', 'too quickly');
    says(ann, '!bby hi');
    await seconds(15);
    expect(sent).toEqual([]);
    await seconds(50);
    says(ann, '!bby hi');
    await seconds(3);
    expect(sent.length).toBe(1);
    // a shorter pause does not end a longer one
    bot.onNotice('msg_ratelimit', 'too quickly');
    bot.onNotice('msg_duplicate', 'the same');
    await seconds(20);
    says(bob, '!bby hi');
    await seconds(15);
    expect(sent.length).toBe(1);
    bot.onNotice('unknown_thing', 'whatever');
    bot.onNotice('msg_banned', 'You are permanently banned');
    expect(bot.view().muted).toEqual({ until: null, why: channelTexts.banned });
    expect(notes.filter((note) => note.includes('msg_banned')).length).toBe(1);
    // an order for a while does not end one for ever
    bot.mute(1, 'something smaller');
    expect(bot.view().muted?.until).toBeNull();
  });

  it('takes back what is being answered', async () => {
    const { says, clock, life, sent, bot } = makeWorld();
    let go = () => {};
    life.pause = () => new Promise((resolve) => (go = resolve));
    says(ann, '!bby hi');
    await clock.settle();
    bot.mute(5, 'a test');
    life.pause = async () => {};
    go();
    await clock.pass(3000);
    expect(sent).toEqual([]);
    expect(bot.view().dropped).toEqual({ withdrawn: 1 });
  });
});

describe('commands of chat', () => {
  it('tell statistics, mood and privacy, not too often', async () => {
    const { says, seconds, texts, life } = makeWorld({ settings: { privacyLink: 'https://example.org/privacy' } });
    life.stats = statsAt(1234, { colour: [0.2, 0.3, 0.9] });
    says(ann, '!babystats');
    says(ann, '!babymood');
    await seconds(4);
    says(bob, '!babymood');
    await seconds(4);
    says(person(3), '!privacy');
    await seconds(3);
    expect(texts()).toEqual([
      '@ann step 1,234, 2.10 bits per byte, 20 % exact, 1,234,000 tokens learnt.',
      '@bob i feel calm: it goes better than before.',
      '@user3 a language model answers here. Questions are used for the answer; nothing is kept or learnt. https://example.org/privacy',
    ]);
  });

  it('save for moderators', async () => {
    const { says, seconds, texts, life } = makeWorld();
    says(ann, '!babysave');
    await seconds(2);
    expect(life.saved).toBe(0);
    says(bob, '!babysave', { moderator: true });
    await seconds(2);
    expect(life.saved).toBe(1);
    expect(texts()).toEqual(['@bob saved at step 42.']);
  });

  it('greet once, where there is something to say', async () => {
    const { bot, seconds, texts } = makeWorld({ settings: { hello: 'hello, i am a small language model.' } });
    bot.onJoined();
    bot.onJoined();
    await seconds(2);
    expect(texts()).toEqual(['hello, i am a small language model.']);
  });
});
