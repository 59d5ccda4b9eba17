/** How the shell behaves in a real terminal, whatever the baby says: the built program with a life that is made up. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attach } from '../../school/line/client.ts';
import { Screen } from './screen.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'tests', 'school', 'fake-wake.js');

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'terminal-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A terminal in which the made-up life is awake. */
const awake = (columns: number, rows: number, args: string[] = [], env: Record<string, string> = {}): Screen =>
  new Screen(columns, rows, [program, home, ...args], env);

describe('baby wake in a terminal', () => {
  it('shows its numbers and what it babbles, talks, and saves on Ctrl-C', async () => {
    const screen = awake(100, 30, [], { COLORTERM: 'truecolor' });
    await screen.shows('mia wakes at step 41');
    await screen.shows('5.4k tokens/s');
    await screen.shows('babble 20 ⏎ and more of it');
    expect(screen.paints('feels ██')).toBe(true);
    screen.pty.write('how are you?\r');
    await screen.shows('you> how are you?');
    await screen.shows('mia> Hello you,');
    await screen.shows('my friend.');
    await screen.shows('babble 60');
    screen.pty.write('\x03');
    expect(await screen.exited).toBe(0);
    await screen.shows('saving…');
    await screen.shows('asleep at step 1,234');
    await screen.shows('all is written');
    expect(screen.usesOtherScreen).toBe(false);
    // Nothing of the text steered the terminal, and the status lines stand nowhere but at the bottom.
    expect(screen.output).not.toContain('stolen');
    expect(screen.lines.filter((line) => line.includes('tokens/s')).length).toBe(0);
    expect(screen.lines.filter((line) => line.includes('babble 40')).length).toBe(1);
  });

  it('fits into 40 columns, and into what the window is made', async () => {
    const screen = awake(40, 12);
    await screen.shows('5.4k tokens/s · rate 3.0e-4');
    await screen.shows('step ');
    screen.resize(90, 20);
    await screen.shows('exam 2.250 · best 2.200');
    screen.resize(30, 10);
    await screen.shows('babble 100');
    screen.pty.write('\x04');
    expect(await screen.exited).toBe(0);
  });

  it('shows no colours where NO_COLOR asks for none', async () => {
    const screen = awake(100, 30, [], { NO_COLOR: '1', COLORTERM: 'truecolor' });
    await screen.shows('feels #ff8000 · expects #0080ff');
    await screen.shows('babble 20');
    expect(screen.output).not.toMatch(/\x1b\[(?:[0-9;]*;)?(?:3[0-7]|9[0-7]|38)[;m]/);
    screen.pty.write('\x03');
    expect(await screen.exited).toBe(0);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('saves on %s and leaves the terminal as it was', async (signal) => {
    const screen = awake(80, 24);
    await screen.shows('you>');
    process.kill(screen.pty.pid, signal);
    expect(await screen.exited).toBe(0);
    await screen.shows('asleep at step 1,234');
    expect(screen.output.lastIndexOf('\x1b[?25h')).toBeGreaterThan(screen.output.lastIndexOf('\x1b[?25l'));
  });

  it('leaves at once on a second Ctrl-C', async () => {
    const screen = awake(80, 24, ['slow']);
    await screen.shows('you>');
    screen.pty.write('\x03');
    await screen.shows('saving…');
    await screen.shows('Ctrl-C again leaves at once');
    screen.pty.write('\x03');
    expect(await screen.exited).toBe(130);
    expect(screen.output.lastIndexOf('\x1b[?25h')).toBeGreaterThan(screen.output.lastIndexOf('\x1b[?25l'));
  });

  it('can be spoken to and put to sleep from elsewhere meanwhile', async () => {
    const screen = awake(80, 24);
    await screen.shows('you>');
    const life = await attach(join(home, 'run', 'baby.sock'));
    expect((await life.say('hello')).text).toContain('friend');
    await life.sleep();
    expect(await screen.exited).toBe(0);
    await screen.shows('asleep at step 1,234');
  });

  it('prints plain lines on a terminal that can do nothing', async () => {
    const screen = awake(120, 24, [], { TERM: 'dumb' });
    await screen.shows('step 1 · loss');
    screen.pty.write('\x03');
    expect(await screen.exited).toBe(0);
    expect(screen.output).not.toContain('\x1b');
  });
});
