import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionTexts } from '../../../school/twitch/texts/connection.ts';
import { BOT, Channel, MODERATOR, startIrcd, until } from './channel.ts';
import type { Ircd } from './ircd.ts';

let ircd: Ircd;
let channel: Channel;

beforeAll(async () => {
  ircd = await startIrcd();
});
afterAll(() => ircd?.close());
beforeEach(async () => {
  channel = await Channel.open(ircd);
});
afterEach(() => channel.close());

/** Commands that reached the wire as the bot's, besides what it has to send. */
const strange = () =>
  channel.gateway.lines
    .filter(({ login }) => login === BOT)
    .map(({ line }) => line)
    .filter((line) => !/^(?:USER|JOIN #loop$|PING|PONG|PRIVMSG #loop :@\w+ |PRIVMSG #loop :hello)/.test(line));

describe('in the channel', () => {
  it('reads without any account, and says nothing', async () => {
    const status = await channel.service.join('#Loop', { readOnly: true });
    expect(status).toMatchObject({ connection: 'joined', channel: 'loop', login: null });
    const viewer = await channel.viewer('viewer1');
    await viewer.say('!bby hello');
    await until(() => channel.service.status().heard === 1);
    await sleep(300);
    expect(channel.life.said).toEqual([]);
    expect(channel.gateway.lines.some(({ line }) => line.startsWith('PRIVMSG') && line.includes('hello back'))).toBe(
      false,
    );
    expect(await channel.service.leave()).toBe(true);
    expect(channel.service.status().connection).toBe('off');
  });

  it('answers within two seconds, in any script, and is seen on the page', async () => {
    channel.life.deltas = ['héllo ', 'wörld 🙂 ты'];
    expect(await channel.join()).toMatchObject({ connection: 'joined', login: BOT, guarded: true });
    const viewer = await channel.viewer('viewer1');
    const began = Date.now();
    await viewer.say('!babyllm how are you? 🙂');
    expect(await viewer.hears(/./, 0)).toBe('@viewer1 héllo wörld 🙂 ты');
    expect(Date.now() - began).toBeLessThan(2000);
    expect(channel.life.said.map(({ text }) => text)).toEqual(['how are you? 🙂']);
    await until(() => channel.service.status().sent === 1);
    expect(channel.service.status()).toMatchObject({
      sent: 1,
      recent: [{ login: 'viewer1', ask: 'how are you? 🙂', answer: '@viewer1 héllo wörld 🙂 ты' }],
    });
    await viewer.say(`@${BOT} and by mention?`);
    await until(() => channel.life.said.length >= 2);
    expect(strange()).toEqual([]);
  });

  it('lets no raw command through, whatever the mind says', async () => {
    await channel.join();
    const viewer = await channel.viewer('viewer1');
    const attacks = [
      'hello\r\nJOIN #evil',
      '/ban viewer1',
      'hello\nPRIVMSG #loop :/ban viewer1',
      '.timeout viewer1',
      '\x01ACTION hello\x01',
    ];
    for (const [i, attack] of attacks.entries()) {
      channel.life.deltas = [attack];
      await viewer.say(`!bby attack ${i}`);
      await until(() => {
        const { sent, verdicts } = channel.service.status();
        return sent + verdicts.refused > i;
      });
    }
    expect(strange()).toEqual([]);
    expect(viewer.heard.every(({ text }) => text.startsWith('@viewer1 '))).toBe(true);
  });

  it('lives through a line that the client cannot read', async () => {
    await channel.join();
    channel.gateway.raw(BOT, ':tmi.twitch.tv NOTICE #loop');
    channel.gateway.raw(BOT, '@badges=a/1;;=;x :tmi.twitch.tv CLEARCHAT');
    channel.gateway.raw(BOT, ':');
    channel.gateway.raw(BOT, '\u0000\u0001 garbage');
    const viewer = await channel.viewer('viewer1');
    await viewer.say('!bby still there?');
    await viewer.hears(/@viewer1/, 0);
    expect(channel.notes.some((note) => note.includes('could not be read'))).toBe(true);
  });
});

describe('tokens', () => {
  it('are renewed after a failed login, without a word to anybody', async () => {
    await channel.logIn();
    await channel.guard();
    channel.ids.valid.clear();
    const first = channel.service.join('loop');
    await until(() => channel.service.status().connection === 'joined');
    await first;
    expect(channel.ids.requests.filter((request) => request.startsWith('token'))).toEqual(['token refresh_token']);
    // taken back while it is there: the next login fails, and is mended
    channel.ids.valid.clear();
    channel.gateway.cut(BOT);
    await until(() => channel.gateway.logins >= 2 && channel.service.status().connection === 'joined');
    expect(channel.ids.requests.filter((request) => request.startsWith('token')).length).toBe(2);
    expect(channel.notes.join()).not.toMatch(/access\d|refresh\d/);
  });

  it('that nobody takes any more are told, and the next login helps', async () => {
    await channel.logIn();
    channel.ids.revokeAll();
    const status = await channel.service.join('loop');
    expect(status.connection).toBe('refused');
    expect(status.reason).toContain('baby twitch login');
    expect(channel.gateway.connectionsOf(BOT)).toBe(0);
    await channel.join();
    expect(channel.service.status().connection).toBe('joined');
  });
});

describe('connections', () => {
  const answers = async (text: string) => {
    const viewer = await channel.viewer(`viewer${Math.floor(performance.now())}`);
    await viewer.say(`!bby ${text}`);
    await viewer.hears(/@viewer/, 0);
    await viewer.leave();
  };

  it('that are cut, or sent elsewhere, come back, one at a time', async () => {
    await channel.join();
    for (const how of ['cut', 'reconnect'] as const) {
      const before = channel.gateway.logins;
      channel.gateway[how](BOT);
      await until(() => channel.gateway.logins > before && channel.service.status().connection === 'joined');
      // tmi.js would come back a second time by itself
      await sleep(1500);
      expect(channel.gateway.connectionsOf(BOT)).toBe(1);
      expect(channel.gateway.logins).toBe(before + 1);
      await answers(how);
    }
  });

  it('that were put out of the channel come back into it', async () => {
    await channel.join();
    for (let i = 1; i <= 2; i++) {
      const before = channel.gateway.logins;
      await ircd.kick(BOT);
      await until(() => channel.gateway.logins > before && channel.service.status().connection === 'joined');
      await answers(`after being put out ${i} times`);
      expect(channel.gateway.connectionsOf(BOT)).toBe(1);
    }
    expect(channel.notes.join()).toContain(connectionTexts.putOut);
    // somebody else who leaves or is put out is no concern of its
    const before = channel.gateway.logins;
    await channel.viewer('viewer1');
    await ircd.kick('viewer1');
    await answers('after somebody else was put out');
    // both of them viewers
    expect(channel.gateway.logins).toBe(before + 2);
  });

  it('that have gone silent are given up', async () => {
    await channel.service.close();
    channel.newService({ silence: 1200 });
    await channel.join();
    const pings = setInterval(() => channel.gateway.raw(BOT, 'PING :tmi.twitch.tv'), 200);
    await sleep(1500);
    expect(channel.gateway.logins).toBe(1);
    channel.gateway.numb(BOT);
    await until(() => channel.gateway.logins === 2 && channel.service.status().connection === 'joined');
    clearInterval(pings);
    expect(channel.notes.join()).toContain(connectionTexts.silentServer);
  });

  it('of a whole day of interruptions leave nothing behind, and nothing is said twice', async () => {
    await channel.join();
    const viewer = await channel.viewer('viewer1');
    let asked = 0;
    let answered = 0;
    channel.life.say = async () => {
      const text = `answer number ${++answered}`;
      return { text, tokens: 3, milliseconds: 1, firstTokenMilliseconds: 1, stopped: 'turn' };
    };
    const ends = ['cut', 'reconnect', 'expired'] as const;
    let resources = 0;
    for (let i = 0; i < 48; i++) {
      const before = channel.gateway.logins;
      const how = ends[i % 3];
      if (how === 'expired') channel.ids.valid.clear();
      channel.gateway[how === 'reconnect' ? 'reconnect' : 'cut'](BOT);
      if (i % 12 === 0) await viewer.say(`!bby during ${++asked}`);
      await until(() => channel.gateway.logins > before && channel.service.status().connection === 'joined');
      if (i % 12 === 6) {
        const from = viewer.heard.length;
        await viewer.say(`!bby after ${++asked}`);
        await viewer.hears(/answer/, from);
      }
      if (i === 8) resources = process.getActiveResourcesInfo().length;
    }
    await sleep(2500);
    expect(channel.gateway.connectionsOf(BOT)).toBe(1);
    expect(process.getActiveResourcesInfo().length).toBeLessThan(resources + 8);
    const answers = viewer.heard.filter(({ from }) => from === BOT).map(({ text }) => text);
    expect(new Set(answers).size).toBe(answers.length);
    // what was asked while it was there was answered
    expect(answers.length).toBeGreaterThanOrEqual(4);
    expect(answers.length).toBeLessThanOrEqual(asked);
    expect(strange()).toEqual([]);
  });
});

describe('Twitch’s own rules', () => {
  it('are followed when it says that it is too much, or the same', async () => {
    await channel.join();
    const viewer = await channel.viewer('viewer1');
    channel.gateway.limits.set(BOT, { count: 0, milliseconds: 30_000 });
    await viewer.say('!bby one');
    await until(() => channel.gateway.dropped.length === 1);
    expect(channel.gateway.dropped[0]).toMatchObject({ why: 'rate', login: BOT });
    await until(() => channel.notes.some((note) => note.includes('msg_ratelimit')));
    channel.gateway.limits.delete(BOT);
    await viewer.say('!bby two');
    await sleep(2500);
    expect(viewer.heard).toEqual([]);
    expect(channel.gateway.dropped.length).toBe(1);
    channel.gateway.notice(BOT, 'msg_duplicate', 'identical to the previous one');
    await until(() => channel.notes.some((note) => note.includes('msg_duplicate')));
    channel.gateway.notice(BOT, 'msg_banned', 'You are permanently banned');
    await until(() => channel.service.status().muted?.until === null);
    expect(channel.service.status().muted?.why).toContain('banned');
  });

  it('hold in a flood of 1,000 messages a second from 500 people, and nothing is said twice', async () => {
    const { flood } = await import('./flood.ts');
    await channel.join();
    await flood(channel);
    expect(strange()).toEqual([]);
  });
});

describe('consent, over the wire', () => {
  it('is given, used, withdrawn and forgotten, with the rows counted', async () => {
    channel.settings = { ...channel.settings, learn: 'opt-in', studySeconds: 1 };
    await channel.join();
    const rows = () => {
      const person = channel.service.privacyExport('viewer1');
      return { person: person === undefined ? 0 : 1, messages: person?.messages.length ?? 0 };
    };
    const viewer = await channel.viewer('viewer1');
    const other = await channel.viewer('viewer2');
    await viewer.say('before anybody agreed');
    await other.say('nobody asked me');
    await viewer.say('!aioptin');
    await viewer.hears(/thank you/, 0);
    expect(rows()).toEqual({ person: 1, messages: 0 });
    for (const text of ['i like the winter sea', '!drop 5', 'and the summer too']) {
      await viewer.say(text);
      await sleep(1100);
    }
    await until(() => rows().messages === 2);
    expect(channel.service.status()).toMatchObject({ optedIn: 1, kept: 2, learning: true });
    await until(() => channel.taught.length > 0);
    expect(channel.taught[0]).toMatchObject({ speaker: 'chatter', text: 'i like the winter sea' });
    channel.service.taught([channel.taught[0].id], 3);

    // what a moderator deletes is forgotten
    const id = channel.gateway.said.find(({ text }) => text === 'and the summer too')?.id as string;
    channel.gateway.deleteMessage(id, 'viewer1');
    await until(() => rows().messages === 1);
    expect(channel.untaught).toContain(id);

    await sleep(9000);
    await viewer.say('!forgetme');
    await viewer.hears(/all that was kept of you is deleted.*stays in the weights/);
    expect(rows()).toEqual({ person: 0, messages: 0 });
    expect(channel.service.status()).toMatchObject({ optedIn: 0, kept: 0 });
    await viewer.say('this is not kept any more');
    await sleep(500);
    expect(rows()).toEqual({ person: 0, messages: 0 });
  });

  it('ends when somebody is silenced, and moderators can quiet it', async () => {
    channel.settings = { ...channel.settings, learn: 'opt-in' };
    await channel.join();
    const viewer = await channel.viewer('viewer1');
    const moderator = await channel.viewer(MODERATOR);
    await viewer.say('!aioptin');
    await viewer.hears(/thank you/, 0);
    await viewer.say('something to keep');
    await until(() => channel.service.status().kept === 1);
    channel.gateway.silence('viewer1', 600);
    await until(() => channel.service.status().kept === 0);
    await moderator.say('!babymute 5');
    await until(() => channel.service.status().muted !== null);
    await moderator.say('!babyunmute');
    await until(() => channel.service.status().muted === null);
    channel.gateway.deleteMessage('any', BOT);
    await until(() => channel.service.status().muted !== null);
    expect(channel.service.status().muted?.why).toContain('deleted');

    // timed out it is quiet for a while, banned until somebody wants it back
    channel.service.unmute();
    channel.gateway.silence(BOT, 600);
    await until(() => channel.service.status().muted !== null);
    expect(channel.service.status().muted).toEqual({ until: expect.any(Number), why: 'it was timed out' });
    channel.gateway.silence(BOT, null);
    await until(() => channel.service.status().muted?.until === null);
    expect(channel.service.status().muted?.why).toBe('it was banned');
  });
});
