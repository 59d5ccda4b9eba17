/** The whole dashboard in a terminal that is only made up: keys go in, and what a person would see comes out. */
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import headless from '@xterm/headless';
import type { Page } from '../../../school/dashboard/page.ts';
import { showDashboard } from '../../../school/dashboard/show.tsx';
import { DashboardStore } from '../../../school/dashboard/state/store.ts';
import type { Wake } from '../../../school/dashboard/state/store-options.ts';
import { findHome } from '../../../school/home/home.ts';
import type { FakeLife } from '../fake-life.ts';

const PATIENCE = 4000;
const opened = new Set<Window>();

/** To be called after each test: nothing of Ink may be left. */
export async function closeWindows(): Promise<void> {
  await Promise.all([...opened].map((window) => window.close()));
}

export interface WindowOptions {
  readonly pages?: readonly Page[];
  readonly page?: string;
  readonly colours?: boolean;
  /** lives that answer one after another, the last for ever */
  readonly lives?: readonly (() => FakeLife)[];
  /** what W does */
  readonly wake?: Wake;
}

export class Window {
  /** how the dashboard ended */
  readonly ended: Promise<'left' | 'asleep'>;
  readonly stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: false,
    setRawMode: (raw: boolean) => this.#setRaw(raw),
    ref() {},
    unref() {},
  });
  readonly stdout: PassThrough & { columns: number; rows: number; isTTY: boolean };
  output = '';
  #failure: Error | undefined;
  readonly #terminal: InstanceType<typeof headless.Terminal>;

  constructor(columns: number, rows: number, life: FakeLife, options: WindowOptions = {}) {
    const { lives = [() => life], wake, ...shown } = options;
    this.#terminal = new headless.Terminal({
      cols: columns,
      rows,
      allowProposedApi: true,
      scrollback: 100,
      convertEol: true,
    });
    this.stdout = Object.assign(new PassThrough(), { columns, rows, isTTY: true });
    this.stdout.on('data', (chunk: Buffer) => {
      this.output += chunk;
      this.#terminal.write(chunk.toString());
    });
    const home = findHome('/nowhere/of/this/name');
    const answers = [...lives];
    const store = new DashboardStore({
      home,
      connect: async () => Object.assign((answers.length > 1 ? answers.shift()! : answers[0])(), { close() {} }),
      ...(wake && { wake }),
      isHeld: () => false,
      spent: () => 0,
    });
    this.ended = showDashboard(store, home, {
      colours: false,
      stdin: this.stdin as unknown as NodeJS.ReadStream,
      stdout: this.stdout as unknown as NodeJS.WriteStream,
      ...shown,
    });
    this.ended.catch((error: Error) => (this.#failure = error));
    opened.add(this);
  }

  /** what stands there now */
  get rows(): string[] {
    const { active } = this.#terminal.buffer;
    const line = (row: number): string => active.getLine(active.baseY + row)?.translateToString(true) ?? '';
    return Array.from({ length: this.#terminal.rows }, (_, row) => line(row));
  }

  get text(): string {
    return this.rows.join('\n');
  }

  get isOtherScreen(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  /** whether anything scrolled away, which a whole screen never should */
  get hasScrolled(): boolean {
    return this.#terminal.buffer.active.baseY > 0;
  }

  /** Whether a cell of a row with this text has a colour. */
  paints(text: string): boolean {
    const row = this.rows.findIndex((line) => line.includes(text));
    const line = this.#terminal.buffer.active.getLine(row);
    return Array.from({ length: this.#terminal.cols }, (_, x) => line?.getCell(x)).some(
      (cell) => cell && !cell.isFgDefault(),
    );
  }

  async type(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.stdin.write(key);
      // An escape may be the beginning of more: Ink waits for that a moment.
      await sleep(key === '\x1b' ? 60 : 15);
    }
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    Object.assign(this.stdout, { columns, rows });
    this.stdout.emit('resize');
  }

  shows(wanted: string | RegExp): Promise<void> {
    return this.until(
      () => this.rows.some((row) => (typeof wanted === 'string' ? row.includes(wanted) : wanted.test(row))),
      String(wanted),
    );
  }

  hides(unwanted: string): Promise<void> {
    return this.until(() => !this.text.includes(unwanted), `no ${unwanted}`);
  }

  /** The usual screen, with its cursor, and a keyboard that is read line by line. */
  isGivenBack(): Promise<void> {
    const isCursorShown = () => this.output.lastIndexOf('\x1b[?25h') > this.output.lastIndexOf('\x1b[?25l');
    return this.until(() => !this.isOtherScreen && !this.stdin.isRaw && isCursorShown(), 'a terminal as it was');
  }

  async until(isSo: () => boolean, what: string): Promise<void> {
    const end = Date.now() + PATIENCE;
    while (!isSo()) {
      if (this.#failure) throw this.#failure;
      if (Date.now() > end) throw new Error(`${what} was expected, but the window shows:\n${this.text}`);
      await sleep(5);
    }
  }

  async close(): Promise<void> {
    opened.delete(this);
    this.stdin.write('\x03');
    await Promise.race([this.ended.catch(() => {}), sleep(2000)]);
    this.#terminal.dispose();
  }

  #setRaw(raw: boolean): void {
    this.stdin.isRaw = raw;
  }
}
