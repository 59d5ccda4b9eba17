/** The built program as somebody runs it, in homes to throw away: what the tests of a whole life share. */
import { type ChildProcess, type ChildProcessByStdio, fork, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, getPriority, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { afterAll, afterEach } from 'vitest';
import { starterFolder } from '../../school/home/package-root.ts';
import type { SoulState } from '../../school/training/checkpoint.ts';
import { verifyCheckpoint } from '../../soul/checkpoint.ts';
import { Keeper } from '../../soul/keeper.ts';
import { openForReading } from '../../statistics/query/reader.ts';
import type { Answered } from './command-runner.ts';

export const launcher = join(import.meta.dirname, '..', '..', 'dist', 'school', 'cli', 'launcher.js');

/** Long enough for a machine that has much else to do. */
const PATIENCE = 60_000;

const homes: string[] = [];
const running = new Set<Running>();

afterEach(async () => {
  await Promise.all([...running].map((process) => process.kill()));
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'babyllm-life-'));

/** A folder that goes, after whatever still runs in it, when the test is over. */
export function temporaryFolder(): string {
  const folder = makeFolder();
  homes.push(folder);
  return folder;
}

/** A folder that goes when all tests of the file are over. */
export function sharedFolder(): string {
  const folder = makeFolder();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new home: its baby.json, and texts by name; none: the library stays empty, and gets the starter texts. */
export function newHome(
  config: object = {},
  texts: Record<string, string | Uint8Array> = {},
  home = temporaryFolder(),
): string {
  writeFileSync(join(home, 'baby.json'), JSON.stringify({ preset: 'tiny', threads: 1, ...config }));
  mkdirSync(join(home, 'library'), { mode: 0o700 });
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(home, 'library', name), text);
  return home;
}

/** A text that is learnt in no time. */
export const story = readFileSync(join(starterFolder, 'stories-sea.txt'), 'utf8');

/** A copy of a home, to be spoilt. */
export function copyOf(home: string): string {
  const copy = temporaryFolder();
  cpSync(home, copy, { recursive: true });
  return copy;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface StartOptions {
  readonly env?: Record<string, string | undefined>;
  readonly uid?: number;
}

/** A command that may go on for long. */
export class Running {
  out = '';
  err = '';
  isOver = false;
  /** When it is over. */
  readonly ended: Promise<Ended>;
  readonly child: ChildProcessByStdio<null, Readable, Readable>;

  constructor(args: readonly string[], { env = {}, uid }: StartOptions = {}) {
    const { BABY_HOME: _, ...inherited } = process.env;
    this.child = spawn(process.execPath, [launcher, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...inherited, ...env },
      ...(uid === undefined ? {} : { uid }),
    });
    running.add(this);
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => (this.out += text));
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.err += text));
    this.ended = new Promise((resolve) =>
      this.child.once('close', (code) => {
        this.isOver = true;
        running.delete(this);
        resolve({ code, out: this.out, err: this.err });
      }),
    );
  }

  /** It goes on after the test that began it; the file ends it. */
  outliveTest(): this {
    running.delete(this);
    return this;
  }

  /** Waits until it has said something, on either stream. @throws Error with all it said instead */
  async says(pattern: RegExp | string, milliseconds = PATIENCE): Promise<RegExpMatchArray> {
    const wanted = typeof pattern === 'string' ? new RegExp(pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : pattern;
    const end = Date.now() + milliseconds;
    for (;;) {
      const found = this.out.match(wanted) ?? this.err.match(wanted);
      if (found) return found;
      if (this.isOver) throw new Error(`${wanted} was expected, but it ended, having said:\n${this.err}${this.out}`);
      if (Date.now() > end) throw new Error(`${wanted} was expected, but it said:\n${this.err}${this.out}`);
      await sleep(10);
    }
  }

  /** As Ctrl-C does. */
  interrupt(): Promise<Ended> {
    this.child.kill('SIGINT');
    return this.ended;
  }

  kill(): Promise<Ended> {
    this.child.kill('SIGKILL');
    return this.ended;
  }
}

/** Starts a command in a home. */
export const start = (home: string, args: readonly string[], options?: StartOptions): Running =>
  new Running([...args, '--home', home], options);

/** Runs a command to its end, in a process of its own. */
export const babyAlone = (home: string, ...args: string[]): Promise<Ended> => start(home, args).ended;

/** Runs a command to its end. A wake has a process of its own; other commands run one after another in one. */
export const baby = (home: string, ...args: string[]): Promise<Ended> =>
  args.includes('wake') ? babyAlone(home, ...args) : runner.run([...args, '--home', home]);

