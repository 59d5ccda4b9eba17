/** `baby twitch` as somebody types it who has never done so. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { baby, SENTENCE, story, wakes } from './program.ts';
import { SILENT } from './twitch/looking.ts';
import { ofTwitch, Stage, until } from './twitch/stage.ts';

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
    expect((await run('log')).out).toMatch(/in the channel loop, reading only\n[\s\S]*muted for 5 minutes/);
    expect((await run('rules')).out).toMatch(/^memory\.tokens +refuses 8 tokens in a row/m);
    expect((await baby(home, 'sleep')).code).toBe(0);
    await awake.ended;
  });
});
