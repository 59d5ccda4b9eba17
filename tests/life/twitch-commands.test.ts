/** `baby twitch` as somebody types it who has never done so. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_COMMANDS } from '../../school/settings/twitch-settings.ts';
import { baby, SENTENCE, start, story, wakes } from './program.ts';
import { MODERATOR } from './twitch/channel.ts';
import { isReady, ofTwitch, Stage, until } from './twitch/stage.ts';
import { filesWith, SILENT } from './twitch/views.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage?.close());

describe('baby twitch', () => {
  it('says what is so and what to do, asleep and awake, with an account and without', async () => {
    const home = await stage.home({ ...SILENT, twitch: { channel: '' } }, { 'story.txt': story }, { login: false });
    const run = (...args: string[]) => baby(home, 'twitch', ...args);
    expect(await run('status')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^Twitch: in no channel, since the baby is asleep\n {2}joins {6}none when it wakes: /),
    });
    expect(JSON.parse((await run('status', '--json')).out)).toEqual({
      ...{ awake: false, channel: null, login: null, learning: false, optedIn: 0, kept: 0 },
    });
    expect(existsSync(join(home, 'twitch', 'twitch.db'))).toBe(false);
    for (const args of [['join', 'loop'], ['mute'], ['unmute'], ['leave']]) {
      const { code, out, err } = await run(...args);
      expect([code, out], args.join()).toEqual([69, '']);
      expect(err).toMatch(SENTENCE);
    }
    expect(await run('logout')).toMatchObject({ code: 0, out: 'Nobody was logged in.\n' });
    expect((await run('privacy', 'export', 'nobody')).err).toMatch(SENTENCE);
    expect(await run('test', '#Loop', '--seconds', '1')).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^It is in loop, without any account\. .*\n\d+ messages were heard\. All is well\.\n$/,
      ),
    });

    const awake = await wakes(home);
    expect((await run('status')).out).toBe('Twitch: in no channel\n  learning   off; 0 messages kept\n');
    expect(await run('mute')).toMatchObject({ code: 1, err: expect.stringMatching(SENTENCE) });
    expect((await run('join', 'https://www.twitch.tv/Loop', '--read-only')).out).toMatch(
      /^Twitch: in the channel loop\n {2}as {9}nobody: it only reads\n/,
    );
    const viewer = await stage.viewer('viewer1');
    await viewer.say('!bby are you there?');
    await until(async () => (await ofTwitch(home)).dropped['only reading'] === 1, 'a question that is not answered');
    expect((await run('mute', '5')).out).toMatch(/ {2}muted {6}the owner wanted it, until \d\d/);
    expect((await run('mute', 'soon')).code).toBe(2);
    expect((await run('unmute')).out).not.toContain('muted');
    expect((await run('leave')).out).toBe('It has left the channel.\n');
    const whole = /in the channel loop, reading only\n[\s\S]*muted for 5 minutes/;
    await until(
      async () => whole.test((await run('log')).out),
      'the lines of the log, which are written every few seconds',
    );
    expect((await run('rules')).out).toMatch(/^memory\.tokens +refuses 8 tokens in a row/m);
    expect((await baby(home, 'sleep')).code).toBe(0);
    await awake.ended;
  });

  it('logs in with a code, for its owner alone, and out again', async () => {
    const home = await stage.home({ ...SILENT }, {}, { login: false });
    const run = (...args: string[]) => baby(home, 'twitch', ...args);
    stage.ids.interval = 1;
    stage.ids.pending = 1;
    const { code, out, err } = await run('login');
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(
      'Open https://www.twitch.tv/activate?device-code=ABCDEFGH and type ABCDEFGH, as the account that it shall speak with (within 30 minutes).\n' +
        `It is logged in as babybot: \`baby twitch join <channel> --home ${home}\`.\n`,
    );
    const file = join(home, 'twitch', 'token.json');
    const tokens = JSON.parse(readFileSync(file, 'utf8'));
    expect(tokens).toMatchObject({ login: 'babybot', scopes: ['chat:read', 'chat:edit'] });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, 'twitch')).mode & 0o777).toBe(0o700);
    expect((await run('status')).out).toContain('  as         babybot\n');
    // a second login that nobody confirms changes nothing
    stage.ids.pending = Number.POSITIVE_INFINITY;
    const waiting = start(home, ['twitch', 'login']);
    await waiting.says('type ABCDEFGH');
    expect(await waiting.interrupt()).toMatchObject({ code: 130, err: 'Nobody is logged in.\n' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(tokens);
    stage.ids.next = { status: 400, message: 'invalid device code' };
    expect(await run('login')).toMatchObject({
      code: 1,
      err: 'Twitch did not let it log in: invalid device code.\n',
    });
    for (const secret of [tokens.accessToken, tokens.refreshToken]) expect(filesWith(home, secret)).toHaveLength(1);
    expect((await run('logout')).out).toBe('It is logged out.\n');
    expect(existsSync(file)).toBe(false);
    expect(stage.ids.requests.at(-1)).toBe('revoke');
  });

  it('answers to the names and the prefix that its owner gave it, and to nothing else', async () => {
    const commands = { ...DEFAULT_COMMANDS, ask: ['hey'], mood: ['feels', 'mood'], mute: ['hush'] };
    const home = await stage.home({ ...SILENT, twitch: { learn: 'opt-in' } }, { 'story.txt': story });
    const set = (key: string, value: string) => baby(home, 'set', key, value);
    expect((await set('twitch.prefix', '?')).code).toBe(0);
    expect((await set('twitch.prefix', '/')).code).not.toBe(0);
    expect((await set('twitch.commands', JSON.stringify(commands))).code).toBe(0);
    const awake = await wakes(home);
    await isReady(home);
    const says = async (who: string, text: string) => {
      const viewer = await stage.viewer(who);
      await viewer.say(text);
      return viewer;
    };
    const heard = async (times: number) =>
      until(async () => (await ofTwitch(home)).heard === times, `${times} messages that are heard`);
    await says('quuxann', '!bby are you there?');
    await says('quuxbob', '!babystats');
    await says('quuxcat', '?drop 5');
    await says('quuxdan', '?hush');
    await heard(4);
    expect(await ofTwitch(home)).toMatchObject({ recent: [], muted: null, sent: 0, kept: 0 });
    await says('quuxeve', '?Hey are you there?');
    await until(async () => (await ofTwitch(home)).recent[0]?.ask === 'are you there?', 'a question');
    const fay = await says('quuxfay', '?mood');
    expect(await fay.hears(/@quuxfay/, 0)).toMatch(/^@quuxfay i feel |^@quuxfay sleepy/);
    await sleep(3100);
    const gus = await says('quuxgus', '?privacy');
    expect(await gus.hears(/@quuxgus/, 0)).toContain('only from people who said ?aioptin');
    await sleep(3100);
    const hal = await says('quuxhal', '?babystats');
    expect(await hal.hears(/@quuxhal/, 0)).toMatch(/^@quuxhal step [\d,]+, [\d.]+ bits per byte/);
    await sleep(3100);
    const souls = () => readdirSync(join(home, 'soul')).filter((name) => name.startsWith('soul-'));
    const before = souls();
    const mod = await says(MODERATOR, '?babysave');
    const [, step] = (await mod.hears(/saved/, 0)).match(/^@moddy saved at step ([\d,]+)\.$/) as RegExpMatchArray;
    expect(souls().filter((name) => !before.includes(name))).toEqual([
      `soul-${step.replace(/,/g, '').padStart(10, '0')}`,
    ]);
    await mod.say('?hush 5');
    await until(async () => (await ofTwitch(home)).muted !== null, 'being muted');
    expect((await baby(home, 'twitch', 'status')).out).toContain('  muted      a moderator wanted it, until ');
    await mod.say('?babyunmute');
    await until(async () => (await ofTwitch(home)).muted === null, 'speaking again');
    expect((await baby(home, 'sleep')).code).toBe(0);
    await awake.ended;
    expect(filesWith(home, 'quux')).toEqual([]);
  });
});
