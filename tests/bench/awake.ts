// Figures of a baby that lives in a process of its own: over its line, under views that come and go, and what the dashboard costs.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn as spawnTerminal } from '@lydell/node-pty';
import { attach } from '../../school/api/rpc/client.ts';
import { findHome } from '../../school/home/home.ts';
import { packageFolder } from '../../school/home/package-root.ts';
import { pause, QUIET } from './daemon-load.ts';
import { memoryOf, secondsOf } from './processes.ts';

const launcher = join(packageFolder, 'dist', 'school', 'cli', 'launcher.js');

export interface Daemon {
  readonly home: string;
  readonly socket: string;
  readonly pid: number;
  close(): Promise<void>;
}

/** The built program in a process of its own, on the starter texts, doing nothing but learn and answer. */
export async function daemon(config: object = {}): Promise<Daemon> {
  const home = mkdtempSync(join(tmpdir(), 'baby-bench-'));
  writeFileSync(join(home, 'baby.json'), JSON.stringify({ ...QUIET, ...config }));
  const child = spawn(process.execPath, [launcher, 'wake', '--foreground', '--home', home], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { socket } = findHome(home);
  for (;;) {
    const life = await attach(socket).catch(() => undefined);
    life?.close();
    if (life) break;
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(
        `expected a baby that is awake, but its program ended with ${child.exitCode ?? child.signalCode}`,
      );
    await pause(100);
  }
  return {
    home,
    socket,
    pid: child.pid as number,
    async close() {
      child.kill('SIGTERM');
      await gone;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Milliseconds from asking over the socket to the first piece of the answer, while it learns. */
export async function firstTokenOverLine(asks: number): Promise<number[]> {
  const baby = await daemon();
  const life = await attach(baby.socket);
  life.over.catch(() => {});
  await pause(3000);
  const milliseconds: number[] = [];
  for (let i = 0; i < asks; i++) {
    await pause(37 + ((i * 61) % 211));
    const began = performance.now();
    let first = Number.NaN;
    await life.say('good morning, how are you today?', { maxTokens: 8, conversation: `c${i}` }, () => {
      if (Number.isNaN(first)) first = performance.now() - began;
    });
    milliseconds.push(Number.isNaN(first) ? performance.now() - began : first);
  }
  life.close();
  await baby.close();
  return milliseconds;
}

/** Tokens learnt a second alone, and while views attach, look and vanish at this rate: windows in turn. */
export async function underViews(
  rounds: number,
  seconds: number,
  viewsPerMinute: number,
): Promise<{ alone: number[]; watched: number[] }> {
  const baby = await daemon();
  const life = await attach(baby.socket);
  life.over.catch(() => {});
  let tokens = 0;
  life.watch((event) => {
    if (event.event === 'stats') tokens = event.data.tokens;
  });
  await pause(4000);
  const speeds = { alone: [] as number[], watched: [] as number[] };
  for (let round = 0; round < rounds; round++)
    for (const kind of ['alone', 'watched'] as const) {
      const [before, began] = [tokens, performance.now()];
      while (performance.now() - began < seconds * 1000) {
        if (kind === 'watched') comeAndGo(baby.socket);
        await pause(60_000 / viewsPerMinute);
      }
      speeds[kind].push((tokens - before) / ((performance.now() - began) / 1000));
    }
  life.close();
  await baby.close();
  return speeds;
}

/** Somebody who attaches, watches for a while without reading on, says garbage, and is gone. */
function comeAndGo(socket: string): void {
  const line = connect(socket, () => {
    line.write('{"id":1,"method":"watch"}\n{"id":2,"method":"status"}\nnonsense\n');
    setTimeout(() => line.destroy(), 1000);
  });
  line.on('data', () => {}).on('error', () => {});
}

export interface DashboardCost {
  /** share of one core, 0…1, after it has been drawn once */
  readonly core: number;
  /** resident bytes at the beginning and the end of the watch */
  readonly before: number;
  readonly after: number;
  readonly bytesPerSecond: number;
}

/** What the dashboard itself costs, watching a baby that learns, in a terminal of 120×40. */
export async function dashboardCost(seconds: number, page = '1'): Promise<DashboardCost> {
  const baby = await daemon({ babbleSeconds: 6 });
  const terminal = spawnTerminal(process.execPath, [launcher, 'watch', '--home', baby.home], {
    cols: 120,
    rows: 40,
    env: { ...process.env, CI: undefined, NO_COLOR: undefined, TERM: 'xterm-256color', COLORTERM: 'truecolor' },
  });
  let drawn = 0;
  terminal.onData((text) => (drawn += Buffer.byteLength(text)));
  await pause(8000);
  terminal.write(page);
  await pause(4000);
  const [calculated, began, bytes, before] = [
    secondsOf(terminal.pid),
    performance.now(),
    drawn,
    memoryOf(terminal.pid),
  ];
  await pause(seconds * 1000);
  const spent = (performance.now() - began) / 1000;
  const core = (secondsOf(terminal.pid) - calculated) / spent;
  const after = memoryOf(terminal.pid);
  terminal.write('q');
  await new Promise<void>((resolve) => terminal.onExit(() => resolve()));
  await baby.close();
  return { core, before, after, bytesPerSecond: (drawn - bytes) / spent };
}
