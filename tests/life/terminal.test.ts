/** How the dashboard behaves in a real terminal, whatever the baby says: the built program with a life that is made up. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attach } from '../../school/api/rpc/client.ts';
import { launcher } from './program.ts';
import { Screen } from './screen.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'tests', 'school', 'fake-wake.js');

let home: string;
let baby: ChildProcess;

/** A made-up life that is awake in the home. */
async function wakeUp(): Promise<void> {
  baby = spawn(process.execPath, [program, home], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(baby.stdout as NonNullable<typeof baby.stdout>, 'data');
  (baby.stdout as NonNullable<typeof baby.stdout>).resume();
  while (!(await isAwake())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function isAwake(): Promise<boolean> {
  const life = await attach(join(home, 'run', 'baby.sock')).catch(() => undefined);
  life?.close();
  return life !== undefined;
}

async function killed(): Promise<void> {
  if (baby.exitCode !== null || baby.signalCode !== null) return;
  baby.kill('SIGKILL');
  await once(baby, 'exit');
}

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'terminal-'));
  await wakeUp();
});
afterEach(async () => {
  await killed();
  rmSync(home, { recursive: true, force: true });
});

/** The dashboard of the made-up life. */
const watch = (columns: number, rows: number, env: Record<string, string> = {}): Screen =>
  new Screen(columns, rows, [launcher, 'watch', '--home', home], env);

