/** `baby wake` of a real baby in a real terminal, as its owner sees it. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { launcher, newHome, soulOf, story, temporaryFolder } from './program.ts';
import { Screen } from './screen.ts';

const wakeIn = (home: string, columns = 100, rows = 30): Screen =>
  new Screen(columns, rows, [launcher, 'wake', '--home', home]);

/** All the ways to steer a terminal that a drawing of ours needs; whatever else comes was in a text. */
const OURS = /\x1b\[(?:[0-9;]*m|[0-9]*[ABCDEFGJKX]|\?25[hl]|\?2004[hl]|\?2026[hl])/g;

describe('baby wake in a terminal', () => {
  it('shows how it learns, answers what is typed, and sleeps on Ctrl-C', async () => {
    const home = join(temporaryFolder(), 'home');
    mkdirSync(home);
    newHome({ preset: 'tiny', name: 'mia' }, {}, home);
    const screen = wakeIn(home);
    await screen.shows('the library was empty: 15 starter texts were laid into');
    await screen.shows(/mia wakes at step 0/);
    await screen.shows(/^step [\d,]+ · loss \d+\.\d{3} · \d+\.\d{3} bits\/byte/);
    await screen.shows(/ [\d.]+k? tokens\/s · /);
    await screen.shows(/^you>/);
    await screen.shows(/^ʕ.{1,3}ʔ \S/);
    screen.pty.write('how are you?');
    await screen.shows('you> how are you?');
    screen.pty.write('\r');
    await screen.shows(/^mia> ./);
    await screen.shows(/exam .* bits per byte|exam \d\.\d{3}/);
    screen.pty.write('\x03');
    expect(await screen.exited).toBe(0);
    await screen.shows('saving…');
    await screen.shows(/asleep at step [\d,]+/);

    const { step } = soulOf(home).state.tutor;
    expect(step).toBeGreaterThan(10);
    expect(screen.lines.join('\n')).toContain(`asleep at step ${step.toLocaleString('en')}`);
    // The terminal is as it was: the cursor is there, it was no other screen, and no status line is left.
    expect(screen.isCursorShown).toBe(true);
    expect(screen.usesOtherScreen).toBe(false);
    expect(screen.rows.filter((line) => /tokens\/s|^you> ?$/.test(line))).toEqual([]);
    expect(screen.output.lastIndexOf('\x1b[?2004l')).toBeGreaterThan(screen.output.lastIndexOf('\x1b[?2004h'));

    const again = wakeIn(home);
    await again.shows(`mia wakes at step ${step.toLocaleString('en')}`);
    await again.shows(/tokens\/s/);
    again.pty.write('\x04');
    expect(await again.exited).toBe(0);
  });

  it('gives the shell that called it a terminal that echoes', async () => {
    const home = newHome({}, { 'story.txt': story });
    const shell = new Screen(100, 30, ['-e', SHELL, launcher, home]);
    await shell.shows(/tokens\/s/);
    shell.pty.write('\x03');
    await shell.shows(/asleep at step/);
    await shell.shows('the shell goes on: raw false');
    shell.pty.write('typed afterwards');
    await shell.shows('typed afterwards'); // since the terminal itself echoes again
    shell.pty.write('\r');
    expect(await shell.exited).toBe(0);
  });

  it('fits into whatever the window is made', async () => {
    const home = newHome({ babbleSeconds: 1 }, { 'story.txt': story });
    const screen = wakeIn(home, 100, 30);
    await screen.shows(/tokens\/s · rate/);
    for (const [columns, rows] of [
      [60, 20],
      [40, 12],
      [20, 5],
      [120, 40],
    ] as const) {
      screen.resize(columns, rows);
      screen.pty.write(`at ${columns}`);
      await screen.shows(new RegExp(`^you> at ${columns}`));
      // One status of two lines and one line to type in, at the bottom of whatever was drawn before.
      const isDrawn = (): boolean => {
        const [step = '', speed = '', line = ''] = screen.rows.filter((row) => row !== '').slice(-3);
        const fits = [step, speed, line].every((row) => row.length < columns);
        return (
          fits && /^step [\d,]+/.test(step) && speed.includes('tokens/s') && line.trimEnd() === `you> at ${columns}`
        );
      };
      await screen.until(isDrawn, `a drawing of ${columns}×${rows}`);
      screen.pty.write('\x15');
      await screen.shows(/^you> ?[^a]?$/);
    }
    screen.pty.write('and you?\r');
    await screen.shows(/^babyllm> ./);
    screen.pty.write('\x03');
    expect(await screen.exited).toBe(0);
    expect(screen.isCursorShown).toBe(true);
  });

  it('is steered neither by a text that it learnt nor by what is typed', async () => {
    const evil = 'The \x1b[2J\x1b[41mfox\x1b]0;stolen\x07 said \x9b2J\x1bc\x1b[?1049h good night.\r\x08 ';
    const home = newHome(
      { babbleSeconds: 1, voice: { temperature: 0 } },
      {
        'evil.txt': Array.from({ length: 400 }, (_, n) => `${evil}${n}\n`).join(''),
        'a\x1b]0;stolen\x07\x1b[2J\x1b[41m.txt': story,
      },
    );
    const screen = wakeIn(home);
    await screen.shows(/tokens\/s · .*\.txt$/);
    await screen.shows(/^ʕ.{1,3}ʔ \S/);
    screen.pty.write('\x1b[200~\x1b]0;stolen\x07\x1b[2J\x1b[41m\x9b3J pasted \x1b[201~');
    await screen.shows(/you> .*pasted/);
    screen.pty.write('\r');
    await screen.shows(/^babyllm> ./);
    screen.pty.write('\x03');
    expect(await screen.exited).toBe(0);
    const rest = screen.output.replace(OURS, '');
    expect(
      [...rest.matchAll(/\x1b.{0,12}|[\x00-\x07\x0b-\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f].{0,12}/gs)].map(
        ([found]) => found,
      ),
    ).toEqual([]);
    expect(screen.output).not.toMatch(/\x1b\[[23]J/);
    // No line of ours has a painted ground.
    expect(screen.output).not.toMatch(/\x1b\[(?:[0-9;]*;)?4[0-8][;m]/);
    expect(readFileSync(join(home, 'library', 'evil.txt'), 'latin1')).toContain('\x1b[2J');
  });
});

/** A little shell: it runs the program on its own terminal, and then reads a line. */
const SHELL = `
  const { spawnSync } = require('node:child_process');
  const [launcher, home] = process.argv.slice(1);
  process.on('SIGINT', () => {});
  spawnSync(process.execPath, [launcher, 'wake', '--home', home], { stdio: 'inherit' });
  process.stdout.write('the shell goes on: raw ' + process.stdin.isRaw + '\\n');
  process.stdin.once('data', () => process.exit(0));
`;
