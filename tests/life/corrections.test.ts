/** What it learns from, listed and taken out again by the built program, asleep and awake. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { attach } from '../../school/api/rpc/client.ts';
import { findHome } from '../../school/home/home.ts';
import type { SoulState } from '../../school/training/checkpoint.ts';
import { verifyCheckpoint } from '../../soul/checkpoint.ts';
import { Keeper } from '../../soul/keeper.ts';
import { baby, copyOf, newHome, SENTENCE, sharedFolder, soulOf, story, temporaryFolder, wakes } from './program.ts';

const correction = (id: string, answer: string) =>
  `${JSON.stringify({
    id,
    time: '2026-02-03T04:05:06.000Z',
    turns: [
      { speaker: 'owner', text: 'what is green?', learn: false },
      { speaker: 'babyllm', text: answer, learn: true },
    ],
  })}\n`;

/** Nothing is held out, so no exam steers, and corrections are mixed into what it reads. @param consolidate whether the weights learn them, too */
function homeWithCorrections(consolidate = true, folder = temporaryFolder()): string {
  const home = newHome({ memory: { consolidate }, heldOut: 0 }, { 'story.txt': story }, folder);
  mkdirSync(join(home, 'sources'));
  writeFileSync(
    join(home, 'sources', 'corrections.jsonl'),
    correction('k3', 'moss\u001b[2J') + correction('k4', 'frogs '.repeat(100)),
  );
  return home;
}

const lasting = sharedFolder();
/** What a baby has learnt with corrections for some steps, once for all tests that only need it to have. @returns a copy of its home */
let learnt: Promise<string> | undefined;
function homeThatLearnt(): Promise<string> {
  learnt ??= (async () => {
    const home = homeWithCorrections(true, lasting);
    expect((await baby(home, 'wake', '--steps', '80')).code).toBe(0);
    return home;
  })();
  return learnt.then(copyOf);
}

describe('corrections', () => {
  it('are listed and taken out while it sleeps, and it says what remains', async () => {
    const home = homeWithCorrections();
    const { code, out } = await baby(home, 'corrections');
    expect(code).toBe(0);
    expect(out).toMatch(/^k3 {2}.* ago, read 0 times, not yet known\n {2}what is green\?\n {2}→ moss/);
    expect(out).not.toContain('\u001b');
    expect(out).toMatch(/\n {2}→ (?:frogs ){39}frogs…\n$/);
    expect(JSON.parse((await baby(home, 'corrections', '--json')).out)).toMatchObject([{ id: 'k3' }, { id: 'k4' }]);
    expect((await baby(home, 'wake', '--steps', '80')).code).toBe(0);
    const [known] = JSON.parse((await baby(home, 'corrections', '--json')).out);
    expect(known.reads).toBeGreaterThan(0);
    const unlearnt = await baby(home, 'unlearn', 'k3');
    expect(unlearnt).toMatchObject({ code: 0, err: '' });
    expect(unlearnt.out).toMatch(
      /^Correction k3 is taken out and never read again, but what it learnt from it, reading it [\d,]+ times, stays in its weights and fades only as it learns on\. No soul from before it is kept any more to go back to\.\n$/,
    );
    const twice = await baby(home, 'unlearn', 'k3');
    expect(twice).toMatchObject({ code: 1, out: '' });
    expect(twice.err).toMatch(SENTENCE);
    expect(JSON.parse((await baby(home, 'corrections', '--json')).out)).toMatchObject([{ id: 'k4' }]);
    expect((await baby(home, 'log', '--scope', 'corrections')).out).toMatch(
      /correction k3 was taken out, after it was read [\d,]+ times\n$/,
    );
  });

  it('that only the memory holds are said at once, and leave nothing behind', async () => {
    const home = homeWithCorrections(false);
    expect((await baby(home, 'wake', '--steps', '80')).code).toBe(0);
    expect((await baby(home, 'say', 'What is green?')).out.trim()).toMatch(/^(frogs ?)+$/);
    expect((await baby(home, 'memory')).out).toMatch(/^corrections +2 /m);
    expect((await baby(home, 'unlearn', 'k4')).out).toBe(
      'Correction k4 is taken out; it was never read, so nothing of it is in the weights.\n',
    );
    expect((await baby(home, 'say', 'What is green?')).out.trim()).toMatch(/^moss/);
    expect((await baby(home, 'memory')).out).toMatch(/^corrections +1 /m);
  });

  it('and what it read are looked at in its soul, which is left as it is, whole or not', async () => {
    const home = await homeThatLearnt();
    const { name, folder } = soulOf(home);
    const weights = join(folder, 'weights.safetensors');
    const bytes = readFileSync(weights);
    bytes[bytes.length >> 1] ^= 4;
    writeFileSync(weights, bytes);
    const souls = readdirSync(join(home, 'soul'));
    expect(JSON.parse((await baby(home, 'corrections', '--json')).out)[0].reads).toBeGreaterThan(0);
    const { sources } = JSON.parse((await baby(home, 'library', '--json')).out);
    expect(sources[0].given.tokens).toBeGreaterThan(0);
    expect(souls).toContain(name);
    expect(readdirSync(join(home, 'soul'))).toEqual(souls);
  });

  it('are taken out while it is awake, with how often they were read', async () => {
    const home = homeWithCorrections();
    const awake = await wakes(home);
    const reads = async () => JSON.parse((await baby(home, 'corrections', '--json')).out)[1].reads as number;
    while ((await reads()) < 3) await sleep(50);
    expect((await baby(home, 'unlearn', 'k4')).out).toMatch(
      /^Correction k4 is taken out and never read again, but what it learnt from it, reading it [\d,]+ times, stays/,
    );
    expect(JSON.parse((await baby(home, 'corrections', '--json')).out)).toHaveLength(1);
    await awake.says(/correction k4 was taken out, after it was read [\d,]+ times/);
    await awake.kill();
  });
});