const runner = new (class CommandRunner {
  #child: ChildProcess | undefined;
  #said = '';
  #id = 0;
  readonly #waiting = new Map<number, { resolve(ended: Ended): void; reject(error: Error): void }>();

  run(args: readonly string[]): Promise<Ended> {
    const id = ++this.#id;
    this.#child ??= this.#begin();
    this.#child.send({ id, args });
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #begin(): ChildProcess {
    const { BABY_HOME: _, ...env } = process.env;
    const program = join(launcher, '..', '..', '..', 'tests', 'life', 'command-runner.js');
    const child = fork(program, { env, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => (this.#said += text));
    child.on('message', ({ id, ...ended }: Answered) => {
      this.#waiting.get(id)?.resolve(ended);
      this.#waiting.delete(id);
    });
    child.once('close', (code, signal) => {
      for (const { reject } of this.#waiting.values())
        reject(new Error(`the commands ended (${signal ?? code}), having said:\n${this.#said}`));
      this.#waiting.clear();
      this.#child = undefined;
    });
    return child;
  }

  async end(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
  }
})();
/** Ends the process of the commands, which may have files open as any process of its own would have until its end. */
export const endCommands = (): Promise<void> => runner.end();
afterAll(endCommands);

/** Runs a command that reads a pipe, to its end; `lines` may come one after another. */
export async function piped(
  home: string,
  args: readonly string[],
  lines: string | AsyncIterable<string>,
): Promise<Ended> {
  const child = spawn(process.execPath, [launcher, ...args, '--home', home], { stdio: 'pipe' });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  // it may be gone before it has read all
  child.stdin.on('error', () => {});
  if (typeof lines === 'string') child.stdin.end(lines);
  else {
    for await (const line of lines) child.stdin.write(line);
    child.stdin.end();
  }
  return { code: await code, out, err };
}

/**
 * Wakes a baby, and waits until it has learnt a first step. It starts as fast as the commands that a test runs; then it gives way to them,
 * since it learns for as long as the test needs it awake.
 */
export async function wakes(home: string, ...args: string[]): Promise<Running> {
  const awake = start(home, ['wake', ...args]);
  await awake.says(/^step [\d,]+ · /m);
  giveWay(awake.child.pid!);
  return awake;
}

/** Lowers the priority of a process. On Linux each thread has its own. */
function giveWay(pid: number): void {
  const threads = existsSync(`/proc/${pid}/task`) ? readdirSync(`/proc/${pid}/task`).map(Number) : [pid];
  for (const thread of threads)
    try {
      setPriority(thread, Math.max(getPriority(thread), constants.priority.PRIORITY_BELOW_NORMAL));
    } catch {
      // that thread has ended
    }
}

/** The step of an awake baby as soon as it is later than another one: commands come faster than it tells of steps. */
export async function stepAfter(home: string, before: number): Promise<number> {
  for (const end = Date.now() + PATIENCE; ; await sleep(20)) {
    const { step } = JSON.parse((await baby(home, 'status', '--json')).out).stats;
    if (step > before) return step;
    if (Date.now() > end) throw new Error(`it still stands at step ${step}`);
  }
}

/** What its ledger holds, also while the baby writes to it. */
export function inLedger<T>(home: string, look: (ledger: Database) => T): T {
  const ledger = openForReading(join(home, 'statistics', 'statistics.db'));
  try {
    return look(ledger);
  } finally {
    ledger.close();
  }
}

/** One sentence a line: nothing of a stack, no bare system error. */
export const SENTENCE = /^[^\n]+\n$/;

/** Names of the souls in a home, the newest first, every byte of each compared with its checksum. */
export function wholeSouls(home: string): string[] {
  const folder = join(home, 'soul');
  if (!existsSync(folder)) return []; // it was killed before it had a home
  const infos = new Keeper({ folder }).list();
  for (const info of infos) verifyCheckpoint(info.folder);
  const named = readdirSync(folder).filter((entry) => entry.startsWith('soul-'));
  if (named.length !== infos.length) throw new Error(`broken souls are among ${named.join(', ')}`);
  return infos.map(({ name }) => name);
}

export interface Soul {
  readonly name: string;
  readonly folder: string;
  readonly state: SoulState;
  /** SHA-256 by file */
  readonly sums: Record<string, string>;
}

/** The soul that a home would wake with: the newest, or that of a step. */
export function soulOf(home: string, step?: number): Soul {
  const info = new Keeper({ folder: join(home, 'soul') })
    .list()
    .find((candidate) => step === undefined || candidate.step === step);
  if (!info) throw new Error(`there is no soul${step === undefined ? '' : ` of step ${step}`} in ${home}`);
  const { manifest, state } = verifyCheckpoint(info.folder);
  const sums = Object.fromEntries(Object.entries(manifest.files).map(([name, { sha256 }]) => [name, sha256]));
  return { name: info.name, folder: info.folder, state: state as SoulState, sums };
}
