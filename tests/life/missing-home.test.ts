/** Every command where no baby lives: it says so, and does not make half a home. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { baby, newHome, SENTENCE, story, temporaryFolder } from './program.ts';

/** Commands that look at a baby or change one, which none of them begins. */
const NEED_ONE: readonly (readonly string[])[] = [
  ['library'],
  ['corrections', '--json'],
  ['unlearn', 'a'],
  ['diary'],
  ['journal'],
  ['journal', 'we read Pepys'],
  ['game'],
  ['soul'],
  ['soul', 'back', 'best'],
  ['stats'],
  ['stats', 'loss', '--plot'],
  ['log'],
  ['log', '--durations'],
  ['report'],
  ['say', 'hello'],
  ['chat'],
  ['exam'],
  ['sleep'],
  ['twitch', 'status'],
  ['twitch', 'login', '--client-id', 'a'],
  ['twitch', 'mute'],
  ['twitch', 'log'],
  ['twitch', 'privacy', 'export', 'bob'],
  ['twitch', 'privacy', 'delete', 'bob'],
];

/** Few at a time: each is a process. */
async function each(home: string, check: (command: string, ended: Awaited<ReturnType<typeof baby>>) => void) {
  for (let i = 0; i < NEED_ONE.length; i += 2) {
    const some = NEED_ONE.slice(i, i + 2);
    const ended = await Promise.all(some.map((command) => baby(home, ...command)));
    for (const [n, command] of some.entries()) check(command.join(' '), ended[n]);
  }
}

describe('a home that is not there', () => {
  it('is told in one sentence by every command that needs a baby, and none makes it', async () => {
    const home = join(temporaryFolder(), 'nobody');
    await each(home, (command, { code, out, err }) => {
      expect([code, out], command).toEqual([69, '']);
      expect(err, command).toMatch(SENTENCE);
      expect(err, command).toMatch(/^There is no (baby|journal) in .*nobody.*`baby wake --home .*nobody`\.\n$/);
      expect(existsSync(home), command).toBe(false);
    });
  });

  it('is not made by those who have nothing to put into it', async () => {
    const folder = temporaryFolder();
    const home = join(folder, 'nobody');
    const file = join(folder, 'story.txt');
    writeFileSync(file, `${story}\nWrite to ann@example.com.\n`);
    const seen = await baby(home, 'feed', '--dry-run', file);
    expect([seen.code, seen.err]).toEqual([0, '']);
    expect(seen.out).toMatch(/is a text; it would be changed \(e-mail addresses: 1\)[\s\S]*Nothing was written\.\n$/);
    const none = await baby(home, 'feed', join(folder, 'none.txt'));
    expect([none.code, none.out]).toEqual([1, '0 texts fed, 0 bytes.\n']);
    expect(none.err).toMatch(/is not there: give the path of a file or folder\.\n$/);
    expect((await baby(home, 'export', join(folder, 'a.tar'))).err).toMatch(/^There is no baby in .* be packed.*\n$/);
    expect((await baby(home, 'status')).out).toMatch(
      /^There is no baby in .*: `baby wake --home [^`]*` begins its life.*\n$/,
    );
    expect((await baby(home, 'set', 'learningRate')).out).toBe('0  (as the preset says)\n');
    expect(readdirSync(folder)).toEqual(['story.txt']);
    // what is to be kept makes it
    expect((await baby(home, 'feed', file)).out).toMatch(/^fed story\.txt .*\n1 text fed, .*\n$/);
    expect(readdirSync(join(home, 'library'))).toContain('story.txt');
    expect((await baby(home, 'log')).err).toMatch(/^nothing was recorded in .* yet: wake the baby first/);
  });

  it('is not made of a folder that holds something else', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'photos'));
    for (const command of [['library'], ['corrections'], ['twitch', 'status'], ['sleep']]) {
      expect((await baby(folder, ...command)).err).toMatch(/^There is no baby in /);
    }
    expect(readdirSync(folder)).toEqual(['photos']);
  });

  it('is none where a file stands', async () => {
    const file = join(newHome(), 'baby.json');
    for (const command of [['library'], ['wake'], ['status'], ['log'], ['feed', file], ['set', 'seed', '3']]) {
      const { code, out, err } = await baby(file, ...command);
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(
        /^A baby's home was expected to fit into .*, but that is a file: choose another folder .*\.\n$/,
      );
    }
  });
});