describe('a habit', () => {
  it('is learnt while the baby is awake, from a file and in chat, goes off and on while it speaks, and is forgotten exactly', async () => {
    const home = newHome({ saveSeconds: 3600, examSeconds: 3600, babbleSeconds: 3600 }, { 'story.txt': story });
    const from = join(temporaryFolder(), 'garden.txt');
    writeFileSync(from, 'The moss is green, and the sea is blue.\n'.repeat(8));
    const awake = await wakes(home);
    expect((await baby(home, 'habit', 'new', 'garden', '--from', from)).out).toMatch(
      /^The habit garden is there, and on\. It learns \d+ tokens while it is awake, and its library waits until then/,
    );
    const report = async () => JSON.parse((await baby(home, 'habit', 'list', '--json')).out)[0];
    await awake.says(/the habit garden is learnt: [\d.]+ nats per token, after [\d,]+ steps/);
    const { lessons, ...learnt } = await report();
    expect(learnt).toMatchObject({ name: 'garden', isOn: true, passes: null });

    // what is corrected in chat from now on it learns alone
    expect((await baby(home, 'set', 'habits.chat', 'garden')).code).toBe(0);
    const life = await attach(findHome(home).socket);
    await life.say('What is red?', { conversation: 'a talk', seed: 1 });
    await life.correct('a talk', 'Poppies.');
    while ((await report()).lessons === lessons) await sleep(50);
    const { sources } = await life.memory();
    expect(sources.find(({ source }) => source === 'corrections')?.episodes ?? 0).toBe(0);

    // while it speaks: the reply goes on by the weights alone, and the next one by both again
    const switched: Promise<unknown>[] = [];
    const reply = await life.say('What is green?', { maxTokens: 60, temperature: 1, seed: 2 }, () => {
      if (switched.length === 0) switched.push(life.habit('garden', 'off'));
    });
    await Promise.all(switched);
    expect(switched).toHaveLength(1);
    expect(reply.tokens).toBeGreaterThan(0);
    expect(await report()).toMatchObject({ isOn: false });
    expect((await baby(home, 'habit', 'on', 'garden')).out).toContain('The habit garden is on');
    life.close();

    expect((await baby(home, 'habit', 'forget', 'garden')).out).toMatch(
      /^The habit garden is forgotten: its weights never changed/,
    );
    const after = soulOf(home);
    const souls = new Keeper({ folder: join(home, 'soul') }).list();
    const before = souls.find(({ name, step }) => step === after.state.tutor.step && name !== after.name);
    const { manifest, state } = verifyCheckpoint(before!.folder);
    const { 'habits.safetensors': habits, 'state.json': _, ...others } = manifest.files;
    expect(habits).toBeDefined();
    expect(Object.keys(after.sums).sort()).toEqual([...Object.keys(others), 'state.json'].sort());
    for (const [name, { sha256 }] of Object.entries(others)) expect(after.sums[name], name).toBe(sha256);
    const { habits: known, ...same } = state as SoulState;
    expect(known).toMatchObject([{ name: 'garden' }]);
    expect(after.state).toEqual(same);
    expect((await baby(home, 'habit', 'list')).out).toContain('It has no habits');
    await awake.kill();
  });
});

