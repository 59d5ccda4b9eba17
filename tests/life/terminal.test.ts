/** The built program in a real terminal: a pseudo terminal, and an emulator that says what a person would see. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type IPty, spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attach } from '../../school/line/client.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'tests', 'school', 'fake-wake.js');

let home: string;
let open: IPty[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'terminal-'));
});
afterEach(() => {
  for (const pty of open) pty.kill('SIGKILL');
  open = [];
  rmSync(home, { recursive: true, force: true });
});

class Screen {
  readonly pty: IPty;
  readonly exited: Promise<number>;
  output = '';
  readonly #terminal: InstanceType<typeof headless.Terminal>;

  constructor(columns: number, rows: number, args: string[] = [], env: Record<string, string> = {}) {
    const { CI: _, NO_COLOR: __, FORCE_COLOR: ___, ...inherited } = process.env;
    const clean = { ...inherited, NODE_ENV: 'production', TERM: 'xterm-256color', TERM_PROGRAM: 'generic', ...env };
    this.#terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 5000 });
    this.pty = spawn(process.execPath, [program, home, ...args], {
      cols: columns,
      rows,
      env: clean as Record<string, string>,
    });
    open.push(this.pty);
    this.pty.onData((data) => {
      this.output += data;
      this.#terminal.write(data);
    });
    this.exited = new Promise((resolve) =>
      this.pty.onExit(({ exitCode }) => {
        open = open.filter((pty) => pty !== this.pty);
        resolve(exitCode);
      }),
    );
  }

  /** All that was ever shown, scrolled away or not, without what stands over the end of a line. */
  get lines(): string[] {
    const { active } = this.#terminal.buffer;
    return Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '');
  }

  /** Whether any cell of a line that begins so is painted in a true colour. */
  paints(text: string): boolean {
    const { active } = this.#terminal.buffer;
    const row = this.lines.findLastIndex((line) => line.includes(text));
    const line = active.getLine(row);
    return Array.from({ length: this.#terminal.cols }, (_, column) => line?.getCell(column)).some(
      (cell) => cell !== undefined && !cell.isFgDefault(),
    );
  }

  get usesOtherScreen(): boolean {
    return this.output.includes('\x1b[?1049h');
  }

  async shows(text: string): Promise<void> {
    const end = Date.now() + 30_000;
    while (!this.lines.some((line) => line.includes(text))) {
      if (Date.now() > end)
        throw new Error(`"${text}" was expected on the screen, but it shows:\n${this.lines.join('\n')}`);
      await sleep(20);
    }
  }

  resize(columns: number, rows: number): void {
    this.pty.resize(columns, rows);
    this.#terminal.resize(columns, rows);
  }
}

describe('baby wake in a terminal', () => {
  it('shows its numbers and what it babbles, talks, and saves on Ctrl-C', async () => {
    const screen = new Screen(100, 30, [], { COLORTERM: 'truecolor' });
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
    const screen = new Screen(40, 12);
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
    const screen = new Screen(100, 30, [], { NO_COLOR: '1', COLORTERM: 'truecolor' });
    await screen.shows('feels #ff8000 · expects #0080ff');
    await screen.shows('babble 20');
    expect(screen.output).not.toMatch(/\x1b\[(?:[0-9;]*;)?(?:3[0-7]|9[0-7]|38)[;m]/);
    screen.pty.write('\x03');
    expect(await screen.exited).toBe(0);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('saves on %s and leaves the terminal as it was', async (signal) => {
    const screen = new Screen(80, 24);
    await screen.shows('you>');
    process.kill(screen.pty.pid, signal);
    expect(await screen.exited).toBe(0);
    await screen.shows('asleep at step 1,234');
    expect(screen.output.lastIndexOf('\x1b[?25h')).toBeGreaterThan(screen.output.lastIndexOf('\x1b[?25l'));
  });

  it('leaves at once on a second Ctrl-C', async () => {
    const screen = new Screen(80, 24, ['slow']);
    await screen.shows('you>');
    screen.pty.write('\x03');
    await screen.shows('saving…');
    await screen.shows('Ctrl-C again leaves at once');
    screen.pty.write('\x03');
    expect(await screen.exited).toBe(130);
    expect(screen.output.lastIndexOf('\x1b[?25h')).toBeGreaterThan(screen.output.lastIndexOf('\x1b[?25l'));
  });

  it('can be spoken to and put to sleep from elsewhere meanwhile', async () => {
    const screen = new Screen(80, 24);
    await screen.shows('you>');
    const life = await attach(join(home, 'run', 'baby.sock'));
    expect((await life.say('hello')).text).toContain('friend');
    await life.sleep();
    expect(await screen.exited).toBe(0);
    await screen.shows('asleep at step 1,234');
  });

  it('prints plain lines on a terminal that can do nothing', async () => {
    const screen = new Screen(120, 24, [], { TERM: 'dumb' });
    await screen.shows('step 1 · loss');
    screen.pty.write('\x03');
    expect(await screen.exited).toBe(0);
    expect(screen.output).not.toContain('\x1b');
  });
});