/** All the ways to steer a terminal, and the question for its background, that the dashboard needs; whatever else comes was in a text. */
const OURS =
  /\x1b\[(?:[0-9;]*m|[0-9;]*[ABCDEFGHJKXd]|\?(?:25|1000|1006|2004|2026|1049)[hl])|\x1b\[\?u|\x1b\[[<>=]?[0-9;]*u|\x1b\]11;\?\x1b\\/g;

/** What steers a terminal and is not ours. */
const foreign = (output: string): string[] =>
  [
    ...output
      .replace(OURS, '')
      .matchAll(/\x1b.{0,12}|[\x00-\x07\x0b-\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069].{0,12}/gs),
  ].map(([found]) => found);

/** The terminal is as it was. */
function expectSane(screen: Screen): void {
  expect(screen.isCursorShown).toBe(true);
  expect(screen.output.lastIndexOf('\x1b[?1049l')).toBeGreaterThan(screen.output.lastIndexOf('\x1b[?1049h'));
  expect(screen.output.lastIndexOf('\x1b[?1000l')).toBeGreaterThanOrEqual(screen.output.lastIndexOf('\x1b[?1000h'));
  expect(screen.output.lastIndexOf('\x1b[?2004l')).toBeGreaterThanOrEqual(screen.output.lastIndexOf('\x1b[?2004h'));
}

const PAGES = [
  ['1', 'Now', /babble/],
  ['2', 'Mind', /norm|window/i],
  ['3', 'Chat', /talking with/],
  ['4', 'Library', /diary\.txt/],
  ['5', 'Log', /log|no line|nothing/i],
  ['6', 'Soul', /soul/i],
  ['7', 'Raising', /journal|reflect|milestone/i],
  ['8', 'Twitch', /twitch|channel/i],
  ['9', 'Settings', /contextLength/],
] as const;

it('keys that are typed before it is drawn do not move the drawing, and count', async () => {
  const screen = watch(120, 40);
  screen.pty.write('6');
  await screen.shows(/mia .*step \d/);
  await screen.shows(/souls/);
  expect(screen.rows[0]).toMatch(/^ ?ʕ/);
  screen.pty.write('q');
  await screen.exited;
  expectSane(screen);
});

describe.each([
  [80, 24],
  [200, 60],
] as const)('the dashboard at %i×%i', (columns, rows) => {
  it('draws every page, and never more than there is room for', async () => {
    const screen = watch(columns, rows, { COLORTERM: 'truecolor' });
    await screen.shows(/mia .*step \d/);
    for (const [key, title, content] of PAGES) {
      // the chat takes what is typed until Escape
      await screen.press(...(key === '4' ? ['\x1b', key] : [key]));
      await screen.until(() => screen.rows.slice(2).some((row) => content.test(row)), `${title}: ${content}`);
      // header, tabs and footer stand where they stood: nothing has scrolled
      expect(screen.rows[0], title).toMatch(/mia/);
      expect(screen.rows[1], title).toMatch(new RegExp(`${key} ${title.slice(0, 2)}`));
      expect(screen.rows.length, title).toBe(rows);
      expect(screen.rows.at(-1), title).toMatch(/leave|Esc/);
    }
    await screen.press('\t');
    await screen.shows(/it guesses/);
    await screen.press('?');
    await screen.shows(/pauses? the view|pause/);
    await screen.press('?', 'q');
    await screen.ends();
    expectSane(screen);
    expect(foreign(screen.output)).toEqual([]);
    expect(screen.output).not.toContain('stolen');
    // it was never cleared as a whole
    expect(screen.output.match(/\x1b\[[23]J/g)?.length ?? 0).toBeLessThanOrEqual(2);
  });
});

describe('the dashboard', () => {
  it('talks: what is typed is said, and the answer is shown as it is spoken', async () => {
    const screen = watch(100, 30);
    await screen.shows(/mia .*step \d/);
    await screen.press('3');
    await screen.shows('talking with mia');
    await screen.press('how are you, 1 2 q?', '\r');
    await screen.shows(/how are you, 1 2 q\?/);
    await screen.shows(/friend\./);
    await screen.press('\x1b[200~\x1b]0;stolen\x07\x1b[2J pasted \u202e \x1b[201~', '\r');
    await screen.shows(/pasted/);
    screen.pty.write('\x03');
    await screen.ends();
    expect(foreign(screen.output)).toEqual([]);
    expectSane(screen);
  });

  it('leaves the baby awake on q and on Ctrl-C, and says how to put it to sleep', async () => {
    for (const key of ['q', '\x03']) {
      const screen = watch(140, 24);
      await screen.shows(/step \d/);
      screen.pty.write(key);
      await screen.ends();
      await screen.shows(/mia is awake at step .*, and learns on when this terminal closes\./);
      await screen.shows(/baby sleep/);
      expectSane(screen);
      expect(await isAwake()).toBe(true);
    }
  });

  it('saves and puts it to sleep on S, which it asks for twice', async () => {
    const screen = watch(80, 24);
    await screen.shows(/step \d/);
    screen.pty.write('S');
    await screen.shows('S again to save and sleep');
    screen.pty.write('n');
    await screen.until(() => !screen.rows.some((row) => row.includes('S again')), 'the question is gone');
    expect(await isAwake()).toBe(true);
    screen.pty.write('S');
    await screen.shows('S again to save and sleep');
    screen.pty.write('S');
    await screen.ends();
    await screen.shows(/asleep/);
    expect(await isAwake()).toBe(false);
  });

  it('fits into whatever the window is made, and says so in one sentence where it is too small', async () => {
    const screen = watch(100, 30);
    await screen.shows(/step \d/);
    for (const [columns, rows] of [
      [60, 16],
      [200, 60],
      [80, 24],
    ] as const) {
      screen.resize(columns, rows);
      await screen.until(
        () => screen.rows.length === rows && /leave/.test(screen.rows.at(-1) ?? '') && /1 Now/.test(screen.rows[1]),
        `a drawing of ${columns}×${rows}`,
      );
    }
    screen.resize(40, 10);
    await screen.until(
      () => screen.rows.join('').includes('needs a window of 60×16 at least'),
      'the sentence about the size',
    );
    screen.resize(80, 24);
    await screen.until(() => /1 Now/.test(screen.rows[1]), 'the page again');
    screen.pty.write('q');
    await screen.ends();
  });

  it('shows no colours where NO_COLOR asks for none', async () => {
    const screen = watch(100, 30, { NO_COLOR: '1', COLORTERM: 'truecolor' });
    await screen.shows(/#ff8000/);
    await screen.shows(/babble/);
    expect(screen.output).not.toMatch(/\x1b\[(?:[0-9;]*;)?(?:3[0-7]|9[0-7]|38)[;m]/);
    screen.pty.write('q');
    await screen.ends();
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('gives the terminal back on %s, and the baby learns on', async (signal) => {
    const screen = watch(80, 24);
    await screen.shows(/step \d/);
    process.kill(screen.pty.pid, signal);
    await screen.ends();
    expectSane(screen);
    expect(await isAwake()).toBe(true);
  });

  it('shows when the baby is killed, and attaches again when it wakes', async () => {
    const screen = watch(100, 30);
    await screen.shows(/step \d/);
    await killed();
    await screen.until(() => /lost|asleep/.test(screen.rows[0]), 'that it is gone');
    await wakeUp();
    await screen.until(() => /step \d.* (?:awake|learning)$/.test(screen.rows[0].trimEnd()), 'that it is back');
    screen.pty.write('q');
    await screen.ends();
    expectSane(screen);
  });

  it('leaves a baby alone when it is killed itself', async () => {
    const screen = watch(80, 24);
    await screen.shows(/step \d/);
    process.kill(screen.pty.pid, 'SIGKILL');
    await screen.exited;
    expect(await isAwake()).toBe(true);
  });

  it('prints how it is, and ends, where there is no terminal, or one that can do nothing', async () => {
    const dumb = watch(120, 24, { TERM: 'dumb' });
    await dumb.ends();
    await dumb.shows(/mia is awake/);
    expect(dumb.output).not.toContain('\x1b');
    expect(await isAwake()).toBe(true);
  });
});
