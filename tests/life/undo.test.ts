/** Undoing what its owner did, by the built program: awake and asleep, killed in the middle, and where the disk takes nothing. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Keeper } from '../../soul/keeper.ts';
import {
  baby,
  launcher,
  newHome,
  piped,
  SENTENCE,
  soulOf,
  start,
  story,
  temporaryFolder,
  wakes,
  wholeSouls,
} from './program.ts';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
/** Root may write everywhere: the program is run as nobody instead. */
const asNobody = isRoot ? { uid: NOBODY } : {};
const nobodyRuns = spawnSync(process.execPath, [launcher, '--version'], asNobody).status === 0;
if (!nobodyRuns) console.info('skipped: a disk that is read-only (the program cannot be run without rights here)');

const diary = (): string => {
  const path = join(temporaryFolder(), 'diary.txt');
  writeFileSync(path, Array.from({ length: 400 }, (_, i) => `On day ${i} the tide was ${i % 7} feet.`).join('\n'));
  return path;
};
const texts = (home: string): string[] => readdirSync(join(home, 'library')).filter((name) => !name.startsWith('.'));
const souls = (home: string) => new Keeper({ folder: join(home, 'soul') }).list();

describe('baby undo', () => {
  it('while it is awake: a feeding goes with what was learnt of it, bit for bit, and comes back', async () => {
    const home = newHome({ saveSeconds: 3600, babbleSeconds: 3600 }, { 'story.txt': story });
    const awake = await wakes(home);
    expect(await baby(home, 'undo')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^There is nothing to undo/),
    });

    expect((await baby(home, 'feed', diary())).code).toBe(0);
    const before = souls(home).find(({ reason }) => reason === 'before feeding diary.txt')!;
    const sums = soulOf(home, before.step).sums;
    while (!(await baby(home, 'library')).out.includes('diary.txt')) await sleep(50);
    while ((souls(home)[0]?.step ?? 0) <= before.step) {
      await sleep(200);
      await baby(home, 'set', 'learningRate', String(0.001 + Math.random() / 1e4));
    }
    const { out, code } = await baby(home, 'undo', '1');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Undone: feeding diary\.txt\. diary\.txt left the library; it goes on from soul-\d{10}, step [\d,]+ \([\d,]+ steps? back\)\. `.* undo .*` takes this back\.\n$/,
    );
    expect(texts(home)).toEqual(['story.txt']);
    const copy = souls(home).find(({ name, step }) => name.includes('.1') && step === before.step)!;
    expect(soulOf(home, before.step).name).toBe(copy.name);
    expect(soulOf(home, before.step).sums).toEqual(sums);
    expect(readdirSync(join(home, 'library', '.shelf')).filter((file) => file.endsWith('.tokens'))).toHaveLength(2);

    expect((await baby(home, 'undo')).out).toMatch(/diary\.txt came back into the library; it goes on from soul-/);
    expect(texts(home)).toEqual(['diary.txt', 'story.txt']);
    expect((await baby(home, 'undo', '--list')).out).toMatch(
      /redoing feeding diary\.txt\n.*undoing feeding diary\.txt +undone by/,
    );
    expect((await awake.interrupt()).code).toBe(0);
    expect((await baby(home, 'log', '--scope', 'soul')).out).toMatch(/went back to soul-/);
  });

  it('takes a correction and a setting back without a step of learning, and a removed text, awake and asleep', async () => {
    const home = newHome({}, { 'story.txt': story, 'b.txt': story.toUpperCase() });
    const awake = await wakes(home);
    await piped(home, ['chat'], 'hello\n/fix good morning to you\n');
    expect((await baby(home, 'corrections')).out).toContain('good morning to you');
    expect((await baby(home, 'undo')).out).toMatch(/^Undone: the correction \w+\. \w+ is taken out of corrections\./);
    expect((await baby(home, 'corrections')).out).toContain('There are no corrections');
    await baby(home, 'undo');
    expect((await baby(home, 'corrections')).out).toContain('good morning to you');

    expect((await baby(home, 'set', 'voice.temperature', '0.3')).code).toBe(0);
    expect((await baby(home, 'undo')).out).toContain('voice.temperature is 0.8 again.');

    const removed = await baby(home, 'library', 'remove', 'b.txt');
    expect(removed.out).toMatch(/^b\.txt is taken out of the library, and its tokens with it; .* brings it back\./);
    expect((await baby(home, 'library')).out).not.toContain('b.txt');
    expect((await baby(home, 'library', 'remove', 'story.txt')).err).toMatch(/is the only text of the library/);
    expect((await baby(home, 'library', 'trash')).out).toMatch(/^In the trash: 1 text, /);
    await awake.interrupt();

    expect((await baby(home, 'undo')).out).toMatch(/^Undone: removing b\.txt\. b\.txt came back into the library\./);
    expect(texts(home)).toEqual(['b.txt', 'story.txt']);
    expect((await baby(home, 'library', 'remove', 'B.TXT')).code).toBe(0);
    expect((await baby(home, 'library', 'trash', '--empty')).out).toMatch(/^Deleted for good: 1 text/);
    expect((await baby(home, 'undo')).out).toContain('b.txt is not in the trash any more.');
    expect((await baby(home, 'undo', '99')).err).toMatch(/^There is no act 99/);
    expect((await baby(home, 'undo', 'x')).code).toBe(2);
  });

  it('killed at any moment leaves whole souls, a whole library, and can be done again', async () => {
    const home = newHome({}, { 'story.txt': story });
    expect((await baby(home, 'wake', '--steps', '2')).code).toBe(0);
    const text = diary();
    for (let round = 0; round < 4; round++) {
      if (!texts(home).includes('diary.txt')) {
        expect((await baby(home, 'feed', text)).code).toBe(0);
        expect((await baby(home, 'wake', '--steps', '2')).code).toBe(0);
      }
      const undoing = start(home, ['undo']);
      await sleep(250 + round * 70);
      await undoing.kill();
      expect(wholeSouls(home).length).toBeGreaterThan(0);
      const lies = [join(home, 'library'), ...readdirSync(join(home, 'trash')).map((act) => join(home, 'trash', act))];
      const there = lies.map((folder) => join(folder, 'diary.txt')).filter((path) => existsSync(path));
      // what was undone in an earlier round may lie in the trash too
      expect(new Set(there.map((path) => readFileSync(path, 'utf8')))).toEqual(new Set([readFileSync(text, 'utf8')]));
      if (!texts(home).includes('diary.txt')) expect((await baby(home, 'undo', '--list')).code).toBe(0);
    }
    expect((await baby(home, 'wake', '--steps', '1')).code).toBe(0);
  });

  it.skipIf(!nobodyRuns)('says in one sentence that the disk is read-only, and changes nothing', async () => {
    const home = newHome({}, { 'story.txt': story });
    expect((await baby(home, 'feed', diary())).code).toBe(0);
    if (isRoot) execFileSync('chown', ['-R', String(NOBODY), home]);
    for (const folder of ['library', 'trash', '.']) chmodSync(join(home, folder), 0o500);
    const refused = await start(home, ['undo'], asNobody).ended;
    for (const folder of ['.', 'library', 'trash']) chmodSync(join(home, folder), 0o700);
    expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringMatching(SENTENCE) });
    expect(texts(home)).toEqual(['diary.txt', 'story.txt']);
    expect(await start(home, ['undo'], asNobody).ended).toMatchObject({ code: 0, err: '' });
    expect(texts(home)).toEqual(['story.txt']);
  });

  it('keeps a soul for ever under a name, and goes back to it by that', async () => {
    const home = newHome({ soulGigabytes: 0.000001 }, { 'story.txt': story });
    expect((await baby(home, 'wake', '--steps', '2')).code).toBe(0);
    expect((await baby(home, 'soul', 'keep', 'before the chat')).out).toBe(
      'soul-0000000002 is kept for ever, as "before the chat".\n',
    );
    for (const steps of ['1', '1', '1']) expect((await baby(home, 'wake', '--steps', steps)).code).toBe(0);
    expect((await baby(home, 'soul')).out).toMatch(/soul-0000000002 .* "before the chat"/);
    expect(souls(home).map(({ step }) => step)).toEqual([5, 4, 2]);
    expect((await baby(home, 'soul', 'back', 'before the chat')).out).toMatch(/goes on from soul-0000000002/);
    expect((await baby(home, 'soul', 'release', 'before the chat')).code).toBe(0);
    expect((await baby(home, 'soul', 'back', 'before the chat')).err).toMatch(/^There is no soul "before the chat"/);
  });
});
