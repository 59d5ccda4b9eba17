/** A real terminal: a pseudo terminal, and an emulator that says what a person would see. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type IPty, spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';
import { afterEach } from 'vitest';

/** Milliseconds until something must have been shown, on a machine that has much else to do. */
const PATIENCE = 60_000;

const open = new Set<IPty>();
afterEach(() => {
  for (const pty of open) pty.kill('SIGKILL');
  open.clear();
});

/** Whatever a program of ours shows in a terminal of this size. It is ended with the test. */
export class Screen {
  readonly pty: IPty;
  readonly exited: Promise<number>;
  output = '';
  readonly #terminal: InstanceType<typeof headless.Terminal>;

  constructor(columns: number, rows: number, args: readonly string[], env: Record<string, string> = {}) {
    const { CI: _, NO_COLOR: __, FORCE_COLOR: ___, BABY_HOME: ____, ...inherited } = process.env;
    const clean = { ...inherited, NODE_ENV: 'production', TERM: 'xterm-256color', TERM_PROGRAM: 'generic', ...env };
    this.#terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 5000 });
    this.pty = spawn(process.execPath, [...args], {
      cols: columns,
      rows,
      env: clean as Record<string, string>,
    });
    open.add(this.pty);
    this.pty.onData((data) => {
      this.output += data;
      this.#terminal.write(data);
    });
    this.exited = new Promise((resolve) =>
      this.pty.onExit(({ exitCode }) => {
        open.delete(this.pty);
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

  /** What is on the screen now, without what has scrolled away. */
  get rows(): string[] {
    return this.lines.slice(this.#terminal.buffer.active.baseY);
  }

  get isCursorShown(): boolean {
    return this.output.lastIndexOf('\x1b[?25h') >= this.output.lastIndexOf('\x1b[?25l');
  }

  /** Waits until a line says this. */
  shows(wanted: string | RegExp): Promise<void> {
    const isThere = (line: string): boolean => (typeof wanted === 'string' ? line.includes(wanted) : wanted.test(line));
    return this.until(() => this.lines.some(isThere), String(wanted));
  }

  /** @throws Error with all that is shown instead */
  async until(isSo: () => boolean, what: string): Promise<void> {
    const end = Date.now() + PATIENCE;
    while (!isSo()) {
      if (Date.now() > end) throw new Error(`${what} was expected, but the screen shows:\n${this.lines.join('\n')}`);
      await sleep(20);
    }
  }

  /** Keys as a person presses them, one after another. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.pty.write(key);
      await sleep(250);
    }
  }

  /** Waits until it has ended well. @throws Error with all that is shown, if it does not */
  async ends(): Promise<void> {
    const patience = sleep(PATIENCE, undefined, { ref: false });
    const code = await Promise.race([this.exited, patience]);
    if (code !== 0) throw new Error(`it should have ended well, but its code is ${code}:\n${this.lines.join('\n')}`);
  }

  resize(columns: number, rows: number): void {
    this.pty.resize(columns, rows);
    this.#terminal.resize(columns, rows);
  }
}
