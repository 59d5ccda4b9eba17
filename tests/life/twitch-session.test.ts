/** A baby that learns and is on Twitch, by the built program: real clients, a real IRC server, its own mind. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { attach } from '../../school/api/rpc/client.ts';
import { logPageTexts } from '../../school/dashboard/texts/log-page.ts';
import { findHome } from '../../school/home/home.ts';
import { texts } from '../../school/text/texts.ts';
import { baby, story, wakes } from './program.ts';
import { BOT } from './twitch/channel.ts';
import { isReady, ofTwitch, Stage, until } from './twitch/stage.ts';
import { ask, filesWith, inFile, rowsIn, SILENT, verdictsIn } from './twitch/views.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage?.close());

describe('a baby on Twitch', () => {
  it('learns from who agreed, stops when told to, and forgets: every row is counted', async () => {
    const home = await stage.home(
      {
        ...SILENT,
        twitch: { learn: 'opt-in', studySeconds: 1 },
        memory: { chats: false, consolidate: true, megabytes: 80 },
      },
      { 'story.txt': story },
    );
    const awake = await wakes(home);
    await isReady(home);
    const life = await attach(findHome(home).socket);
    const ann = await stage.viewer('quuxann');
    const bob = await stage.viewer('quuxbob');
    const twitchSource = async () => (await life.library()).sources.find(({ name }) => name === 'twitch')!;

    // nobody agreed
    await ann.say('zorblax before anybody agreed');
    await bob.say('zorblax from one who never agrees');
    await sleep(1500);
    expect(rowsIn(home)).toEqual({ person: 0, message: 0, taught: 0, mark: 0, source: 0, chat: 0 });

    // agreed: kept, given to the source, and learnt
    await ann.say('!aioptin');
    await ann.hears(/thank you/, 0);
    for (const text of ['zorblax likes the winter sea', '!drop zorblax', 'zorblax likes the summer too']) {
      await ann.say(text);
      await sleep(1200);
    }
    await until(() => rowsIn(home).source === 2, 'two passages in the source');
    await until(async () => (await twitchSource()).given.chunks > 0, 'learning from chat');
    await until(() => rowsIn(home).taught === 1, 'the record of it');
    expect(rowsIn(home)).toEqual({ person: 1, message: 2, taught: 1, mark: 0, source: 2, chat: 0 });
    const source = readFileSync(join(home, 'sources', 'twitch.jsonl'), 'utf8');
    expect(source).toContain('"speaker":"chatter","text":"zorblax likes the winter sea","learn":true');
    expect(source).not.toMatch(/quux|drop/);
    const taughtSoul = (await life.save()).name;

    // withdrawn: nothing more is learnt, at once, and what was kept is gone
    await ann.say('!aioptout');
    await until(() => rowsIn(home).source === 0, 'an empty source');
    await ann.say('zorblax after it was withdrawn');
    await sleep(1500);
    expect(rowsIn(home)).toEqual({ person: 1, message: 0, taught: 1, mark: 0, source: 0, chat: 0 });
    expect((await twitchSource()).holds).toBe(0);
    expect(filesWith(home, 'zorblax')).toEqual([]);

    // forgotten: no row is left, and the soul that was taught is marked, without a name
    await ann.say('!forgetme');
    await until(() => rowsIn(home).person === 0, 'being forgotten');
    expect(rowsIn(home)).toEqual({ person: 0, message: 0, taught: 0, mark: 1, source: 0, chat: 0 });
    const consent = join(home, 'twitch', 'twitch.db');
    const marks = () =>
      inFile(consent, (file) => file.prepare('SELECT souls, undone_at AS undone FROM mark ORDER BY id').all()) as {
        souls: string;
        undone: number | null;
      }[];
    expect(marks()).toEqual([{ souls: JSON.stringify([taughtSoul]), undone: null }]);
    const told =
      /somebody was forgotten: 0 messages, 0 questions\. It learnt 2 of this person's messages from step \d+ on; weights cannot unlearn.*go back to soul-0000000000/;
    await until(async () => told.test((await baby(home, 'twitch', 'log')).out), logPageTexts.line);

    // by the owner's command, of somebody whose words lie in the source still
    await bob.say('!aioptin');
    await until(() => rowsIn(home).person === 1, 'agreement');
    await bob.say('zorblax of bob');
    await until(() => rowsIn(home).taught === 1, 'the record of it');
    const exported = await baby(home, 'twitch', 'privacy', 'export', 'QuuxBob');
    expect(JSON.parse(exported.out)).toMatchObject({
      login: 'quuxbob',
      consent: 'in',
      messages: [{ text: 'zorblax of bob', learnt: true }],
      taught: { examples: 1 },
    });
    const again = await life.save();
    const deleted = await baby(home, 'twitch', 'privacy', 'delete', 'quuxbob');
    expect(deleted.out).toMatch(/^Deleted: 1 messages, 0 questions, \d examples/);
    expect(deleted.out).toContain(texts.twitch.soulsTaught(again.name));
    await until(() => rowsIn(home).source === 0, 'an empty source');
    expect(rowsIn(home)).toEqual({ person: 0, message: 0, taught: 0, mark: 2, source: 0, chat: 0 });
    expect(await baby(home, 'twitch', 'privacy', 'delete', 'quuxbob')).toMatchObject({ code: 1, out: '' });

    // what was kept for its time goes while it is awake, from what is to be learnt too
    const cat = await stage.viewer('quuxcat');
    await cat.say('!aioptin');
    await until(() => rowsIn(home).person === 1, 'agreement');
    await cat.say('zorblax of cat');
    await until(() => rowsIn(home).taught === 1, 'the record of it');
    const file = new Database(consent, { timeout: 5000 });
    file.exec('UPDATE message SET at = at - 86400000, expires = expires - 86400000');
    file.close();
    await until(() => rowsIn(home).message === 0 && rowsIn(home).source === 0, 'what has expired to be gone');
    expect(rowsIn(home)).toEqual({ person: 1, message: 0, taught: 1, mark: 2, source: 0, chat: 0 });
    expect(filesWith(home, 'zorblax')).toEqual([]);

    // who is banned is forgotten as who asks for it, and the soul that was taught is marked
    stage.gateway.silence('quuxcat', null);
    await until(() => rowsIn(home).person === 0, 'being forgotten');
    expect(rowsIn(home)).toEqual({ person: 0, message: 0, taught: 0, mark: 3, source: 0, chat: 0 });
    expect((await baby(home, 'twitch', 'status')).out).toMatch(
      /^ {2}marked {5}souls from step [\d,]+ on hold 4 messages of forgotten people; weights cannot unlearn/m,
    );

    // a soul from before is free of all of it
    expect((await baby(home, 'soul', 'back', 'soul-0000000000')).code).toBe(0);
    await until(() => marks().every(({ undone }) => undone !== null), 'marks that are undone');
    expect((await baby(home, 'twitch', 'status')).out).not.toContain('marked');
    life.close();
    expect((await baby(home, 'sleep')).code).toBe(0);
    await awake.ended;
    for (const words of ['zorblax', 'quux']) expect(filesWith(home, words), words).toEqual([]);
  });

  it('keeps nothing of what people say, as long as its owner has not decided otherwise', async () => {
    const home = await stage.home(SILENT, { 'story.txt': story });
    const awake = await wakes(home);
    await isReady(home);
    const viewer = await stage.viewer('quuxeve');
    await viewer.say('!aioptin');
    await viewer.hears(/learning from chat is off here/, 0);
    await viewer.say('zorblax said in passing');
    await ask(home, viewer, 'zorblax said to it, and what is that?');
    await viewer.say(`@${BOT} zorblax once more, by a mention`);
    await until(async () => (await ofTwitch(home)).recent.length === 2, 'a second question');
    expect((await ofTwitch(home)).recent[1].ask).toContain('zorblax');
    const life = await attach(findHome(home).socket);
    await life.save();
    life.close();
    expect(rowsIn(home)).toEqual({ person: 0, message: 0, taught: 0, mark: 0, source: 0, chat: 0 });
    for (const words of ['zorblax', 'quux']) expect(filesWith(home, words), words).toEqual([]);
    expect((await baby(home, 'sleep')).code).toBe(0);
    await awake.ended;
    for (const words of ['zorblax', 'quux']) expect(filesWith(home, words), words).toEqual([]);
    expect(awake.out + awake.err).not.toMatch(/zorblax|quux/);
    expect(verdictsIn(home).map(({ direction }) => direction)).toContain('input');
  });
});
