import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trainTokenizer } from '../../../library/tokenizer/index.ts';
import { PeopleWords } from '../../../school/twitch/moderation/index.ts';
import { ann, bob, makeWorld } from './world.ts';

const tokenizer = trainTokenizer([Buffer.from('a small text for a small tokenizer')], { vocabularySize: 270 });
const learning = { settings: { learn: 'opt-in' as const, studySeconds: 1 } };

const inFiles = (folder: string, words: string): string[] =>
  readdirSync(join(folder, 'twitch')).filter((name) => readFileSync(join(folder, 'twitch', name)).includes(words));

describe('what is kept of people', () => {
  it('is nothing by default, whatever they say', async () => {
    const { says, seconds, consent, texts, taught, folder } = makeWorld();
    says(ann, 'a sentence about purple walruses');
    says(ann, '!bby do you like purple walruses?');
    says(bob, '!aioptin');
    says(bob, 'another about purple walruses');
    await seconds(120);
    expect(texts().join()).toContain('learning from chat is off');
    expect(consent.rows()).toEqual({ person: 0, message: 0, taught: 0, mark: 0 });
    expect(taught).toEqual([]);
    expect(inFiles(folder, 'walrus')).toEqual([]);
  });

  it('is nothing of those who did not agree, where learning is on', async () => {
    const { says, seconds, consent, taught } = makeWorld(learning);
    says(ann, 'a sentence about purple walruses');
    says(ann, '!bby hello');
    await seconds(60);
    expect(consent.rows()).toEqual({ person: 0, message: 0, taught: 0, mark: 0 });
    expect(taught).toEqual([]);
  });

  it('is what they say after they agreed, cleaned, but no commands, links or mentions', async () => {
    const { says, seconds, consent, texts } = makeWorld(learning);
    says(ann, 'before i agreed');
    says(ann, '!aioptin');
    await seconds(2);
    for (const text of [
      'i like\u200b the  sea',
      '!drop 5',
      '?help',
      'see evil.com',
      'hi @bob',
      '!bby what is a fox?',
      '/me waves',
    ]) {
      says(ann, text);
      await seconds(2);
    }
    expect(texts()[0]).toContain('@ann thank you: what you write from now on may be learnt, and is kept for 24 hours');
    expect(consent.messages().map(({ text }) => text)).toEqual(['i like the sea', 'what is a fox?']);
  });

  it('is no word that they did not say: to be called without one is answered, and not kept', async () => {
    const { says, seconds, consent, life, texts } = makeWorld(learning);
    says(ann, '!aioptin');
    await seconds(11);
    says(ann, '!bby');
    await seconds(3);
    expect(life.said.map(({ text }) => text)).toEqual(['hello']);
    expect(texts().at(-1)).toBe('@ann hello back.');
    expect(consent.messages()).toEqual([]);
  });

  it('is not even a row of who withdraws what was never agreed to', async () => {
    for (const learn of ['off', 'opt-in'] as const) {
      const { says, seconds, consent, texts } = makeWorld({ settings: { learn } });
      says(ann, '!aioptout');
      await seconds(2);
      expect(texts()).toEqual(['@ann nothing more of what you write is learnt.']);
      expect(consent.rows()).toEqual({ person: 0, message: 0, taught: 0, mark: 0 });
    }
  });

  it('is counted before and after opting out and forgetting', async () => {
    const souls = [
      { name: 'soul-1', step: 1 },
      { name: 'soul-50', step: 50 },
    ];
    const people = new PeopleWords(tokenizer);
    const { says, seconds, consent, texts, taught, bot, gone, folder } = makeWorld({ ...learning, souls, people });
    for (const who of [ann, bob]) {
      says(who, '!aioptin');
      await seconds(11);
    }
    for (let i = 0; i < 5; i++) {
      says(ann, `the ${i}th secret of the purple walrus is mine`);
      says(bob, `the ${i}th secret of the orange otter is mine`);
      await seconds(2);
    }
    expect(consent.rows()).toEqual({ person: 2, message: 10, taught: 0, mark: 0 });
    expect(people.size).toBe(10);
    await seconds(25);
    expect(taught.length).toBe(10);
    expect(taught.every(({ speaker }) => speaker === 'chatter')).toBe(true);
    const [first] = taught.filter(({ userId }) => userId === ann.userId);
    bot.taught([first.id], 20);
    expect(consent.rows()).toEqual({ person: 2, message: 10, taught: 1, mark: 0 });

    says(bob, '!aioptout');
    await seconds(2);
    expect(consent.rows()).toEqual({ person: 2, message: 5, taught: 1, mark: 0 });
    expect(inFiles(folder, 'orange otter')).toEqual([]);
    says(bob, 'this is not kept any more');
    await seconds(2);
    expect(consent.rows().message).toBe(5);

    says(ann, '!forgetme');
    await seconds(12);
    expect(consent.rows()).toEqual({ person: 1, message: 0, taught: 0, mark: 1 });
    expect(consent.marks()).toMatchObject([{ examples: 1, firstStep: 20, souls: ['soul-50'] }]);
    expect(gone.length).toBe(10);
    expect(people.size).toBe(0);
    expect(inFiles(folder, 'walrus')).toEqual([]);
    expect(bot.view().recent.filter(({ login }) => login === 'ann')).toEqual([]);
    expect(texts().some((text) => /^@ann all that was kept of you is deleted .*stays in the weights/.test(text))).toBe(
      true,
    );
    says(ann, '!aioptcheck');
    await seconds(3);
    expect(texts().at(-1)).toContain('nothing of what you write is learnt');
  });

  it('goes at once, however often somebody asks, with what waits and what is being answered', async () => {
    const { says, clock, seconds, life, sent, bot, consent, taught } = makeWorld(learning);
    says(ann, '!aioptin');
    await seconds(11);
    says(ann, 'a thing to learn');
    await seconds(20);
    expect(taught.length).toBe(1);
    const before = sent.length;
    let go = () => {};
    life.pause = () => new Promise((resolve) => (go = resolve));
    says(ann, '!bby a question');
    says(bob, '!bby another');
    await clock.settle();
    expect(bot.view().queue).toBe(2);
    const report = bot.forget(ann.userId);
    expect(report).toMatchObject({ messages: 2, queued: 1, pending: 1, taught: 0, souls: [] });
    for (let i = 0; i < 20; i++) says(ann, '!forgetme');
    life.pause = async () => {};
    go();
    await seconds(10);
    expect(consent.of(ann.userId)).toBe('none');
    expect(
      sent
        .slice(before)
        .filter(({ text }) => text.includes('hello back'))
        .map(({ text }) => text),
    ).toEqual(['@bob hello back.']);
    expect(life.asked.filter(([what]) => what === 'forget').length).toBeGreaterThan(0);
  });

  it('goes when a message is deleted, a person silenced, or the chat cleared', async () => {
    const { says, seconds, bot, consent, taught, gone } = makeWorld(learning);
    for (const who of [ann, bob]) {
      says(who, '!aioptin');
      await seconds(4);
    }
    const said: string[] = [];
    for (let i = 0; i < 3; i++) {
      said.push(says(ann, `message ${i} of the first`), says(bob, `message ${i} of the second`));
      await seconds(2);
    }
    bot.onDeleted(said[0], 'ann');
    expect(consent.messages().length).toBe(5);
    bot.onSilenced(bob.userId, 'bob', false);
    expect(consent.messages().map(({ userId }) => userId)).toEqual([ann.userId, ann.userId]);
    expect(consent.of(bob.userId)).toBe('none');
    bot.onCleared();
    expect(consent.messages()).toEqual([]);
    const before = taught.length;
    await seconds(40);
    expect(taught.length).toBe(before);
    // what was handed out before is called back
    expect(taught.every(({ id }) => gone.includes(id))).toBe(true);
  });

  it('marks what a person taught who is silenced, even where the words have expired since', async () => {
    const souls = [{ name: 'soul-50', step: 50 }];
    const { says, seconds, clock, bot, consent, taught, notes } = makeWorld({ ...learning, souls });
    says(ann, '!aioptin');
    await seconds(11);
    says(ann, 'i like the winter sea');
    await seconds(20);
    bot.taught([taught[0].id], 20);
    clock.now += 25 * 3_600_000;
    await seconds(2);
    expect(consent.rows()).toEqual({ person: 1, message: 0, taught: 1, mark: 0 });
    bot.onSilenced(ann.userId, 'ann', true);
    expect(consent.rows()).toEqual({ person: 0, message: 0, taught: 0, mark: 1 });
    expect(consent.marks()).toMatchObject([{ examples: 1, firstStep: 20, souls: ['soul-50'] }]);
    expect(notes.at(-1)).toContain('It learnt 1 of this person');
  });

  it('is agreed to by many at the same time, of whom one is told', async () => {
    const { says, seconds, consent, texts } = makeWorld(learning);
    const who = Array.from({ length: 14 }, (_, i) => ({ userId: `7${i}`, login: `user${i}` }));
    for (const one of who) says(one, '!aioptin');
    for (const one of who) says(one, '!aioptin');
    await seconds(2);
    expect(consent.optedIn).toBe(10);
    expect(texts()).toEqual([expect.stringContaining('@user0 thank you')]);
    for (const one of who.slice(10)) says(one, '!aioptin');
    expect(consent.optedIn).toBe(14);
  });

  it('is told of only where something was kept', async () => {
    const { says, seconds, bot, notes } = makeWorld(learning);
    for (let i = 0; i < 50; i++) says({ userId: `9${i}`, login: `crowd${i}` }, '!forgetme');
    for (let i = 0; i < 50; i++) bot.onSilenced(`8${i}`, `rude${i}`, true);
    await seconds(2);
    expect(notes.filter((note) => note.includes('forgotten'))).toEqual([]);
  });

  it('withdraws a question whose message was deleted while it was answered', async () => {
    const { says, clock, life, sent, bot } = makeWorld();
    let go = () => {};
    life.pause = () => new Promise((resolve) => (go = resolve));
    const id = says(ann, '!bby hi');
    await clock.settle();
    bot.onDeleted(id, 'ann');
    life.pause = async () => {};
    go();
    await clock.pass(3000);
    expect(sent).toEqual([]);
    expect(bot.view().recent).toEqual([]);
  });

  it('is forgotten by the mind, too, when a question that it answered is deleted', async () => {
    const { says, seconds, life, sent, bot } = makeWorld();
    const id = says(ann, '!bby remember the purple walrus');
    await seconds(2);
    expect(sent.length).toBe(1);
    bot.onDeleted('another', 'ann');
    expect(life.asked).toEqual([]);
    bot.onDeleted(id, 'ann');
    expect(life.asked).toEqual([['forget', 'twitch:1']]);
    expect(bot.view().recent).toEqual([]);
  });

  it('is not said to anybody else', async () => {
    const people = new PeopleWords(tokenizer);
    const guard = {
      finds: (text: string, to: string | null) => (people.finds(text, to) ? ('memory.person' as const) : undefined),
    };
    const { says, seconds, sent, life } = makeWorld({ ...learning, people, guard });
    says(ann, '!aioptin');
    await seconds(11);
    says(ann, 'my grandmother keeps three grey parrots in the attic');
    await seconds(2);
    life.deltas = ['my grandmother keeps three grey parrots in the attic'];
    const before = sent.length;
    says(bob, '!bby tell me something');
    await seconds(5);
    expect(sent.length).toBe(before);
    says(ann, '!bby what did i say?');
    await seconds(15);
    expect(sent.at(-1)?.text).toContain('@ann my grandmother');
  });

  it('expires, and is not studied after that', async () => {
    const { says, seconds, clock, consent, taught, gone } = makeWorld({
      settings: { ...learning.settings, retentionHours: 1 },
    });
    says(ann, '!aioptin');
    await seconds(2);
    says(ann, 'for an hour only');
    await seconds(2);
    expect(consent.rows().message).toBe(1);
    clock.now += 3_600_000;
    expect(consent.next(clock.now)).toBeUndefined();
    await seconds(61);
    expect(consent.rows().message).toBe(0);
    expect(gone.length).toBe(1);
    expect(taught.every(({ id }) => gone.includes(id))).toBe(true);
  });

  it('is studied while nobody asks, one by one, and not faster than it is learnt', async () => {
    const { says, seconds, taught, bot } = makeWorld(learning);
    says(ann, '!aioptin');
    await seconds(11);
    for (let i = 0; i < 30; i++) {
      says(ann, `thought number ${i} of mine`);
      await seconds(2);
    }
    await seconds(120);
    expect(taught.length).toBe(16);
    bot.taught(
      taught.map(({ id }) => id),
      5,
    );
    await seconds(60);
    expect(taught.length).toBe(30);
    expect(new Set(taught.map(({ id }) => id)).size).toBe(30);
  });
});