describe('the library', () => {
  it('holds as many conversations asleep as awake', async () => {
    const turn = (speaker: string, text: string, learn: boolean) =>
      `${JSON.stringify({ speaker, text, learn, ...(learn ? {} : { begins: true }) })}\n`;
    const pair = (i: number) => turn('owner', `what is ${i}?`, false) + turn('babyllm', `the number ${i}`, true);
    const home = newHome({}, { 'story.txt': story, 'set.turns.jsonl': [1, 2, 3].map(pair).join('') });
    const awake = await wakes(home);
    const answers = async () =>
      JSON.parse((await baby(home, 'library', '--json')).out).sources.find(
        (one: { name: string }) => one.name === 'answers',
      );
    const { holds, tokens } = await answers();
    expect(holds).toBe(3);
    expect((await baby(home, 'sleep')).code).toBe(0);
    await awake.ended;
    expect(await answers()).toMatchObject({ holds, tokens });
  });

  it('is shown with all other sources, asleep and awake; where there is no home none is made', async () => {
    const home = await homeThatLearnt();
    const asleep = JSON.parse((await baby(home, 'library', '--json')).out);
    const awake = await wakes(home);
    const living = JSON.parse((await baby(home, 'library', '--json')).out);
    for (const { files, count, sources } of [asleep, living]) {
      expect(count).toBe(1);
      expect(files[0].name).toBe('story.txt');
      const corrections = sources.find(({ name }: { name: string }) => name === 'corrections');
      expect(corrections).toMatchObject({ name: 'corrections', weight: 0.15, holds: 2 });
      const shares = sources.map(({ share }: { share: number }) => share);
      expect(shares.reduce((sum: number, share: number) => sum + share, 0)).toBeCloseTo(1, 9);
      expect(corrections.given.tokens).toBeGreaterThan(0);
    }
    const { out } = await baby(home, 'library');
    expect(out).toMatch(/^source +weight +share so far +tokens learnt +holds\nlibrary +1 +[\d.]+ % +[\d,]+ +1 text\n/);
    expect(out).toMatch(/^story\.txt +[\d.]+ kB +[\d,]+ +\d\.\d×$/m);
    await awake.kill();
    expect((await baby(home, 'log', '--scope', 'corrections')).out).toBe('');

    const nowhere = join(temporaryFolder(), 'nobody');
    for (const command of [['library'], ['corrections'], ['unlearn', 'x']]) {
      const { code, err } = await baby(nowhere, ...command);
      expect(code).toBe(69);
      expect(err).toMatch(SENTENCE);
    }
    expect(existsSync(nowhere)).toBe(false);
  });
});
