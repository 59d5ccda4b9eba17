/** The dashboard inside of tmux, where many babies will be watched: attach, detach, resize, and what is left behind. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { baby, launcher, newHome, story } from './program.ts';

const hasTmux = spawnSync('tmux', ['-V']).status === 0;
if (!hasTmux) process.stderr.write('tmux is not installed (apt-get install tmux): its tests are left out\n');

const folder = mkdtempSync(join(tmpdir(), 'tmux-'));
/** Of each test its own: one that is about to end would take the next test in, and end with it. */
let server: string;
const tmux = (...args: string[]): string =>
  execFileSync('tmux', ['-S', server, '-f', '/dev/null', ...args], { encoding: 'utf8', env: clean() });

function clean(): NodeJS.ProcessEnv {
  const { CI: _, NO_COLOR: __, TMUX: ___, BABY_HOME: ____, ...env } = process.env;
  return { ...env, TERM: 'xterm-256color', LANG: 'C.UTF-8', NODE_ENV: 'production' };
}

const screen = (): string => tmux('capture-pane', '-p', '-t', 'test');
const flags = (): string => tmux('display', '-p', '-t', 'test', '#{alternate_on} #{cursor_flag}').trim();
const press = (...keys: string[]): void => void tmux('send-keys', '-t', 'test', ...keys);

async function until(isSo: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 60_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`${what} was expected, but the screen shows:\n${screen()}`);
    await sleep(50);
  }
}

let home: string;
beforeEach((context) => {
  server = join(folder, context.task.id);
  home = newHome({ name: 'mia', saveSeconds: 3600 }, { 'story.txt': story });
});
afterEach(async () => {
  await baby(home, 'sleep', '--now');
  spawnSync('tmux', ['-S', server, 'kill-server']);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasTmux)('the dashboard in tmux', () => {
  it('draws every page in colours, survives detaching and resizing, and leaves the shell as it was', async () => {
    tmux('new-session', '-d', '-s', 'test', '-x', '100', '-y', '30', 'env PS1="prompt$ " sh');
    press(`${process.execPath} ${launcher} --home ${home}`, 'Enter');
    await until(() => /mia .*step [\d,]+/.test(screen()), 'its numbers');
    expect(flags()).toMatch(/^1 /);
    for (const [key, title] of [
      ['2', 'Mind'],
      ['4', 'Library'],
      ['5', 'Log'],
      ['6', 'Soul'],
      ['1', 'Now'],
    ]) {
      press(key);
      await until(() => tmux('capture-pane', '-p', '-e', '-t', 'test').includes(` ${key} ${title} `), title);
      await until(() => screen().split('\n')[0].includes('mia'), 'the header');
    }
    for (const [columns, rows] of [
      ['80', '24'],
      ['200', '60'],
      ['60', '16'],
    ]) {
      tmux('resize-window', '-t', 'test', '-x', columns, '-y', rows);
      await until(() => {
        const lines = screen().split('\n').slice(0, Number(rows));
        return /mia/.test(lines[0]) && /leave/.test(lines.findLast((line) => line.trim() !== '') ?? '');
      }, `a drawing of ${columns}×${rows}`);
    }
    // somebody else looks on, and goes
    press('q');
    await until(() => /mia is awake at step/.test(screen()), 'the farewell');
    expect(flags()).toBe('0 1');
    // what is typed before the process has ended is its own to read
    await until(() => screen().trimEnd().endsWith('\nprompt$'), 'the prompt');
    press('echo $((40+2))', 'Enter');
    await until(() => /(^|\$ )42$/m.test(screen()), 'a shell that echoes');
    expect((await baby(home, 'status')).out).toContain('mia is awake');
  });

  it('tells when its process is killed, and is attached again by the next wake', async () => {
    tmux('new-session', '-d', '-s', 'test', '-x', '100', '-y', '30', `${process.execPath} ${launcher} --home ${home}`);
    await until(() => /mia .*step [\d,]+/.test(screen()), 'its numbers');
    const { pid } = JSON.parse((await baby(home, 'status', '--json')).out) as { pid: number };
    process.kill(pid, 'SIGKILL');
    await until(() => /lost|asleep/.test(screen().split('\n')[0]), 'that it is gone');
    expect((await baby(home, 'wake', '--detach')).code).toBe(0);
    await until(() => /step [\d,]+.* (?:awake|learning)/.test(screen().split('\n')[0]), 'that it is back');
    press('C-c');
    await until(() => spawnSync('tmux', ['-S', server, 'has-session', '-t', 'test']).status !== 0, 'its end');
    expect((await baby(home, 'status')).out).toContain('is awake');
  });
});
