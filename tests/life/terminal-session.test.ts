/** A real baby in a real terminal, as its owner sees it: `baby` and `baby wake`. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { baby, launcher, newHome, soulOf, story, temporaryFolder } from './program.ts';
import { Screen } from './screen.ts';

const homes: string[] = [];
afterEach(async () => {
  for (const home of homes.splice(0)) await baby(home, 'sleep', '--now');
});

const open = (home: string, columns = 110, rows = 34, ...command: string[]): Screen => {
  homes.push(home);
  return new Screen(columns, rows, [launcher, ...command, '--home', home]);
};

/** All the ways to steer a terminal, and the question for its background, that a drawing of ours needs; whatever else comes was in a text. */
const OURS =
  /\x1b\[(?:[0-9;]*m|[0-9;]*[ABCDEFGHJKXd]|\?(?:25|1000|1006|2004|2026|1049)[hl])|\x1b\[\?u|\x1b\[[<>=]?[0-9;]*u|\x1b\]11;\?\x1b\\/g;

describe('baby in a terminal', () => {
  it('wakes on the starter texts, shows how it learns, talks, and learns on when its owner looks away', async () => {
    const home = join(temporaryFolder(), 'home');
    mkdirSync(home);
    newHome({ preset: 'tiny', name: 'mia', babbleSeconds: 1 }, {}, home);
    const screen = open(home);
    await screen.shows(/mia .*step [\d,]+ .*(?:awake|learning)/);
    await screen.shows(/guess/);
    await screen.shows(/truth/);
    await screen.shows(/feels/);
    await screen.press('3');
    await screen.shows('talking with mia');
    await screen.press('how are you?');
    await screen.shows('how are you?');
    await screen.press('\r');
    await screen.shows(/^ \d\d:\d\d mia +\S.*$/);
    await sleep(1000);
    screen.pty.write('\x03');
    await screen.ends();
    await screen.shows(/mia is awake at step/);
    expect(screen.isCursorShown).toBe(true);

    const { stats } = JSON.parse((await baby(home, 'status', '--json')).out);
    const again = open(home, 110, 34, 'watch');
    await again.shows(/mia .*step [\d,]+/);
    await again.until(() => {
      const step = Number(again.rows[0].match(/step ([\d,]+)/)?.[1]?.replaceAll(',', ''));
      return step > stats.step;
    }, 'it learnt on');
    // what was said is still there
    await again.press('3');
    await again.shows('how are you?');
    await again.press('\x1b', 'S', 'S');
    await again.ends();
    expect(soulOf(home).state.tutor.step).toBeGreaterThan(stats.step);
    expect(existsSync(join(home, 'run', 'holder.json'))).toBe(false);
  });

  it('gives the shell that called it a terminal that echoes', async () => {
    const home = newHome({}, { 'story.txt': story });
    homes.push(home);
    const shell = new Screen(100, 30, ['-e', SHELL, launcher, home]);
    await shell.shows(/tokens\/s/);
    shell.pty.write('q');
    await shell.shows('the shell goes on: raw false');
    shell.pty.write('typed afterwards');
    await shell.shows('typed afterwards'); // since the terminal itself echoes again
    shell.pty.write('\r');
    await shell.ends();
  });

  it('is shown falling asleep by itself after its minutes', async () => {
    const home = newHome({}, { 'story.txt': story });
    const screen = open(home, 100, 30, 'wake', '--minutes', '0.03');
    await screen.until(() => /asleep/.test(screen.rows[0]), 'that it sleeps');
    screen.pty.write('q');
    await screen.ends();
    expect(soulOf(home).state.tutor.step).toBeGreaterThan(0);
  });

  it('is steered neither by a text that it learnt nor by what is typed, on any page', async () => {
    const evil = 'The \x1b[2J\x1b[41mfox\x1b]0;stolen\x07 said \x9b2J\x1bc\x1b[?1049h good night.\r\x08 ';
    const home = newHome(
      { babbleSeconds: 1, voice: { temperature: 0 } },
      {
        'evil.txt': Array.from({ length: 400 }, (_, n) => `${evil}${n}\n`).join(''),
        'a\x1b]0;stolen\x07\x1b[2J\x1b[41m.txt': story,
      },
    );
    const screen = open(home);
    await screen.shows(/step [\d,]+.*tokens\/s/);
    await sleep(3000);
    for (const page of ['2', '4', '5', '6', '3']) {
      screen.pty.write(page);
      await screen.until(() => screen.rows[1].includes(` ${page} `), `page ${page}`);
      await sleep(700);
    }
    screen.pty.write('\x1b[200~\x1b]0;stolen\x07\x1b[2J\x1b[41m\x9b3J pasted \x1b[201~');
    await screen.shows(/pasted/);
    screen.pty.write('\r');
    await sleep(1500);
    screen.pty.write('\x03');
    await screen.ends();
    const rest = screen.output.replace(OURS, '');
    expect(
      [...rest.matchAll(/\x1b.{0,12}|[\x00-\x07\x0b-\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f].{0,12}/gs)].map(
        ([found]) => found,
      ),
    ).toEqual([]);
    // No line of ours has a red ground.
    expect(screen.output).not.toMatch(/\x1b\[(?:[0-9;]*;)?41[;m]/);
    expect(readFileSync(join(home, 'library', 'evil.txt'), 'latin1')).toContain('\x1b[2J');
  });
});

/** A little shell: it runs the program on its own terminal, and then reads a line. */
const SHELL = `
  const { spawnSync } = require('node:child_process');
  const [launcher, home] = process.argv.slice(1);
  process.on('SIGINT', () => {});
  spawnSync(process.execPath, [launcher, '--home', home], { stdio: 'inherit' });
  process.stdout.write('the shell goes on: raw ' + process.stdin.isRaw + '\\n');
  process.stdin.once('data', () => process.exit(0));
`;
